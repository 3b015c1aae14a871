//! Numbers that options take, each within its bounds.

use crate::stylize::{STRENGTHS, STROKE_SIZES};
use std::ops::RangeInclusive;

/// The number of `text`, if it lies within `bounds`.
fn within(text: &str, bounds: &RangeInclusive<f32>) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(value) if bounds.contains(&value) => Ok(value),
        _ => Err(format!(
            "give a number from {} to {}",
            bounds.start(),
            bounds.end()
        )),
    }
}

/// A weight of a loss.
pub fn weight(text: &str) -> Result<f32, String> {
    within(text, &(0.0..=1e6))
}

/// How much larger a painting is looked at.
pub fn scale(text: &str) -> Result<f32, String> {
    within(text, &(0.01..=100.0))
}

/// How far dreams may be from the middle one.
pub fn truncation(text: &str) -> Result<f32, String> {
    within(text, &(0.0..=1.5))
}

/// How strongly Instant paints.
pub fn strength(text: &str) -> Result<f32, String> {
    within(text, &STRENGTHS)
}

/// A part of a whole.
pub fn share(text: &str) -> Result<f32, String> {
    within(text, &(0.0..=1.0))
}

/// More or less of something.
pub fn signed(text: &str) -> Result<f32, String> {
    within(text, &(-1.0..=1.0))
}

/// How large strokes are.
pub fn stroke_size(text: &str) -> Result<f32, String> {
    within(text, &STROKE_SIZES)
}
