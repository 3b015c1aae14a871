//! Batik: two birds on a flowering vine; cream wax lines, indigo, brown, and crackle.

mod bird;

use crate::canvas::{Canvas, srgb};
use crate::design::Design;
use crate::noise::Random;
use crate::outline::{ellipse, even, inset_frame, leaf, open, vein};
use crate::technique::finish::contrasted;
use crate::technique::wax::{Dye, batik};
use bird::bird;
use glam::Vec2;
use std::f32::consts::TAU;

const WIDTH: usize = 1280;
const HEIGHT: usize = 1000;
/// The cloth goes on beyond the picture: this much of its middle is seen, larger, so that wax lines and
/// crackle are wide enough to be carried into small pictures.
const SCALE: usize = 3;
const SHRINK: usize = 2;
/// Left upper corner of what is seen, and its size, in units of the cloth.
const CORNER: Vec2 = Vec2::new(213.0, 44.0);
const SEEN: Vec2 = Vec2::new(1280.0 * 2.0 / 3.0, 1000.0 * 2.0 / 3.0);

const CREAM: u32 = 0xe8d8b2;
const OCHRE: u32 = 0xc4985a;
const SIENNA: u32 = 0x96592e;
const BROWN: u32 = 0x4a2c1c;
const SKY: u32 = 0x94b0c4;
const NAVY: u32 = 0x24386a;
const INDIGO: u32 = 0x426899;

/// The picture.
pub fn draw() -> Canvas {
    let mut design = Design::new(WIDTH, HEIGHT, SCALE, dye(INDIGO));
    let mut random = Random::new(23);
    vines(&mut design);
    for &[x, y, size] in [
        640.0, 200.0, 112.0, 640.0, 800.0, 96.0, 160.0, 180.0, 74.0, 1120.0, 180.0, 74.0,
    ]
    .as_chunks()
    .0
    {
        rosette(&mut design, Vec2::new(x, y), size);
    }
    bird(&mut design, Vec2::new(385.0, 650.0), Vec2::new(0.99, 1.1));
    bird(&mut design, Vec2::new(895.0, 650.0), Vec2::new(-0.99, 1.1));
    filling(&mut design, &mut random);
    border(&mut design);
    let cloth = batik(&design, srgb(CREAM), srgb(0x0e1838), 15).shrunk(SHRINK);
    let corner = CORNER * (SCALE as f32 / SHRINK as f32);
    let seen = Canvas::from_fn(WIDTH, HEIGHT, |p| cloth.at(p + corner));
    contrasted(&seen, 2.6)
}

fn dye(hue: u32) -> Dye {
    let waxed = match hue {
        CREAM => 1.0,
        NAVY | SIENNA => 0.8,
        BROWN => 0.5,
        _ => 0.9,
    };
    Dye {
        colour: srgb(hue),
        waxed,
        line: 3.4,
    }
}

/// A shape laid without a wax line of its own.
fn plain(hue: u32) -> Dye {
    Dye {
        line: 0.0,
        ..dye(hue)
    }
}

fn dots(design: &mut Design<Dye>, line: &[Vec2], count: usize, size: f32) {
    for p in even(line, count) {
        design.lay(&ellipse(p, Vec2::splat(size), 0.0), plain(CREAM));
    }
}

/// A leaf with a darker half and a midrib.
fn blade(design: &mut Design<Dye>, base: Vec2, tip: Vec2, bend: f32, hues: [u32; 2]) {
    design.lay(&leaf(base, tip, 0.27, bend), dye(hues[0]));
    design.lay(
        &leaf(
            base.lerp(tip, 0.04),
            base.lerp(tip, 0.94),
            0.115,
            bend * 1.9,
        ),
        plain(hues[1]),
    );
    let rib = vein(base.lerp(tip, 0.12), base.lerp(tip, 0.86), bend);
    design.line(&rib, plain(CREAM), |t| 8.0 * (1.1 - t));
}

fn vines(design: &mut Design<Dye>) {
    let bough = [
        60.0, 560.0, 200.0, 650.0, 400.0, 660.0, 560.0, 640.0, 640.0, 670.0, 720.0, 640.0, 880.0,
        660.0, 1080.0, 650.0, 1220.0, 560.0,
    ];
    let arms: [&[f32]; 7] = [
        &bough,
        &[
            640.0, 670.0, 640.0, 560.0, 660.0, 470.0, 620.0, 350.0, 640.0, 250.0,
        ],
        &[
            200.0, 650.0, 110.0, 500.0, 130.0, 360.0, 90.0, 270.0, 160.0, 190.0,
        ],
        &[
            1080.0, 650.0, 1170.0, 500.0, 1150.0, 360.0, 1190.0, 270.0, 1120.0, 190.0,
        ],
        &[640.0, 670.0, 610.0, 740.0, 660.0, 790.0],
        &[500.0, 650.0, 500.0, 760.0, 440.0, 850.0, 470.0, 920.0],
        &[780.0, 650.0, 780.0, 760.0, 840.0, 850.0, 810.0, 920.0],
    ];
    for (k, arm) in arms.into_iter().enumerate() {
        let line = open(arm);
        design.line(&line, dye(BROWN), |t| {
            if k == 0 { 30.0 } else { 19.0 - 8.0 * t }
        });
        dots(design, &line, line.len() / 14, 5.0);
        let stations = even(&line, line.len() / 28 + 2);
        for (i, pair) in stations.windows(2).enumerate().skip(1) {
            let along = (pair[1] - pair[0]).normalize_or_zero();
            let side = if i % 2 == 0 { 1.0 } else { -1.0 };
            let reach = if k == 0 { 100.0 } else { 122.0 };
            let tip = pair[0] + (along * 0.7 + along.perp() * side).normalize() * reach;
            let hues = [[SKY, NAVY], [OCHRE, SIENNA], [NAVY, SKY]][(i + k) % 3];
            blade(design, pair[0], tip, 0.14 * side, hues);
        }
    }
}

fn rosette(design: &mut Design<Dye>, at: Vec2, size: f32) {
    for (ring, (reach, hue)) in [(1.0, SIENNA), (0.66, OCHRE)].into_iter().enumerate() {
        for k in 0..8 {
            let turn = TAU * (k as f32 + 0.5 * (ring % 2) as f32) / 8.0;
            let tip = at + Vec2::from_angle(turn) * size * reach;
            design.lay(&leaf(at, tip, 0.22, 0.0), dye(hue));
        }
    }
    design.lay(&ellipse(at, Vec2::splat(size * 0.26), 0.0), dye(NAVY));
    let ring = ellipse(at, Vec2::splat(size * 0.12), 0.0);
    dots(design, &ring, 5, 5.0);
}

/// Dots and small clovers wherever the ground is bare.
fn filling(design: &mut Design<Dye>, random: &mut Random) {
    for p in random.scattered(1280.0, 1000.0, 78.0) {
        let clear = |reach: f32| {
            (0..8).all(|k| {
                let near = p + Vec2::from_angle(TAU * k as f32 / 8.0) * reach;
                design.labels.at(near * design.scale) == 0
            })
        };
        if clear(36.0) && random.below(3) == 0 {
            for k in 0..4 {
                let aim = Vec2::from_angle(TAU * (k as f32 + 0.5) / 4.0) * 17.0;
                design.lay(
                    &ellipse(p + aim, Vec2::splat(10.0), 0.0),
                    plain([CREAM, OCHRE, SKY][k % 2 * 2]),
                );
            }
        } else if clear(18.0) {
            design.lay(
                &ellipse(p, Vec2::splat(random.between(7.0, 10.0)), 0.0),
                plain([CREAM, CREAM, SKY][random.below(3)]),
            );
        }
    }
}

/// A guard of slanted knives round what is seen, each with an eye.
fn border(design: &mut Design<Dye>) {
    let band = 44.0;
    let corners = inset_frame(SEEN.x, SEEN.y, band / 2.0 - 2.0);
    for side in corners.windows(2) {
        let (start, end) = (side[0] + CORNER, side[1] + CORNER);
        let along = (end - start).normalize();
        let (over, inward) = (along * band / 2.0, along.perp());
        design.line(&[start - over, end + over], dye(BROWN), |_| band);
        let count = (start.distance(end) / 54.0).round();
        for i in 0..count as usize {
            let at = start.lerp(end, (i as f32 + 0.5) / count);
            let slant = inward * 18.0 + along * 22.0;
            design.lay(
                &leaf(at - slant, at + slant, 0.2, 0.22),
                dye(if i % 2 == 0 { OCHRE } else { SKY }),
            );
        }
    }
}
