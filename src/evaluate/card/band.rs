//! Bands along the border, which convolutions leave that see zeros beyond it.

use crate::picture::Picture;

/// Pixels of the band, and of what it is compared with.
const OUTER: usize = 8;
const INNER: usize = 24;
/// Pieces into which a side is cut.
const PIECES: usize = 8;

/// Root mean square, over the eighths of the four sides and the colours, of the outer 8 px less the next 24 px, and
/// less the same of the card; in grey levels.
pub(super) fn band(painted: &Picture, card: &Picture) -> f64 {
    let differences = steps(painted).into_iter().zip(steps(card));
    let squares = differences.map(|(painted, card)| ((painted - card) * 255.0).powi(2));
    let squares: Vec<f64> = squares.collect();
    (squares.iter().sum::<f64>() / squares.len().max(1) as f64).sqrt()
}

/// Mean of the outer pixels less that of the next, for each piece of each side and each colour.
fn steps(picture: &Picture) -> Vec<f64> {
    let (width, height) = (picture.width, picture.height);
    let mut steps = Vec::new();
    for side in 0..4 {
        let long = if side < 2 { width } else { height };
        // Corners belong to both sides: left out.
        let (from, length) = (OUTER + INNER, long - 2 * (OUTER + INNER));
        for piece in 0..PIECES {
            let along = from + piece * length / PIECES..from + (piece + 1) * length / PIECES;
            for channel in 0..3 {
                let mean = |depths: std::ops::Range<usize>| {
                    let count = (depths.len() * along.len()).max(1) as f64;
                    let places = depths.flat_map(|d| along.clone().map(move |a| (d, a)));
                    let values = places.map(|(depth, along)| {
                        let (x, y) = match side {
                            0 => (along, depth),
                            1 => (along, height - 1 - depth),
                            2 => (depth, along),
                            _ => (width - 1 - depth, along),
                        };
                        f64::from(picture.rgb[3 * (y * width + x) + channel])
                    });
                    values.sum::<f64>() / count
                };
                steps.push(mean(0..OUTER) - mean(OUTER..OUTER + INNER));
            }
        }
    }
    steps
}
