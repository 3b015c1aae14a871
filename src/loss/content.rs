//! Content loss (Gatys et al. 2016, eq. 1), relative to the photograph's own map.

use burn::tensor::Tensor;

/// `mean (F - F*)^2 / mean F*^2` of two maps `[1, C, H, W]`, scalar `[1]`.
pub fn content(painted: Tensor<4>, photograph: Tensor<4>) -> Tensor<1> {
    let rows = |map: Tensor<4>| {
        let [n, channels, height, width] = map.dims();
        map.reshape([n, channels, height * width])
    };
    super::relative(rows(painted), rows(photograph))
}
