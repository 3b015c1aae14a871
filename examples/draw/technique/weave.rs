//! Tapestry: warps lie along x under packed wool wefts, so the cloth is ribbed; on every rib the
//! wefts lean the same way, and they leave slots where two colours meet along them.

use crate::canvas::{Canvas, Colour};
use crate::design::Design;
use crate::noise::{Noise, Random, step};
use glam::{Vec2, Vec3};

/// Distance between warps, in pixels.
const WARP: f32 = 18.5;
/// Distance between the wefts on a rib, in pixels.
const WEFT: f32 = 8.8;
/// How far a weft leans from one side of its rib to the other, in wefts.
const LEAN: f32 = 0.7;
/// Threads are drawn this much larger, then shrunk.
const SCALE: usize = 2;

/// The wools of one piece, dark, middle and light, and how deep the dark edge reaches, in pixels.
#[derive(Clone, Copy)]
pub struct Wool {
    pub shades: [Colour; 3],
    pub reach: f32,
}

/// Where a point lies in the weave: on which rib and weft, and where across them, -0.5 to 0.5.
struct Stitch {
    row: f32,
    column: f32,
    across: Vec2,
}

impl Stitch {
    fn at(q: Vec2) -> Self {
        let row = (q.y / WARP).floor();
        let high = q.y / WARP - row - 0.5;
        let odd = (row as i32).rem_euclid(2) as f32;
        // An S: steep over the rib, bent where the weft dives between two warps.
        let lean = LEAN * high * (1.3 - 1.2 * high * high);
        let along = q.x / WEFT - 0.5 * odd - lean;
        let column = along.floor();
        Self {
            row,
            column: column + 0.5 * odd,
            across: Vec2::new(along - column - 0.5, high),
        }
    }

    fn centre(&self) -> Vec2 {
        Vec2::new((self.column + 0.5) * WEFT, (self.row + 0.5) * WARP)
    }
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
    let dyes: Vec<f32> = (0..columns).map(|_| 1.0 + 0.05 * random.normal()).collect();
    let cloth = Noise::fractal(seed as i32, 3);
    let picture = Canvas::from_fn(w * SCALE, h * SCALE, |p| {
        let p = p / SCALE as f32;
        let buckle = Vec2::new(cloth.at(p / 60.0), 0.5 * cloth.at(p / 150.0)) * 2.4;
        let q = p + buckle;
        let stitch = Stitch::at(q);
        let pass = ((stitch.column * 2.0).max(0.0) as usize).min(columns - 1);
        let spot = stitch.centre();
        let wool = design.at(spot);
        let tone = depth.at(spot) / wool.reach + 0.42 * teeth[pass] + 0.4 * cloth.at(spot / 90.0);
        let shade = match tone {
            t if t < 0.42 => wool.shades[0],
            t if t < 1.05 => wool.shades[1],
            _ => wool.shades[2],
        };
        let aside = Vec2::X * WEFT * stitch.across.x.signum();
        let slot = design.labels.at(spot) != design.labels.at(spot + aside);
        let yarn = shade
            * dyes[pass]
            * (1.0 + 0.12 * cloth.at(spot * 3.7))
            * (1.0 + 0.1 * cloth.at(spot / 9.0));
        yarn.max(Vec3::splat(0.002)) * light(stitch.across, slot, &cloth, q)
    });
    picture.shrunk(SCALE)
}

/// Light on a weft: rounded over its warp, plied, dark between ribs and in a slot.
fn light(across: Vec2, slot: bool, cloth: &Noise, q: Vec2) -> f32 {
    let rib = 1.0 - (across.y * 1.95).powi(2) - 0.4 * across.y;
    let thread = 1.0 - (across.x * 1.7).powi(2) - 0.3 * across.x;
    let ply = 1.0 + 0.12 * ((across.y * 2.6 + across.x * 1.1) * 9.0).sin();
    let gap = if slot {
        step(0.5, 0.22, across.x.abs())
    } else {
        1.0
    };
    let hairs = 1.0 + 0.05 * cloth.at(q * 0.45);
    let round = (0.12 + 1.06 * step(-0.1, 1.0, rib)) * (0.62 + 0.46 * step(0.1, 0.95, thread));
    round * ply * hairs * (0.3 + 0.7 * gap)
}
