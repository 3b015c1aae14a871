//! Which way strokes run where the photograph is flat.

use super::plane::Plane;
use crate::picture::Picture;
use serde::Serialize;

/// Side of the cells in which strokes have one direction, in pixels.
const CELL: usize = 8;
/// Mean squared gradient in grey levels above which a cell has strokes, and below which the
/// photograph is flat there.
const STROKES: f64 = 4.0;
const FLAT: f64 = 6.0;
/// How much of a cell's gradients must point one way.
const ALIKE: f64 = 0.3;

/// Shares of strokes by direction, which sum to 1 unless there are none. Angles turn from the horizontal as a
/// clock's hands do: at 45 a stroke falls to the right, at 135 it rises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Directions {
    /// Within 22.5 degrees of the horizontal.
    pub horizontal: f64,
    /// Round 45 degrees.
    pub falling: f64,
    /// Within 22.5 degrees of the vertical.
    pub vertical: f64,
    /// Round 135 degrees.
    pub rising: f64,
}

impl Directions {
    /// |rising - falling| / (rising + falling): 0 if both diagonals are as frequent, 1 if one is missing.
    pub fn asymmetry(&self) -> f64 {
        (self.rising - self.falling).abs() / (self.rising + self.falling).max(1e-9)
    }

    /// Shares over several pictures, each of which counts the same.
    pub fn mean<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sums = [0.0; 4];
        for each in all {
            for (sum, share) in sums.iter_mut().zip(each.shares()) {
                *sum += share;
            }
        }
        Self::of(sums)
    }

    fn shares(&self) -> [f64; 4] {
        [self.horizontal, self.falling, self.vertical, self.rising]
    }

    fn of(counts: [f64; 4]) -> Self {
        let total = counts.iter().sum::<f64>().max(1e-9);
        let [horizontal, falling, vertical, rising] = counts.map(|count| count / total);
        Self {
            horizontal,
            falling,
            vertical,
            rising,
        }
    }
}

/// Directions of the strokes of `result` in cells of 8 px where `photograph`, of the same size, is flat, by the
/// structure tensor (Foerstner and Guelch 1987).
pub fn directions(result: &Picture, photograph: &Picture) -> Directions {
    let (painted, own) = (Tensors::of(result), Tensors::of(photograph));
    let mut counts = [0.0; 4];
    for y in 0..painted.xx.height.min(own.xx.height) {
        for x in 0..painted.xx.width.min(own.xx.width) {
            let cell = painted.at(x, y);
            if cell.energy() > STROKES && cell.one_way() > ALIKE && own.at(x, y).energy() < FLAT {
                counts[((cell.direction() + 22.5) / 45.0) as usize % 4] += 1.0;
            }
        }
    }
    Directions::of(counts)
}

/// Products of lightness gradients, in squared grey levels a pixel.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gradients {
    pub xx: f64,
    pub yy: f64,
    pub xy: f64,
}

impl Gradients {
    /// Mean squared gradient.
    pub fn energy(self) -> f64 {
        self.xx + self.yy
    }

    /// How much of the energy is of one direction, 0 to 1.
    pub fn one_way(self) -> f64 {
        (self.xx - self.yy).hypot(2.0 * self.xy) / self.energy().max(1e-12)
    }

    /// Direction of the strokes, across the gradients, in degrees from 0 to 180.
    pub fn direction(self) -> f64 {
        let gradient = 0.5 * (2.0 * self.xy).atan2(self.xx - self.yy);
        (gradient.to_degrees() + 90.0).rem_euclid(180.0)
    }
}

/// Means of [`Gradients`] over cells.
pub(super) struct Tensors {
    xx: Plane,
    yy: Plane,
    xy: Plane,
}

impl Tensors {
    /// Those of a picture, without its outermost pixels.
    pub fn of(picture: &Picture) -> Self {
        let luma = Plane::luma(picture);
        let size = (luma.width.saturating_sub(2), luma.height.saturating_sub(2));
        let half = 255.0 / 2.0;
        let gx = |x: usize, y: usize| (luma.at(x + 2, y + 1) - luma.at(x, y + 1)) * half;
        let gy = |x: usize, y: usize| (luma.at(x + 1, y + 2) - luma.at(x + 1, y)) * half;
        Self {
            xx: Plane::from_fn(size, |x, y| gx(x, y).powi(2)).pooled(CELL),
            yy: Plane::from_fn(size, |x, y| gy(x, y).powi(2)).pooled(CELL),
            xy: Plane::from_fn(size, |x, y| gx(x, y) * gy(x, y)).pooled(CELL),
        }
    }

    /// Means over all cells.
    pub fn mean(&self) -> Gradients {
        let mean =
            |plane: &Plane| plane.values.iter().sum::<f64>() / plane.values.len().max(1) as f64;
        Gradients {
            xx: mean(&self.xx),
            yy: mean(&self.yy),
            xy: mean(&self.xy),
        }
    }

    /// One cell's.
    pub fn at(&self, x: usize, y: usize) -> Gradients {
        Gradients {
            xx: self.xx.at(x, y),
            yy: self.yy.at(x, y),
            xy: self.xy.at(x, y),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn striped(direction: f32) -> Directions {
        let (across, along) = (direction.to_radians().sin(), direction.to_radians().cos());
        let shade = |i: usize| {
            let (x, y) = ((i % 64) as f32, (i / 64) as f32);
            0.5 + 0.2 * (0.9 * (across * x - along * y)).sin()
        };
        let rgb = (0..64 * 64).flat_map(|i| [shade(i); 3]).collect();
        let flat = Picture::from_rgb(64, 64, vec![0.5; 64 * 64 * 3]);
        directions(&Picture::from_rgb(64, 64, rgb), &flat)
    }

    #[test]
    fn stripes_run_the_way_they_run() {
        assert_eq!(striped(0.0).horizontal, 1.0);
        assert_eq!(striped(90.0).vertical, 1.0);
        // Down to the right, as y grows downwards.
        let falling = striped(45.0);
        assert_eq!((falling.falling, falling.asymmetry()), (1.0, 1.0));
        assert_eq!(striped(135.0).rising, 1.0);
        let both = Directions::mean([&striped(45.0), &striped(135.0)]);
        assert_eq!(both.asymmetry(), 0.0);
        assert_eq!(Directions::mean([]), Directions::default());
    }
}
