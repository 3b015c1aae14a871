//! Old lime plaster: what centuries do to a wall painting.

use crate::{
    canvas::{Canvas, Colour, Field, Grid, srgb},
    noise::{Noise, step},
    relief::{Surface, lit},
};
use glam::Vec2;

/// `painting` as pigment in plaster: chalky, faded in patches, with the seams of the days' work,
/// cracks, and losses that show the coat below.
pub fn aged(painting: &Canvas, seams: impl Fn(Vec2) -> f32 + Sync, seed: i32) -> Canvas {
    let fade = Noise::fractal(seed, 4);
    let trowel = Noise::fractal(seed + 1, 3);
    let grit = Noise::fractal(seed + 2, 2);
    let lime = srgb(0xe6d9bf);
    let height: Field = Grid::from_fn(painting.width, painting.height, |p| {
        let lost = loss(p, &fade);
        let crack = crack(p, &trowel);
        0.5 + 0.22 * trowel.at(p / 90.0) + 0.10 * grit.at(p / 3.0)
            - 0.55 * lost
            - 0.5 * crack
            - 0.3 * seams(p)
    });
    let pigment = painting.map(|colour, p| {
        let patch = step(-0.15, 0.65, fade.at(p / 210.0));
        let rubbed = step(0.12, 0.55, grit.at(p / 5.0) + 0.6 * fade.at(p / 60.0));
        let chalky = colour
            .lerp(lime, 0.10 + 0.30 * patch)
            .lerp(lime, 0.45 * rubbed);
        let coat = srgb(0xb79e78).lerp(srgb(0xd8c7a2), 0.5 + 0.8 * grit.at(p / 6.0));
        let stained: Colour = chalky * (1.0 - 0.18 * step(0.1, 0.6, fade.at(p / 330.0 + 20.0)));
        stained
            .lerp(coat, step(0.35, 0.65, loss(p, &fade)))
            .lerp(srgb(0x4a3a2c), 0.75 * crack(p, &trowel))
            .lerp(srgb(0x8a7558), 0.35 * seams(p))
    });
    lit(
        &pigment,
        &height,
        Surface {
            depth: 4.0,
            shade: 0.5,
            gloss: 0.0,
        },
    )
}

/// Where the plaster has fallen, 0 to 1.
fn loss(p: Vec2, fade: &Noise) -> f32 {
    step(
        0.50,
        0.53,
        fade.at(p / 170.0 + 61.0) + 0.25 * fade.at(p / 22.0),
    )
}

/// Fine cracks: level lines of a bent field, broken off here and there.
fn crack(p: Vec2, bend: &Noise) -> f32 {
    let q = p + 26.0 * bend.vector(p / 70.0);
    let line = |scale: f32, shift: f32, thin: f32| {
        let v = bend.at(q / scale + shift).abs() * scale;
        step(thin, 0.0, v) * step(-0.05, 0.15, bend.at(p / 150.0 + shift * 3.0))
    };
    line(330.0, 11.0, 1.1).max(0.8 * line(140.0, 47.0, 0.6))
}
