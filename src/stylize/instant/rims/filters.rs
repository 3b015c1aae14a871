//! Filters of planes that lie on a device. On the CPU they are products of matrices, which are quick there; a GPU would tune those for every
//! size anew, and has means and interpolation instead.

use crate::compute::enlarged;
use burn::tensor::{
    Device, Tensor, TensorData,
    module::{adaptive_avg_pool2d, avg_pool2d},
    ops::AvgPoolOptions,
};

/// What is coarser than strokes is seen at a size so many times smaller.
const COARSE: usize = 4;

/// Deviation of the colours of `x` `[1, 3, H, W]` round each pixel, all channels together, `[1, 1, H, W]`.
pub fn deviation(x: Tensor<4>, side: usize) -> Tensor<4> {
    let mean = blurred(x.clone(), side);
    let variance = blurred(x.square(), side) - mean.square();
    variance.sum_dim(1).clamp_min(0.0).sqrt()
}

/// The means of [`COARSE`] x [`COARSE`] pixels.
pub fn coarse(x: Tensor<4>) -> Tensor<4> {
    let [_, _, height, width] = x.dims();
    adaptive_avg_pool2d(x, [height.div_ceil(COARSE), width.div_ceil(COARSE)])
}

/// Means of the means of squares of `side` pixels, an odd number, round each; nearly a Gaussian of deviation 0.41 `side`.
pub fn blurred(x: Tensor<4>, side: usize) -> Tensor<4> {
    mean(mean(x, side), side)
}

/// Means of the squares of `side` pixels round each that lie in the picture.
pub fn mean(x: Tensor<4>, side: usize) -> Tensor<4> {
    let [_, _, height, width] = x.dims();
    if x.device() == Device::flex() {
        let near = |from: usize, to: usize| f32::from(from.abs_diff(to) <= side / 2);
        let matrix = |of: usize| averages(of, of, near, &x.device());
        return product(x.clone(), matrix(width), matrix(height));
    }
    let along = |x, kernel: [usize; 2]| {
        let options = AvgPoolOptions::new(kernel)
            .with_stride([1, 1])
            .with_padding(kernel.map(|side| side / 2))
            .with_count_include_pad(false);
        avg_pool2d(x, options)
    };
    along(along(x, [1, side]), [side, 1])
}

/// The opposite of [`coarse`], bilinear.
pub struct Fine {
    size: (usize, usize),
    /// On the CPU: what rows and columns are multiplied with.
    products: Option<[Tensor<2>; 2]>,
}

impl Fine {
    /// To this width and height.
    pub fn to(size: (usize, usize), device: &Device) -> Self {
        let matrix = |to: usize| {
            let from = to.div_ceil(COARSE);
            let weight = |i: usize, place: usize| {
                let place = (place as f32 + 0.5) * from as f32 / to as f32 - 0.5;
                let place = place.clamp(0.0, from as f32 - 1.0);
                (1.0 - (place - i as f32).abs()).max(0.0)
            };
            averages(from, to, weight, device)
        };
        let on_cpu = *device == Device::flex();
        Self {
            size,
            products: on_cpu.then(|| [matrix(size.0), matrix(size.1)]),
        }
    }

    /// `x` `[1, C, H / COARSE, W / COARSE]`.
    pub fn of(&self, x: Tensor<4>) -> Tensor<4> {
        match &self.products {
            Some([rows, columns]) => product(x, rows.clone(), columns.clone()),
            None => enlarged(x, self.size),
        }
    }
}

/// The matrix `[to, from]` of averages by the `weight` of each place that is looked at for each that is made.
fn averages(
    from: usize,
    to: usize,
    weight: impl Fn(usize, usize) -> f32,
    device: &Device,
) -> Tensor<2> {
    let row = |place: usize| {
        let weights: Vec<f32> = (0..from).map(|i| weight(i, place)).collect();
        let sum: f32 = weights.iter().sum();
        weights.into_iter().map(move |weight| weight / sum)
    };
    let values: Vec<f32> = (0..to).flat_map(row).collect();
    Tensor::from_data(TensorData::new(values, [to, from]), device)
}

/// The rows of `x` `[N, C, H, W]` and then its columns times these.
fn product(x: Tensor<4>, rows: Tensor<2>, columns: Tensor<2>) -> Tensor<4> {
    let [n, c, h, w] = x.dims();
    let ([width, _], [height, _]) = (rows.dims(), columns.dims());
    let x = x.reshape([n * c * h, w]).matmul(rows.transpose());
    let columns = columns.reshape([1, 1, height, h]);
    columns.matmul(x.reshape([n, c, h, width]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compute::Compute;

    #[test]
    fn products_enlarge_as_interpolation_does() {
        let device = Compute::cpu("test").device;
        let (width, height) = (30, 17);
        let fine = Fine::to((width, height), &device);
        let values: Vec<f32> = (0..3 * 5 * 8).map(|i| (i as f32 * 0.7).sin()).collect();
        let x = Tensor::<4>::from_data(TensorData::new(values, [1, 3, 5, 8]), &device);
        let far = fine.of(x.clone()) - enlarged(x, (width, height));
        assert!(far.abs().max().into_scalar::<f32>() < 1e-5);
    }
}
