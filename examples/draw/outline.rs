//! Outlines to draw with: curves through points, ellipses, leaves and ribbons, all as polylines.

use glam::Vec2;
use std::f32::consts::TAU;

/// Points from their coordinates: x, y, x, y and so on.
pub fn points(coordinates: &[f32]) -> Vec<Vec2> {
    coordinates.chunks_exact(2).map(Vec2::from_slice).collect()
}

/// The rectangle `inset` within a picture of `w` x `h`, back to its first corner.
pub fn inset_frame(w: f32, h: f32, inset: f32) -> Vec<Vec2> {
    let (right, bottom) = (w - inset, h - inset);
    points(&[
        inset, inset, right, inset, right, bottom, inset, bottom, inset, inset,
    ])
}

/// A curve through all the points (Catmull and Rom), open.
pub fn open(coordinates: &[f32]) -> Vec<Vec2> {
    through(&points(coordinates), false)
}

/// A curve through all the points and back to the first.
pub fn closed(coordinates: &[f32]) -> Vec<Vec2> {
    through(&points(coordinates), true)
}

/// A curve through `knots`, about a point every 3 pixels.
pub fn through(knots: &[Vec2], closed: bool) -> Vec<Vec2> {
    let n = knots.len();
    if n < 3 {
        return knots.to_vec();
    }
    let knot = |i: isize| {
        let last = n as isize - 1;
        let i = if closed {
            i.rem_euclid(n as isize)
        } else {
            i.clamp(0, last)
        };
        knots[i as usize]
    };
    let mut line = Vec::new();
    for i in 0..(if closed { n } else { n - 1 }) as isize {
        let (a, b, c, d) = (knot(i - 1), knot(i), knot(i + 1), knot(i + 2));
        let pieces = (b.distance(c) / 3.0).ceil().max(1.0) as usize;
        for k in 0..pieces {
            let t = k as f32 / pieces as f32;
            let cubic = -a + 3.0 * b - 3.0 * c + d;
            let square = 2.0 * a - 5.0 * b + 4.0 * c - d;
            line.push(0.5 * (2.0 * b + t * (c - a + t * (square + t * cubic))));
        }
    }
    if !closed {
        line.push(knots[n - 1]);
    }
    line
}

/// An ellipse with its first axis turned by `turn` radians.
pub fn ellipse(centre: Vec2, radii: Vec2, turn: f32) -> Vec<Vec2> {
    let n = (radii.max_element() * 1.5).clamp(12.0, 160.0) as usize;
    let axis = Vec2::from_angle(turn);
    let point =
        |i: usize| centre + axis.rotate(radii * Vec2::from_angle(TAU * i as f32 / n as f32));
    (0..n).map(point).collect()
}

/// A leaf from `base` to `tip`: `fullness` is its half width and `bend` how far its middle swings
/// to the left, both as parts of its length.
pub fn leaf(base: Vec2, tip: Vec2, fullness: f32, bend: f32) -> Vec<Vec2> {
    let width = fullness * base.distance(tip);
    ribbon(&vein(base, tip, bend), |t| {
        width * 2.0 * (t.powf(0.7) * std::f32::consts::PI).sin()
    })
}

/// The middle line of a [`leaf`].
pub fn vein(base: Vec2, tip: Vec2, bend: f32) -> Vec<Vec2> {
    let middle = (base + tip) / 2.0 + (tip - base).perp() * bend;
    through(&[base, middle, tip], false)
}

/// The outline of a line as wide as `width(t)` pixels, `t` from 0 at its start to 1 at its end.
pub fn ribbon(line: &[Vec2], width: impl Fn(f32) -> f32) -> Vec<Vec2> {
    let n = line.len();
    let side = |i: usize, sign: f32| {
        let along = line[(i + 1).min(n - 1)] - line[i.saturating_sub(1)];
        let half = width(i as f32 / (n - 1).max(1) as f32).max(0.0) / 2.0;
        line[i] + along.normalize_or_zero().perp() * half * sign
    };
    let left = (0..n).map(|i| side(i, 1.0));
    left.chain((0..n).rev().map(|i| side(i, -1.0))).collect()
}

/// The same outline drawn with its origin at `at`, `scale` times as large and turned.
pub fn placed(line: &[Vec2], at: Vec2, scale: Vec2, turn: f32) -> Vec<Vec2> {
    let axis = Vec2::from_angle(turn);
    line.iter().map(|&p| at + axis.rotate(p * scale)).collect()
}

/// `count` points at equal distances along a line, its ends included.
pub fn even(line: &[Vec2], count: usize) -> Vec<Vec2> {
    let lengths: Vec<f32> = line
        .windows(2)
        .map(|pair| pair[0].distance(pair[1]))
        .collect();
    let total: f32 = lengths.iter().sum();
    let (mut piece, mut before) = (0, 0.0);
    let mut result = Vec::with_capacity(count);
    for k in 0..count {
        let goal = total * k as f32 / (count - 1).max(1) as f32;
        while piece + 1 < lengths.len() && before + lengths[piece] < goal {
            before += lengths[piece];
            piece += 1;
        }
        let t = ((goal - before) / lengths[piece].max(1e-6)).clamp(0.0, 1.0);
        result.push(line[piece].lerp(line[piece + 1], t));
    }
    result
}

/// The line `t` of the way from `a` to `b`, point by point.
pub fn between(a: &[Vec2], b: &[Vec2], t: f32) -> Vec<Vec2> {
    let count = a.len().max(b.len());
    let (a, b) = (even(a, count), even(b, count));
    a.iter().zip(&b).map(|(a, &b)| a.lerp(b, t)).collect()
}
