//! The style code: a painting as a point of the latent space in which styles are mixed, sampled
//! and moved.
//!
//! A code is the mean and the logarithm of the standard deviation of every channel of the frozen
//! encoder's first four levels, the statistics that AdaIN transfers (Huang and Belongie, ICCV 2017).
//! Its numbers have very different spreads, so networks see it relative to the distribution of
//! codes over many paintings, [`CodeSpace`].

use super::{Layer, Statistics, WIDTHS};
use burn::tensor::{Device, Tensor, TensorData};

/// Levels of the encoder that a code describes.
pub const CODE_LEVELS: usize = 4;

/// The deepest of them.
pub const CODE_LAYER: Layer = Layer::Relu4_1;

/// Numbers of a code: two a channel, 544.
pub const CODE_SIZE: usize = {
    let (mut sum, mut level) = (0, 0);
    while level < CODE_LEVELS {
        sum += 2 * WIDTHS[level][WIDTHS[level].len() - 1];
        level += 1;
    }
    sum
};

/// Variance below which a channel counts as silent, and logarithms stay finite.
const QUIET: f32 = 1e-5;

/// A painting further out than this many standard deviations is like nothing that was learnt from.
const FARTHEST: f32 = 5.0;

/// Codes `[N, CODE_SIZE]` from the statistics of the encoder's maps, finest level first; further
/// levels are ignored. Means of all levels come first, then logarithms of deviations.
pub fn style_code(levels: &[Statistics]) -> Tensor<2> {
    let levels = &levels[..CODE_LEVELS];
    let means = levels.iter().map(|s| {
        let [n, channels, _] = s.mean.dims();
        s.mean.clone().reshape([n, channels])
    });
    let spreads = levels.iter().map(|s| {
        let [n, channels, _] = s.mean.dims();
        let variance = s.variance().reshape([n, channels]);
        variance.clamp_min(QUIET).log().mul_scalar(0.5)
    });
    Tensor::cat(means.chain(spreads).collect(), 1)
}

/// Where the codes of many paintings lie.
#[derive(Clone, Debug)]
pub struct CodeSpace {
    /// Mean code, `[1, CODE_SIZE]`.
    pub mean: Tensor<2>,
    /// Standard deviation of each number, `[1, CODE_SIZE]`.
    pub deviation: Tensor<2>,
}

impl CodeSpace {
    /// The distribution of `codes` `[N, CODE_SIZE]`.
    pub fn of(codes: Tensor<2>) -> Self {
        let mean = codes.clone().mean_dim(0);
        let variance = (codes - mean.clone()).square().mean_dim(0);
        Self {
            mean,
            // A number that never changes tells nothing; it must not become large in new paintings.
            deviation: variance.sqrt().clamp_min(1e-2),
        }
    }

    /// Reads the distribution from its numbers, [`CODE_SIZE`] each.
    pub fn from_values(mean: &[f32], deviation: &[f32], device: &Device) -> Self {
        let row = |values: &[f32]| {
            Tensor::from_data(TensorData::new(values.to_vec(), [1, CODE_SIZE]), device)
        };
        Self {
            mean: row(mean),
            deviation: row(deviation),
        }
    }

    /// Codes `[N, CODE_SIZE]` as networks see them: mean 0, deviation 1 over paintings, and at most
    /// five deviations out.
    pub fn normalise(&self, codes: Tensor<2>) -> Tensor<2> {
        ((codes - self.mean.clone()) / self.deviation.clone()).clamp(-FARTHEST, FARTHEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Distribution;

    fn statistics(scale: f32, offset: f32, device: &Device) -> Vec<Statistics> {
        WIDTHS[..CODE_LEVELS]
            .iter()
            .map(|widths| {
                let shape = [1, widths[widths.len() - 1], 8, 8];
                let map = Tensor::<4>::random(shape, Distribution::Normal(0.0, 1.0), device);
                Statistics::of(map * scale + offset)
            })
            .collect()
    }

    #[test]
    fn a_code_holds_means_and_logarithms_of_deviations() {
        let device = Device::flex();
        let code = style_code(&statistics(0.0, 3.0, &device));
        assert_eq!(code.dims(), [1, CODE_SIZE]);
        let values: Vec<f32> = code.into_data().iter().collect();
        let (means, spreads) = values.split_at(CODE_SIZE / 2);
        assert!(means.iter().all(|v| (v - 3.0).abs() < 1e-4));
        assert!(spreads.iter().all(|v| (v - 0.5 * QUIET.ln()).abs() < 1e-3));
        let wide: Vec<f32> = style_code(&statistics(2.0, 0.0, &device))
            .into_data()
            .iter()
            .collect();
        let middle = wide[CODE_SIZE / 2..].iter().sum::<f32>() / (CODE_SIZE / 2) as f32;
        assert!((middle - 2f32.ln()).abs() < 0.05, "{middle}");
    }

    #[test]
    fn normalised_codes_are_centred_and_bounded() {
        let device = Device::flex();
        let codes = Tensor::<2>::random([64, CODE_SIZE], Distribution::Normal(2.0, 3.0), &device);
        let space = CodeSpace::of(codes.clone());
        let normal = space.normalise(codes.clone());
        let mean: f32 = normal.clone().mean().into_scalar();
        let power: f32 = normal.square().mean().into_scalar();
        assert!(
            mean.abs() < 1e-3 && (power - 1.0).abs() < 0.02,
            "{mean} {power}"
        );
        let far: f32 = space.normalise(codes + 1e6).max().into_scalar();
        assert_eq!(far, FARTHEST);
    }
}
