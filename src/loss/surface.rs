//! What a picture's lightness says about its surface: rims round shapes, lattices, directions of strokes.

use burn::tensor::{Tensor, TensorData, module::conv2d, ops::ConvOptions};

/// Lightness `[N, 1, H, W]` of sRGB pictures `[N, 3, H, W]`: luma as of ITU-R BT.601.
pub fn lightness(pictures: Tensor<4>) -> Tensor<4> {
    let [n, _, height, width] = pictures.dims();
    let weights = TensorData::new(vec![0.299f32, 0.587, 0.114], [1, 1, 3]);
    Tensor::<3>::from_data(weights, &pictures.device())
        .matmul(pictures.reshape([n, 3, height * width]))
        .reshape([n, 1, height, width])
}

/// Means over squares of `side` cells of maps `[N, 1, H, W]`; what is left over at the end is cut off.
pub(super) fn pooled(maps: Tensor<4>, side: usize) -> Tensor<4> {
    let [n, _, height, width] = maps.dims();
    let (rows, columns) = (height / side, width / side);
    maps.narrow(2, 0, rows * side)
        .narrow(3, 0, columns * side)
        .reshape([n * rows, side, columns, side])
        .mean_dim(3)
        .mean_dim(1)
        .reshape([n, 1, rows, columns])
}

/// Sides of the squares of which edges are compared.
const COARSE: [usize; 2] = [8, 16];

/// How much stronger coarse edges of `painted` are than those of the `photograph`, lightness `[N, 1, H, W]` each:
/// mean of `max(0, |e| - 1.15 |e*| - tolerance)`, `e` the differences of neighbouring squares of 8 and of 16 pixels
/// relative to the deviation of all. Scalar `[1]`, 0 where pictures are smaller than two squares.
///
/// Forbids what the Laplacian loss (Li et al., "Laplacian-steered neural style transfer", ACM MM 2017) forbids, but only
/// edges that are *new*: rims beside a shape are, strokes finer than a square are not.
pub fn halo(painted: &Tensor<4>, photograph: &Tensor<4>, tolerance: f32) -> Tensor<1> {
    let [_, _, height, width] = painted.dims();
    let fitting = COARSE
        .into_iter()
        .filter(|side| height.min(width) >= 2 * side);
    let excess = fitting.map(|side| {
        let edges = |lightness: &Tensor<4>| coarse_edges(pooled(lightness.clone(), side));
        let new = edges(painted) - edges(photograph).mul_scalar(1.15) - tolerance;
        crate::nn::relu(new).mean().div_scalar(COARSE.len() as f32)
    });
    sum(excess, painted)
}

/// `|d/dx| + |d/dy|` of maps `[N, 1, H, W]` divided by their deviation, `[N, 1, H - 1, W - 1]`.
fn coarse_edges(maps: Tensor<4>) -> Tensor<4> {
    let [n, _, height, width] = maps.dims();
    let flat = maps.clone().reshape([n, height * width]);
    let centred = flat.clone() - flat.mean_dim(1);
    let deviation = (centred.square().mean_dim(1) + 1e-8).sqrt() + 0.02;
    let maps = maps / deviation.reshape([n, 1, 1, 1]);
    let part = |y, x| {
        maps.clone()
            .narrow(2, y, height - 1)
            .narrow(3, x, width - 1)
    };
    (part(1, 0) - part(0, 0)).abs() + (part(0, 1) - part(0, 0)).abs()
}

/// Periods of the lattices that shuffles and cells of the grain leave.
const PERIODS: [usize; 2] = [8, 4];
/// Relative variance that chance makes.
const CHANCE: f32 = 0.01;

/// How much the steps of lightness `[N, 1, H, W]` from pixel to pixel gather on the lines of a lattice of 8 or of 4 pixels:
/// relative variance of their mean sizes over the places in a period, above chance, scalar `[1]`.
///
/// Catches squares of any sign, whose means [`grid`](super::grid) does not see.
pub fn lattice(lightness: &Tensor<4>) -> Tensor<1> {
    let [n, ..] = lightness.dims();
    let sides = [lightness.clone(), lightness.clone().swap_dims(2, 3)];
    let wide = |maps: &Tensor<4>| PERIODS.iter().any(|period| maps.dims()[3] > *period);
    let found = sides.into_iter().filter(wide).flat_map(|maps| {
        let [.., width] = maps.dims();
        let part = |from| maps.clone().narrow(3, from, width - 1);
        let steps = (part(1) - part(0))
            .abs()
            .mean_dim(2)
            .reshape([n, width - 1]);
        let fitting = PERIODS.into_iter().filter(move |period| width > *period);
        fitting.map(move |period| {
            let count = (width - 1) / period;
            let places = steps.clone().narrow(1, 0, count * period);
            let places = places.reshape([n, count, period]).mean_dim(1);
            let mean = places.clone().mean_dim(2);
            let variance = (places - mean.clone()).square().mean_dim(2);
            crate::nn::relu(variance / (mean.square() + 1e-6) - CHANCE)
                .mean()
                .mul_scalar(0.25)
        })
    });
    sum(found, lightness)
}

/// Halvings at which directions are compared.
const SCALES: usize = 3;
/// Squared gradients up to which a photograph is flat.
const FLAT: f32 = 0.02 * 0.02;
/// Side of the squares over which it must be.
const AROUND: usize = 9;
/// Below these squared gradients there are no strokes.
const FAINT: f32 = 1e-5;

/// In which directions strokes are wanted, at three scales.
#[derive(Clone, Debug)]
pub struct Directions {
    /// Where each photograph is flat, 0 to 1, `[N, 1, H, W]`, and the moments of the painting's gradients, `[N, 2]`.
    scales: Vec<(Tensor<4>, Tensor<2>)>,
}

/// Whether there are directions in maps.
fn fits(maps: &Tensor<4>) -> bool {
    let [_, _, height, width] = maps.dims();
    height.min(width) >= 8
}

/// The moments of gradients of lightness, `[N, 2]`: twice the mean of `gx gy` and the mean of `gx^2 - gy^2` relative to that of
/// `gx^2 + gy^2` where `weights` say so. The structure tensor (Bigun and Granlund 1987) without its size.
fn moments(lightness: Tensor<4>, weights: Tensor<4>) -> Tensor<2> {
    let [n, ..] = lightness.dims();
    let (x, y) = gradients(lightness);
    let mean = |map: Tensor<4>| -> Tensor<2> {
        let [_, _, height, width] = map.dims();
        map.reshape([n, height, width])
            .mean_dim(2)
            .mean_dim(1)
            .reshape([n, 1])
    };
    let (xx, yy) = (x.clone().square(), y.clone().square());
    let strength = mean(weights.clone() * (xx.clone() + yy.clone()));
    let strength = strength + mean(weights.clone()).mul_scalar(FAINT) + 1e-12;
    let turned = mean(weights.clone() * x * y).mul_scalar(2.0);
    let upright = mean(weights * (xx - yy));
    Tensor::cat(vec![turned, upright], 1) / strength
}

/// Central differences along columns and rows, without the border, `[N, 1, H - 2, W - 2]`.
fn gradients(lightness: Tensor<4>) -> (Tensor<4>, Tensor<4>) {
    let [_, _, height, width] = lightness.dims();
    let part = |y, x| {
        lightness
            .clone()
            .narrow(2, y, height - 2)
            .narrow(3, x, width - 2)
    };
    let half = |a: Tensor<4>, b: Tensor<4>| (a - b).mul_scalar(0.5);
    (half(part(1, 2), part(1, 0)), half(part(2, 1), part(0, 1)))
}

/// Means over what lies within the square of [`AROUND`] round each cell.
fn spread(maps: Tensor<4>) -> Tensor<4> {
    let device = maps.device();
    let sums = |maps: Tensor<4>| {
        let along = |maps, shape: [usize; 2]| {
            let kernel = Tensor::ones([1, 1, shape[0], shape[1]], &device);
            let padding = shape.map(|side| side / 2);
            conv2d(
                maps,
                kernel,
                None,
                ConvOptions::new([1, 1], padding, [1, 1], 1),
            )
        };
        along(along(maps, [AROUND, 1]), [1, AROUND])
    };
    sums(maps.clone()) / sums(maps.ones_like())
}

impl Directions {
    /// The moments of the paintings' strokes at each scale, `[N, 2]`, of lightness `[N, 1, H, W]` of any size.
    pub fn of(mut paintings: Tensor<4>) -> Vec<Tensor<2>> {
        let mut scales = Vec::with_capacity(SCALES);
        while scales.len() < SCALES && fits(&paintings) {
            let [n, _, height, width] = paintings.dims();
            let all = Tensor::ones([n, 1, height - 2, width - 2], &paintings.device());
            scales.push(moments(paintings.clone(), all));
            paintings = pooled(paintings, 2);
        }
        scales
    }

    /// `strokes`, as [`Directions::of`] gives them, wanted where photographs are flat, lightness `[N, 1, H, W]`.
    pub fn wanted(mut photographs: Tensor<4>, strokes: Vec<Tensor<2>>) -> Self {
        let mut scales = Vec::with_capacity(SCALES);
        for strokes in strokes {
            if !fits(&photographs) {
                break;
            }
            let (x, y) = gradients(photographs.clone());
            let busy = spread(x.square() + y.square());
            scales.push((busy.div_scalar(-FLAT).exp(), strokes));
            photographs = pooled(photographs, 2);
        }
        Self { scales }
    }

    /// Squared distance of the moments of `painted` (lightness `[N, 1, H, W]` of the photographs' size, tracked), mean over pictures and
    /// scales, scalar `[1]`: 0 where as many strokes lie in each direction, at most 4.
    pub fn distance(&self, painted: &Tensor<4>) -> Tensor<1> {
        let mut lightness = painted.clone();
        let like = |tensor: &Tensor<4>| tensor.clone().autodiff();
        let mut distances = Vec::with_capacity(self.scales.len());
        for (i, (flat, wanted)) in self.scales.iter().enumerate() {
            if i > 0 {
                lightness = pooled(lightness, 2);
            }
            let found = moments(lightness.clone(), like(flat));
            let distance = (found - wanted.clone().autodiff())
                .square()
                .sum_dim(1)
                .mean();
            distances.push(distance.div_scalar(self.scales.len() as f32));
        }
        sum(distances.into_iter(), painted)
    }
}

/// The sum of losses `[1]`; of none 0, but still a function of `of`, so that it has a gradient.
fn sum(losses: impl Iterator<Item = Tensor<1>>, of: &Tensor<4>) -> Tensor<1> {
    losses
        .reduce(|a, b| a + b)
        .unwrap_or_else(|| of.clone().sum().mul_scalar(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        formula::formula,
        loss::{grid, identity, palette, slope},
        nn::Statistics,
    };
    use burn::tensor::Device;
    use serde_json::Value;

    /// Numbers of PyTorch, made by tests/fixtures/make_surface.py.
    const REFERENCE: &str = include_str!("../../tests/fixtures/surface.json");
    const SIZE: [usize; 2] = [48, 56];

    /// As the script's.
    fn picture(size: [usize; 2], salt: u32) -> Vec<f32> {
        let [height, width] = size;
        let wave = |side: usize, salt| {
            let (rows, columns) = (height / side, width / side);
            let values = formula(6 * rows * columns, salt);
            (0..6 * height * width).map(move |i| {
                let (plane, y, x) = (i / (height * width), i / width % height, i % width);
                values[(plane * rows + y / side) * columns + x / side]
            })
        };
        let waves = wave(8, salt).zip(wave(1, salt + 1));
        waves.map(|(a, b)| 0.5 + 0.3 * a + 0.15 * b).collect()
    }

    fn tensor(values: Vec<f32>, [height, width]: [usize; 2]) -> Tensor<4> {
        Tensor::from_data(
            TensorData::new(values, [2, 3, height, width]),
            &Device::flex(),
        )
    }

    #[test]
    fn values_and_gradients_are_those_of_pytorch() {
        let reference: Value = serde_json::from_str(REFERENCE).expect("a fixture");
        let out = tensor(picture(SIZE, 11), SIZE);
        let (flat, steps) = (picture(SIZE, 21), picture(SIZE, 41));
        let photograph = flat.into_iter().zip(steps).enumerate();
        let photograph = photograph.map(|(i, (flat, steps))| {
            if i % SIZE[1] < SIZE[1] / 2 {
                0.5 + 0.02 * (flat - 0.5)
            } else {
                steps
            }
        });
        let photograph = tensor(photograph.collect(), SIZE);
        let painting = tensor(picture([64, 64], 31), [64, 64]);
        let directions = Directions::wanted(
            lightness(photograph.clone()),
            Directions::of(lightness(painting.clone())),
        );
        let like = |x: &Tensor<4>| x.clone().autodiff();
        let bright = |x| lightness(like(x));
        let shares = Tensor::<1>::from_floats([1.0, 0.0], &Device::flex()).autodiff();
        type Loss<'a> = Box<dyn Fn(Tensor<4>) -> Tensor<1> + 'a>;
        let losses: [(&str, Loss); 6] = [
            (
                "halo",
                Box::new(|x| halo(&lightness(x), &bright(&photograph), 0.15)),
            ),
            ("lattice", Box::new(|x| lattice(&lightness(x)))),
            ("grid", Box::new(|x| grid(x, 16))),
            (
                "direction",
                Box::new(|x| directions.distance(&lightness(x))),
            ),
            (
                "palette",
                Box::new(|x| palette(&Statistics::of(x), &Statistics::of(like(&painting)))),
            ),
            (
                "identity",
                Box::new(|x| identity(x, like(&photograph), shares.clone())),
            ),
        ];
        for (name, loss) in losses {
            let (value, slope) = slope(out.clone(), loss);
            let wanted = &reference[name];
            let (value, expected): (f32, f64) =
                (value.into_scalar(), wanted["loss"].as_f64().expect(name));
            assert!(
                (f64::from(value) - expected).abs() < 1e-4 * expected,
                "{name}: {value} {expected}"
            );
            let wanted: Vec<f64> = serde_json::from_value(wanted["slope"].clone()).expect(name);
            let scale = wanted.iter().fold(0.0f64, |most, w| most.max(w.abs()));
            let found: Vec<f32> = slope.into_data().iter().step_by(61).collect();
            assert_eq!(found.len(), wanted.len());
            for (i, (a, b)) in found.into_iter().zip(wanted).enumerate() {
                let error = (f64::from(a) - b).abs();
                assert!(error < 2e-3 * scale, "{name} {i}: {a} {b} of {scale}");
            }
        }
    }

    #[test]
    fn pictures_of_any_size_have_losses_and_slopes() {
        for size in [[1, 1], [3, 40], [16, 9]] {
            let out = tensor(formula(6 * size[0] * size[1], 1), size);
            let like = || out.clone().autodiff();
            let losses = |x: Tensor<4>| {
                let light = lightness(x.clone());
                let directions = Directions::wanted(
                    lightness(out.clone()),
                    Directions::of(lightness(out.clone())),
                );
                halo(&light, &lightness(like()), 0.1)
                    + lattice(&light)
                    + directions.distance(&light)
                    + grid(x, 16)
            };
            let (value, slope) = slope(out.clone(), losses);
            let most: f32 = slope.abs().max().into_scalar();
            assert!(
                value.into_scalar::<f32>().is_finite() && most.is_finite(),
                "{size:?}"
            );
        }
    }
}
