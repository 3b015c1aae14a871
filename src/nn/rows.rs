//! 3x3 convolutions in a form that suits the CPU backend.
//!
//! burn-flex prepares a two-dimensional convolution by two copies of its input, one of them on a single
//! thread, which at few channels takes as long as the products. One-dimensional ones over rows it
//! computes from the input as it lies, all rows at once; so a row and its two neighbours become one
//! row of three times the channels. Measured at 48 channels: 1.8 times as fast, at 12 2.4 times, at 96
//! no longer faster.

use burn::{
    nn::conv::Conv2d,
    tensor::{
        Device, Tensor,
        module::conv1d,
        ops::{ConvOptions, PadMode},
    },
};

/// Channels, and longest rows, at which it is faster; at 3 it takes four times as long.
const CHANNELS: std::ops::RangeInclusive<usize> = 8..=64;
const LONGEST: usize = 800;

/// Most channels at which training is faster by [`by_shifts`], whose weights get their gradient from one
/// product; at 12 in half the time, at 48 it is no longer faster.
const NARROW: usize = 16;

/// `conv` of `x` `[N, C, H, W]`: 3x3, with zeros round it. GPUs, strides and many channels get the
/// backend's own convolution.
pub(super) fn convolve(conv: &Conv2d, x: Tensor<4>) -> Tensor<4> {
    let [_, channels, _, width] = x.dims();
    let weight = conv.weight.val();
    let devices = [x.device(), weight.device()];
    let cpu = [Device::flex(), Device::flex().autodiff()];
    let learns = devices.iter().any(Device::is_autodiff);
    let painted = if conv.stride != [1, 1] || !devices.iter().all(|device| cpu.contains(device)) {
        return conv.forward(x);
    } else if learns && channels <= NARROW && weight.is_require_grad() {
        by_shifts(x, weight)
    } else if !learns && CHANNELS.contains(&channels) && width <= LONGEST {
        by_rows(x, weight)
    } else {
        return conv.forward(x);
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

fn by_rows(x: Tensor<4>, weight: Tensor<4>) -> Tensor<4> {
    let [n, channels, height, width] = x.dims();
    let [to, ..] = weight.dims();
    let rows = x
        .permute([0, 2, 1, 3])
        .pad([(0, 0), (1, 1), (0, 0), (1, 1)], PadMode::Constant(0.0));
    let around = (0..3).map(|y| rows.clone().narrow(1, y, height)).collect();
    let rows = Tensor::cat(around, 2).reshape([n * height, 3 * channels, width + 2]);
    let weight = weight.permute([0, 2, 1, 3]).reshape([to, 3 * channels, 3]);
    conv1d(rows, weight, None, ConvOptions::new([1], [0], [1], 1))
        .reshape([n, height, to, width])
        .permute([0, 2, 1, 3])
}

fn by_shifts(x: Tensor<4>, weight: Tensor<4>) -> Tensor<4> {
    let [n, channels, height, width] = x.dims();
    let [to, ..] = weight.dims();
    let x = x.pad([(0, 0), (0, 0), (1, 1), (1, 1)], PadMode::Constant(0.0));
    let shift = |i: usize| x.clone().narrow(2, i / 3, height).narrow(3, i % 3, width);
    let around = Tensor::cat((0..9).map(shift).collect(), 1);
    let weight = weight.permute([0, 2, 3, 1]).reshape([1, to, 9 * channels]);
    weight
        .matmul(around.reshape([n, 9 * channels, height * width]))
        .reshape([n, to, height, width])
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::{
        module::Param,
        nn::{PaddingConfig2d, conv::Conv2dConfig},
        tensor::{Distribution, module::conv2d},
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
            let (wanted, found) = (conv.forward(x.clone()), convolve(&conv, x));
            let far: f32 = (wanted - found).abs().max().into_scalar();
            assert!(far < 1e-3, "{far}");
        }
    }

    #[test]
    fn shifts_learn_what_the_backend_learns() {
        let device = Device::flex();
        let random = |shape| {
            let values = Tensor::<4>::random(shape, Distribution::Normal(0.0, 1.0), &device);
            values.autodiff().require_grad()
        };
        let (x, weight) = (random([2, 12, 5, 7]), random([8, 12, 3, 3]));
        let wish = random([2, 8, 5, 7]).inner().autodiff();
        let options = ConvOptions::new([1, 1], [1, 1], [1, 1], 1);
        let forms = [
            by_shifts(x.clone(), weight.clone()),
            conv2d(x.clone(), weight.clone(), None, options),
        ];
        let [found, wanted] = forms.map(|painted| {
            let grads = (painted.clone() * wish.clone()).sum().backward();
            let slope = |of: &Tensor<4>| of.grad(&grads).expect("a gradient");
            [painted.inner(), slope(&x), slope(&weight)]
        });
        for (found, wanted) in found.into_iter().zip(wanted) {
            let far: f32 = (wanted - found).abs().max().into_scalar();
            assert!(far < 1e-3, "{far}");
        }
    }
}
