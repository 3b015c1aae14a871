//! A picture from nothing but noise: a generator of the DCGAN family (Radford et al., ICLR 2016), as lean as FastGAN (Liu et
//! al., ICLR 2021).
//!
//! ```text
//! z: 128 numbers of power 1
//! linear                      4x4, 192 maps ─────────────┐ excitation
//! x2, conv 3x3                8x8, 160 maps ───────────┐ │
//! x2, conv 3x3              16x16,  96 maps            │ │
//! x2, conv 3x3              32x32,  48 maps            │ │
//! x2, conv 3x3              64x64,  24 maps ◄──────────│─┘
//! x2, conv 3x3            128x128,  24 maps ◄──────────┘   only for 128 pixels
//! conv 3x3, tanh               3 maps
//! ```
//!
//! Every map is divided by the power of its cell over channels (Karras et al., ICLR 2018) and leaky; what is seen at 4x4 and 8x8
//! says how much each channel counts at 64 and 128 (skip-layer excitation). No normalisation over a batch: a sample depends on its
//! own noise alone. 80 (180) million multiply-adds a picture.

use super::{
    generator::conv3,
    init::he_normal,
    parameters::{named_parameters, pack_parameters, unpack_parameters},
    part::Part,
    projected::doubled,
    relu::leaky,
};
use crate::{
    error::Result,
    nn::{Weights, frozen_with, init::blank},
};
use burn::{
    module::{Module, Param},
    nn::{Initializer, Linear, LinearConfig, conv::Conv2d},
    tensor::{
        Device, Tensor, TensorData,
        activation::{sigmoid, tanh},
        module::conv2d,
        ops::ConvOptions,
    },
};

/// Numbers of a noise.
pub const NOISE: usize = 128;
/// Side of the first maps.
const FIRST: usize = 4;
/// Maps from 4x4 on.
const WIDTHS: [usize; 6] = [192, 160, 96, 48, 24, 24];
/// Blocks between the maps that excite and those that are excited.
const SKIP: usize = 4;
/// Prefix of its tensors in files.
const PREFIX: &str = "dream.";

/// Sides of pictures that can be dreamt.
pub const DREAM_SIDES: [usize; 2] = [64, 128];

/// Small maps that say how much each channel of large ones counts.
#[derive(Module, Debug)]
struct Excitation {
    shrink: Conv2d,
    channels: Conv2d,
}

impl Excitation {
    fn new(from: usize, to: usize, device: &Device) -> Self {
        let shrink = he(from, to, FIRST, device);
        Self {
            shrink,
            channels: he(to, to, 1, device),
        }
    }

    /// Shares `[N, C, 1, 1]` by what is seen in `[N, C, H, W]`.
    fn shares(&self, x: Tensor<4>) -> Tensor<4> {
        let [_, _, height, width] = x.dims();
        // Means of cells, so that 4x4 are left.
        let x = match height / FIRST {
            1 => x,
            _ => super::encoder::average_pool(x),
        };
        debug_assert_eq!(height, width, "pictures are squares");
        sigmoid(plain(&self.channels, leaky(plain(&self.shrink, x))))
    }
}

/// A convolution without padding.
fn he(from: usize, to: usize, side: usize, device: &Device) -> Conv2d {
    let mut conv = conv3(from, to, 1.0, device);
    let fan_in = from * side * side;
    conv.weight = he_normal(
        [to, from, side, side],
        fan_in,
        std::f64::consts::SQRT_2,
        device,
    );
    conv
}

fn plain(conv: &Conv2d, x: Tensor<4>) -> Tensor<4> {
    let bias = conv.bias.as_ref().map(Param::val);
    conv2d(
        x,
        conv.weight.val(),
        bias,
        ConvOptions::new([1, 1], [0, 0], [1, 1], 1),
    )
}

fn padded(conv: &Conv2d, x: Tensor<4>) -> Tensor<4> {
    let bias = conv.bias.as_ref().map(Param::val);
    conv2d(
        x,
        conv.weight.val(),
        bias,
        ConvOptions::new([1, 1], [1, 1], [1, 1], 1),
    )
}

/// Cells of power 1 over their channels.
fn normalised(x: Tensor<4>) -> Tensor<4> {
    let power = x.clone().square().mean_dim(1) + 1e-6;
    x / power.sqrt()
}

/// The generator.
#[derive(Module, Debug)]
pub struct DreamNet {
    first: Linear,
    blocks: Vec<Conv2d>,
    excitations: Vec<Excitation>,
    last: Conv2d,
}

impl DreamNet {
    /// An untrained one for pictures of `side` pixels, one of [`DREAM_SIDES`].
    pub fn new(side: usize, device: &Device) -> Self {
        let blocks = (side / FIRST).max(2).ilog2() as usize;
        let to = FIRST * FIRST * WIDTHS[0];
        let config = LinearConfig::new(NOISE, to);
        let mut first: Linear = config.with_initializer(Initializer::Zeros).init(device);
        first.weight = he_normal([NOISE, to], NOISE, 1.0, device);
        first.bias = Some(Param::from_tensor(Tensor::zeros([to], device)));
        let block = |i: usize| conv3(WIDTHS[i], WIDTHS[i + 1], 1.0, device);
        let excited = |i: usize| Excitation::new(WIDTHS[i], WIDTHS[i + SKIP], device);
        Self {
            first,
            blocks: (0..blocks).map(block).collect(),
            excitations: (0..=blocks - SKIP).map(excited).collect(),
            last: conv3(WIDTHS[blocks], 3, 0.3, device),
        }
    }

    /// Side of its pictures in pixels.
    pub fn side(&self) -> usize {
        FIRST << self.blocks.len()
    }

    /// Pictures `[N, 3, side, side]`, sRGB 0..1, of noise `[N, NOISE]` of power 1. Less power gives more common pictures.
    pub fn forward(&self, noise: Tensor<2>) -> Tensor<4> {
        let [n, _] = noise.dims();
        let x = self.first.forward(noise);
        let mut x = leaky(normalised(x.reshape([n, WIDTHS[0], FIRST, FIRST])));
        let mut shares = Vec::with_capacity(self.excitations.len());
        for (i, block) in self.blocks.iter().enumerate() {
            if let Some(excitation) = self.excitations.get(i) {
                shares.push(excitation.shares(x.clone()));
            }
            x = leaky(normalised(padded(block, doubled(x))));
            if let Some(shares) = (i + 1).checked_sub(SKIP).and_then(|i| shares.get(i)) {
                x = x * shares.clone();
            }
        }
        tanh(padded(&self.last, x)).mul_scalar(0.5) + 0.5
    }

    /// Noise of power 1 from any numbers `[N, NOISE]`.
    pub fn noise(numbers: Tensor<2>) -> Tensor<2> {
        let power = numbers.clone().square().mean_dim(1) + 1e-12;
        numbers / power.sqrt()
    }

    /// Reads a frozen generator, as [`DreamNet::pack`] names its weights.
    ///
    /// # Errors
    /// If a tensor is missing or has another shape.
    pub fn from_weights(weights: &Weights, device: &Device) -> Result<Self> {
        let large = weights.find(&format!("{PREFIX}blocks.4.weight")).is_some();
        let net = blank(|| Self::new(DREAM_SIDES[usize::from(large)], device));
        let values = unpack_parameters(weights, PREFIX, &net)?;
        Ok(frozen_with(net, values))
    }

    /// Adds the weights to the tensors of a file.
    pub fn pack(&self, tensors: &mut Vec<(String, TensorData)>) {
        pack_parameters(PREFIX, self, tensors);
    }

    /// The tensors of which [`DreamNet::pack`] makes a file; what only large pictures need may be missing.
    pub(super) fn figure() -> Vec<Part> {
        let net = |side| named_parameters(&blank(|| Self::new(side, &Device::flex())));
        let small: Vec<String> = net(DREAM_SIDES[0])
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        let all = net(DREAM_SIDES[1]).into_iter();
        let part = |(name, data): (String, TensorData)| Part {
            optional: !small.contains(&name),
            name: format!("{PREFIX}{name}"),
            shape: data.shape().to_vec(),
        };
        all.map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Distribution;

    #[test]
    fn noise_becomes_pictures_of_both_sizes_that_depend_on_it_alone() {
        let device = Device::flex();
        for side in DREAM_SIDES {
            let net = DreamNet::new(side, &device);
            assert_eq!(net.side(), side);
            let numbers = Tensor::random([3, NOISE], Distribution::Normal(0.0, 2.0), &device);
            let noise = DreamNet::noise(numbers);
            let pictures = net.forward(noise.clone());
            assert_eq!(pictures.dims(), [3, 3, side, side]);
            let alone = net.forward(noise.narrow(0, 1, 1));
            let difference = pictures.clone().narrow(0, 1, 1) - alone;
            assert!(difference.abs().max().into_scalar::<f32>() < 1e-5);
            let (least, most): (f32, f32) = (
                pictures.clone().min().into_scalar(),
                pictures.max().into_scalar(),
            );
            assert!(
                least > 0.0 && most < 1.0 && most - least > 0.05,
                "{least} {most}"
            );
        }
    }
}
