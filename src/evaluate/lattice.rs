//! Lattices: patterns that repeat every few pixels, which networks leave that enlarge by shuffles or
//! transposed convolutions (Odena et al., "Deconvolution and checkerboard artifacts", 2016).

use super::plane::{Plane, median};
use crate::picture::Picture;
use rustfft::{FftPlanner, num_complex::Complex};

/// Periods that are looked at, in pixels.
pub const PERIODS: [usize; 4] = [2, 4, 8, 16];

/// Largest peak of the lightness spectrum at `period` over the median of the 7x7 frequencies round it.
/// Photographs have about 50 at 8 px.
pub fn lattice(picture: &Picture, period: usize) -> f64 {
    let luma = Plane::luma(picture);
    let whole = |length: usize| length / period * period;
    let (width, height) = (whole(luma.width), whole(luma.height));
    let power = power(&Plane::from_fn((width, height), |x, y| luma.at(x, y)));
    let peak = |a: usize, b: usize| {
        let (u, v) = (a * width / period, b * height / period);
        let near = |at: usize, length: usize| at.saturating_sub(3)..(at + 4).min(length);
        let round = near(v, height).flat_map(|v| near(u, width).map(move |u| (u, v)));
        let round = median(round.map(|(u, v)| power.at(u, v)).collect());
        power.at(u, v) / (round + 1e-9)
    };
    (1..period * period)
        .filter(|_| width * height > 0)
        .map(|i| peak(i % period, i / period))
        .fold(0.0, f64::max)
}

/// Squared absolute values of the spectrum of what differs from the mean.
fn power(plane: &Plane) -> Plane {
    let Plane { width, height, .. } = *plane;
    let mean = plane.values.iter().sum::<f64>() / plane.values.len().max(1) as f64;
    let cells = plane.values.iter().map(|v| Complex::new(v - mean, 0.0));
    let mut planner = FftPlanner::new();
    // Rows of the picture, then rows of its transpose.
    let mut rows: Vec<_> = cells.collect();
    let mut columns = vec![Complex::default(); rows.len()];
    if !rows.is_empty() {
        planner.plan_fft_forward(width).process(&mut rows);
        transpose(&rows, &mut columns, width);
        planner.plan_fft_forward(height).process(&mut columns);
        transpose(&columns, &mut rows, height);
    }
    Plane {
        width,
        height,
        values: rows.iter().map(Complex::norm_sqr).collect(),
    }
}

/// Rows of `width` values as columns.
fn transpose(from: &[Complex<f64>], to: &mut [Complex<f64>], width: usize) {
    let height = from.len() / width;
    for (i, value) in from.iter().enumerate() {
        to[(i % width) * height + i / width] = *value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lattice_is_seen_at_its_period_only() {
        // Dots every 8 px on noise that has no period.
        let shade = |i: usize| {
            let (x, y) = (i % 64, i / 64);
            let noise = (i as u32).wrapping_mul(2_654_435_761) >> 20;
            let dot = if x % 8 == 0 && y % 8 == 0 { 0.4 } else { 0.0 };
            0.3 + dot + noise as f32 / 4096.0 * 0.1
        };
        let rgb = (0..64 * 64).flat_map(|i| [shade(i); 3]).collect();
        let dotted = Picture::from_rgb(64, 64, rgb);
        let [.., eight, _] = PERIODS.map(|period| lattice(&dotted, period));
        assert!(eight > 500.0, "{eight}");
        let flat = Picture::from_rgb(64, 64, vec![0.5; 64 * 64 * 3]);
        assert!(PERIODS.iter().all(|&period| lattice(&flat, period) < 1.0));
        // Smaller than the period.
        let tiny = Picture::from_rgb(3, 3, vec![0.5; 27]);
        assert_eq!(lattice(&tiny, 16), 0.0);
    }
}
