//! Random numbers and random fields, all functions of a seed.

use fastnoise_lite::{FastNoiseLite, FractalType, NoiseType};
use glam::Vec2;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A stream of random numbers.
pub struct Random(ChaCha8Rng);

impl Random {
    /// The stream of `seed`.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Uniform in `low..high`.
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.0.random::<f32>()
    }

    /// Uniform whole number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end)
    }

    /// Standard normal (Box and Muller).
    pub fn normal(&mut self) -> f32 {
        let radius = (-2.0 * self.between(1e-7, 1.0).ln()).sqrt();
        radius * (std::f32::consts::TAU * self.between(0.0, 1.0)).cos()
    }

    /// Points at least about `distance` apart that fill `width` x `height`: a jittered grid, in
    /// random order.
    pub fn scattered(&mut self, width: f32, height: f32, distance: f32) -> Vec<Vec2> {
        let (columns, rows) = ((width / distance).ceil(), (height / distance).ceil());
        let mut points = Vec::new();
        for row in 0..=rows as usize {
            for column in 0..=columns as usize {
                let corner = Vec2::new(column as f32, row as f32);
                let jitter = Vec2::new(self.between(0.0, 1.0), self.between(0.0, 1.0));
                points.push((corner + jitter - 0.5) * distance);
            }
        }
        self.shuffle(&mut points);
        points
    }

    /// Random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// Smooth noise, -1 to 1, with about one bump a unit.
pub struct Noise(FastNoiseLite);

impl Noise {
    /// Simplex noise of one octave.
    pub fn smooth(seed: i32) -> Self {
        Self::fractal(seed, 1)
    }

    /// Simplex noise of `octaves`, each half as large and half as strong as the last.
    pub fn fractal(seed: i32, octaves: i32) -> Self {
        let mut noise = FastNoiseLite::with_seed(seed);
        noise.set_noise_type(Some(NoiseType::OpenSimplex2));
        noise.set_fractal_type(Some(FractalType::FBm));
        noise.set_fractal_octaves(Some(octaves));
        noise.set_frequency(Some(1.0));
        Self(noise)
    }

    /// Value at a point.
    pub fn at(&self, p: Vec2) -> f32 {
        self.0.get_noise_2d(p.x, p.y)
    }

    /// A vector of two independent values.
    pub fn vector(&self, p: Vec2) -> Vec2 {
        Vec2::new(self.at(p), self.at(p + Vec2::new(131.7, -57.3)))
    }
}

/// 0 below `low`, 1 above `high`, smooth between.
pub fn step(low: f32, high: f32, v: f32) -> f32 {
    let t = ((v - low) / (high - low)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}
