//! Tapestry weave: warps lie along x under packed wool wefts along y, so the cloth is ribbed; the
//! wefts alone show, each over every other warp.

use crate::canvas::{Canvas, Colour};
use crate::design::Design;
use crate::noise::{Noise, Random, step};
use glam::{Vec2, Vec3};

/// Distance between warps, in pixels.
const WARP: f32 = 13.8;
/// Distance between the wefts that pass over the same warp.
const WEFT: f32 = 9.4;
/// Threads are drawn this much larger, then shrunk.
const SCALE: usize = 2;

/// The wools of one piece, dark, middle and light, and how deep the dark edge reaches, in pixels.
#[derive(Clone, Copy)]
pub struct Wool {
    pub shades: [Colour; 3],
    pub reach: f32,
}

/// The cloth of a design drawn in pixels.
pub fn tapestry(design: &Design<Wool>, seed: u64) -> Canvas {
    let (w, h) = (design.labels.width, design.labels.height);
    let depth = design.to_seams();
    let mut random = Random::new(seed);
    let columns = (w as f32 / WEFT * 2.0) as usize + 4;
    // Each pass of the bobbin ends a little elsewhere: shades meet in long interlocking teeth.
    let teeth: Vec<f32> = (0..columns)
        .map(|i| (if i % 4 < 2 { 1.0 } else { -1.0 }) * random.between(0.2, 1.0))
        .collect();
    let slips: Vec<f32> = (0..columns).map(|_| random.normal() * 1.4).collect();
    let dyes: Vec<f32> = (0..columns).map(|_| 1.0 + 0.05 * random.normal()).collect();
    let cloth = Noise::fractal(seed as i32, 3);
    let picture = Canvas::from_fn(w * SCALE, h * SCALE, |p| {
        let p = p / SCALE as f32;
        let buckle = Vec2::new(cloth.at(p / 60.0), 0.5 * cloth.at(p / 150.0)) * 1.3;
        let q = p + buckle;
        let row = (q.y / WARP).floor();
        let shift = 0.5 * (row as i32).rem_euclid(2) as f32;
        let column = (q.x / WEFT - shift).floor() + shift;
        let pass = ((column * 2.0).max(0.0) as usize).min(columns - 1);
        let centre = Vec2::new((column + 0.5) * WEFT, (row + 0.5) * WARP);
        let spot = centre + Vec2::new(0.0, slips[pass]);
        let wool = design.at(spot);
        let tone = depth.at(spot) / wool.reach + 0.5 * teeth[pass] + 0.35 * cloth.at(centre / 70.0)
            - 0.004 * (spot.y % 90.0 - 45.0);
        let shade = match tone {
            t if t < 0.42 => wool.shades[0],
            t if t < 1.05 => wool.shades[1],
            _ => wool.shades[2],
        };
        let in_bead = (q - centre) / Vec2::new(WEFT, WARP);
        let speck = cloth.at(centre * 3.7);
        let yarn = shade * dyes[pass] * (1.0 + 0.14 * speck) * (1.0 + 0.1 * cloth.at(centre / 9.0));
        yarn.max(Vec3::splat(0.002)) * light(in_bead, q, &cloth)
    });
    picture.shrunk(SCALE)
}

/// Light on a bead of weft: rounded over the warp, twisted, dark where it dives.
fn light(in_bead: Vec2, q: Vec2, cloth: &Noise) -> f32 {
    let round = 1.0 - (in_bead.y * 1.75).powi(2) - 0.7 * (in_bead.x * 1.8).powi(2);
    let lean = 1.0 - 0.5 * in_bead.y - 0.22 * in_bead.x;
    let twist = 1.0 + 0.1 * ((q.x * 1.1 + q.y * 1.5) * 1.6).sin() + 0.04 * cloth.at(q * 0.4);
    (0.2 + 1.05 * step(-0.35, 1.0, round)) * lean * twist
}
