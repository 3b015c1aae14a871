//! Mean and standard deviation of each channel (Huang and Belongie, "Arbitrary Style Transfer in
//! Real-time with Adaptive Instance Normalization", ICCV 2017, eq. 13), relative to the target.

use super::{diagonal, relative};
use crate::nn::Statistics;
use burn::tensor::Tensor;

/// `|m - m*|^2 / |m*|^2 + |s - s*|^2 / |s*|^2`, mean over pictures, `[1]`.
pub fn mean_std(painted: &Statistics, target: &Statistics) -> Tensor<1> {
    relative(painted.mean.clone(), target.mean.clone())
        + relative(deviation(painted), deviation(target))
}

/// Standard deviations `[N, 1, C]`: the roots of the covariance's diagonal.
fn deviation(statistics: &Statistics) -> Tensor<3> {
    // Rounding can leave a variance slightly below zero; the root's slope at zero is infinite.
    diagonal(statistics.covariance()).clamp_min(1e-8).sqrt()
}
