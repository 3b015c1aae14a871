//! The style code: a painting as a point of the latent space in which styles are mixed, sampled
//! and moved.
//!
//! A code is the mean and the logarithm of the standard deviation of every channel of the frozen
//! encoder's first four levels, the statistics that AdaIN transfers (Huang and Belongie, ICCV 2017).
//! Its numbers have very different spreads, so networks see it relative to the distribution of
//! codes over many paintings, [`CodeSpace`].

use super::{Layer, Statistics, WIDTHS, Weights, part::Part};
use crate::error::Result;
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

/// Principal axes that are kept of a space.
pub const AXES: usize = 16;

/// Variance below which a channel counts as silent, and logarithms stay finite.
const QUIET: f32 = 1e-5;

/// A painting further out than this many standard deviations is like nothing that was learnt from.
const FARTHEST: f32 = 5.0;

/// Codes `[N, CODE_SIZE]` from the statistics of the encoder's maps, finest level first; further
/// levels are ignored.
pub fn style_code(levels: &[Statistics]) -> Tensor<2> {
    means_and_spreads(&levels[..CODE_LEVELS])
}

/// Rows `[N, K]` of the channels of `levels`: means of all levels first, then logarithms of deviations.
pub fn means_and_spreads(levels: &[Statistics]) -> Tensor<2> {
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
    /// Principal axes of normalised codes, each of unit length times the deviation along it, the
    /// longest first, `[AXES, CODE_SIZE]`.
    pub axes: Tensor<2>,
}

impl CodeSpace {
    /// The distribution of `codes` `[N, CODE_SIZE]`.
    pub fn of(codes: Tensor<2>) -> Self {
        let device = codes.device();
        let mean = codes.clone().mean_dim(0);
        let variance = (codes.clone() - mean.clone()).square().mean_dim(0);
        let mut space = Self {
            mean,
            // A number that never changes tells nothing; it must not become large in new paintings.
            deviation: variance.sqrt().clamp_min(1e-2),
            axes: Tensor::zeros([AXES, CODE_SIZE], &device),
        };
        let normal: Vec<f32> = space.normalise(codes).into_data().iter().collect();
        let axes = TensorData::new(principal_axes(&normal), [AXES, CODE_SIZE]);
        space.axes = Tensor::from_data(axes, &device);
        space
    }

    /// The tensors of which [`CodeSpace::pack`] makes a part of a file.
    pub(super) fn figure() -> [Part; 3] {
        [("mean", 1), ("deviation", 1), ("axes", AXES)].map(|(name, rows)| Part {
            name: format!("code.{name}"),
            shape: vec![rows, CODE_SIZE],
            // Runs of before there were axes have none.
            optional: name == "axes",
        })
    }

    /// Reads what [`CodeSpace::pack`] wrote.
    ///
    /// # Errors
    /// If a tensor is missing or of another shape.
    pub fn from_weights(weights: &Weights, device: &Device) -> Result<Self> {
        Ok(Self {
            mean: weights.tensor("code.mean", [1, CODE_SIZE], device)?,
            deviation: weights.tensor("code.deviation", [1, CODE_SIZE], device)?,
            // Runs of before there were axes have none.
            axes: if weights.find("code.axes").is_some() {
                weights.tensor("code.axes", [AXES, CODE_SIZE], device)?
            } else {
                Tensor::zeros([AXES, CODE_SIZE], device)
            },
        })
    }

    /// Adds the space to the tensors of a file.
    pub fn pack(&self, tensors: &mut Vec<(String, TensorData)>) {
        for (name, tensor) in [
            ("mean", &self.mean),
            ("deviation", &self.deviation),
            ("axes", &self.axes),
        ] {
            tensors.push((format!("code.{name}"), tensor.to_data()));
        }
    }

    /// Codes `[N, CODE_SIZE]` as networks see them: mean 0, deviation 1 over paintings, and at most
    /// five deviations out.
    pub fn normalise(&self, codes: Tensor<2>) -> Tensor<2> {
        Self::bounded((codes - self.mean.clone()) / self.deviation.clone())
    }

    /// Normalised codes, none of them too far out.
    pub fn bounded(normal: Tensor<2>) -> Tensor<2> {
        normal.clamp(-FARTHEST, FARTHEST)
    }

    /// The codes of which [`CodeSpace::normalise`] gives `normal` `[N, CODE_SIZE]`, if they are not
    /// too far out.
    pub fn restore(&self, normal: Tensor<2>) -> Tensor<2> {
        normal * self.deviation.clone() + self.mean.clone()
    }

    /// The normalised code `[1, CODE_SIZE]` at `coordinates` along the principal axes, in standard
    /// deviations; missing ones are 0. Normally distributed coordinates give a style from nothing.
    pub fn at(&self, coordinates: &[f32]) -> Tensor<2> {
        let mut row = coordinates.to_vec();
        row.resize(AXES, 0.0);
        let row = Tensor::<2>::from_data(TensorData::new(row, [1, AXES]), &self.axes.device());
        row.matmul(self.axes.clone()).clamp(-FARTHEST, FARTHEST)
    }
}

/// The [`AXES`] directions in which `codes` (rows of [`CODE_SIZE`], mean 0) differ most, times the
/// deviation along them: orthogonal iteration (Golub and Van Loan, section 8.2).
fn principal_axes(codes: &[f32]) -> Vec<f32> {
    const STEPS: usize = 40;
    let rows: Vec<&[f32]> = codes.chunks_exact(CODE_SIZE).collect();
    let count = rows.len().max(1) as f64;
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    // Any start will do that is not orthogonal to an axis.
    let mut axes: Vec<Vec<f64>> = (0..AXES)
        .map(|i| {
            let value = |j: usize| ((i * 37 + j * 101) % 211) as f64 / 211.0 - 0.5;
            (0..CODE_SIZE).map(value).collect()
        })
        .collect();
    let mut spreads = [0.0; AXES];
    for _ in 0..STEPS {
        for i in 0..AXES {
            let mut moved = vec![0.0; CODE_SIZE];
            for row in &rows {
                let share: f64 = row
                    .iter()
                    .zip(&axes[i])
                    .map(|(&a, b)| f64::from(a) * b)
                    .sum();
                for (m, &v) in moved.iter_mut().zip(*row) {
                    *m += share * f64::from(v) / count;
                }
            }
            for earlier in &axes[..i] {
                let along = dot(&moved, earlier);
                moved
                    .iter_mut()
                    .zip(earlier)
                    .for_each(|(m, e)| *m -= along * e);
            }
            let length = dot(&moved, &moved).sqrt().max(1e-12);
            spreads[i] = length.sqrt();
            axes[i] = moved.iter().map(|m| m / length).collect();
        }
    }
    let scaled = axes
        .iter()
        .zip(spreads)
        .flat_map(|(axis, spread)| axis.iter().map(move |v| (v * spread) as f32));
    scaled.collect()
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

    #[test]
    fn axes_are_where_codes_differ_most() {
        let device = Device::flex();
        // Two hidden numbers, the first of four times the variance, make all others.
        let hidden = Tensor::<2>::random([200, 2], Distribution::Normal(0.0, 1.0), &device);
        let wide = Tensor::from_data([[2.0], [1.0]], &device).transpose();
        let ways = Tensor::<2>::random([2, CODE_SIZE], Distribution::Normal(0.0, 1.0), &device);
        let codes = (hidden * wide).matmul(ways);
        let space = CodeSpace::of(codes.clone());
        let lengths: Vec<f32> = space
            .axes
            .clone()
            .square()
            .sum_dim(1)
            .into_data()
            .iter()
            .collect();
        assert!(
            lengths[0] > lengths[1] && lengths[2] < 1e-3 * lengths[0],
            "{lengths:?}"
        );
        // Together they hold all variance, which is 1 in each number.
        let all = lengths.iter().sum::<f32>() / CODE_SIZE as f32;
        assert!((all - 1.0).abs() < 0.02, "{all}");
        // A step of one deviation along an axis.
        let moved: f32 = (space.at(&[0.0, 1.0]) - space.axes.clone().narrow(0, 1, 1))
            .abs()
            .max()
            .into_scalar();
        assert!(moved < 1e-4, "{moved}");
    }
}
