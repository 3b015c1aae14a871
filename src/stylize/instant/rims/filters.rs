//! Filters of planes that lie on a device.

use burn::tensor::{Tensor, TensorData, module::adaptive_avg_pool2d};

/// What is coarser than strokes is seen at a size so many times smaller.
const COARSE: usize = 4;

/// Deviation of the colours of `x` `[1, 3, H, W]` round each pixel, all channels together, `[1, 1, H, W]`.
pub fn deviation(x: Tensor<4>, sigma: f32) -> Tensor<4> {
    let mean = blurred(x.clone(), sigma);
    let variance = blurred(x.square(), sigma) - mean.square();
    variance.sum_dim(1).clamp_min(0.0).sqrt()
}

/// The means of [`COARSE`] x [`COARSE`] pixels.
pub fn coarse(x: Tensor<4>) -> Tensor<4> {
    let [_, _, height, width] = x.dims();
    adaptive_avg_pool2d(x, [height.div_ceil(COARSE), width.div_ceil(COARSE)])
}

/// The opposite of [`coarse`], bilinear.
pub fn fine(x: Tensor<4>, (width, height): (usize, usize)) -> Tensor<4> {
    let near = |from: usize, to: usize, side: usize, sides: usize| {
        let place = (to as f32 + 0.5) * side as f32 / sides as f32 - 0.5;
        let place = place.clamp(0.0, side as f32 - 1.0);
        (1.0 - (place - from as f32).abs()).max(0.0)
    };
    separable(x, (width, height), near)
}

/// `x` `[N, C, H, W]` blurred by a Gaussian that ends at the borders.
pub fn blurred(x: Tensor<4>, sigma: f32) -> Tensor<4> {
    let [_, _, height, width] = x.dims();
    separable(x, (width, height), |from, to, _, _| {
        let away = from.abs_diff(to) as f32 / sigma;
        if away > 3.0 {
            return 0.0;
        }
        (-0.5 * away * away).exp()
    })
}

/// `x` `[N, C, H, W]` at another width and height: its rows and then its columns times a matrix of weights of sum 1, which `weight`
/// gives by the place that is looked at, the place that is made, and the numbers of both.
fn separable(
    x: Tensor<4>,
    (width, height): (usize, usize),
    weight: impl Fn(usize, usize, usize, usize) -> f32,
) -> Tensor<4> {
    let [n, c, h, w] = x.dims();
    let matrix = |from: usize, to: usize| -> Tensor<2> {
        let row = |place: usize| {
            let weights: Vec<f32> = (0..from).map(|i| weight(i, place, from, to)).collect();
            let sum: f32 = weights.iter().sum();
            weights.into_iter().map(move |weight| weight / sum)
        };
        let values: Vec<f32> = (0..to).flat_map(row).collect();
        Tensor::from_data(TensorData::new(values, [to, from]), &x.device())
    };
    let (columns, rows) = (matrix(h, height), matrix(w, width));
    let x = x.reshape([n * c * h, w]).matmul(rows.transpose());
    let columns = columns.reshape([1, 1, height, h]);
    columns.matmul(x.reshape([n, c, h, width]))
}
