//! Laplacian loss: edges and thin lines of the photograph are kept where they matter (Li et al., "Laplacian-Steered
//! Neural Style Transfer", ACM Multimedia 2017; here on lightness, relative, weighted by place, and in the bands of an
//! undecimated Laplacian pyramid: squares over which is averaged, as in the paper, are seen as a lattice).

use crate::picture::LUMA;
use burn::tensor::Tensor;

/// Distances between the taps of each band's blur, in pixels: lines are thin, features of a face are not.
const BANDS: [usize; 4] = [1, 2, 4, 8];

/// The edges of one picture, to be found again in another.
#[derive(Clone, Debug)]
pub struct Edges {
    /// For each of [`BANDS`] that fits, the picture's own and the weights over their mean square, `[1, 1, H, W]`.
    bands: Vec<(Tensor<4>, Tensor<4>)>,
}

impl Edges {
    /// Those of `picture` `[1, 3, H, W]`, each counted as much as `weights` `[1, 1, H, W]` say there.
    pub fn of(picture: &Tensor<4>, weights: &Tensor<4>) -> Self {
        let bands = bands(luma(picture)).into_iter().map(|(margin, band)| {
            let weights = inner(weights.clone(), margin);
            let scale = total(weights.clone() * band.clone().square()) + 1e-6;
            (band, weights / scale.reshape([1, 1, 1, 1]))
        });
        Self {
            bands: bands.collect(),
        }
    }

    /// How far those of `painted` `[1, 3, H, W]` are from them, scalar `[1]`: 0 where they are the same, 1 where there are none.
    pub fn distance(&self, painted: Tensor<4>) -> Tensor<1> {
        let device = painted.device();
        let like = |constant: &Tensor<4>| match device.is_autodiff() {
            true => constant.clone().autodiff(),
            false => constant.clone(),
        };
        let lightness = luma(&painted);
        let found = bands(lightness.clone()).into_iter().zip(&self.bands);
        let each = found.map(|((_, found), (band, weights))| {
            total(like(weights) * (found - like(band)).square())
        });
        let sum = each.reduce(|sum, next| sum + next);
        sum.unwrap_or_else(|| lightness.sum().mul_scalar(0.0))
            .div_scalar(self.bands.len().max(1) as f32)
    }
}

/// Luma (ITU-R BT.709) of sRGB-encoded `[N, 3, H, W]`, `[N, 1, H, W]`.
pub fn luma(pictures: &Tensor<4>) -> Tensor<4> {
    let channel = |i: usize| pictures.clone().narrow(1, i, 1).mul_scalar(LUMA[i]);
    channel(0) + channel(1) + channel(2)
}

/// What each blur takes away (the algorithme a trous of Holschneider et al. 1989), with the cells that are missing on every side.
fn bands(map: Tensor<4>) -> Vec<(usize, Tensor<4>)> {
    let (mut map, mut margin, mut bands) = (map, 0, Vec::new());
    for step in BANDS {
        let [_, _, height, width] = map.dims();
        if height.min(width) <= 2 * step {
            break;
        }
        let low = blurred(blurred(map.clone(), 2, step), 3, step);
        margin += step;
        bands.push((margin, inner(map, step) - low.clone()));
        map = low;
    }
    bands
}

/// `[1, 2, 1] / 4` along `side` with `step` cells between the taps, where all of them are inside.
fn blurred(map: Tensor<4>, side: usize, step: usize) -> Tensor<4> {
    let length = map.dims()[side] - 2 * step;
    let tap = |at: usize| map.clone().narrow(side, at, length);
    (tap(0) + tap(2 * step)).mul_scalar(0.25) + tap(step).mul_scalar(0.5)
}

/// Without `margin` cells on every side.
fn inner(map: Tensor<4>, margin: usize) -> Tensor<4> {
    let [_, _, height, width] = map.dims();
    map.narrow(2, margin, height - 2 * margin)
        .narrow(3, margin, width - 2 * margin)
}

/// Summed along rows first, so that any number of threads gives the same.
fn total(map: Tensor<4>) -> Tensor<1> {
    map.sum_dim(3).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::{Device, TensorData};

    fn picture(of: impl Fn(usize, usize) -> f32) -> Tensor<4> {
        let values: Vec<f32> = (0..3 * 64 * 64).map(|i| of(i % 64, i / 64 % 64)).collect();
        Tensor::from_data(TensorData::new(values, [1, 3, 64, 64]), &Device::flex())
    }

    #[test]
    fn edges_count_where_they_have_weight_and_tones_do_not() {
        let line = |at: usize| move |x: usize, _: usize| f32::from(u8::from(x == at));
        let left = |x: usize, _: usize| f32::from(u8::from(x < 36));
        let weights = picture(left).narrow(1, 0, 1);
        let edges = Edges::of(&picture(line(20)), &weights);
        let to = |other: Tensor<4>| edges.distance(other).into_scalar::<f32>();
        assert!(to(picture(line(20))) < 1e-6);
        assert!((to(picture(|_, _| 0.5)) - 1.0).abs() < 1e-3);
        assert!(to(picture(|x, y| line(20)(x, y) * 0.5 + 0.2)) < 0.3);
        assert!(to(picture(line(23))) > 1.5);
        // Where nothing is to be kept, all is allowed.
        let beside = |x, y| line(20)(x, y) + line(58)(x, y);
        assert!(to(picture(beside)) < 1e-6);
        let none = picture(|_, _| 0.0).narrow(1, 0, 1);
        let free = Edges::of(&picture(line(20)), &none);
        assert!(free.distance(picture(line(23))).into_scalar::<f32>() < 1e-6);
    }

    #[test]
    fn tiny_pictures_have_no_edges() {
        let small = picture(|x, y| (x * y) as f32 / 5000.0).narrow(2, 0, 2);
        let weights = small.clone().narrow(1, 0, 1);
        let edges = Edges::of(&small, &weights);
        assert_eq!(edges.distance(small).into_scalar::<f32>(), 0.0);
    }
}
