//! Outlines to draw with: curves through points, ellipses, leaves and ribbons, all as polylines.

use glam::Vec2;
use std::f32::consts::TAU;

/// Points from pairs of numbers.
pub fn points(pairs: &[[f32; 2]]) -> Vec<Vec2> {
    pairs.iter().map(|&pair| Vec2::from_array(pair)).collect()
}

/// A curve through all the points (Catmull and Rom), open.
pub fn open(pairs: &[[f32; 2]]) -> Vec<Vec2> {
    through(&points(pairs), false)
}

/// A curve through all the points and back to the first.
pub fn closed(pairs: &[[f32; 2]]) -> Vec<Vec2> {
    through(&points(pairs), true)
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
