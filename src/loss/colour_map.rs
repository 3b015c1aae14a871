//! Colours that change together.

use super::surface::pooled;
use burn::tensor::{Device, Tensor, TensorData};

/// Side of the squares whose colours are compared.
const SIDE: usize = 16;

/// The colours of a picture's squares, of which those of another painting of the same scene shall be a function.
///
/// A palette may change, but everywhere alike: what was one colour stays one colour. Without it what is fitted to a single
/// picture lays a glow round shapes and stains on skies, since statistics do not ask where a colour is.
#[derive(Clone)]
pub struct ColourMap {
    /// An orthonormal basis of all affine functions of the colours, `[squares, 4]`; none where there are so few squares that any
    /// colours are one.
    basis: Option<Tensor<2>>,
}

impl ColourMap {
    /// Looks at a picture `[1, 3, H, W]`.
    pub fn of(picture: Tensor<4>) -> Self {
        let [_, _, height, width] = picture.dims();
        let count = (height / SIDE) * (width / SIDE);
        if count == 0 {
            return Self { basis: None };
        }
        let device = picture.device();
        let squares = squares(picture);
        let channels = squares.into_data().iter::<f32>().collect::<Vec<f32>>();
        let channels = channels.chunks(count).map(<[f32]>::to_vec);
        let columns = std::iter::once(vec![1.0; count]).chain(channels);
        let basis = orthonormal(columns.collect());
        Self {
            basis: (count > basis.len()).then(|| matrix(&basis, count, &device)),
        }
    }

    /// Mean square of what no affine function of the colours gives of those of `picture` `[1, 3, H, W]`, tracked, which is as
    /// large. Scalar `[1]`.
    pub fn distance(&self, picture: Tensor<4>) -> Tensor<1> {
        let Some(basis) = &self.basis else {
            // Still a function of the picture, so that it has a gradient.
            return picture.sum().mul_scalar(0.0);
        };
        let squares = squares(picture);
        let basis = basis.clone().autodiff();
        let map = squares
            .clone()
            .matmul(basis.clone())
            .matmul(basis.transpose());
        (squares - map).square().mean()
    }
}

/// Mean colours `[3, squares]` of the squares of a picture `[1, 3, H, W]`.
fn squares(picture: Tensor<4>) -> Tensor<2> {
    let [_, channels, height, width] = picture.dims();
    let each = pooled(picture.reshape([channels, 1, height, width]), SIDE);
    let count = (height / SIDE) * (width / SIDE);
    each.reshape([channels, count])
}

/// Gram and Schmidt's basis of what `columns` span; what is of no length falls away.
fn orthonormal(columns: Vec<Vec<f32>>) -> Vec<Vec<f64>> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for column in columns {
        let mut column: Vec<f64> = column.into_iter().map(f64::from).collect();
        let whole = dot(&column, &column).sqrt();
        for known in &basis {
            let along = dot(&column, known);
            column
                .iter_mut()
                .zip(known)
                .for_each(|(c, k)| *c -= along * k);
        }
        let length = dot(&column, &column).sqrt();
        if length > 1e-4 * whole {
            basis.push(column.into_iter().map(|c| c / length).collect());
        }
    }
    basis
}

fn matrix(basis: &[Vec<f64>], count: usize, device: &Device) -> Tensor<2> {
    let value = |i: usize| basis.iter().map(move |column| column[i] as f32);
    let values: Vec<f32> = (0..count).flat_map(value).collect();
    Tensor::from_data(TensorData::new(values, [count, basis.len()]), device)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::loss::slope;

    const WIDTH: usize = 7 * SIDE + 3;
    const HEIGHT: usize = 5 * SIDE + 9;

    /// A picture of the colours that `colour` gives for a place.
    fn picture(colour: impl Fn(usize, usize, usize) -> f32) -> Tensor<4> {
        let (at, colour) = (|c: usize, i: usize| (c, i % WIDTH, i / WIDTH), &colour);
        let values = (0..3).flat_map(|c| (0..WIDTH * HEIGHT).map(move |i| at(c, i)));
        let values: Vec<f32> = values.map(|(c, x, y)| colour(c, x, y)).collect();
        let data = TensorData::new(values, [1, 3, HEIGHT, WIDTH]);
        Tensor::from_data(data, &Device::flex())
    }

    fn scene(c: usize, x: usize, y: usize) -> f32 {
        0.5 + 0.3 * ((x * (c + 1)) as f32 / 40.0).sin() * (y as f32 / 30.0 + c as f32).cos()
    }

    fn distance(map: &ColourMap, picture: Tensor<4>) -> (f32, Tensor<4>) {
        let (value, slope) = slope(picture, |picture| map.distance(picture));
        (value.into_scalar(), slope)
    }

    #[test]
    fn another_palette_costs_nothing_and_a_stain_what_it_changes() {
        let map = ColourMap::of(picture(scene));
        let other = |c: usize, x: usize, y: usize| {
            let seen = |c| scene(c, x, y);
            0.2 + 0.7 * seen((c + 1) % 3) - 0.3 * seen(c)
        };
        let (same, slope) = distance(&map, picture(other));
        assert!(same < 1e-10, "{same}");
        assert!(slope.abs().max().into_scalar::<f32>() < 1e-8);
        // One square of 35 in one channel: nearly all of it is no function of the colours.
        let stained = |c: usize, x: usize, y: usize| {
            let inside = c == 2 && (32..48).contains(&x) && (16..32).contains(&y);
            other(c, x, y) + if inside { 0.3 } else { 0.0 }
        };
        let (stain, slope) = distance(&map, picture(stained));
        let whole = 0.3 * 0.3 / (3.0 * 35.0);
        assert!(stain < whole && stain > 0.7 * whole, "{stain} of {whole}");
        // Downhill is where it is lifted.
        let least = |left, top| {
            let part = slope.clone().narrow(1, 2, 1);
            let part = part.narrow(2, top, SIDE).narrow(3, left, SIDE);
            part.min().into_scalar::<f32>()
        };
        assert!(least(32, 16) > 3.0 * least(64, 48).abs());
    }

    #[test]
    fn pictures_of_few_squares_or_none_and_of_one_colour_are_let_be() {
        let grey = Tensor::<4>::full([1, 3, 64, 64], 0.5, &Device::flex());
        assert!(distance(&ColourMap::of(grey.clone()), grey).0 < 1e-12);
        // Of four squares any colours are an affine function of any others that differ, and strips have none.
        for (height, width) in [(8, 80), (16, 16), (32, 32)] {
            let seen = |c: usize, x: usize, y: usize| scene(c, 9 * x, 7 * y);
            let part = |p: Tensor<4>| p.narrow(2, 0, height).narrow(3, 0, width);
            let map = ColourMap::of(part(picture(seen)));
            let other = part(picture(|c, x, y| seen(2 - c, y, x)));
            assert!(distance(&map, other).0 < 1e-9, "{height} {width}");
        }
    }
}
