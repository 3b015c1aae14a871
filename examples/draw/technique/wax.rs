//! Batik: dyed cloth whose outlines were drawn in wax; where wax lay it cracked, and the last dye
//! bath ran into the cracks.

use crate::canvas::{Canvas, Colour};
use crate::design::Design;
use crate::noise::{Noise, step};
use crate::technique::cells::Cells;
use glam::{Vec2, Vec3};

/// The dye of one piece.
#[derive(Clone, Copy)]
pub struct Dye {
    pub colour: Colour,
    /// How long wax covered it, 0 for never to 1: so much it is veined.
    pub waxed: f32,
    /// Half the width of the wax line along its edge, in units; 0 for none.
    pub line: f32,
}

/// The cloth of a design, the undyed colour `cloth`, veined with `bath`, at the design's scale.
pub fn batik(design: &Design<Dye>, cloth: Colour, bath: Colour, seed: u64) -> Canvas {
    let scale = design.scale;
    let (w, h) = (design.labels.width, design.labels.height);
    let (width, height) = (w as f32 / scale, h as f32 / scale);
    let coarse = Cells::new(width, height, 84.0, seed);
    let fine = Cells::new(width, height, 44.0, seed + 1);
    let (noise, seams) = (Noise::fractal(seed as i32, 4), design.to_seams());
    Canvas::from_fn(w, h, |p| {
        let q = p / scale;
        let dye = design.at(p);
        let uneven = noise.at(q / 120.0) * 0.6 + noise.at(q / 17.0) * 0.25;
        // Dye settles where it is stopped by wax.
        let tide = step(9.0, 1.0, seams.at(p)) * 0.22;
        let dyed = dye.colour.powf(1.0 + 0.4 * uneven + tide);
        let hand = dye.line * (1.0 + 0.3 * noise.at(q / 24.0))
            + 0.1 * noise.at(q / 8.0) * dye.line.min(1.0);
        let drawn = step(hand + 0.7, hand - 0.5, seams.at(p)) * dye.line.min(1.0);
        let stained = cloth * (1.0 + 0.06 * uneven);
        let waxed = dye.waxed.max(drawn * 0.8);
        let bare = dyed.lerp(stained, drawn);
        let vein = crackle(&coarse, &fine, &noise, q) * waxed;
        let veined = bare.lerp(bare * 0.06 + bath * 0.7, vein.min(1.0));
        veined * threads(&noise, q)
    })
}

/// How deep dye stands in the cracks of the wax: long creases, finer ones between them, both
/// broken, and a halo where it crept under.
fn crackle(coarse: &Cells, fine: &Cells, noise: &Noise, q: Vec2) -> f32 {
    let bent = q + 9.0 * noise.vector(q / 85.0) + 1.2 * noise.vector(q / 16.0);
    let gather = 0.5 + 0.9 * noise.at(q / 210.0 + 9.0);
    let open = |wide: f32, at: Vec2| wide * (0.75 + 0.7 * noise.at(at)).clamp(0.0, 1.4);
    let (far, near) = (coarse.to_border(bent), fine.to_border(bent));
    let long = open(3.2, q / 70.0 + 31.0) * (0.75 + 0.3 * gather);
    let short = open(2.2, q / 45.0 + 77.0) * gather.clamp(0.0, 1.2);
    let crack =
        |reach: f32, edge: f32| step(reach + 0.6, (reach - 0.6).max(0.0), edge) * reach.min(1.0);
    let halo = 0.3 * step(11.0, 0.0, far) + 0.1 * step(6.0, 0.0, near) * gather.max(0.0);
    (crack(long, far) * 0.92).max(crack(short, near) * 0.8) + halo * 0.8
}

/// Cotton in plain weave.
fn threads(noise: &Noise, q: Vec2) -> Vec3 {
    let slub =
        0.5 * noise.at(q * Vec2::new(0.02, 0.4)) + 0.5 * noise.at(q * Vec2::new(0.4, 0.02) + 50.0);
    let weave = (q.x * 2.1).sin() * (q.y * 2.1).sin();
    Vec3::splat(1.0 + 0.035 * slub + 0.02 * weave)
}
