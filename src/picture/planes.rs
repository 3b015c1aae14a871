//! Filters of a part of a picture. Every value depends on its neighbours only and is summed in one order, so
//! the result is the same for any number of threads.

use rayon::prelude::*;

/// Planes of one size, row by row, one after the other: red, green and blue, or one of something else.
#[derive(Clone, Debug, PartialEq)]
pub struct Planes {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// `height * width` values of each.
    pub values: Vec<f32>,
}

impl Planes {
    /// Blurred by a Gaussian of deviation `sigma` pixels, cut off at three of them; what lies beyond the
    /// borders is like the pixels there.
    #[must_use]
    pub fn blurred(&self, sigma: f32) -> Self {
        let taps = gaussian(sigma);
        let width = self.width;
        let reach = taps.len() / 2;
        let sum = |to: &mut [f32], padded: &[f32]| {
            to.fill(0.0);
            for (i, tap) in taps.iter().enumerate() {
                for (to, value) in to.iter_mut().zip(&padded[i..]) {
                    *to += tap * value;
                }
            }
        };
        let rows = self.by_rows(|padded, row, to| {
            padded.clear();
            padded.extend(std::iter::repeat_n(row[0], reach));
            padded.extend_from_slice(row);
            padded.extend(std::iter::repeat_n(row[width - 1], reach));
            sum(to, padded);
        });
        rows.by_columns(reach, |near, to| {
            to.fill(0.0);
            for (tap, row) in taps.iter().zip(near) {
                for (to, value) in to.iter_mut().zip(*row) {
                    *to += tap * value;
                }
            }
        })
    }

    /// The least, or with [`f32::max`] the greatest, of the values up to `reach` pixels away along rows and
    /// columns.
    #[must_use]
    pub fn extreme(&self, reach: usize, of: impl Fn(f32, f32) -> f32 + Sync + Copy) -> Self {
        let width = self.width;
        let rows = self.by_rows(|padded, row, to| {
            padded.clear();
            padded.extend(std::iter::repeat_n(row[0], reach));
            padded.extend_from_slice(row);
            padded.extend(std::iter::repeat_n(row[width - 1], reach));
            to.copy_from_slice(row);
            for i in 0..=2 * reach {
                for (to, value) in to.iter_mut().zip(&padded[i..]) {
                    *to = of(*to, *value);
                }
            }
        });
        rows.by_columns(reach, |near, to| {
            to.copy_from_slice(near[reach]);
            for row in near {
                for (to, value) in to.iter_mut().zip(*row) {
                    *to = of(*to, *value);
                }
            }
        })
    }

    /// Without `margin` pixels on every side.
    #[must_use]
    pub fn inner(&self, margin: usize) -> Self {
        let (width, height) = (self.width - 2 * margin, self.height - 2 * margin);
        let rows = (0..3 * height).flat_map(|i| {
            let row = i / height * self.height + margin + i % height;
            let start = row * self.width + margin;
            &self.values[start..start + width]
        });
        Self {
            values: rows.copied().collect(),
            width,
            height,
        }
    }

    /// Every row by `work`, which is given room of its own, the row and where it goes.
    fn by_rows(&self, work: impl Fn(&mut Vec<f32>, &[f32], &mut [f32]) + Sync) -> Self {
        let mut values = vec![0.0; self.values.len()];
        let rows = values.par_chunks_mut(self.width);
        rows.zip(self.values.par_chunks(self.width))
            .for_each_init(Vec::new, |room, (to, row)| work(room, row, to));
        Self { values, ..*self }
    }

    /// Every row by `work`, which is given the rows up to `reach` above and below it and where it goes.
    fn by_columns(&self, reach: usize, work: impl Fn(&[&[f32]], &mut [f32]) + Sync) -> Self {
        let (width, height) = (self.width, self.height);
        let mut values = vec![0.0; self.values.len()];
        let rows = values.par_chunks_mut(width).enumerate();
        rows.for_each(|(i, to)| {
            let (plane, y) = (i / height * height, i % height);
            let near: Vec<&[f32]> = (0..=2 * reach)
                .map(|t| {
                    let row = plane + (y + t).saturating_sub(reach).min(height - 1);
                    &self.values[row * width..(row + 1) * width]
                })
                .collect();
            work(&near, to);
        });
        Self { values, ..*self }
    }
}

/// Weights of a Gaussian, of sum 1.
fn gaussian(sigma: f32) -> Vec<f32> {
    let reach = reach_of(sigma) as i64;
    let weight = |i: i64| (-0.5 * (i as f32 / sigma).powi(2)).exp();
    let taps: Vec<f32> = (-reach..=reach).map(weight).collect();
    let sum: f32 = taps.iter().sum();
    taps.iter().map(|tap| tap / sum).collect()
}

/// Pixels that a blur of deviation `sigma` sees to either side.
pub fn reach_of(sigma: f32) -> usize {
    (3.0 * sigma).ceil() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(width: usize, height: usize, x: usize, y: usize) -> Planes {
        let mut values = vec![0.0; 3 * width * height];
        values[y * width + x] = 1.0;
        Planes {
            width,
            height,
            values,
        }
    }

    #[test]
    fn a_spot_is_blurred_to_a_gaussian_and_flat_stays_flat() {
        let blurred = spot(21, 17, 10, 8).blurred(2.0);
        let at = |x: usize, y: usize| blurred.values[y * 21 + x];
        let peak = 1.0 / (std::f32::consts::TAU * 4.0);
        assert!((at(10, 8) - peak).abs() < 0.01 * peak, "{}", at(10, 8));
        let side = at(12, 8) / at(10, 8);
        assert!((side - (-0.5f32).exp()).abs() < 1e-4, "{side}");
        assert_eq!(at(8, 8), at(10, 6));
        assert!(blurred.values[21 * 17..].iter().all(|v| *v == 0.0));
        let flat = Planes {
            width: 1,
            height: 3,
            values: vec![0.25; 9],
        };
        let far = |v: &f32| (v - 0.25).abs();
        assert!(flat.blurred(1.3).values.iter().all(|v| far(v) < 1e-6));
    }

    #[test]
    fn extremes_reach_as_far_as_they_shall() {
        let most = spot(9, 9, 4, 4).extreme(2, f32::max);
        let lit = most.values[..81].iter().filter(|v| **v == 1.0).count();
        assert_eq!(lit, 25);
        let least = spot(9, 9, 4, 4).extreme(1, f32::min);
        assert!(least.values.iter().all(|v| *v == 0.0));
    }
}
