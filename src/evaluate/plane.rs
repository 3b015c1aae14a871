//! Pictures as numbers to measure: lightness, means of squares of pixels, sizes to compare at.

use crate::picture::{Picture, resize};

/// The least side of a picture that is compared: a cell of the encoder's deepest level.
const LEAST: usize = 16;

/// Width and height at which a picture is compared: long side `side`, both multiples of 8.
pub fn compared_size(width: usize, height: usize, side: usize) -> (usize, usize) {
    let scale = side as f64 / width.max(height) as f64;
    let fit = |length: usize| {
        let eighths = (length as f64 * scale / 8.0).round_ties_even();
        (eighths as usize * 8).max(LEAST)
    };
    (fit(width), fit(height))
}

/// `picture` without alpha at `width` x `height`, rounded to the 256 levels in which it is shown.
pub fn shown(picture: &Picture, (width, height): (usize, usize)) -> Picture {
    let small = resize(picture, width, height);
    let colours = small.matte();
    let levels = colours.iter().map(|v| (v * 255.0).round() / 255.0);
    Picture::from_rgb(width, height, levels.collect())
}

/// One number a pixel, in rows.
#[derive(Clone, Debug)]
pub(super) struct Plane {
    pub width: usize,
    pub height: usize,
    pub values: Vec<f64>,
}

impl Plane {
    /// `value` of every pixel.
    pub fn of(picture: &Picture, value: impl Fn([f64; 3]) -> f64) -> Self {
        let pixels = picture.rgb.chunks_exact(3);
        Self {
            width: picture.width,
            height: picture.height,
            values: pixels
                .map(|p| value([p[0], p[1], p[2]].map(f64::from)))
                .collect(),
        }
    }

    /// Lightness as television has it (ITU-R BT.601), 0 to 1.
    pub fn luma(picture: &Picture) -> Self {
        Self::of(picture, |[r, g, b]| 0.299 * r + 0.587 * g + 0.114 * b)
    }

    /// `value(x, y)` of every pixel.
    pub fn from_fn(
        (width, height): (usize, usize),
        value: impl Fn(usize, usize) -> f64 + Copy,
    ) -> Self {
        let rows = (0..height).flat_map(|y| (0..width).map(move |x| value(x, y)));
        Self {
            width,
            height,
            values: rows.collect(),
        }
    }

    /// The value at a pixel.
    pub fn at(&self, x: usize, y: usize) -> f64 {
        self.values[y * self.width + x]
    }

    /// Means of squares of `side` x `side` pixels; what is left over at the right and below is dropped.
    pub fn pooled(&self, side: usize) -> Self {
        let size = (self.width / side, self.height / side);
        let area = (side * side) as f64;
        Self::from_fn(size, |x, y| {
            let rows = (side * y..side * (y + 1)).map(|y| y * self.width + side * x);
            let sum: f64 = rows.flat_map(|i| &self.values[i..i + side]).sum();
            sum / area
        })
    }

    /// Standard deviation.
    pub fn deviation(&self) -> f64 {
        deviation(&self.values)
    }
}

/// Standard deviation; 0 of nothing.
pub(super) fn deviation(values: &[f64]) -> f64 {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares = values.iter().map(|v| (v - mean).powi(2));
    (squares.sum::<f64>() / count).sqrt()
}

/// The middle value, or the mean of the two in the middle; not a number if there is none.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => values[n / 2],
        n => (values[n / 2 - 1] + values[n / 2]) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_multiples_of_eight_and_never_too_small_for_the_encoder() {
        assert_eq!(compared_size(768, 512, 512), (512, 344));
        assert_eq!(compared_size(500, 1000, 512), (256, 512));
        assert_eq!(compared_size(3000, 1, 512), (512, 16));
    }

    #[test]
    fn medians_of_odd_even_and_no_numbers() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
        assert!(median(Vec::new()).is_nan());
    }
}
