//! Lime plaster painted day by day, and what time does to it.

use crate::canvas::{Canvas, Field, srgb};
use crate::noise::{Noise, step};
use crate::technique::cells::Cells;
use glam::{Vec2, vec2};

/// Lime plaster: its height (0 to 1, trowelled and pitted), where it cracked, and where the paint
/// layer has fallen off.
pub struct Plaster {
    pub height: Field,
    /// 0 sound to 1 in the middle of a crack.
    pub crack: Field,
    /// 0 sound to 1 where the coarse ground shows.
    pub loss: Field,
}

impl Plaster {
    /// Plaster with cracks about `cell` pixels apart; `lost` of 0 is nearly whole, 1 a ruin.
    pub fn new(width: usize, height: usize, cell: f32, lost: f32, seed: i32) -> Self {
        let (broad, sand) = (Noise::fractal(seed, 4), Noise::fractal(seed + 1, 2));
        let plates = Cells::new(width as f32, height as f32, cell * 0.42, seed as u64);
        // A crack runs where two slowly bent sheets of noise change sign, and ends where it tires.
        let crack = Field::from_fn(width, height, |p| {
            let q = p + broad.vector(p / 70.0) * 16.0 + sand.vector(p / 9.0) * 1.6;
            let line = |shift: f32, scale: f32, wide: f32| {
                let at = |d: Vec2| broad.at((q + d) / (cell * scale) + shift);
                let slope = Vec2::new(at(Vec2::X) - at(-Vec2::X), at(Vec2::Y) - at(-Vec2::Y));
                let away = at(Vec2::ZERO).abs() / (slope.length() * 0.5).max(1e-4);
                let alive = step(-0.15, 0.3, broad.at(p / (cell * 0.9) + shift * 3.0));
                step(wide, wide * 0.25, away) * alive
            };
            // Between the long cracks the skin of lime has dried into plates.
            let dry = step(-0.5, 0.1, broad.at(p / 150.0 + 12.0));
            let wide = 4.4 * dry * (0.8 + 0.5 * broad.at(p / 30.0 + 60.0));
            let net = step(wide + 0.8, wide - 0.8, plates.to_border(q)) * step(0.4, 1.2, wide);
            line(0.0, 2.6, 6.5).max(line(40.0, 1.5, 4.4)).max(net)
        });
        let loss = Field::from_fn(width, height, |p| {
            let (u, v) = (p.x / width as f32 - 0.5, p.y / height as f32 - 0.5);
            let rim = (u.abs().max(v.abs()) * 2.0).powi(6) * 0.24;
            let patch = broad.at(p / 230.0 + 7.0) * 0.75 + 0.25 * broad.at(p / 40.0) + rim;
            let flake = sand.at(p / 16.0 + 300.0) + 0.5 * broad.at(p / 120.0 + 50.0);
            let edge = 0.66 - 0.3 * lost;
            step(edge, edge + 0.03, patch).max(step(1.02, 1.08, flake + 0.3 * lost))
        });
        let height = Field::from_fn(width, height, |p| {
            let trowel = broad.at(Vec2::new(p.x / 190.0 + p.y / 600.0, p.y / 60.0));
            let pit = step(0.4, 0.7, sand.at(p / 17.0 + 90.0));
            let grit = sand.at(p / 11.0) * (0.05 + 0.16 * loss.at(p));
            let worn = 0.5 * crack.at(p) + 0.34 * loss.at(p) + 0.2 * pit;
            (0.6 + 0.2 * trowel + grit - worn).clamp(0.0, 1.0)
        });
        Self {
            height,
            crack,
            loss,
        }
    }
}

/// Which day's plaster a place belongs to: pieces were laid, painted and cut off day by day.
fn day(noise: &Noise, p: Vec2) -> i32 {
    let q = p + noise.vector(p / 150.0 + 30.0) * 34.0;
    let column = if q.x < 436.0 {
        0
    } else if q.x < 844.0 {
        1
    } else {
        2
    };
    let row = [124.0, 410.0, 640.0, 824.0]
        .iter()
        .filter(|y| q.y > **y)
        .count() as i32;
    row * 3 + column
}

/// What time did: chalky fading, seams between the days, cracks, rubbed places and losses.
pub fn aged(noise: &Noise, paint: &Canvas, plaster: &Plaster) -> Canvas {
    paint.map(|c, p| {
        let own = day(noise, p);
        let seam = [Vec2::X, Vec2::Y]
            .iter()
            .any(|d| day(noise, p + *d * 1.6) != own);
        let tone = 1.0 + 0.13 * ((own * 37 % 11) as f32 / 5.0 - 1.0);
        let lime = srgb(0xe9dcc2) * (0.94 + 0.1 * noise.at(p / 90.0));
        let chalk = 0.05 + 0.14 * step(-0.1, 0.7, noise.at(p / 170.0 + 20.0));
        let rubbed = 0.6
            * step(
                0.42,
                0.85,
                noise.at(p / vec2(120.0, 150.0) + 70.0)
                    + 0.25 * noise.at(p / 9.0)
                    + 1.2 * (plaster.height.at(p) - 0.6),
            );
        let mut colour = (c * tone).lerp(lime, chalk + (1.0 - chalk) * rubbed);
        if seam {
            colour = colour.lerp(srgb(0x7a6248), 0.62);
        }
        let grime = 1.0 - 0.14 * step(0.0, 0.8, noise.at(p / 260.0 + 90.0));
        let coarse = srgb(0xe2d2b0) * (0.9 + 0.2 * noise.at(p / 7.0));
        let colour = (colour * grime).lerp(coarse, plaster.loss.at(p));
        colour.lerp(srgb(0x2c2018), 0.92 * plaster.crack.at(p))
    })
}
