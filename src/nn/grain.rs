//! Grain: noise that is a function of place and seed, so that a picture in tiles has the grain of the whole.

use super::generator::Place;
use super::traits::Grain;
use burn::tensor::{Device, Tensor, TensorData};

/// Cells between two knots of the octave.
const OCTAVE: i64 = 4;
/// Of the seed of the octave from that of the grain.
const OTHER: u64 = 0x5bd1_e995_0000_0000;

/// Noise `[N, 1, height, width]` of mean 0 and deviation 1 for maps of `cells` cells every
/// [`STRIDE`](super::STRIDE) pixels that lie at `places`.
pub(super) fn noise_maps(
    grain: Grain,
    places: &[Place],
    [height, width]: [usize; 2],
    cells: i64,
    seed: u64,
    device: &Device,
) -> Tensor<4> {
    let mut values = Vec::with_capacity(places.len() * height * width);
    for place in places {
        let seed = seed.wrapping_add(place.picture << 40);
        let corner = place.corner.map(|corner| corner * cells);
        match grain {
            Grain::White => values.extend(white(seed, corner, [height, width])),
            Grain::Smooth => values.extend(smooth(seed, corner, [height, width])),
        }
    }
    Tensor::from_data(
        TensorData::new(values, [places.len(), 1, height, width]),
        device,
    )
}

fn white(seed: u64, [top, left]: [i64; 2], [height, width]: [usize; 2]) -> Vec<f32> {
    let row =
        |y: i64| (0..width as i64).map(move |x| noise(seed, (top + y) as u64, (left + x) as u64));
    (0..height as i64).flat_map(row).collect()
}

/// White noise under a binomial blur, and an octave: white noise at every fourth cell with cubic B-splines between
/// (de Boor 1978), both halves of the power. Weights have length 1 at every cell, so no cell is louder than another.
fn smooth(seed: u64, [top, left]: [i64; 2], [height, width]: [usize; 2]) -> Vec<f32> {
    let fine = white(seed, [top - 1, left - 1], [height + 2, width + 2]);
    let fine = filtered(
        &fine,
        width + 2,
        [height, width],
        |y| (y, BLUR),
        |x| (x, BLUR),
    );
    // The knots that cells `start` to `start + count` lie between.
    let knots = |start: i64, count: usize| {
        let [first, last] = [start, start + count as i64 - 1].map(|cell| spline(cell).0);
        (first, (last - first) as usize + 4)
    };
    let ((y, rows), (x, columns)) = (knots(top, height), knots(left, width));
    let coarse = white(seed ^ OTHER, [y, x], [rows, columns]);
    let along = |start: i64, first: i64| {
        move |i: usize| {
            let (knot, weights) = spline(start + i as i64);
            ((knot - first) as usize, weights)
        }
    };
    let coarse = filtered(
        &coarse,
        columns,
        [height, width],
        along(top, y),
        along(left, x),
    );
    let half = std::f32::consts::FRAC_1_SQRT_2;
    fine.into_iter()
        .zip(coarse)
        .map(|(fine, coarse)| half * (fine + coarse))
        .collect()
}

/// `[1, 2, 1]`, of length 1.
const BLUR: [f32; 4] = [0.408_248_3, 0.816_496_6, 0.408_248_3, 0.0];

/// First of the four knots whose splines reach `cell`, and what they weigh there, of length 1.
fn spline(cell: i64) -> (i64, [f32; 4]) {
    // Cells lie in the middle of their place.
    let at = (2 * cell + 1) as f32 / (2 * OCTAVE) as f32 - 0.5;
    let phase = cell.rem_euclid(OCTAVE);
    let before = cell.div_euclid(OCTAVE) - i64::from(2 * phase + 1 < OCTAVE);
    let t = at - before as f32;
    let weights = [
        (1.0 - t).powi(3),
        3.0 * t.powi(3) - 6.0 * t * t + 4.0,
        3.0 * (1.0 - t).powi(3) - 6.0 * (1.0 - t) * (1.0 - t) + 4.0,
        t.powi(3),
    ];
    let length = weights.iter().map(|w| w * w).sum::<f32>().sqrt();
    (before - 1, weights.map(|w| w / length))
}

/// Rows of `width` weighed along both sides: the value at a place is a sum over four columns and four rows, of which
/// `rows` and `columns` say where they begin and what each weighs. Beyond the end there is nothing.
fn filtered(
    values: &[f32],
    width: usize,
    to: [usize; 2],
    rows: impl Fn(usize) -> (usize, [f32; 4]),
    columns: impl Fn(usize) -> (usize, [f32; 4]),
) -> Vec<f32> {
    let columns: Vec<_> = (0..to[1]).map(columns).collect();
    let along: Vec<f32> = values
        .chunks_exact(width)
        .flat_map(|row| {
            columns
                .iter()
                .map(|(from, weights)| weighed(row, *from, 1, weights))
        })
        .collect();
    (0..to[0])
        .map(rows)
        .flat_map(|(from, weights)| {
            let along = &along;
            (0..to[1]).map(move |x| weighed(along, from * to[1] + x, to[1], &weights))
        })
        .collect()
}

fn weighed(values: &[f32], from: usize, step: usize, weights: &[f32; 4]) -> f32 {
    let values = values.iter().skip(from).step_by(step);
    weights.iter().zip(values).map(|(w, v)| w * v).sum()
}

/// A number of mean 0 and deviation 1 that looks random, for each place: a hash (splitmix64, Steele
/// et al. 2014). The sum of four uniform numbers is close to a normal one.
fn noise(seed: u64, y: u64, x: u64) -> f32 {
    let mut z = seed
        .wrapping_add(y << 20)
        .wrapping_add(x)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    let sum: u64 = (0..4).map(|i| (z >> (16 * i)) & 0xFFFF).sum();
    (sum as f32 / 65536.0 - 2.0) * 3f32.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn maps(grain: Grain, corner: [i64; 2], size: [usize; 2]) -> Vec<f32> {
        let place = Place { picture: 0, corner };
        let maps = noise_maps(grain, &[place], size, 1, 3, &Device::flex());
        maps.into_data().iter().collect()
    }

    /// Of the cells `i` that `of` takes.
    fn power(values: &[f32], of: impl Fn(usize) -> bool) -> f32 {
        let of: Vec<f32> = (0..values.len())
            .filter(|i| of(*i))
            .map(|i| values[i])
            .collect();
        of.iter().map(|v| v * v).sum::<f32>() / of.len() as f32
    }

    #[test]
    fn grain_has_mean_0_and_deviation_1_at_every_cell() {
        let side = 256;
        for grain in [Grain::White, Grain::Smooth] {
            let values = maps(grain, [-40, 8], [side, side]);
            let mean = values.iter().sum::<f32>() / values.len() as f32;
            assert!(mean.abs() < 0.05, "{grain:?} {mean}");
            for phase in 0..4 {
                let rows = power(&values, |i| i / side % 4 == phase);
                let columns = power(&values, |i| i % 4 == phase);
                for power in [rows, columns] {
                    assert!((power - 1.0).abs() < 0.06, "{grain:?} {phase} {power}");
                }
            }
            let beside: f32 =
                values.windows(2).map(|w| w[0] * w[1]).sum::<f32>() / values.len() as f32;
            let wanted = if grain == Grain::White { 0.0 } else { 0.81 };
            assert!((beside - wanted).abs() < 0.04, "{grain:?} {beside}");
        }
    }

    #[test]
    fn grain_is_a_function_of_the_place() {
        for grain in [Grain::White, Grain::Smooth] {
            let whole = maps(grain, [-5, -7], [40, 50]);
            for (corner, size) in [([-5, -7], [3, 50]), ([6, 2], [9, 11]), ([34, 42], [1, 1])] {
                let part = maps(grain, corner, size);
                for (i, value) in part.iter().enumerate() {
                    let (y, x) = (i / size[1], i % size[1]);
                    let at = (corner[0] + 5) as usize + y;
                    let there = whole[at * 50 + (corner[1] + 7) as usize + x];
                    assert!((value - there).abs() < 1e-6, "{grain:?} {corner:?} {i}");
                }
            }
        }
    }
}
