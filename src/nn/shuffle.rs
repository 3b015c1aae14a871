//! Between maps of different sizes, and what keeps the lattice of a shuffle from being seen.

use super::conv3x3::widened;
use super::traits::Padding;
use burn::tensor::{Tensor, TensorData, module::conv2d, ops::ConvOptions};

/// `[N, 4 C, H, W]` to `[N, C, 2 H, 2 W]` (Shi et al., "sub-pixel convolution", CVPR 2016).
pub(super) fn shuffle(x: Tensor<4>) -> Tensor<4> {
    let [n, channels, height, width] = x.dims();
    let to = channels / 4;
    x.reshape([n, to, 2, 2, height, width])
        .permute([0, 1, 4, 2, 5, 3])
        .reshape([n, to, 2 * height, 2 * width])
}

/// `[N, C, H, W]` to `[N, 16 C, H/4, W/4]`.
pub(super) fn space_to_depth(x: Tensor<4>) -> Tensor<4> {
    let [n, channels, height, width] = x.dims();
    x.reshape([n, channels, height / 4, 4, width / 4, 4])
        .permute([0, 1, 3, 5, 2, 4])
        .reshape([n, 16 * channels, height / 4, width / 4])
}

/// `x` `[N, C, H, W]` under `[1, 2, 1] / 4` along both sides, its border replicated.
pub(super) fn blurred(x: Tensor<4>) -> Tensor<4> {
    let [_, channels, ..] = x.dims();
    let weights: Vec<f32> = [1.0, 2.0, 1.0, 2.0, 4.0, 2.0, 1.0, 2.0, 1.0]
        .map(|w| w / 16.0)
        .to_vec();
    let kernel = Tensor::from_data(TensorData::new(weights, [1, 1, 3, 3]), &x.device());
    let kernel: Tensor<4> = kernel.repeat_dim(0, channels);
    let options = ConvOptions::new([1, 1], [0, 0], [1, 1], channels);
    conv2d(widened(x, Padding::Replicate), kernel, None, options)
}
