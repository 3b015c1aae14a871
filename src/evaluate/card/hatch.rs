//! Hatching: strokes of one direction on an empty ground.

use crate::{evaluate::directions::Tensors, picture::Picture};
use serde::Serialize;

/// Strokes on an empty ground.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Hatch {
    /// Root mean square of the lightness gradients, in grey levels a pixel.
    pub energy: f64,
    /// The part of it that is of one direction.
    pub parallel: f64,
    /// That direction, in degrees from the horizontal as a clock's hands turn, 0 to 180.
    pub direction: f64,
}

impl Hatch {
    /// What is within left, top, right and bottom, in pixels.
    pub(super) fn within([left, top, right, bottom]: [f64; 4], painted: &Picture) -> Self {
        let width = (right - left) as usize;
        let rows = (top as usize..bottom as usize).map(|y| y * painted.width + left as usize);
        let rgb: Vec<f32> = rows
            .flat_map(|i| &painted.rgb[3 * i..3 * (i + width)])
            .copied()
            .collect();
        let part = Picture::from_rgb(width, rgb.len() / (3 * width.max(1)), rgb);
        let mean = Tensors::of(&part).mean();
        Self {
            energy: mean.energy().sqrt(),
            parallel: (mean.energy() * mean.one_way()).sqrt(),
            direction: mean.direction(),
        }
    }
}
