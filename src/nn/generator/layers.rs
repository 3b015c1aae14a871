//! The generator's convolutions, as they begin.

use crate::nn::{
    conv3x3::convolve,
    init::he_normal,
    norms::{Modulation, Norms},
    relu::relu,
    traits::Padding,
};
use burn::{
    module::{Module, Param},
    nn::{
        Initializer, PaddingConfig2d,
        conv::{Conv2d, Conv2dConfig},
    },
    tensor::{Device, Tensor},
};

/// A convolution 3x3 with He initialisation (He et al. 2015) times `gain`.
pub fn conv3(from: usize, to: usize, gain: f64, device: &Device) -> Conv2d {
    let mut conv: Conv2d = Conv2dConfig::new([from, to], [3, 3])
        .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
        .with_initializer(Initializer::Zeros)
        .init(device);
    let gain = gain * std::f64::consts::SQRT_2;
    conv.weight = he_normal([to, from, 3, 3], 9 * from, gain, device);
    conv.bias = Some(Param::from_tensor(Tensor::zeros([to], device)));
    conv
}

/// A convolution 3x3 to `to` maps of twice the size, to be followed by [`shuffle`]: the four
/// sub-pixels of a cell start alike (ICNR).
pub fn conv3_up(from: usize, to: usize, gain: f64, device: &Device) -> Conv2d {
    let mut conv = conv3(from, 4 * to, gain, device);
    let one = conv3(from, to, gain, device).weight.val().inner();
    let alike: Tensor<5> = one.unsqueeze_dim::<5>(1).repeat_dim(1, 4);
    let weight = alike.reshape([4 * to, from, 3, 3]);
    conv.weight = Param::from_tensor(like(weight, device));
    conv
}

/// `tensor` tracked if `device` is.
pub fn like<const D: usize>(tensor: Tensor<D>, device: &Device) -> Tensor<D> {
    if device.is_autodiff() {
        tensor.autodiff()
    } else {
        tensor
    }
}

/// Two convolutions round which the input passes (He et al. 2016), without a last ReLU.
#[derive(Module, Debug)]
pub struct Residual {
    first: Conv2d,
    second: Conv2d,
}

impl Residual {
    pub fn new(channels: usize, device: &Device) -> Self {
        Self {
            first: conv3(channels, channels, 1.0, device),
            second: conv3(channels, channels, 1.0, device),
        }
    }

    /// `stride` is that of the maps `x`; `style` is asked for each convolution.
    pub fn forward(
        &self,
        x: Tensor<4>,
        padding: Padding,
        stride: usize,
        norms: &mut Norms,
        mut style: impl FnMut() -> Option<Modulation>,
    ) -> Tensor<4> {
        let inside = convolve(&self.first, x.clone(), padding);
        let inside = relu(norms.apply(inside, stride, style()));
        let inside = convolve(&self.second, inside, padding);
        x + norms.apply(inside, stride, style())
    }
}
