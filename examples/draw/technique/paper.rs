//! Supports: woven canvas, watercolour paper, rice paper.

use crate::canvas::Field;
use crate::noise::Noise;
use glam::Vec2;
use std::f32::consts::TAU;

/// Height of linen of plain weave, 0 to 1, `pitch` pixels from thread to thread.
pub fn linen(width: usize, height: usize, pitch: f32, seed: i32) -> Field {
    let slub = Noise::fractal(seed, 2);
    Field::from_fn(width, height, |p| {
        // Threads are neither straight nor even.
        let bent = p + slub.vector(p / 90.0) * pitch * 0.5;
        let (u, v) = (bent.x / pitch, bent.y / pitch);
        let over = (u.floor() + v.floor()).rem_euclid(2.0) < 1.0;
        let round = |v: f32| 0.5 - 0.5 * (v * TAU).cos();
        let (warp, weft) = (round(u), round(v));
        let thread = if over {
            warp * (0.5 + 0.5 * weft)
        } else {
            weft * (0.5 + 0.5 * warp)
        };
        let uneven =
            slub.at(Vec2::new(p.x / 60.0, p.y / 4.0)) + slub.at(Vec2::new(p.y / 60.0, p.x / 4.0));
        (thread + 0.15 * uneven).clamp(0.0, 1.0)
    })
}

/// Height of cold-pressed watercolour paper, 0 to 1: rounded bumps about `size` pixels wide and
/// the felt's finer marks.
pub fn cold_pressed(width: usize, height: usize, size: f32, seed: i32) -> Field {
    let (bump, felt) = (Noise::fractal(seed, 3), Noise::smooth(seed + 1));
    Field::from_fn(width, height, |p| {
        let skew = Vec2::new(p.x * 0.9 + p.y * 0.25, p.y - p.x * 0.2);
        let fine = felt.at(p / (size * 0.35));
        (0.5 + 0.42 * bump.at(skew / size) + 0.12 * fine).clamp(0.0, 1.0)
    })
}

/// Thickness of absorbent rice paper, 0 to 1: cloudy pulp with long fibres across each other.
pub fn rice(width: usize, height: usize, seed: i32) -> Field {
    let noise = Noise::fractal(seed, 2);
    let fibre = |p: Vec2, turn: f32| {
        let q = Vec2::from_angle(turn).rotate(p + noise.vector(p / 70.0) * 16.0);
        let ridge = 1.0 - noise.at(Vec2::new(q.x / 85.0, q.y / 5.0)).abs();
        ridge.powi(9)
    };
    Field::from_fn(width, height, |p| {
        let fibres = fibre(p, 0.3)
            .max(fibre(p + 500.0, 1.5))
            .max(fibre(p + 900.0, -0.7));
        let pulp = 0.5 + 0.3 * noise.at(p / 26.0) + 0.2 * noise.at(p / 3.0);
        (pulp * 0.6 + fibres * 0.4).clamp(0.0, 1.0)
    })
}
