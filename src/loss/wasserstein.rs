//! Wasserstein-2 distance between two Gaussians (Olkin and Pukelsheim 1982; as a style loss:
//! Mroueh, "Wasserstein Style Transfer", 2019).

use super::diagonal;
use crate::nn::Statistics;
use burn::tensor::Tensor;

/// `(|m - m*|^2 + tr(S + S* - 2 (S*^(1/2) S S*^(1/2))^(1/2))) / (|m*|^2 + tr S*)`, mean over
/// pictures, `[1]`.
pub fn wasserstein(painted: &Statistics, target: &Statistics) -> Tensor<1> {
    let (cov, cov_target) = (painted.covariance(), target.covariance());
    let root = sqrt_newton_schulz(ridge(cov_target.clone()));
    let product = root.clone().matmul(cov.clone()).matmul(root);
    let cross = sqrt_newton_schulz(ridge(product));
    let means = (painted.mean.clone() - target.mean.clone())
        .square()
        .sum_dim(1);
    let spread = trace(cov) + trace(cov_target.clone()) - trace(cross).mul_scalar(2.0);
    let scale = target.mean.clone().square().sum_dim(1) + trace(cov_target) + 1e-12;
    ((means + spread) / scale).mean()
}

/// Square roots of symmetric positive matrices `[N, C, C]` by 12 Newton-Schulz iterations (Higham,
/// "Functions of Matrices", 2008, section 6.7), which are products only and so differentiable.
pub fn sqrt_newton_schulz(matrix: Tensor<3>) -> Tensor<3> {
    let [_, n, _] = matrix.dims();
    let norm = matrix.clone().square().sum_dim(2).sum_dim(1).sqrt();
    let eye = Tensor::<2>::eye(n, &matrix.device()).unsqueeze::<3>();
    let three = eye.clone().mul_scalar(3.0);
    let mut y = matrix / norm.clone();
    let mut z = y.clone().zeros_like() + eye;
    for _ in 0..12 {
        let t = (three.clone() - z.clone().matmul(y.clone())).mul_scalar(0.5);
        y = y.matmul(t.clone());
        z = t.matmul(z);
    }
    y * norm.sqrt()
}

/// A little of the mean variance on the diagonal keeps the root of a singular matrix smooth.
fn ridge(matrix: Tensor<3>) -> Tensor<3> {
    let [_, n, _] = matrix.dims();
    let eye = Tensor::<2>::eye(n, &matrix.device()).unsqueeze::<3>();
    let level = trace(matrix.clone()).mul_scalar(1e-4 / n as f32) + 1e-10;
    matrix + eye * level
}

/// Traces `[N, 1, 1]`.
fn trace(matrix: Tensor<3>) -> Tensor<3> {
    diagonal(matrix).sum_dim(2)
}
