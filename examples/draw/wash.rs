//! Transparent colour in water: washes that pool at their rims, granulate in the hollows of the
//! paper and bloom where a wetter one runs into them.

use crate::{
    blur::blurred,
    canvas::{Canvas, Colour, Field, Grid},
    noise::{Noise, step},
};
use glam::{Vec2, Vec3};

/// One wash.
#[derive(Clone, Copy)]
pub struct Wash {
    /// Colour of the full wash on white, linear light.
    pub pigment: Colour,
    /// How much pigment is in the water; 1 gives `pigment`.
    pub strength: f32,
    /// How far the edge runs into wet paper, in pixels.
    pub wet: f32,
    /// How much pigment dries at the rim.
    pub rim: f32,
    /// How much settles in the hollows of the paper.
    pub grain: f32,
    /// How far the hand wavers, in pixels.
    pub waver: f32,
}

impl Default for Wash {
    fn default() -> Self {
        Self {
            pigment: Vec3::splat(0.5),
            strength: 1.0,
            wet: 0.0,
            rim: 0.7,
            grain: 0.35,
            waver: 5.0,
        }
    }
}

/// Cold-pressed paper: height of its tooth, 0 to 1.
pub fn tooth(width: usize, height: usize, seed: i32) -> Field {
    let (coarse, fine) = (Noise::fractal(seed, 3), Noise::fractal(seed + 1, 2));
    Grid::from_fn(width, height, |p| {
        (0.5 + 0.42 * coarse.at(p / 9.0) + 0.2 * fine.at(p / 3.0)).clamp(0.0, 1.0)
    })
}

/// Lays `wash` over `paper` where `shape` is, `tone` times as strong at each point.
pub fn wash(
    paper: &mut Canvas,
    tooth: &Field,
    shape: &Field,
    wash: Wash,
    seed: i32,
    tone: impl Fn(Vec2) -> f32 + Sync,
) {
    let hand = Noise::fractal(seed, 3);
    let pools = Noise::fractal(seed + 17, 4);
    let wavered: Field = Grid::from_fn(shape.width, shape.height, |p| {
        shape.at(p + hand.vector(p / 45.0) * wash.waver + hand.vector(p / 9.0) * wash.waver * 0.25)
    });
    let covered = blurred(&wavered, 0.8 + wash.wet);
    let inner = blurred(&covered, 6.0 + wash.wet);
    let absorb = -wash.pigment.max(Vec3::splat(0.004)).map(f32::ln);
    let width = paper.width;
    for (i, cell) in paper.cells.iter_mut().enumerate() {
        let m = covered.cells[i];
        if m <= 0.004 {
            continue;
        }
        let p = Vec2::new((i % width) as f32 + 0.5, (i / width) as f32 + 0.5);
        let rim = (m - inner.cells[i]).max(0.0) * 2.2 * m;
        let pool = pools.at(p / 130.0);
        // A bloom is light inside and has a dark, ragged border.
        let front = (pools.at(p / 75.0 + 50.0) - 0.22) * 9.0;
        let bloom = 0.45 * (-front * front).exp() - 0.28 * step(0.2, 1.2, front);
        let settled = (0.5 - tooth.cells[i]) * 2.0 * wash.grain;
        let density = m * (0.72 + 0.42 * pool + 0.6 * bloom) * (1.0 + settled) + rim * wash.rim;
        *cell *= (-absorb * (density * wash.strength * tone(p)).max(0.0)).map(f32::exp);
    }
}
