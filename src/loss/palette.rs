//! The palette: means and spreads of colours, which a Gram matrix of features knows only on the way.

use super::diagonal;
use crate::nn::Statistics;
use burn::tensor::{Tensor, TensorData};

/// Directions in sRGB along which spreads are compared: lightness, two opponent ones and the primaries.
const DIRECTIONS: [[f32; 3]; 6] = [
    [1.0, 1.0, 1.0],
    [1.0, -1.0, 0.0],
    [1.0, 1.0, -2.0],
    [1.0, 0.0, 0.0],
    [0.0, 1.0, 0.0],
    [0.0, 0.0, 1.0],
];

/// Squared differences are small numbers.
const SCALE: f32 = 10.0;

/// Distance of the colours of pictures, of whose pixels (three channels of sRGB) the statistics are given: ten times the squared
/// distance of the means, and of the standard deviations along six directions; mean over pictures, scalar `[1]`.
///
/// Colour transfer by means and deviations (Reinhard et al., 2001) as a loss; along six directions they say all of the
/// covariance.
pub fn palette(painted: &Statistics, painting: &Statistics) -> Tensor<1> {
    let squared = |a: Tensor<3>, b: Tensor<3>| (a - b).square().sum_dim(2).sum_dim(1).mean();
    let means = squared(painted.mean.clone(), painting.mean.clone());
    let spreads = squared(spreads(painted), spreads(painting));
    (means + spreads).mul_scalar(SCALE)
}

/// Standard deviations along [`DIRECTIONS`], `[N, 1, 6]`.
fn spreads(statistics: &Statistics) -> Tensor<3> {
    let directions = DIRECTIONS.into_iter().flat_map(|direction| {
        let length = direction.iter().map(|v| v * v).sum::<f32>().sqrt();
        direction.map(|v| v / length)
    });
    let data = TensorData::new(directions.collect(), [1, DIRECTIONS.len(), 3]);
    let directions = Tensor::<3>::from_data(data, &statistics.gram.device());
    let covariance = statistics.covariance();
    let along = directions
        .clone()
        .matmul(covariance)
        .matmul(directions.transpose());
    // The slope of a root at zero is infinite.
    (diagonal(along).clamp_min(0.0) + 1e-6).sqrt()
}
