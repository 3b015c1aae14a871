//! How large strokes are, and over which sizes a picture is painted so that they become it.
//!
//! The generator's strokes have a size in pixels: at 512 they are bold, at 3000 hardly seen. So a picture
//! is first painted where its strokes have the size that is wanted, and that draft is painted over at
//! larger and larger sizes, which brings what a larger picture has: crisp edges and finer marks inside
//! the strokes.

use crate::stylize::canvas::MARGIN;

/// Pixels mirrored round pictures whose strokes are a share of them; with fewer the generator's zeros beyond
/// the borders are seen as a frame.
const WIDE_MARGIN: usize = 64;
/// Long side of a draft at stroke size 1: that of the pictures that the generator is best at.
const DRAFT: f32 = 512.0;
/// How many times as large as the one before a size may be: beyond, repainting makes blotches.
const MOST: f32 = 3.0;
/// A picture that is hardly larger than the draft is painted in one pass.
const NEAR: f32 = 1.1;

/// Stroke sizes that have a meaning.
pub const STROKE_SIZES: std::ops::RangeInclusive<f32> = 0.25..=4.0;

/// A decoder that is fitted to one picture lays strokes so many times as large as Instant's: what it has learnt of the painting
/// carries broader ones, and viewers who compare blind choose them (docs/quality.md).
const FITTED: f32 = 1.6;

/// How large the strokes of a picture are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Strokes {
    /// A number of pixels, whatever the size of the picture: one pass at its size.
    Pixels,
    /// So many times a share of the picture, one of [`STROKE_SIZES`]: pictures of all sizes look alike
    /// when they are shown at one.
    Share(f32),
    /// The same, where it has to be quick: the draft alone, enlarged.
    Sketch(f32),
}

impl Strokes {
    /// What [`Strokes::Pixels`] are in a picture of long side `long`, as nearly as it can be said.
    pub fn share_in(long: usize) -> f32 {
        let size = DRAFT / long.max(1) as f32;
        size.clamp(*STROKE_SIZES.start(), *STROKE_SIZES.end())
    }

    /// The same for a sketch.
    #[must_use]
    pub fn sketched(self) -> Self {
        match self {
            Self::Share(size) => Self::Sketch(size),
            other => other,
        }
    }

    /// The same for a decoder that is fitted to the picture.
    #[must_use]
    pub fn fitted(self) -> Self {
        match self {
            Self::Share(size) => Self::Share(FITTED * size),
            other => other,
        }
    }

    /// Pixels that are mirrored round a picture that is painted in one piece.
    pub(super) fn margin(self) -> usize {
        match self {
            Self::Pixels => MARGIN,
            Self::Share(_) | Self::Sketch(_) => WIDE_MARGIN,
        }
    }

    /// Whether a picture of long side `long` is painted once, not over a draft.
    pub fn is_one_pass(self, long: usize) -> bool {
        self.sides(long).1.is_empty()
    }

    /// Long side at which a picture of long side `long` is painted first, and those at which it is painted
    /// over then. If the last is not `long`, what is painted there is brought to it.
    pub(super) fn sides(self, long: usize) -> (usize, Vec<usize>) {
        let draft = |size: f32| (DRAFT / size).round() as usize;
        match self {
            Self::Pixels => (long, Vec::new()),
            // Bounded by the sketch's own size: small strokes would take long.
            Self::Sketch(size) => (draft(size).min(long), Vec::new()),
            Self::Share(size) => {
                // A small picture is painted as a larger one and shrunk, but not for ever smaller strokes.
                let first = draft(size).min(long.max(DRAFT as usize));
                let times = long as f32 / first as f32;
                if first < long && times <= NEAR {
                    return (long, Vec::new());
                }
                let steps = (times.ln() / MOST.ln() - 1e-3).ceil().max(0.0) as i32;
                let side = |step: i32| match step == steps {
                    true => long,
                    false => {
                        (first as f32 * times.powf(step as f32 / steps as f32)).round() as usize
                    }
                };
                (first, (1..=steps).map(side).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow_at_most_threefold_from_the_draft_to_the_result() {
        let one = Strokes::Share(1.0);
        assert_eq!(one.sides(512), (512, vec![]));
        assert_eq!(one.sides(100), (512, vec![]));
        assert_eq!(one.sides(540), (540, vec![]));
        assert_eq!(one.sides(1024), (512, vec![1024]));
        assert_eq!(one.sides(1536), (512, vec![1536]));
        for (size, long) in [(1.0, 3000), (4.0, 9000), (0.25, 4000), (2.0, 513)] {
            let (first, over) = Strokes::Share(size).sides(long);
            assert_eq!(first, (512.0 / size) as usize);
            assert_eq!(over.last(), Some(&long));
            let mut before = first;
            for side in over {
                assert!(side > before && side <= 3 * before + 2, "{before} {side}");
                before = side;
            }
        }
        // Strokes smaller than the network's are not painted for small pictures.
        assert_eq!(Strokes::Share(0.25).sides(700), (700, vec![]));
        assert_eq!(Strokes::Share(0.25).sides(300), (512, vec![]));
        assert_eq!(Strokes::Pixels.sides(3000), (3000, vec![]));
        assert_eq!(one.sketched().sides(640), (512, vec![]));
        assert_eq!(Strokes::Share(0.25).sketched().sides(640), (640, vec![]));
    }
}
