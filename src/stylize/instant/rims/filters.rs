//! Filters of planes that lie on a device: means, since products of matrices of every new size are tuned anew on a GPU.

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
    /// On the CPU, where it is quicker by far: what rows `[W / COARSE, W]` and columns `[1, 1, H, H / COARSE]` are multiplied with.
    products: Option<(Tensor<2>, Tensor<4>)>,
}

impl Fine {
    /// To this width and height.
    pub fn to(size: (usize, usize), device: &Device) -> Self {
        let matrix = |to: usize| -> Tensor<2> {
            let from = to.div_ceil(COARSE);
            let weight = |i: usize| {
                let place = (i / from) as f32 + 0.5;
                let place = place * from as f32 / to as f32 - 0.5;
                let place = place.clamp(0.0, from as f32 - 1.0);
                (1.0 - (place - (i % from) as f32).abs()).max(0.0)
            };
            let values: Vec<f32> = (0..to * from).map(weight).collect();
            Tensor::from_data(TensorData::new(values, [to, from]), device)
        };
        let products = || {
            let (width, height) = size;
            let columns = matrix(height).reshape([1, 1, height, height.div_ceil(COARSE)]);
            (matrix(width).transpose(), columns)
        };
        Self {
            size,
            products: (*device == Device::flex()).then(products),
        }
    }

    /// `x` `[1, C, H / COARSE, W / COARSE]`.
    pub fn of(&self, x: Tensor<4>) -> Tensor<4> {
        let Some((rows, columns)) = &self.products else {
            return enlarged(x, self.size);
        };
        let [n, c, height, width] = x.dims();
        let x = x.reshape([n * c * height, width]).matmul(rows.clone());
        let x = x.reshape([n, c, height, self.size.0]);
        columns.clone().matmul(x)
    }
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
