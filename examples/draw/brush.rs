//! Brush strokes: paths that follow a direction field, laid down with bristles, load and relief.
//!
//! Strokes run along the form and stop where the colour under them changes, as in Hertzmann,
//! "Painterly Rendering with Curved Brush Strokes of Multiple Sizes" (SIGGRAPH 1998).

use crate::{
    canvas::{Canvas, Colour, Field, Grid},
    noise::{Noise, Random, step},
};
use glam::{Vec2, Vec3};

/// What a point of the subject asks of the brush.
#[derive(Clone, Copy)]
pub struct Mark {
    /// Colour to mix.
    pub colour: Colour,
    /// Direction of the stroke, radians.
    pub angle: f32,
    /// Size of the stroke; 1 is the brush's own.
    pub scale: f32,
}

/// A brush and how it is held.
#[derive(Clone, Copy)]
pub struct Brush {
    /// Breadth of a stroke in pixels.
    pub width: f32,
    /// Length of a stroke in pixels.
    pub length: f32,
    /// How much single hairs show, 0 to 1.
    pub bristle: f32,
    /// How soon the paint runs out: 0 never, 1 half-way.
    pub dry: f32,
    /// Thickness of the paint.
    pub body: f32,
    /// Opacity at full load.
    pub opacity: f32,
    /// Deviation of lightness and of hue from stroke to stroke.
    pub jitter: (f32, f32),
    /// Difference of colour at which a stroke stops.
    pub stop: f32,
}

impl Default for Brush {
    fn default() -> Self {
        Self {
            width: 16.0,
            length: 80.0,
            bristle: 0.6,
            dry: 0.3,
            body: 1.0,
            opacity: 1.0,
            jitter: (0.12, 0.05),
            stop: 0.12,
        }
    }
}

/// Paint on a ground: its colour and its thickness.
pub struct Paint {
    /// Colours, linear light.
    pub colour: Canvas,
    /// Thickness, about 0 to 1.
    pub body: Field,
    hairs: Noise,
}

impl Paint {
    /// A ground without paint.
    pub fn on(ground: Canvas) -> Self {
        Self {
            body: Grid::filled(ground.width, ground.height, 0.0),
            colour: ground,
            hairs: Noise::fractal(7, 2),
        }
    }

    /// Covers the picture with strokes of `subject`, about `spacing` pixels apart, in random order.
    pub fn cover(
        &mut self,
        brush: &Brush,
        spacing: f32,
        random: &mut Random,
        subject: impl Fn(Vec2) -> Option<Mark>,
    ) {
        let size = self.colour.size();
        for start in random.scattered(size.x, size.y, spacing) {
            if let Some(mark) = subject(start) {
                let brush = Brush {
                    width: brush.width * mark.scale * random.between(0.75, 1.25),
                    length: brush.length * mark.scale * random.between(0.6, 1.3),
                    ..*brush
                };
                let path = follow(start, &brush, mark, &subject);
                let colour = varied(mark.colour, brush.jitter, random);
                self.stroke(&brush, &path, colour, random);
            }
        }
    }

    /// Lays one stroke along `path`.
    pub fn stroke(&mut self, brush: &Brush, path: &[Vec2], colour: Colour, random: &mut Random) {
        let half = brush.width / 2.0;
        let (Some(low), Some(high)) = (
            path.iter().copied().reduce(Vec2::min),
            path.iter().copied().reduce(Vec2::max),
        ) else {
            return;
        };
        let lengths = arc_lengths(path);
        let total = lengths.last().copied().unwrap_or(0.0).max(1.0);
        // Each stroke has its own hairs and its own load.
        let which = random.between(0.0, 1000.0);
        let dry = brush.dry * random.between(0.5, 1.5);
        let (low, high) = (low - half - 1.0, high + half + 1.0);
        for y in low.y.floor() as i32..=high.y.ceil() as i32 {
            for x in low.x.floor() as i32..=high.x.ceil() as i32 {
                let p = Vec2::new(x as f32 + 0.5, y as f32 + 0.5);
                let Some((along, across)) = place(p, path, &lengths, half + 1.0) else {
                    continue;
                };
                let s = along / total;
                // The brush is set down, pressed and lifted.
                let pressure = (0.55 + 0.45 * step(0.0, 0.18, s)) * (1.0 - 0.5 * step(0.7, 1.0, s));
                let v = across / (half * pressure);
                if v.abs() > 1.0 + 1.0 / half {
                    continue;
                }
                let hair = self.hairs.at(Vec2::new(
                    v * (2.0 + half * 0.35) + which,
                    along / (brush.width * 2.5) + which,
                ));
                let ragged = half * pressure * (1.0 - v.abs()) + hair * brush.bristle * 1.5;
                let edge = step(-0.6, 0.8, ragged);
                let left = 1.0 - dry * 2.0 * s + hair * 0.9 * brush.bristle + 0.5;
                let alpha = edge * step(0.0, 0.35, left) * brush.opacity;
                self.touch(x, y, alpha, colour, brush, (v, hair));
            }
        }
    }

    fn touch(
        &mut self,
        x: i32,
        y: i32,
        alpha: f32,
        colour: Colour,
        brush: &Brush,
        (v, hair): (f32, f32),
    ) {
        if alpha <= 0.0 {
            return;
        }
        let streak = 1.0 + hair * 0.35 * brush.bristle;
        if let Some(cell) = self.colour.get_mut(x, y) {
            *cell = cell.lerp(colour * streak, alpha);
        }
        if let Some(body) = self.body.get_mut(x, y) {
            // Paint is pushed to the sides of a stroke and combed by the hairs.
            let ridge = 0.55 + 0.45 * v.abs().powi(3) + 0.55 * brush.bristle * hair;
            *body = *body * (1.0 - alpha) + (*body * 0.35 + brush.body * ridge) * alpha;
        }
    }
}

/// The path of a stroke from `start`: along the directions of the subject, to both sides of it, as
/// far as its colour holds.
pub fn follow(
    start: Vec2,
    brush: &Brush,
    mark: Mark,
    subject: &impl Fn(Vec2) -> Option<Mark>,
) -> Vec<Vec2> {
    let stride = (brush.length / 10.0).max(2.0);
    let walk = |sign: f32| {
        let mut points = Vec::new();
        let (mut at, mut heading) = (start, Vec2::from_angle(mark.angle) * sign);
        for _ in 0..5 {
            let next = at + heading * stride;
            let Some(there) = subject(next) else { break };
            if there.colour.distance(mark.colour) > brush.stop {
                break;
            }
            let way = Vec2::from_angle(there.angle);
            // A direction has no sign: go on, never back.
            let way = if way.dot(heading) < 0.0 { -way } else { way };
            heading = (heading + way).normalize_or(heading);
            at = next;
            points.push(at);
        }
        points
    };
    let mut path: Vec<Vec2> = walk(-1.0).into_iter().rev().collect();
    path.push(start);
    path.extend(walk(1.0));
    if path.len() == 1 {
        path.push(start + Vec2::from_angle(mark.angle) * stride * 0.5);
    }
    path
}

/// A colour near `colour`, as the next brushful from the palette.
pub fn varied(colour: Colour, (light, hue): (f32, f32), random: &mut Random) -> Colour {
    let gain = (random.normal() * light).exp();
    let tint = Vec3::new(random.normal(), random.normal(), random.normal()) * hue;
    (colour * gain * (Vec3::ONE + tint)).max(Vec3::splat(0.002))
}

fn arc_lengths(path: &[Vec2]) -> Vec<f32> {
    let mut lengths = vec![0.0];
    for pair in path.windows(2) {
        lengths.push(lengths[lengths.len() - 1] + pair[0].distance(pair[1]));
    }
    lengths
}

/// Way along the path and signed distance across it of the nearest point, if within `reach`.
fn place(p: Vec2, path: &[Vec2], lengths: &[f32], reach: f32) -> Option<(f32, f32)> {
    let mut best = (reach * reach, None);
    for (pair, &begin) in path.windows(2).zip(lengths) {
        let (way, from) = (pair[1] - pair[0], p - pair[0]);
        let t = (from.dot(way) / way.length_squared().max(1e-6)).clamp(0.0, 1.0);
        let off = from - way * t;
        let square = off.length_squared();
        if square < best.0 {
            let side = way.perp_dot(from).signum();
            best = (
                square,
                Some((begin + t * way.length(), square.sqrt() * side)),
            );
        }
    }
    best.1
}
