//! Filters of planes that lie on a device.

use burn::tensor::{Device, Tensor, TensorData, module::adaptive_avg_pool2d};

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

/// `x` `[N, C, H, W]` blurred by a Gaussian that ends at the borders.
pub fn blurred(x: Tensor<4>, sigma: f32) -> Tensor<4> {
    let [_, _, height, width] = x.dims();
    Separable::blur((width, height), sigma, &x.device()).of(x)
}

/// Deviations of the blurs of [`Filters`], in coarse pixels.
const NEAR: f32 = 0.75;
const FAR: f32 = 6.0;

/// What is asked for again and again at one size.
pub struct Filters {
    /// The ground where a coarse pixel is.
    pub near: Separable,
    /// The ground that is brought up to it.
    pub far: Separable,
    /// The opposite of [`coarse`], bilinear.
    pub fine: Separable,
}

impl Filters {
    /// Those of pictures of this width and height.
    pub fn new(size: (usize, usize), device: &Device) -> Self {
        let small = (size.0.div_ceil(COARSE), size.1.div_ceil(COARSE));
        let near = |from: usize, to: usize, side: usize, sides: usize| {
            let place = (to as f32 + 0.5) * side as f32 / sides as f32 - 0.5;
            let place = place.clamp(0.0, side as f32 - 1.0);
            (1.0 - (place - from as f32).abs()).max(0.0)
        };
        Self {
            near: Separable::blur(small, NEAR, device),
            far: Separable::blur(small, FAR, device),
            fine: Separable::new(small, size, near, device),
        }
    }
}

/// A filter of rows and then of columns.
pub struct Separable {
    /// `[W, W of what comes]`.
    rows: Tensor<2>,
    /// `[1, 1, H of what comes, H]`.
    columns: Tensor<4>,
}

impl Separable {
    /// From the size `from` to the size `to`, by weights, brought to a sum of 1, that `weight` gives by the place that is looked at, the
    /// place that is made, and the numbers of both.
    fn new(
        from: (usize, usize),
        to: (usize, usize),
        weight: impl Fn(usize, usize, usize, usize) -> f32,
        device: &Device,
    ) -> Self {
        let matrix = |from: usize, to: usize| -> Tensor<2> {
            let row = |place: usize| {
                let weights: Vec<f32> = (0..from).map(|i| weight(i, place, from, to)).collect();
                let sum: f32 = weights.iter().sum();
                weights.into_iter().map(move |weight| weight / sum)
            };
            let values: Vec<f32> = (0..to).flat_map(row).collect();
            Tensor::from_data(TensorData::new(values, [to, from]), device)
        };
        Self {
            rows: matrix(from.0, to.0).transpose(),
            columns: matrix(from.1, to.1).reshape([1, 1, to.1, from.1]),
        }
    }

    fn blur(size: (usize, usize), sigma: f32, device: &Device) -> Self {
        let weight = |from: usize, to: usize, _, _| {
            let away = from.abs_diff(to) as f32 / sigma;
            if away > 3.0 {
                return 0.0;
            }
            (-0.5 * away * away).exp()
        };
        Self::new(size, size, weight, device)
    }

    /// What it makes of `x` `[N, C, H, W]`.
    pub fn of(&self, x: Tensor<4>) -> Tensor<4> {
        let [n, c, height, width] = x.dims();
        let [_, wide] = self.rows.dims();
        let x = x.reshape([n * c * height, width]).matmul(self.rows.clone());
        let x = x.reshape([n, c, height, wide]);
        self.columns.clone().matmul(x)
    }
}
