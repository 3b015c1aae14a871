//! Mean and standard deviation of each channel (Huang and Belongie, "Arbitrary Style Transfer in
//! Real-time with Adaptive Instance Normalization", ICCV 2017, eq. 13), relative to the target.

use super::relative_each;
use crate::nn::Statistics;
use burn::tensor::Tensor;

/// `|m - m*|^2 / |m*|^2 + |s - s*|^2 / |s*|^2`, mean over pictures, `[1]`.
pub fn mean_std(painted: &Statistics, target: &Statistics) -> Tensor<1> {
    each(painted, target).mean()
}

/// [`mean_std`] of each picture, `[N, 1, 1]`.
pub(super) fn each(painted: &Statistics, target: &Statistics) -> Tensor<3> {
    relative_each(painted.mean.clone(), target.mean.clone())
        + relative_each(deviation(painted), deviation(target))
}

/// Standard deviations `[N, C, 1]`.
fn deviation(statistics: &Statistics) -> Tensor<3> {
    // Rounding can leave a variance slightly below zero; the root's slope at zero is infinite.
    statistics.variance().clamp_min(1e-8).sqrt()
}
