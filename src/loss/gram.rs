//! Gram losses (Gatys, Ecker, Bethge, "Image Style Transfer Using Convolutional Neural Networks",
//! CVPR 2016).

use crate::nn::Statistics;
use burn::tensor::Tensor;

/// Relative squared error of the Gram matrix, `|G - G*|^2 / |G*|^2`, mean over pictures, `[1]`.
pub fn relative_gram(painted: &Statistics, target: &Statistics) -> Tensor<1> {
    super::relative(painted.gram.clone(), target.gram.clone())
}

/// The literal layer loss of Gatys et al. (eq. 4), `1 / (4 N^2) sum (G - G*)^2`, mean over
/// pictures, `[1]`.
///
/// `N` is the number of channels. The paper's Gram matrices are sums over `M` cells and its factor
/// is `1 / (4 N^2 M^2)`; ours are means, which is the same for pictures of one size and remains
/// meaningful when the painting and the photograph differ in size.
pub fn gatys(painted: &Statistics, target: &Statistics) -> Tensor<1> {
    let error = (painted.gram.clone() - target.gram.clone()).square();
    // mean over N, C, C equals sum / (N C^2)
    error.mean().div_scalar(4.0)
}
