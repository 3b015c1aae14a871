//! Stone and gold: a sun with a human face, laid in rows that follow every form (Hausner,
//! "Simulating Decorative Mosaics", SIGGRAPH 2001).

use crate::{
    blur::blurred,
    canvas::{Canvas, Colour, Grid, srgb},
    distance::uphill,
    noise::{Noise, Random, step},
    pieces::{Seeds, to_border},
    relief::{Surface, lit},
};
use glam::{Vec2, Vec3};

const SIDE: usize = 1200;
const MIDDLE: Vec2 = Vec2::new(600.0, 600.0);
/// Distance of two rows of tesserae in pixels.
const ROW: f32 = 15.5;

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(325);
    let vein = Noise::fractal(9, 3);
    let regions = Grid::from_fn(SIDE, SIDE, |p| region(p).0);
    let border = to_border(&regions);
    let rows = blurred(&border, 2.0);
    // Stones are set row by row along the borders of the forms, each turned to its row.
    let side = SIDE as f32;
    let turn = |p: Vec2| uphill(&rows, p, 3.0).perp();
    let snapped = random
        .scattered(side, side, ROW * 0.93)
        .into_iter()
        .map(|p| {
            let depth = rows.at(p) / ROW;
            p + uphill(&rows, p, 3.0) * (depth.floor() + 0.5 - depth) * ROW
        });
    let mut seeds = Seeds::new(side, side, ROW * 1.5, snapped.collect());
    for _ in 0..5 {
        seeds = relaxed(&seeds, turn);
    }
    let ways: Vec<Vec2> = seeds.points().iter().map(|&p| turn(p)).collect();
    let stones: Vec<Stone> = seeds
        .points()
        .iter()
        .map(|&p| Stone::cut(p, &vein, &mut random))
        .collect();
    let square = |d: Vec2, i: u32| {
        let way = ways[i as usize];
        d.dot(way).abs().max(d.dot(way.perp()).abs())
    };
    let found = Grid::from_fn(SIDE, SIDE, |p| seeds.nearest(p, square));
    let own = found.map(|(i, _), _| i);
    let joint = to_border(&own);
    let grain = |p: Vec2| vein.at(p / 2.2);
    let colour = found.map(|(i, _), p| {
        let stone = &stones[i as usize];
        let marbled = 1.0 + 0.16 * vein.at(p / 9.0 + stone.part) + 0.07 * grain(p);
        let mortar = srgb(0x8f8778) * (0.8 + 0.25 * grain(p));
        let edge = 1.35 + 0.5 * vein.at(p / 5.0);
        mortar.lerp(stone.colour * marbled, step(edge, edge + 0.9, joint.at(p)))
    });
    let height = found.map(|(i, _), p| {
        let stone = &stones[i as usize];
        let tilt = (p - seeds.at(i)).dot(stone.tilt);
        step(1.0, 3.4, joint.at(p)) * (0.6 + tilt + 0.05 * vein.at(p / 6.0 + stone.part))
            + 0.04 * grain(p)
    });
    let lit_stone = lit(
        &colour,
        &height,
        Surface {
            depth: 4.2,
            shade: 0.55,
            gloss: 0.06,
        },
    );
    // Gold glass flashes where it happens to face the light.
    lit_stone.map(|c, p| {
        let stone = &stones[own.at(p) as usize];
        c + srgb(0xffe9a0)
            * stone.flash
            * step(1.5, 4.0, joint.at(p))
            * (0.8 + 0.4 * vein.at(p / 7.0))
    })
}

struct Stone {
    colour: Colour,
    tilt: Vec2,
    part: f32,
    flash: f32,
}

impl Stone {
    fn cut(p: Vec2, vein: &Noise, random: &mut Random) -> Self {
        let (_, colour, gold) = region(p);
        let shade = (0.16 * random.normal() + 0.12 * vein.at(p / 90.0)).exp();
        let tint = Vec3::new(random.normal(), random.normal(), random.normal()) * 0.05;
        let facing = random.between(0.0, 1.0);
        Self {
            colour: (colour * shade * (Vec3::ONE + tint)).max(Vec3::splat(0.01)),
            tilt: Vec2::new(random.normal(), random.normal()) * 0.012,
            part: random.between(0.0, 500.0),
            flash: if gold && facing > 0.72 {
                0.35 * (facing - 0.6) / 0.4
            } else {
                0.0
            },
        }
    }
}

/// One step of Lloyd's method: each seed to the middle of what lies nearest to it.
fn relaxed(seeds: &Seeds, turn: impl Fn(Vec2) -> Vec2 + Sync) -> Seeds {
    let ways: Vec<Vec2> = seeds.points().iter().map(|&p| turn(p)).collect();
    let nearest = Grid::from_fn(SIDE / 2, SIDE / 2, |p| {
        seeds
            .nearest(p * 2.0, |d, i| {
                let way = ways[i as usize];
                d.dot(way).abs().max(d.dot(way.perp()).abs())
            })
            .0
    });
    let mut sums = vec![(Vec2::ZERO, 0.0f32); seeds.points().len()];
    for (k, &i) in nearest.cells.iter().enumerate() {
        let p = Vec2::new((k % nearest.width) as f32, (k / nearest.width) as f32) * 2.0 + 1.0;
        let sum = &mut sums[i as usize];
        *sum = (sum.0 + p, sum.1 + 1.0);
    }
    let moved = sums
        .iter()
        .zip(seeds.points())
        .map(|(&(sum, n), &p)| if n > 0.0 { sum / n } else { p });
    Seeds::new(SIDE as f32, SIDE as f32, ROW * 1.5, moved.collect())
}

/// Number, colour and whether it is gold of the part of the design at `p`.
fn region(p: Vec2) -> (u32, Colour, bool) {
    let stone = |n: u32, hex: u32| (n, srgb(hex), false);
    let gold = |n: u32, hex: u32| (n, srgb(hex), true);
    let edge = p.x.min(p.y).min(SIDE as f32 - p.x).min(SIDE as f32 - p.y);
    if edge < 24.0 {
        return stone(1, 0x5a2a20);
    }
    if edge < 86.0 {
        // A running wave.
        let along = if p.x.min(SIDE as f32 - p.x) < p.y.min(SIDE as f32 - p.y) {
            p.y
        } else {
            p.x
        };
        let crest = 55.0 + 20.0 * (along / 31.0).sin();
        return if edge < crest {
            stone(2, 0xe6dcc4)
        } else {
            stone(3, 0x2f4a5e)
        };
    }
    if edge < 104.0 {
        return gold(4, 0xc99a36);
    }
    let d = p - MIDDLE;
    let (r, angle) = (d.length(), d.to_angle());
    if r < 205.0 {
        return face(d);
    }
    if r < 226.0 {
        return stone(20, 0x7a3420);
    }
    // Straight and flaming rays by turns.
    let bend = angle
        + 0.16
            * ((r - 226.0) / 52.0).sin()
            * f32::from((angle * 8.0 / std::f32::consts::PI).round() as i32 % 2 != 0);
    let ray = bend * 8.0 / std::f32::consts::PI;
    let flaming = ray.round() as i32 % 2 != 0;
    let reach = if flaming { 450.0 } else { 395.0 };
    let open = (ray - ray.round()).abs();
    let wide = 0.46 * (1.0 - ((r - 226.0) / (reach - 226.0)).clamp(0.0, 1.0)).powf(0.7);
    if r < reach && open < wide * 0.45 {
        return if flaming {
            stone(21, 0xe8c070)
        } else {
            gold(22, 0xf0c850)
        };
    }
    if r < reach && open < wide {
        return if flaming {
            stone(23, 0xb4502a)
        } else {
            gold(24, 0xd08a28)
        };
    }
    let star = [
        (210.0, 210.0),
        (990.0, 210.0),
        (210.0, 990.0),
        (990.0, 990.0),
    ]
    .iter()
    .any(|&(x, y)| {
        let s = p - Vec2::new(x, y);
        s.length() < 34.0 + 16.0 * (s.to_angle() * 8.0).cos()
    });
    if star {
        return gold(25, 0xe8c868);
    }
    let deep = step(300.0, 640.0, r);
    (26, srgb(0x2f7a9a).lerp(srgb(0x16284a), deep), false)
}

fn face(d: Vec2) -> (u32, Colour, bool) {
    let stone = |n: u32, hex: u32| (n, srgb(hex), false);
    let m = Vec2::new(d.x.abs(), d.y);
    let round =
        |x: f32, y: f32, a: f32, b: f32| ((m - Vec2::new(x, y)) / Vec2::new(a, b)).length() < 1.0;
    let lid = m.x > 30.0 && m.x < 122.0 && (m.y + 44.0 + 0.0045 * (m.x - 76.0).powi(2)).abs() < 8.5;
    if round(74.0, -30.0, 17.0, 17.0) {
        return stone(5, 0x1c2430);
    }
    if round(76.0, -30.0, 44.0, 21.0) {
        return stone(6, 0xf2ead8);
    }
    if lid {
        return stone(7, 0x4a2418);
    }
    if m.x > 22.0
        && m.x < 130.0
        && (m.y + 84.0 - 0.10 * m.x + 0.0022 * (m.x - 70.0).powi(2)).abs() < 10.0
    {
        return stone(8, 0x5a2c1a);
    }
    let nose = m.y > -60.0 && m.y < 52.0 && m.x < 12.0 + 0.12 * (m.y + 60.0);
    if nose {
        return if d.x < 0.0 {
            stone(9, 0xf4d7a0)
        } else {
            stone(10, 0xb8743e)
        };
    }
    if round(27.0, 56.0, 15.0, 10.0) {
        return stone(11, 0x8a4a28);
    }
    let smile = m.y - 112.0 + 0.0022 * m.x * m.x;
    if m.x < 70.0 && smile.abs() < 5.5 {
        return stone(12, 0x5a1c18);
    }
    if m.x < 62.0 && smile > -20.0 + 0.005 * m.x * m.x && smile < 20.0 - 0.004 * m.x * m.x {
        return stone(13, 0xb8382e);
    }
    if round(118.0, 62.0, 40.0, 40.0) {
        return stone(14, 0xe08a58);
    }
    if round(0.0, 168.0, 34.0, 20.0) {
        return stone(15, 0xf0c98a);
    }
    let shade = step(-120.0, 190.0, d.x + 0.3 * d.y);
    (16, srgb(0xf3d091).lerp(srgb(0xcf8a48), shade), false)
}
