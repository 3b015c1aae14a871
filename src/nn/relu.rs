//! ReLUs with gradients that the CPU backend computes fast. burn differentiates its own through masks, and
//! filling by a mask takes that backend five to nine times as long as a product.

use crate::compute::kernels;
use burn::tensor::{Tensor, activation};

/// ReLU.
pub fn relu<const D: usize>(x: Tensor<D>) -> Tensor<D> {
    if kernels::learn_here(&[x.device()]) {
        kernels::rectified(x, 0.0)
    } else {
        activation::relu(x)
    }
}

/// Leaky ReLU of slope 0.1.
pub fn leaky<const D: usize>(x: Tensor<D>) -> Tensor<D> {
    if kernels::learn_here(&[x.device()]) {
        kernels::rectified(x, 0.1)
    } else {
        activation::relu(x.clone()).mul_scalar(0.9) + x.mul_scalar(0.1)
    }
}

/// How steep a ReLU is where it was given `x`, or gave it: 1 where that is positive, elsewhere `flat`.
pub fn steepness<const D: usize>(x: Tensor<D>, flat: f32) -> Tensor<D> {
    x.mul_scalar(1e30).clamp_max(1.0).clamp_min(flat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Device;

    #[test]
    fn values_and_gradients_are_those_of_the_definition() {
        let device = Device::flex();
        let x = Tensor::<1>::from_floats([-2.0, -1e-6, 0.0, 1e-6, 3.0], &device);
        let x = x.reshape([1, 1, 1, 5]);
        let values = |x: Tensor<4>| -> Vec<f32> { x.into_data().iter().collect() };
        type Form = fn(Tensor<4>) -> Tensor<4>;
        for (form, flat) in [(relu as Form, 0.0f32), (leaky as Form, 0.1)] {
            let tracked = x.clone().autodiff().require_grad();
            let out = form(tracked.clone());
            let slope = tracked.grad(&out.clone().sum().backward());
            let slope = values(slope.expect("a gradient"));
            assert_eq!(slope, [flat, flat, flat, 1.0, 1.0]);
            for out in [values(out.inner()), values(form(x.clone()))] {
                for (out, x) in out.into_iter().zip([-2.0, -1e-6, 0.0, 1e-6, 3.0]) {
                    let wanted: f32 = if x > 0.0 { x } else { flat * x };
                    assert!(
                        (out - wanted).abs() <= 1e-6 * wanted.abs(),
                        "{out} {wanted}"
                    );
                }
            }
        }
    }
}
