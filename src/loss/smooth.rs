//! Total variation: how much neighbouring pixels differ (Rudin, Osher, Fatemi 1992; squared, as
//! Mahendran and Vedaldi 2015 use it for pictures made from features).

use burn::tensor::Tensor;

/// Mean squared difference of horizontal plus vertical neighbours of `[1, C, H, W]`, scalar `[1]`.
/// A side of one pixel has no neighbours and adds nothing.
pub fn total_variation(picture: Tensor<4>) -> Tensor<1> {
    let [_, _, height, width] = picture.dims();
    if width.max(height) == 1 {
        // Zero, but still a function of the picture, so that it has a gradient.
        return picture.sum().mul_scalar(0.0);
    }
    let zero = Tensor::<1>::zeros([1], &picture.device());
    [(2, height), (3, width)]
        .into_iter()
        .filter(|&(_, length)| length > 1)
        .fold(zero, |sum, (dim, length)| {
            let ahead = picture.clone().narrow(dim, 1, length - 1);
            let behind = picture.clone().narrow(dim, 0, length - 1);
            let squared = (ahead - behind).square();
            let [n, c, h, w] = squared.dims();
            sum + squared.reshape([n * c * h, w]).mean_dim(1).mean()
        })
}
