//! Lightness contrast beside the painting's.

use super::{lab::lab, plane::deviation};
use crate::picture::Picture;

/// Standard deviation of CIE lightness over that of the painting: 1 is as strong as it, less is paler.
pub fn contrast(result: &Picture, painting: &Picture) -> f64 {
    let of = |picture| {
        let lightness: Vec<f64> = lab(picture).into_iter().map(|[l, ..]| l).collect();
        deviation(&lightness)
    };
    of(result) / of(painting).max(1e-9)
}
