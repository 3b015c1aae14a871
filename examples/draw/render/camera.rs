//! A camera with a thin lens, and the well-spread random numbers its rays need.

use super::Ray;
use crate::noise::Random;
use glam::{Vec2, Vec3};
use std::f32::consts::TAU;

/// Where the camera stands and how its lens is set.
#[derive(Clone, Copy, Debug)]
pub struct Camera {
    eye: Vec3,
    forward: Vec3,
    right: Vec3,
    up: Vec3,
    focal: f32,
    lens: f32,
    focus: f32,
}

impl Camera {
    /// A camera at `eye` that looks at `target`, with the focal length in millimetres it would have
    /// on 36 mm wide film. All is sharp.
    pub fn new(eye: Vec3, target: Vec3, millimetres: f32) -> Self {
        let forward = (target - eye).normalize();
        let right = forward.cross(Vec3::Y).normalize();
        Self {
            eye,
            forward,
            right,
            up: right.cross(forward),
            focal: millimetres / 18.0,
            lens: 0.0,
            focus: 1.0,
        }
    }

    /// The same with an opening of `radius` metres, sharp at `distance`.
    pub fn focused(self, distance: f32, radius: f32) -> Self {
        Self {
            lens: radius,
            focus: distance,
            ..self
        }
    }

    /// The ray through a point of the film (-1 to 1 along the long side, y up) and a point of the
    /// lens given by two numbers in 0..1.
    pub fn ray(&self, film: Vec2, lens: Vec2) -> Ray {
        let direction = self.forward * self.focal + self.right * film.x + self.up * film.y;
        let sharp = self.eye + direction * (self.focus / self.focal);
        let spot = disc(lens) * self.lens;
        let origin = self.eye + self.right * spot.x + self.up * spot.y;
        Ray {
            origin,
            direction: (sharp - origin).normalize(),
        }
    }

    /// Film position and depth of a point in front of the camera.
    pub fn project(&self, p: Vec3) -> Option<(Vec2, f32)> {
        let v = p - self.eye;
        let depth = v.dot(self.forward);
        let film = Vec2::new(v.dot(self.right), v.dot(self.up)) * self.focal / depth;
        (depth > 1e-3).then_some((film, depth))
    }

    /// Size on the film of one metre at a depth.
    pub fn scale(&self, depth: f32) -> f32 {
        self.focal / depth
    }

    /// Radius on the film of a point at a depth that is out of focus.
    pub fn blur(&self, depth: f32) -> f32 {
        self.lens * self.focal * (depth - self.focus).abs() / (depth * self.focus)
    }

    /// Where the camera is.
    pub fn eye(&self) -> Vec3 {
        self.eye
    }

    /// Angle one pixel covers in a picture whose long side has this many.
    pub fn cone(&self, long_side: usize) -> f32 {
        2.0 / (self.focal * long_side as f32)
    }
}

/// A point of the unit disc, evenly spread for even `u`.
pub fn disc(u: Vec2) -> Vec2 {
    Vec2::from_angle(u.x * TAU) * u.y.sqrt()
}

const DIMENSIONS: usize = 14;

/// Samples of one pixel: Roberts' additive recurrence, which fills many dimensions evenly, from a
/// random start a pixel.
pub struct Sampler {
    start: [f32; DIMENSIONS],
    index: f32,
    used: usize,
}

impl Sampler {
    /// The samples of the pixel with this number.
    pub fn new(pixel: u64) -> Self {
        let mut random = Random::new(pixel);
        Self {
            start: std::array::from_fn(|_| random.between(0.0, 1.0)),
            index: 0.0,
            used: 0,
        }
    }

    /// Moves on to the sample of this index.
    pub fn begin(&mut self, index: usize) {
        self.index = index as f32;
        self.used = 0;
    }

    /// Two numbers in 0..1.
    pub fn pair(&mut self) -> Vec2 {
        Vec2::new(self.one(), self.one())
    }

    fn one(&mut self) -> f32 {
        // Root of x^(d + 1) = x + 1 for d = DIMENSIONS.
        const ROOT: f32 = 1.048_984_9;
        let d = self.used % DIMENSIONS;
        self.used += 1;
        (self.start[d] + self.index * ROOT.powi(-(d as i32) - 1)).fract()
    }
}
