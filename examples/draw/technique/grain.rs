//! What pictures are made on: wood grain, paper, fibres.

use crate::canvas::Field;
use crate::noise::{Noise, Random, step};
use crate::outline::through;
use crate::plate::Plate;
use glam::Vec2;

/// The grain of a plank along x: 0 in the hollows that take no ink, 1 where it is solid.
pub struct Wood {
    rings: Noise,
    pores: Noise,
}

impl Wood {
    /// The plank of `seed`.
    pub fn new(seed: i32) -> Self {
        Self {
            rings: Noise::fractal(seed, 2),
            pores: Noise::fractal(seed + 1, 3),
        }
    }

    /// Solidity at `p`, in pixels.
    pub fn at(&self, p: Vec2) -> f32 {
        let bend = 40.0 * self.rings.at(p * Vec2::new(0.0011, 0.004));
        let ring = ((p.y + bend) * 0.42 + 5.0 * self.rings.at(p * Vec2::new(0.002, 0.011))).sin();
        let pore = self.pores.at(p * Vec2::new(0.008, 0.34));
        1.0 - 0.4 * step(0.2, 1.1, ring * 0.7 + pore) - 0.22 * step(0.3, 0.65, pore)
    }
}

/// Hairs of paper pulp, curled every way: 1 on a hair.
pub fn fibres(width: usize, height: usize, spacing: f32, length: f32, seed: u64) -> Field {
    let mut random = Random::new(seed);
    let mut plate = Plate::new(width, height);
    for start in random.scattered(width as f32, height as f32, spacing) {
        let mut heading = random.between(0.0, std::f32::consts::TAU);
        let curl = random.normal() * 0.5;
        let mut knots = vec![start];
        for _ in 0..4 {
            heading += curl + 0.3 * random.normal();
            knots.push(knots[knots.len() - 1] + Vec2::from_angle(heading) * length / 4.0);
        }
        let thickness = random.between(0.6, 1.3);
        plate.line(&through(&knots, false), |_| thickness);
    }
    plate.field()
}

/// The print of a laid mould: close ribs along x and wider chains along y, -1 to 1.
pub fn laid(noise: &Noise, p: Vec2) -> f32 {
    let rib = (p.y * 1.25 + 1.2 * noise.at(p * 0.01)).sin();
    let chain = ((p.x + 3.0 * noise.at(p * 0.008)) / 74.0).fract();
    0.6 * rib - 0.8 * step(0.965, 0.985, chain) * step(1.0, 0.99, chain) + 0.4 * noise.at(p * 0.35)
}
