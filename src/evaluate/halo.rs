//! Halos: broad bright and dark rims that the photograph does not have.

use super::plane::Plane;
use crate::picture::Picture;

/// Excess of coarse lightness edges of `result` over those of `photograph`, which is of the same size.
///
/// Lightness is pooled to 8 and to 16 px and divided by its deviation; an edge counts where it is more than
/// 1.15 times the photograph's and 0.05. Gatys et al. have 0.18, MicroAST 0.20; near 0 is flat.
pub fn halo(result: &Picture, photograph: &Picture) -> f64 {
    let (result, photograph) = (Plane::luma(result), Plane::luma(photograph));
    let excess = |side| {
        let (painted, own) = (edges(&result.pooled(side)), edges(&photograph.pooled(side)));
        let count = painted.len().min(own.len()).max(1) as f64;
        let edges = painted.iter().zip(own);
        let excess = edges.map(|(painted, own)| (painted - 1.15 * own - 0.05).max(0.0));
        excess.sum::<f64>() / count
    };
    (excess(8) + excess(16)) / 2.0
}

/// Differences to the pixel below and to the right, in deviations, without the last row and column.
fn edges(plane: &Plane) -> Vec<f64> {
    let scale = plane.deviation() + 0.02;
    let size = (
        plane.width.saturating_sub(1),
        plane.height.saturating_sub(1),
    );
    let edge = |x, y| {
        let here = plane.at(x, y);
        (plane.at(x, y + 1) - here).abs() + (plane.at(x + 1, y) - here).abs()
    };
    Plane::from_fn(size, |x, y| edge(x, y) / scale).values
}
