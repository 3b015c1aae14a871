//! Spectral normalisation (Miyato et al., ICLR 2018): a discriminator whose layers stretch nothing.

use super::conv3x3::learnt;
use super::traits::Padding;
use crate::compute::kernels;
use burn::{
    module::Param,
    nn::conv::Conv2d,
    tensor::{Tensor, TensorData, module::conv2d, ops::ConvOptions},
};

/// A network whose weights are divided by their largest singular values.
pub trait Spectral {
    /// Its weights as matrices `[out, in]` or `[in, out]`, untracked, always in the same order.
    fn weights(&self) -> Vec<Tensor<2>>;
}

/// Largest singular vectors of a discriminator's weights, `[1, rows]` and `[columns, 1]`, one pair a
/// layer: what spectral normalisation remembers from step to step.
#[derive(Clone, Debug)]
pub struct Singular(Vec<(Tensor<2>, Tensor<2>)>);

/// A convolution's weight as `[out, in * kernel * kernel]`.
pub(super) fn matrix(weight: Tensor<4>) -> Tensor<2> {
    let [to, from, height, width] = weight.dims();
    weight.reshape([to, from * height * width])
}

/// The singular value `u W v`, `[1, 1]`, as a function of `W`.
pub(super) fn largest(weight: Tensor<2>, (left, right): &(Tensor<2>, Tensor<2>)) -> Tensor<2> {
    like(left, &weight)
        .matmul(weight.clone())
        .matmul(like(right, &weight))
}

/// A constant on the device of `other`.
fn like(constant: &Tensor<2>, other: &Tensor<2>) -> Tensor<2> {
    if other.device().is_autodiff() {
        constant.clone().autodiff()
    } else {
        constant.clone()
    }
}

/// A convolution, padded by one, whose weight is divided by its largest singular value.
pub(super) fn normalised(
    conv: &Conv2d,
    vectors: &(Tensor<2>, Tensor<2>),
    x: Tensor<4>,
) -> Tensor<4> {
    let weight = conv.weight.val();
    let sigma = largest(matrix(weight.clone()), vectors).reshape([1, 1, 1, 1]);
    let weight = weight / sigma;
    if kernels::learn_here(&[x.device(), weight.device()]) {
        return learnt(conv, x, weight, Padding::Zeros);
    }
    let bias = conv.bias.as_ref().map(Param::val);
    let options = ConvOptions::new(conv.stride, [1, 1], [1, 1], 1);
    conv2d(x, weight, bias, options)
}

impl Singular {
    /// Close to the singular vectors of `discriminator`.
    pub fn new(discriminator: &impl Spectral) -> Self {
        let start = discriminator.weights().into_iter().map(|weight| {
            let [rows, columns] = weight.dims();
            let device = weight.device();
            // Not orthogonal to the wanted vector but by accident.
            let values = (0..rows).map(|i| 1.0 + (i % 7) as f32 / 7.0).collect();
            let left = Tensor::from_data(TensorData::new::<f32, _>(values, [1, rows]), &device);
            (left, Tensor::zeros([columns, 1], &device))
        });
        let mut singular = Self(start.collect());
        for _ in 0..20 {
            singular.follow(discriminator);
        }
        singular
    }

    /// Left and right vectors of each weight.
    pub(super) fn vectors(&self) -> &[(Tensor<2>, Tensor<2>)] {
        &self.0
    }

    /// One step of power iteration, enough to follow weights that change little.
    pub fn follow(&mut self, discriminator: &impl Spectral) {
        for ((left, right), weight) in self.0.iter_mut().zip(discriminator.weights()) {
            *right = unit(left.clone().matmul(weight.clone())).transpose();
            *left = unit(weight.matmul(right.clone()).transpose());
        }
    }

    /// The left vectors, from which [`Singular::follow`] goes on.
    pub fn to_data(&self) -> Vec<TensorData> {
        self.0.iter().map(|(left, _)| left.to_data()).collect()
    }

    /// Restores what [`Singular::to_data`] gave, as `values` by layer; [`Singular::follow`] must be
    /// called before it is used.
    pub fn restore(&mut self, values: Vec<Vec<f32>>) {
        for ((left, _), values) in self.0.iter_mut().zip(values) {
            let shape = [1, values.len()];
            *left = Tensor::from_data(TensorData::new(values, shape), &left.device());
        }
    }
}

/// A row `[1, K]` of length 1.
fn unit(row: Tensor<2>) -> Tensor<2> {
    let length = row.clone().square().sum_dim(1).sqrt() + 1e-12;
    row / length
}
