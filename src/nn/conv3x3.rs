//! 3x3 convolutions in a form that suits the CPU backend.
//!
//! burn-flex prepares a two-dimensional convolution by two copies of its input, one of them on a single
//! thread, which at few channels takes as long as the products. One-dimensional ones over rows it
//! computes from the input as it lies, all rows at once; so a row and its two neighbours become one
//! row of three times the channels. Measured at 48 channels: 1.8 times as fast, at 12 2.4 times, at 96
//! no longer faster.

use super::traits::Padding;
use crate::compute::kernels::{self, Border, Window};
use burn::{
    nn::conv::Conv2d,
    tensor::{
        Tensor,
        module::{conv1d, conv2d},
        ops::{ConvOptions, PadMode},
    },
};

/// Channels, and longest rows, at which it is faster; at 3 it takes four times as long.
const CHANNELS: std::ops::RangeInclusive<usize> = 8..=64;
const LONGEST: usize = 800;

/// `conv` of `x` `[N, C, H, W]`: 3x3, with `padding` round it. GPUs, strides and many channels get the
/// backend's own convolution.
pub(super) fn convolve(conv: &Conv2d, x: Tensor<4>, padding: Padding) -> Tensor<4> {
    let [_, channels, _, width] = x.dims();
    let weight = conv.weight.val();
    let devices = [x.device(), weight.device()];
    if kernels::learn_here(&devices) {
        return learnt(conv, x, weight, padding);
    }
    let here = kernels::here(&devices) && conv.stride == [1, 1];
    let painted = if here && CHANNELS.contains(&channels) && width <= LONGEST {
        by_rows(x, weight, padding)
    } else if padding == Padding::Zeros {
        return conv.forward(x);
    } else {
        let bias = conv.bias.as_ref().map(|bias| bias.val());
        let options = ConvOptions::new(conv.stride, [0, 0], [1, 1], 1);
        return conv2d(widened(x, padding), weight, bias, options);
    };
    match &conv.bias {
        None => painted,
        Some(bias) => {
            let bias = bias.val();
            let [count] = bias.dims();
            painted + bias.reshape([1, count, 1, 1])
        }
    }
}

/// Maps of any layout with a cell more at both ends of the dimensions `sides`.
fn widened_along(x: Tensor<4>, sides: [usize; 2], padding: Padding) -> Tensor<4> {
    if padding == Padding::Zeros {
        let around = [0, 1, 2, 3].map(|side| match sides.contains(&side) {
            true => (1, 1),
            false => (0, 0),
        });
        return x.pad(around, PadMode::Constant(0.0));
    }
    // burn's own padding copies all for each end of each side.
    sides.into_iter().fold(x, |x, side| {
        let last = x.dims()[side] - 1;
        let end = |at| x.clone().narrow(side, at, 1);
        Tensor::cat(vec![end(0), x.clone(), end(last)], side)
    })
}

/// Maps `[N, C, H, W]` with a cell more round them.
pub(super) fn widened(x: Tensor<4>, padding: Padding) -> Tensor<4> {
    widened_along(x, [2, 3], padding)
}

fn by_rows(x: Tensor<4>, weight: Tensor<4>, padding: Padding) -> Tensor<4> {
    let [n, channels, height, width] = x.dims();
    let [to, ..] = weight.dims();
    let rows = widened_along(x.permute([0, 2, 1, 3]), [1, 3], padding);
    let around = (0..3).map(|y| rows.clone().narrow(1, y, height)).collect();
    let rows = Tensor::cat(around, 2).reshape([n * height, 3 * channels, width + 2]);
    let weight = weight.permute([0, 2, 1, 3]).reshape([to, 3 * channels, 3]);
    conv1d(rows, weight, None, ConvOptions::new([1], [0], [1], 1))
        .reshape([n, height, to, width])
        .permute([0, 2, 1, 3])
}

/// The same with gradients, on the CPU, for any stride.
pub(super) fn learnt(
    conv: &Conv2d,
    x: Tensor<4>,
    weight: Tensor<4>,
    padding: Padding,
) -> Tensor<4> {
    let [to, ..] = weight.dims();
    let bias = conv.bias.as_ref().map(|bias| bias.val());
    let bias = bias.unwrap_or_else(|| Tensor::zeros([to], &weight.device()));
    let border = match padding {
        Padding::Zeros => Border::Zeros,
        Padding::Replicate => Border::Replicate,
    };
    let [stride, _] = conv.stride;
    kernels::convolved(x, weight, bias, Window { stride, border })
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::{
        module::Param,
        nn::{PaddingConfig2d, conv::Conv2dConfig},
        tensor::{Device, Distribution},
    };

    #[test]
    fn rows_give_what_the_backend_gives() {
        let device = Device::flex();
        let random = |shape| Tensor::<4>::random(shape, Distribution::Normal(0.0, 1.0), &device);
        for (n, from, to, height, width) in [(1, 48, 48, 9, 14), (3, 12, 8, 5, 1), (2, 40, 3, 1, 6)]
        {
            let mut conv: Conv2d = Conv2dConfig::new([from, to], [3, 3])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(&device);
            conv.weight = Param::from_tensor(random([to, from, 3, 3]));
            let x = random([n, from, height, width]);
            let (wanted, found) = (conv.forward(x.clone()), convolve(&conv, x, Padding::Zeros));
            let far: f32 = (wanted - found).abs().max().into_scalar();
            assert!(far < 1e-3, "{far}");
        }
    }

    #[test]
    fn replicated_borders_are_the_cells_at_the_border() {
        let device = Device::flex();
        let random = |shape| Tensor::<4>::random(shape, Distribution::Normal(0.0, 1.0), &device);
        for (from, stride) in [(3, 1), (12, 1), (48, 2), (96, 1)] {
            let mut conv: Conv2d = Conv2dConfig::new([from, 8], [3, 3])
                .with_stride([stride, stride])
                .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
                .init(&device);
            conv.weight = Param::from_tensor(random([8, from, 3, 3]));
            let x = random([2, from, 6, 10]);
            let round = x.clone().pad((1, 1, 1, 1), PadMode::Edge);
            let options = ConvOptions::new([stride, stride], [0, 0], [1, 1], 1);
            let bias = conv.bias.as_ref().map(Param::val);
            let wanted = conv2d(round, conv.weight.val(), bias, options);
            let found = convolve(&conv, x.clone(), Padding::Replicate);
            assert_eq!(found.dims(), wanted.dims());
            let far = |a: Tensor<4>| -> f32 { (a - wanted.clone()).abs().max().into_scalar() };
            assert!(far(found) < 1e-3);
            // With gradients.
            let tracked = conv.weight.val().autodiff().require_grad();
            conv.weight = Param::from_tensor(tracked);
            conv.bias = conv
                .bias
                .map(|bias| Param::from_tensor(bias.val().autodiff()));
            let learning = convolve(&conv, x.autodiff(), Padding::Replicate);
            assert!(far(learning.inner()) < 1e-3);
        }
    }
}
