//! Strokes of a loaded brush or knife: bristles, wear, ridges and colours not quite mixed.

use crate::canvas::Colour;
use crate::noise::{Noise, Random, step};
use glam::{Vec2, Vec3};
use std::ops::Range;

/// How far paint may go beyond the spine, in half-widths.
const REACH: f32 = 1.8;

/// How a tool gives off paint; lengths are in half-widths of the stroke.
#[derive(Clone, Debug)]
pub struct Tool {
    /// Bristle clumps across the stroke.
    pub bristles: f32,
    /// How unequal the clumps are in height, 0 to 1.
    pub groove: f32,
    /// How unequal they are in paint: how patchy the stroke is, 0 to 1.
    pub skip: f32,
    /// Height of the paint pushed aside to the rims, relative to the body.
    pub ridge: f32,
    /// Paint at the start; below about 0.5 the stroke is broken.
    pub load: f32,
    /// Paint lost on the way.
    pub wear: f32,
    /// How far single clumps overrun the end.
    pub rag: f32,
    /// Ends cut straight like a blade's, not round.
    pub square: bool,
    /// Height of the paint body.
    pub thickness: f32,
}

impl Tool {
    /// A hog-bristle brush full of stiff oil paint.
    pub const BRISTLE: Self = Self {
        bristles: 4.5,
        groove: 0.44,
        skip: 0.5,
        ridge: 0.6,
        load: 1.05,
        wear: 0.4,
        rag: 0.7,
        square: false,
        thickness: 1.0,
    };

    /// A flexible steel blade that spreads and scrapes.
    pub const KNIFE: Self = Self {
        bristles: 3.0,
        groove: 0.09,
        skip: 0.5,
        ridge: 1.3,
        load: 1.0,
        wear: 0.55,
        rag: 0.35,
        square: true,
        thickness: 1.0,
    };

    /// The tip of a small round brush, pressed and lifted.
    pub const TIP: Self = Self {
        bristles: 3.0,
        groove: 0.3,
        skip: 0.3,
        ridge: 0.35,
        load: 1.1,
        wear: 0.1,
        rag: 0.3,
        square: false,
        thickness: 0.8,
    };

    /// A soft brush with thin paint that runs dry.
    pub const SOFT: Self = Self {
        bristles: 9.0,
        groove: 0.6,
        skip: 0.6,
        ridge: 0.1,
        load: 0.85,
        wear: 0.45,
        rag: 0.9,
        square: false,
        thickness: 0.3,
    };
}

/// One stroke: where the tool goes, how wide it presses, and the two colours on it.
#[derive(Clone, Debug)]
pub struct Stroke {
    /// Points of the way, in order; the third coordinate is half the width there.
    pub spine: Vec<Vec3>,
    /// The colour and the one it streaks into.
    pub colours: [Colour; 2],
    /// Which part of the bristle noise is this stroke's own.
    pub grain: Vec2,
}

/// What a stroke leaves at a point.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// 0 bare to 1 covered.
    pub coverage: f32,
    /// Height of the paint left.
    pub height: f32,
    /// Share of the second colour.
    pub streak: f32,
}

impl Stroke {
    /// A stroke along `spine` with its own bristles.
    pub fn new(spine: Vec<Vec3>, colours: [Colour; 2], random: &mut Random) -> Self {
        let grain = Vec2::new(random.between(0.0, 900.0), random.between(0.0, 900.0));
        Self {
            spine,
            colours,
            grain,
        }
    }

    /// The upper and lower ends of everything the stroke may touch.
    pub fn rows(&self) -> (f32, f32) {
        let ends = |v: &Vec3| (v.y - v.z * REACH - 1.0, v.y + v.z * REACH + 1.0);
        let wider = |a: (f32, f32), b: (f32, f32)| (a.0.min(b.0), a.1.max(b.1));
        self.spine
            .iter()
            .map(ends)
            .fold((f32::MAX, f32::MIN), wider)
    }

    /// The pieces of the spine that may touch row `y`, and from where to where they do.
    fn row(&self, y: f32) -> Option<(Range<usize>, f32, f32)> {
        let mut found: Option<(Range<usize>, f32, f32)> = None;
        for (i, pair) in self.spine.windows(2).enumerate() {
            let (a, b, reach) = (pair[0], pair[1], pair[0].z.max(pair[1].z) * REACH + 1.0);
            if y > a.y.min(b.y) - reach && y < a.y.max(b.y) + reach {
                let (left, right) = (a.x.min(b.x) - reach, a.x.max(b.x) + reach);
                found = Some(match found {
                    Some((pieces, l, r)) => (pieces.start..i + 1, l.min(left), r.max(right)),
                    None => (i..i + 1, left, right),
                });
            }
        }
        found
    }

    /// Way along the spine from its first point (negative before it), signed distance across it,
    /// and half-width, at the nearest place on some `pieces` of it.
    fn place(&self, p: Vec2, pieces: Range<usize>, lengths: &[f32]) -> (f32, f32, f32) {
        let (mut best, mut nearest) = (f32::MAX, (0.0, 0.0, 1.0));
        let last = self.spine.len().saturating_sub(2);
        for i in pieces {
            let (from, to) = (self.spine[i], self.spine[i + 1]);
            let (a, side) = (from.truncate(), to.truncate() - from.truncate());
            let long = (lengths[i + 1] - lengths[i]).max(1e-3);
            let way = side / long;
            let u = (p - a).dot(way);
            let inner = u.clamp(0.0, long);
            let distance = (a + way * inner).distance_squared(p);
            if distance < best {
                best = distance;
                let open = (i == 0 && u < 0.0) || (i == last && u > long);
                let across = way.perp_dot(p - a);
                let across = if open {
                    across
                } else {
                    distance.sqrt().copysign(across)
                };
                let half = from.z + (to.z - from.z) * inner / long;
                nearest = (lengths[i] + if open { u } else { inner }, across, half);
            }
        }
        nearest
    }

    /// Length of the spine up to each of its points.
    fn lengths(&self) -> Vec<f32> {
        let mut lengths = vec![0.0];
        for pair in self.spine.windows(2) {
            let step = pair[0].truncate().distance(pair[1].truncate());
            lengths.push(lengths[lengths.len() - 1] + step);
        }
        lengths
    }

    /// Calls `leave(x, mark)` for each pixel of row `y` that the stroke touches, `width` a row.
    pub fn mark_row(
        &self,
        tool: &Tool,
        bristle: &Noise,
        (y, width): (usize, usize),
        mut leave: impl FnMut(usize, Mark),
    ) {
        let y = y as f32 + 0.5;
        let Some((pieces, left, right)) = self.row(y) else {
            return;
        };
        let lengths = self.lengths();
        let total = lengths[lengths.len() - 1];
        for x in left.max(0.0) as usize..(right.max(0.0) as usize).min(width) {
            let p = Vec2::new(x as f32 + 0.5, y);
            let (along, across, half) = self.place(p, pieces.clone(), &lengths);
            if let Some(mark) = self.mark(tool, bristle, (along, total - along), across, half) {
                leave(x, mark);
            }
        }
    }

    /// What the stroke leaves at a place: the way along and left (negative beyond the ends),
    /// the distance `across`, and the half-width there.
    fn mark(
        &self,
        tool: &Tool,
        bristle: &Noise,
        (along, left): (f32, f32),
        across: f32,
        half: f32,
    ) -> Option<Mark> {
        let half = half.max(0.3);
        let t = across / half;
        if t.abs() > 1.1 + 0.5 / half || -along > half * 1.1 + 0.5 {
            return None;
        }
        let clump = Vec2::new(t * tool.bristles * 0.5, along / half * 0.13) + self.grain;
        let streak = bristle.at(clump);
        let over = (-along)
            .max(-left - tool.rag * half * streak.max(-0.6))
            .max(0.0)
            / half;
        let radius = if tool.square {
            t.abs().max(1.0 + over * 2.0 - 0.1)
        } else {
            t.hypot(over)
        };
        let wobble =
            0.07 * bristle.at(Vec2::new(along / half * 0.5, t.signum() * 9.0) + self.grain);
        let inside = ((1.0 + wobble - radius) * half + 0.5).clamp(0.0, 1.0);
        if inside <= 0.0 {
            return None;
        }
        let gone = (along / (along + left).max(1.0)).clamp(0.0, 1.0);
        let load = tool.load - tool.wear * gone * gone + tool.skip * (streak - 0.2 * radius);
        let coverage = inside * step(0.12, 0.42, load);
        // A brush pushes paint to both sides; a blade leans and leaves a lip at one.
        let (inner, lean) = if tool.square {
            (0.74, 0.5 + 0.5 * t)
        } else {
            (0.55, 1.0)
        };
        let rim = step(inner, 0.93, radius.min(1.0)) * lean + step(1.2, 0.0, left / half) * 0.6;
        let height = tool.thickness * (0.5 + tool.groove * streak + tool.ridge * rim);
        let second = bristle.at(clump * Vec2::new(0.8, 0.6) + 400.0);
        Some(Mark {
            coverage,
            height: height.max(0.0) * step(0.0, 0.5, load),
            streak: step(-0.1, 0.7, second),
        })
    }
}
