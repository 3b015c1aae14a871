//! Content losses: of maps relative to the photograph's own (Gatys et al. 2016, eq. 1), and of their
//! shapes alone, free of every channel's mean and contrast, which belong to the style.

use burn::tensor::Tensor;

/// `mean (F - F*)^2 / mean F*^2` of two maps `[1, C, H, W]`, scalar `[1]`.
pub fn content(painted: Tensor<4>, photograph: Tensor<4>) -> Tensor<1> {
    let rows = |map: Tensor<4>| {
        let [n, channels, height, width] = map.dims();
        map.reshape([n, channels, height * width])
    };
    super::relative(rows(painted), rows(photograph))
}

/// `mean (F - F*)^2` of two maps `[N, C, H, W]` after instance normalisation (Ulyanov et al. 2016),
/// scalar `[1]`: 0 for the same shapes, 2 for unrelated ones.
pub fn shapes(painted: Tensor<4>, photograph: Tensor<4>) -> Tensor<1> {
    shapes_of_each(painted, photograph).mean()
}

/// [`shapes`] of each picture, `[N]`.
pub fn shapes_of_each(painted: Tensor<4>, photograph: Tensor<4>) -> Tensor<1> {
    let [n, ..] = painted.dims();
    (normalised(painted) - normalised(photograph))
        .square()
        .mean_dim(2)
        .mean_dim(1)
        .reshape([n])
}

/// Mean absolute difference of pictures `[N, C, H, W]`, each counted `shares` `[N]` times, mean over pictures, scalar `[1]`: a
/// photograph asked for in its own style shall be itself (the identity loss of SANet, Park and Lee, CVPR 2019).
pub fn identity(painted: Tensor<4>, photograph: Tensor<4>, shares: Tensor<1>) -> Tensor<1> {
    let [n, channels, height, width] = painted.dims();
    let difference = (painted - photograph).abs();
    let each = difference
        .reshape([n, channels * height, width])
        .mean_dim(2)
        .mean_dim(1);
    (each.reshape([n]) * shares).mean()
}

/// Rows `[N, C, H W]` of mean 0 and deviation 1.
fn normalised(map: Tensor<4>) -> Tensor<3> {
    let [n, channels, height, width] = map.dims();
    let rows = map.reshape([n, channels, height * width]);
    let centred = rows.clone() - rows.mean_dim(2);
    let variance = centred.clone().square().mean_dim(2);
    centred / (variance + 1e-5).sqrt()
}
