//! Where strokes go: the streamlines of a potential, and ways traced along a direction.

use crate::noise::Noise;
use glam::{Vec2, Vec3};

/// A whirl that winds the lines around `centre`.
#[derive(Clone, Copy, Debug)]
pub struct Whirl {
    pub centre: Vec2,
    pub radius: f32,
    /// Turns the whirl one way or the other; about 1 makes closed rings.
    pub strength: f32,
}

/// Lines of equal potential: mostly along one direction, bent by noise and by whirls.
pub struct Stream {
    /// Direction of the undisturbed lines.
    pub along: Vec2,
    /// Size of the bends, pixels.
    pub scale: f32,
    /// How strong the bends are; 1 can turn a line round.
    pub bend: f32,
    pub whirls: Vec<Whirl>,
    noise: Noise,
}

impl Stream {
    /// A stream without whirls.
    pub fn new(along: Vec2, scale: f32, bend: f32, seed: i32) -> Self {
        Self {
            along: along.normalize_or(Vec2::X),
            scale,
            bend,
            whirls: Vec::new(),
            noise: Noise::smooth(seed),
        }
    }

    /// The potential, in pixels across the undisturbed lines: equal along a line, so that bands
    /// of colour chosen by it follow the strokes.
    pub fn potential(&self, p: Vec2) -> f32 {
        // Bends are longer than wide.
        let q = Vec2::new(self.along.dot(p) * 0.6, self.along.perp_dot(p)) / self.scale;
        let mut sum = self.along.perp_dot(p) + self.noise.at(q) * self.bend * self.scale * 0.4;
        for whirl in &self.whirls {
            let d = p.distance_squared(whirl.centre) / (whirl.radius * whirl.radius);
            sum += whirl.strength * whirl.radius * 1.6 * (-d).exp();
        }
        sum
    }

    /// Unit direction of the line through `p`.
    pub fn direction(&self, p: Vec2) -> Vec2 {
        let across = |d: Vec2| self.potential(p + d) - self.potential(p - d);
        Vec2::new(across(Vec2::Y), -across(Vec2::X)).normalize_or(self.along)
    }
}

/// A way from `start` along `direction` (which may end it), of `length`, with half-width `half`
/// that swells after the start and thins towards the end.
pub fn trace(
    start: Vec2,
    length: f32,
    half: f32,
    direction: impl Fn(Vec2) -> Option<Vec2>,
) -> Vec<Vec3> {
    let stride = (half * 0.8).clamp(2.0, 14.0);
    let steps = (length / stride).ceil().max(1.0) as usize;
    let (mut p, mut last) = (start, Vec2::ZERO);
    let mut spine = Vec::with_capacity(steps + 1);
    for i in 0..=steps {
        let press = 1.0 - 0.35 * (i as f32 / steps as f32 - 0.35).abs();
        spine.push(p.extend(half * press));
        let Some(way) = direction(p) else { break };
        let way = if way.dot(last) < 0.0 { -way } else { way };
        last = way;
        p += way * stride;
    }
    spine
}
