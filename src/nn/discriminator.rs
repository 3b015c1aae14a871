//! The discriminator: is this patch painted by the artist of this style code, or of this label, or by the generator?
//!
//! ```text
//! sRGB 0..1 -> (x - 0.5) / 0.25
//!   conv 4x4 stride 2   3->32    leaky    1/2
//!   conv 4x4 stride 2  32->64    leaky    1/4
//!   conv 4x4 stride 2  64->128   leaky    1/8
//!   conv 3x3          128->128   leaky    1/8 = h, every cell sees 38 pixels
//!   conv 3x3          128->1  +  <h, linear(condition)>  = logits
//! ```
//!
//! Patches as in PatchGAN (Isola et al., CVPR 2017), the condition as a projection (Miyato and
//! Koyama, ICLR 2018): a style code, or a label as one 1 among zeros, of which `linear` is the embedding. Every weight divided by its largest singular value (spectral normalisation,
//! Miyato et al., ICLR 2018), leaky ReLUs of slope 0.1.

use super::init::he_normal;
use super::relu::leaky;
use super::spectral::{Singular, Spectral, largest, matrix, normalised};
use burn::{
    module::{Module, Param},
    nn::{
        Initializer, Linear, LinearConfig, PaddingConfig2d,
        conv::{Conv2d, Conv2dConfig},
    },
    tensor::{Device, Tensor},
};

/// Channels, kernel and stride of the convolutions up to the features.
const TRUNK: [(usize, usize, usize, usize); 4] = [
    (3, 32, 4, 2),
    (32, 64, 4, 2),
    (64, 128, 4, 2),
    (128, 128, 3, 1),
];
const FEATURES: usize = 128;

/// A patch discriminator conditioned on a style code or a label.
#[derive(Module, Debug)]
pub struct Discriminator {
    trunk: Vec<Conv2d>,
    logit: Conv2d,
    project: Linear,
}

/// What a discriminator sees in pictures, whatever it is asked about.
#[derive(Clone, Debug)]
pub struct Seen {
    /// `[N, 128, H/8, W/8]`.
    features: Tensor<4>,
    /// Logits without the condition, `[N, 1, H/8, W/8]`.
    painted: Tensor<4>,
}

impl Seen {
    /// The part of `count` pictures from `first` on.
    pub fn part(&self, first: usize, count: usize) -> Self {
        let part = |all: &Tensor<4>| all.clone().narrow(0, first, count);
        Self {
            features: part(&self.features),
            painted: part(&self.painted),
        }
    }
}

/// A convolution with He-initialised weights.
pub(super) fn conv(
    from: usize,
    to: usize,
    kernel: usize,
    stride: usize,
    device: &Device,
) -> Conv2d {
    let mut conv: Conv2d = Conv2dConfig::new([from, to], [kernel, kernel])
        .with_stride([stride, stride])
        .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
        .with_initializer(Initializer::Zeros)
        .init(device);
    let fan_in = kernel * kernel * from;
    let shape = [to, from, kernel, kernel];
    conv.weight = he_normal(shape, fan_in, std::f64::consts::SQRT_2, device);
    conv.bias = Some(Param::from_tensor(Tensor::zeros([to], device)));
    conv
}

impl Discriminator {
    /// An untrained discriminator with He-initialised weights, asked with conditions of `told` numbers.
    pub fn new(told: usize, device: &Device) -> Self {
        Self {
            trunk: TRUNK
                .iter()
                .map(|&(from, to, kernel, stride)| conv(from, to, kernel, stride, device))
                .collect(),
            logit: conv(FEATURES, 1, 3, 1, device),
            project: {
                let config = LinearConfig::new(told, FEATURES).with_bias(false);
                let mut linear = config.with_initializer(Initializer::Zeros).init(device);
                linear.weight = he_normal([told, FEATURES], told, 1.0, device);
                linear
            },
        }
    }

    /// Looks at sRGB pictures `[N, 3, H, W]` in 0..1.
    pub fn look(&self, pictures: Tensor<4>, singular: &Singular) -> Seen {
        let mut x = (pictures - 0.5) / 0.25;
        for (conv, vectors) in self.trunk.iter().zip(singular.vectors()) {
            x = leaky(normalised(conv, vectors, x));
        }
        Seen {
            painted: normalised(&self.logit, &singular.vectors()[TRUNK.len()], x.clone()),
            features: x,
        }
    }

    /// Logits `[N, 1, H/8, W/8]` of what was seen, with conditions `[N, told]`: positive where a patch looks real and as it is told.
    pub fn judge(&self, seen: &Seen, told: Tensor<2>, singular: &Singular) -> Tensor<4> {
        let [n, ..] = seen.features.dims();
        let weight = self.project.weight.val();
        let sigma = largest(weight.clone(), &singular.vectors()[TRUNK.len() + 1]);
        let direction = told.matmul(weight / sigma);
        let direction = direction.reshape([n, FEATURES, 1, 1]);
        let alike = (seen.features.clone() * direction).sum_dim(1);
        // A sum over as many features, scaled like one over random signs.
        let alike = alike.div_scalar((FEATURES as f32).sqrt());
        seen.painted.clone() + alike
    }

    /// The first convolution's weight.
    #[cfg(test)]
    pub(super) fn first(&self) -> burn::module::ParamId {
        self.trunk[0].weight.id
    }
}

impl Spectral for Discriminator {
    fn weights(&self) -> Vec<Tensor<2>> {
        let convs = self.trunk.iter().chain([&self.logit]);
        convs
            .map(|conv| matrix(conv.weight.val().inner()))
            .chain([self.project.weight.val().inner()])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::CODE_SIZE;
    use burn::tensor::Distribution;

    #[test]
    fn normalised_weights_have_norm_one() {
        let device = Device::flex();
        let discriminator = Discriminator::new(CODE_SIZE, &device);
        let singular = Singular::new(&discriminator);
        for (weight, vectors) in discriminator.weights().into_iter().zip(singular.vectors()) {
            let sigma: f32 = largest(weight.clone(), vectors).into_scalar();
            // No direction is stretched by more.
            let [rows, _] = weight.dims();
            let any = Tensor::<2>::random([64, rows], Distribution::Normal(0.0, 1.0), &device);
            let length = |x: Tensor<2>| x.square().sum_dim(1).sqrt();
            let stretched: f32 = (length(any.clone().matmul(weight)) / length(any))
                .max()
                .into_scalar();
            assert!(stretched <= sigma * 1.02, "{stretched} {sigma}");
        }
    }

    #[test]
    fn the_code_decides_what_counts_as_real() {
        let device = Device::flex();
        let discriminator = Discriminator::new(CODE_SIZE, &device);
        let singular = Singular::new(&discriminator);
        let picture = Tensor::random([2, 3, 64, 48], Distribution::Uniform(0.0, 1.0), &device);
        let seen = discriminator.look(picture, &singular);
        assert_eq!(seen.features.dims(), [2, FEATURES, 8, 6]);
        let code = Tensor::random([2, CODE_SIZE], Distribution::Normal(0.0, 1.0), &device);
        let logits = |code| discriminator.judge(&seen, code, &singular);
        assert_eq!(logits(code.clone()).dims(), [2, 1, 8, 6]);
        let difference = (logits(code.clone()) - logits(code * -1.0)).abs().max();
        assert!(difference.into_scalar::<f32>() > 1e-2);
    }

    #[test]
    fn kept_vectors_go_on_where_they_were() {
        let device = Device::flex();
        let discriminator = Discriminator::new(CODE_SIZE, &device);
        let mut singular = Singular::new(&discriminator);
        let mut restored = Singular::new(&Discriminator::new(CODE_SIZE, &device));
        let rows = |s: &Singular| -> Vec<Vec<f32>> {
            s.to_data()
                .iter()
                .map(|d| d.iter::<f32>().collect())
                .collect()
        };
        restored.restore(rows(&singular));
        singular.follow(&discriminator);
        restored.follow(&discriminator);
        assert_eq!(rows(&singular), rows(&restored));
    }
}
