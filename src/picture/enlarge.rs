//! Enlarging a picture part by part: softly, or crisp and without halos.

use super::planes::{Planes, reach_of};
use rayon::prelude::*;

/// A rectangle of a picture; where it reaches beyond the picture's borders, the picture is mirrored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// First row; may be above the picture.
    pub top: i64,
    /// First column; may be beside the picture.
    pub left: i64,
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
}

impl Part {
    /// With `margin` pixels more on every side.
    #[must_use]
    pub fn grown(self, margin: usize) -> Self {
        Self {
            top: self.top - margin as i64,
            left: self.left - margin as i64,
            height: self.height + 2 * margin,
            width: self.width + 2 * margin,
        }
    }
}

/// The pixel of a row of `side` that is seen at `i` when the row is mirrored at its ends.
pub fn mirrored(i: i64, side: usize) -> usize {
    let period = (2 * side).saturating_sub(2).max(1) as i64;
    let i = i.rem_euclid(period);
    i.min(period - i).min(side as i64 - 1) as usize
}

/// A picture as it looks at a larger size; what is asked for of it is computed then.
pub struct Enlarged<'a> {
    /// Interleaved colours.
    rgb: &'a [f32],
    from: (usize, usize),
    to: (usize, usize),
}

/// Share of the radius of a pixel's neighbours, in pixels of the small picture, against which edges are sharpened.
const EDGE: f32 = 0.45;
/// How strongly, each time.
const SHARPER: f32 = 1.5;

impl<'a> Enlarged<'a> {
    /// Interleaved `rgb` of `from` = width and height, seen at the size `to`.
    pub fn new(rgb: &'a [f32], from: (usize, usize), to: (usize, usize)) -> Self {
        Self { rgb, from, to }
    }

    /// How many times as large it becomes.
    pub fn factor(&self) -> f32 {
        let long = |(width, height): (usize, usize)| width.max(height) as f32;
        long(self.to) / long(self.from)
    }

    /// A part of it, enlarged by cubic convolution (Keys 1981).
    pub fn soft(&self, part: Part) -> Planes {
        let (width, height) = (part.width, part.height);
        let columns = taps(part.left, width, self.from.0, self.to.0);
        let rows = taps(part.top, height, self.from.1, self.to.1);
        let all = || rows.iter().flat_map(|tap| tap.from);
        let first = all().min().unwrap_or(0);
        let last = all().max().unwrap_or(0);
        // Rows of the small picture at the new width, the three colours one after the other.
        let mut wide = vec![0.0; (last - first + 1) * 3 * width];
        let from = self.rgb.chunks_exact(3 * self.from.0).skip(first);
        let from: Vec<&[f32]> = from.take(last - first + 1).collect();
        wide.par_chunks_mut(3 * width)
            .zip(from)
            .for_each(|(to, from)| {
                for (x, tap) in columns.iter().enumerate() {
                    for channel in 0..3 {
                        let at = |i: usize| from[3 * tap.from[i] + channel] * tap.weight[i];
                        to[channel * width + x] = at(0) + at(1) + at(2) + at(3);
                    }
                }
            });
        let mut values = vec![0.0; 3 * width * height];
        let lines = values.par_chunks_mut(width).enumerate();
        lines.for_each(|(i, to)| {
            let (channel, tap) = (i / height, &rows[i % height]);
            for (row, weight) in tap.from.iter().zip(tap.weight) {
                let start = (row - first) * 3 * width + channel * width;
                for (to, value) in to.iter_mut().zip(&wide[start..start + width]) {
                    *to += weight * value;
                }
            }
        });
        Planes {
            width,
            height,
            values,
        }
    }

    /// A part of it with its edges as narrow as they were in the small picture: sharpened twice, each time
    /// within what lies beside a pixel, so that nothing overshoots.
    pub fn crisp(&self, part: Part) -> Planes {
        let factor = self.factor();
        if factor <= 1.0 {
            return self.soft(part);
        }
        let sigma = EDGE * factor;
        let margin = 2 * reach_of(sigma);
        let mut large = self.soft(part.grown(margin));
        let beside = (factor / 2.0).round() as usize;
        let (least, most) = (
            large.extreme(beside, f32::min),
            large.extreme(beside, f32::max),
        );
        for _ in 0..2 {
            let soft = large.blurred(sigma);
            let bounds = least.values.par_iter().zip(&most.values);
            let pixels = large.values.par_iter_mut().zip(&soft.values).zip(bounds);
            pixels.for_each(|((value, soft), (least, most))| {
                *value = (*value + SHARPER * (*value - soft)).clamp(*least, *most);
            });
        }
        large.inner(margin)
    }

    /// All of it, crisp, as interleaved colours in 0..1.
    pub fn all(&self) -> Vec<f32> {
        let (width, height) = self.to;
        let part = Part {
            top: 0,
            left: 0,
            height,
            width,
        };
        let Planes { values, .. } = self.crisp(part);
        let cells = width * height;
        let pixels = (0..cells).flat_map(|i| [values[i], values[cells + i], values[2 * cells + i]]);
        pixels.map(|value| value.clamp(0.0, 1.0)).collect()
    }
}

/// Four pixels of a row that are mixed to one.
struct Tap {
    from: [usize; 4],
    weight: [f32; 4],
}

/// How `count` pixels, from `start` on, of a row of `to` are mixed of one of `from`.
fn taps(start: i64, count: usize, from: usize, to: usize) -> Vec<Tap> {
    let tap = |i: i64| {
        let place = (mirrored(i, to) as f64 + 0.5) * from as f64 / to as f64 - 0.5;
        let base = place.floor();
        let t = (place - base) as f32;
        let near = |offset: i64| (base as i64 + offset).clamp(0, from as i64 - 1) as usize;
        let (t2, t3) = (t * t, t * t * t);
        Tap {
            from: [-1, 0, 1, 2].map(near),
            weight: [
                -0.5 * t3 + t2 - 0.5 * t,
                1.5 * t3 - 2.5 * t2 + 1.0,
                -1.5 * t3 + 2.0 * t2 + 0.5 * t,
                0.5 * t3 - 0.5 * t2,
            ],
        }
    };
    (start..start + count as i64).map(tap).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripes(width: usize, height: usize) -> Vec<f32> {
        let value = |i: usize| if (i / 3) % 8 < 4 { 0.1 } else { 0.9 };
        (0..3 * width * height).map(value).collect()
    }

    #[test]
    fn parts_are_those_of_the_whole_also_where_it_is_mirrored() {
        let rgb = stripes(24, 10);
        let large = Enlarged::new(&rgb, (24, 10), (61, 25));
        let whole = large.crisp(Part {
            top: 0,
            left: 0,
            height: 25,
            width: 61,
        });
        let part = Part {
            top: -4,
            left: 50,
            height: 20,
            width: 20,
        };
        let found = large.crisp(part);
        for (y, x) in [(0, 0), (4, 0), (4, 10), (19, 19), (7, 12)] {
            let (row, column) = (
                mirrored(part.top + y as i64, 25),
                mirrored(part.left + x as i64, 61),
            );
            let (a, b) = (found.values[y * 20 + x], whole.values[row * 61 + column]);
            assert!((a - b).abs() < 1e-5, "{y} {x}: {a} {b}");
        }
    }

    #[test]
    fn edges_become_crisp_without_halos_and_a_ramp_stays_one() {
        let rgb = stripes(24, 10);
        let large = Enlarged::new(&rgb, (24, 10), (72, 30));
        let part = Part {
            top: 15,
            left: 0,
            height: 1,
            width: 72,
        };
        let between = |planes: &Planes| {
            let row = planes.values[12..60].iter();
            row.filter(|v| (0.2..0.8).contains(*v)).count()
        };
        let (soft, crisp) = (large.soft(part), large.crisp(part));
        assert!(between(&crisp) < between(&soft));
        let within = |p: &Planes| {
            let all = p.values.iter();
            all.fold((f32::MAX, f32::MIN), |(a, b), v| (a.min(*v), b.max(*v)))
        };
        let (wide, narrow) = (within(&soft), within(&crisp));
        assert!(narrow.0 >= wide.0 - 1e-5 && narrow.1 <= wide.1 + 1e-5);
        let ramp: Vec<f32> = (0..30).flat_map(|x| [x as f32 / 30.0; 3]).collect();
        let ramp = Enlarged::new(&ramp, (30, 1), (60, 2)).crisp(Part {
            top: 0,
            left: 20,
            height: 1,
            width: 20,
        });
        for (x, value) in ramp.values[..20].iter().enumerate() {
            let wanted = ((x + 20) as f32 + 0.5) / 60.0 - 0.5 / 30.0;
            assert!((value - wanted).abs() < 2e-3, "{x}: {value} {wanted}");
        }
    }
}
