//! Losses: pure functions of feature maps. Each says where its formula comes from.
//!
//! Style is measured on the [`Statistics`] of a layer's map, its mean and second moment, of which
//! every style loss here is a function. Losses are relative to their target, so that a weight
//! means the same at every layer, size and network.

mod adversarial;
mod colour_map;
mod content;
mod contrast;
mod cycle;
mod gram;
mod laplacian;
mod moments;
mod palette;
mod smooth;
mod surface;
mod wasserstein;

pub use adversarial::Adversarial;
pub use colour_map::ColourMap;
pub use content::{content, identity, shapes, shapes_of_each};
pub use contrast::contrast;
pub use cycle::halves_apart;
pub use gram::{gatys, relative_gram};
pub use laplacian::{Edges, luma};
pub use moments::mean_std;
pub use palette::palette;
pub use smooth::{colour_noise, grid, total_variation};
pub use surface::{Directions, halo, lattice, lightness};
pub use wasserstein::{sqrt_newton_schulz, wasserstein};

use crate::nn::Statistics;
use burn::tensor::Tensor;
use serde::{Deserialize, Serialize};

/// Which distance between two layers' statistics is minimised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StyleLoss {
    /// Gram matrices, relative error.
    #[default]
    Gram,
    /// Gram matrices with the layer normalisation of Gatys et al.
    Gatys,
    /// Means and standard deviations of the channels.
    Moments,
    /// Gram matrices, means and deviations, bounded: what a generator learns with ([`saturating_style`]).
    Learnt,
    /// Wasserstein-2 distance between the Gaussians of mean and covariance.
    Wasserstein,
}

impl StyleLoss {
    /// The distance of `painted` from `target`, a scalar `[1]`.
    pub fn distance(self, painted: &Statistics, target: &Statistics) -> Tensor<1> {
        match self {
            StyleLoss::Gram => relative_gram(painted, target),
            StyleLoss::Gatys => gatys(painted, target),
            StyleLoss::Moments => mean_std(painted, target),
            StyleLoss::Learnt => saturating_style(painted, target),
            StyleLoss::Wasserstein => wasserstein(painted, target),
        }
    }
}

/// The value of a loss at `at` `[N, C, H, W]`, scalar `[1]`, and its gradient there, by automatic differentiation.
pub fn slope(at: Tensor<4>, loss: impl FnOnce(Tensor<4>) -> Tensor<1>) -> (Tensor<1>, Tensor<4>) {
    let leaf = at.clone().autodiff().require_grad();
    let value = loss(leaf.clone());
    let slope = leaf.grad(&value.backward());
    (value.inner(), slope.unwrap_or_else(|| at.zeros_like()))
}

/// What a generator minimises: relative Gram error plus relative error of means and deviations
/// (Gatys et al. 2016; Huang and Belongie 2017), each picture's `d` as `d / (1 + d / 4)`, mean over
/// pictures, `[1]`.
///
/// Relative to a nearly flat crop everything is hundreds of times too strong; without the bound such
/// a crop decides the whole step of its batch.
pub fn saturating_style(painted: &Statistics, target: &Statistics) -> Tensor<1> {
    let distance =
        relative_each(painted.gram.clone(), target.gram.clone()) + moments::each(painted, target);
    (distance.clone() / (distance.div_scalar(4.0) + 1.0)).mean()
}

/// `|x - x*|^2 / |x*|^2` of `[N, A, B]`, mean over `N`, scalar `[1]`.
fn relative(value: Tensor<3>, target: Tensor<3>) -> Tensor<1> {
    relative_each(value, target).mean()
}

/// `|x - x*|^2 / |x*|^2` of each of `[N, A, B]`, `[N, 1, 1]`.
///
/// Summed along rows first: a full reduction of a large tensor is not reproducible across thread
/// counts on the CPU backend.
fn relative_each(value: Tensor<3>, target: Tensor<3>) -> Tensor<3> {
    let error = (value - target.clone()).square().sum_dim(2).sum_dim(1);
    let scale = target.square().sum_dim(2).sum_dim(1) + 1e-12;
    error / scale
}

/// Diagonals `[N, 1, C]` of square matrices `[N, C, C]`.
fn diagonal(matrix: Tensor<3>) -> Tensor<3> {
    let [_, n, _] = matrix.dims();
    let eye = Tensor::<2>::eye(n, &matrix.device()).unsqueeze::<3>();
    (matrix * eye).sum_dim(1)
}
