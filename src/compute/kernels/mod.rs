//! Operations of networks that learn on the CPU, each with a gradient of its own.
//!
//! burn-flex has them all, but differentiates a convolution with respect to its weights by one with a kernel as large as
//! the maps, and instance normalisation and ReLUs by a dozen operations that each read and write all maps on one thread.
//! Here a convolution is a matrix product there and two back (`convolution.rs`, `strips.rs`), the others are one pass over the maps there and one
//! or two back. Values and gradients are those of burn's own operations but for rounding, and the same for any number of threads:
//! nothing is summed across maps but in their order.
//!
//! Only [`Device::flex`](burn::tensor::Device::flex) has them, with or without gradients: [`here`]; what learns asks [`learn_here`].

mod convolution;
mod gradients;
mod maps;
mod normalisation;
mod rectifier;
mod strips;

use burn::{
    backend::{Backend, backend_extension, tensor::FloatTensor},
    tensor::{Device, Tensor},
};
pub use convolution::{Border, Window};

/// Variance below which a flat channel stays flat instead of becoming its own noise.
pub(crate) const QUIET: f32 = 1e-4;

/// The operations, as burn's backends are extended.
#[backend_extension(Flex, Autodiff)]
pub trait Kernels: Backend {
    /// See [`convolved`].
    fn convolved(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        window: Window,
    ) -> FloatTensor<Self>;

    /// See [`normalised`].
    fn normalised(
        x: FloatTensor<Self>,
        scale: FloatTensor<Self>,
        shift: FloatTensor<Self>,
    ) -> FloatTensor<Self>;

    /// See [`rectified`].
    fn rectified(x: FloatTensor<Self>, flat: f32) -> FloatTensor<Self>;
}

/// Whether tensors on all of `devices` can be given to the operations here.
pub(crate) fn here(devices: &[Device]) -> bool {
    let cpu = [Device::flex(), Device::flex().autodiff()];
    devices.iter().all(|device| cpu.contains(device))
}

/// Whether they are, and an operation on them may be differentiated: then what is here is faster than burn's own.
pub(crate) fn learn_here(devices: &[Device]) -> bool {
    here(devices) && devices.iter().any(Device::is_autodiff)
}

/// The convolution of `x` `[N, C, H, W]` with `weight` `[O, C, K, K]`, a border of one cell round `x`, and `bias` `[O]` added.
pub(crate) fn convolved(
    x: Tensor<4>,
    weight: Tensor<4>,
    bias: Tensor<1>,
    window: Window,
) -> Tensor<4> {
    let [x, weight, bias] = [
        x.into_dispatch(),
        weight.into_dispatch(),
        bias.into_dispatch(),
    ];
    Tensor::from_dispatch(<burn::backend::Dispatch as Kernels>::convolved(
        x, weight, bias, window,
    ))
}

/// Every channel of every one of `x` `[N, C, H, W]` brought to mean 0 and deviation 1 (Ulyanov et al. 2016), then times
/// `scale` and plus `shift`, `[N, C]` both.
pub(crate) fn normalised(x: Tensor<4>, scale: Tensor<2>, shift: Tensor<2>) -> Tensor<4> {
    let [x, scale, shift] = [
        x.into_dispatch(),
        scale.into_dispatch(),
        shift.into_dispatch(),
    ];
    Tensor::from_dispatch(<burn::backend::Dispatch as Kernels>::normalised(
        x, scale, shift,
    ))
}

/// `x` where it is positive, elsewhere `flat` times it: a ReLU, or a leaky one.
pub(crate) fn rectified<const D: usize>(x: Tensor<D>, flat: f32) -> Tensor<D> {
    Tensor::from_dispatch(<burn::backend::Dispatch as Kernels>::rectified(
        x.into_dispatch(),
        flat,
    ))
}

#[cfg(test)]
mod tests;
