//! Tapestry: a white hart under an orange tree among flowers, woven in wool on madder red.

mod beasts;

use crate::canvas::{Canvas, srgb};
use crate::design::Design;
use crate::noise::Random;
use crate::outline::{ellipse, inset_frame, leaf, open, through};
use crate::technique::weave::{Wool, tapestry};
use beasts::{hare, hart};
use glam::Vec2;
use std::f32::consts::TAU;

const WIDTH: usize = 1020;
const HEIGHT: usize = 1280;

const LEAVES: [u32; 3] = [0x26483c, 0x466a48, 0x7f9658];
const BARK: [u32; 3] = [0x3e2a20, 0x7d5836, 0xb58f58];
const FLEECE: [u32; 3] = [0x8f8372, 0xd8c9a8, 0xf6ecd4];
const GOLD: [u32; 3] = [0x8a5a20, 0xd09a38, 0xf2d27c];
const HARE: [u32; 3] = [0x5a3a28, 0xa8784a, 0xdab684];
const PETALS: [[u32; 3]; 5] = [
    [0xb06a62, 0xd99a84, 0xecc4a4],
    [0xb59a6a, 0xe2d0a4, 0xf0e4c4],
    [0x35587a, 0x5f86a4, 0x9ab8bc],
    [0xa8702a, 0xd0983e, 0xe8c478],
    [0x7a4a66, 0xa87c94, 0xd4b0bc],
];

/// The picture.
pub fn draw() -> Canvas {
    let mut design = Design::new(WIDTH, HEIGHT, 1, wool([0x8e3036, 0xa4403c, 0xae4a42], 60.0));
    let mut random = Random::new(19);
    let island = ellipse(Vec2::new(510.0, 1120.0), Vec2::new(470.0, 190.0), 0.0);
    design.lay(&island, wool([0x16283a, 0x1e3a4a, 0x2a5254], 70.0));
    for at in random.scattered(1020.0, 1280.0, 132.0) {
        let size = random.between(1.5, 1.9);
        // The antlers stand against plain ground.
        if at.x > 560.0 && (90.0..470.0).contains(&at.y) {
            continue;
        }
        flower(&mut design, &mut random, at, size);
    }
    tree(&mut design, &mut random);
    hart(&mut design, Vec2::new(455.0, 1085.0), 1.44);
    for (x, y, side) in [(165.0, 1190.0, 1.0), (868.0, 1190.0, -1.0)] {
        hare(&mut design, Vec2::new(x, y), side);
    }
    for &[x, y] in [395.0, 1200.0, 530.0, 1190.0, 655.0, 1205.0].as_chunks().0 {
        flower(&mut design, &mut random, Vec2::new(x, y), 1.3);
    }
    border(&mut design);
    tapestry(&design, 6)
}

fn wool(shades: [u32; 3], reach: f32) -> Wool {
    Wool {
        shades: shades.map(srgb),
        reach,
    }
}

/// A plant of one of four kinds, its root at `at`.
fn flower(design: &mut Design<Wool>, random: &mut Random, at: Vec2, size: f32) {
    let petals = PETALS[random.below(PETALS.len())];
    let lean = random.between(-0.3, 0.3);
    let head = at + Vec2::new(lean * 50.0, -52.0) * size;
    design.line(
        &through(&[at, at - Vec2::Y * 26.0 * size, head], false),
        wool([LEAVES[1]; 3], 9.0),
        |_| 6.0,
    );
    for &[side, rise, reach] in [
        -1.0, 4.0, 38.0, 1.0, 9.0, 36.0, -1.0, 22.0, 26.0, 1.0, 26.0, 24.0,
    ]
    .as_chunks()
    .0
    {
        let root = at - Vec2::Y * rise * size;
        let tip = root + Vec2::new(side, -0.4) * reach * size;
        design.lay(&leaf(root, tip, 0.19, 0.14 * side), wool(LEAVES, 9.0));
    }
    match random.below(4) {
        0 => {
            for k in 0..3 {
                let tip = head + Vec2::new(13.0 * (k as f32 - 1.0), -34.0) * size;
                design.lay(
                    &leaf(head + Vec2::Y * 4.0, tip, 0.32, 0.0),
                    wool(petals, 12.0),
                );
            }
        }
        1 => {
            for k in 0..5 {
                let bell =
                    head + Vec2::new(13.0 * (k % 2) as f32 - 6.0, 10.0 * k as f32 - 26.0) * size;
                design.lay(
                    &ellipse(bell, Vec2::new(9.0, 8.0) * size, 0.0),
                    wool(petals, 8.0),
                );
            }
        }
        kind => {
            let count = if kind == 2 { 5 } else { 8 };
            for k in 0..count {
                let tip =
                    head + Vec2::from_angle(TAU * k as f32 / count as f32 + lean) * 27.0 * size;
                design.lay(
                    &leaf(head, tip, if kind == 2 { 0.36 } else { 0.2 }, 0.0),
                    wool(petals, 11.0),
                );
            }
            design.lay(
                &ellipse(head, Vec2::splat(8.5 * size), 0.0),
                wool(GOLD, 8.0),
            );
        }
    }
}

fn tree(design: &mut Design<Wool>, random: &mut Random) {
    let trunk = open(&[330.0, 1040.0, 345.0, 860.0, 326.0, 690.0, 345.0, 480.0]);
    design.line(&trunk, wool(BARK, 26.0), |t| {
        62.0 - 26.0 * t + 34.0 * (1.0 - t).powi(8)
    });
    for &[x, y] in [210.0, 400.0, 470.0, 400.0, 270.0, 300.0, 420.0, 290.0]
        .as_chunks()
        .0
    {
        design.line(
            &open(&[338.0, 600.0, (338.0 + x) / 2.0, 510.0, x, y]),
            wool(BARK, 14.0),
            |t| 28.0 - 16.0 * t,
        );
    }
    let crown = Vec2::new(340.0, 330.0);
    let shade = ellipse(crown, Vec2::new(235.0, 205.0), 0.0);
    design.lay(&shade, wool([LEAVES[0]; 3], 30.0));
    let mut spots: Vec<Vec2> = random.scattered(520.0, 470.0, 43.0);
    spots.retain(|&p| ((p - Vec2::new(260.0, 235.0)) / Vec2::new(250.0, 222.0)).length() < 1.0);
    for (i, p) in spots.into_iter().enumerate() {
        let at = p + crown - Vec2::new(260.0, 235.0);
        for _ in 0..3 {
            let aim = (at - crown).normalize_or_zero()
                + Vec2::new(random.between(-0.9, 0.9), random.between(-0.9, 0.4));
            design.lay(
                &leaf(at, at + aim.normalize_or_zero() * 56.0, 0.22, 0.08),
                wool(LEAVES, 12.0),
            );
        }
        if i % 5 == 0 {
            design.lay(
                &ellipse(at, Vec2::splat(27.0), 0.0),
                wool([0xb0501c, 0xe08a2e, 0xf8c862], 15.0),
            );
        }
    }
}

/// A dark guard with lozenges between two stripes of gold.
fn border(design: &mut Design<Wool>) {
    let (w, h) = (WIDTH as f32, HEIGHT as f32);
    let corners = |inset: f32| inset_frame(w, h, inset);
    let stripes = [
        (26.0, 64.0, [0x16283a, 0x1e3a4a, 0x2a5254]),
        (8.0, 18.0, GOLD),
        (66.0, 20.0, GOLD),
    ];
    for (inset, thickness, shades) in stripes {
        for side in corners(inset).windows(2) {
            let over = (side[1] - side[0]).normalize() * thickness / 2.0;
            design.line(
                &[side[0] - over, side[1] + over],
                wool(shades, 30.0),
                |_| thickness,
            );
        }
    }
    for side in corners(32.0).windows(2) {
        let count = (side[0].distance(side[1]) / 56.0).round();
        for i in 0..count as usize {
            let at = side[0].lerp(side[1], i as f32 / count);
            let lozenge =
                |r: f32| [Vec2::X, Vec2::Y, Vec2::NEG_X, Vec2::NEG_Y].map(|axis| at + axis * r);
            design.lay(
                &lozenge(19.0),
                wool(if i % 2 == 0 { FLEECE } else { PETALS[0] }, 12.0),
            );
            design.lay(&lozenge(8.0), wool(PETALS[i % 2 * 3], 9.0));
        }
    }
}
