//! Wet paint on a support, laid on stroke by stroke.

use crate::canvas::{Canvas, Field};
use crate::noise::Noise;
use crate::technique::brush::{Stroke, Tool};
use rayon::prelude::*;

/// Rows painted by one task: each task lays all strokes in order on its own rows.
const BAND: usize = 32;

/// Wet paint on a support: its colour and how high it stands.
pub struct Paint {
    pub colour: Canvas,
    pub height: Field,
    bristle: Noise,
}

impl Paint {
    /// A support of a colour and a surface.
    pub fn on(colour: Canvas, height: Field) -> Self {
        Self {
            colour,
            height,
            bristle: Noise::smooth(77),
        }
    }

    /// Lays strokes one over the other. A stroke flattens part of the paint below it.
    pub fn lay(&mut self, tool: &Tool, strokes: &[Stroke]) {
        let width = self.colour.width;
        let extents: Vec<_> = strokes.iter().map(Stroke::rows).collect();
        let bristle = &self.bristle;
        let colours = self.colour.cells.par_chunks_mut(width * BAND);
        let heights = self.height.cells.par_chunks_mut(width * BAND);
        colours
            .zip(heights)
            .enumerate()
            .for_each(|(band, (colours, heights))| {
                let (top, bottom) = (band * BAND, band * BAND + colours.len() / width);
                for (stroke, &(low, high)) in strokes.iter().zip(&extents) {
                    let rows = (low.max(top as f32) as usize)..(high.max(0.0) as usize).min(bottom);
                    for y in rows {
                        stroke.mark_row(tool, bristle, (y, width), |x, mark| {
                            let i = (y - top) * width + x;
                            let colour = stroke.colours[0].lerp(stroke.colours[1], mark.streak);
                            colours[i] = colours[i].lerp(colour, mark.coverage);
                            let height = heights[i] * 0.4 + mark.height;
                            heights[i] += (height - heights[i]) * mark.coverage;
                        });
                    }
                }
            });
    }
}
