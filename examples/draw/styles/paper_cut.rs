//! Cut paper: an owl before the moon, in a wreath of creased leaves, scallops and flowers.

mod owl;

use crate::{
    canvas::{Canvas, Colour, srgb},
    noise::Random,
    outline::{ellipse, ribbon},
    technique::cutout::Stack,
};
use glam::Vec2;
use std::f32::consts::{PI, TAU};

const WIDTH: usize = 1280;
const HEIGHT: usize = 1024;
const CREAM: u32 = 0xfcf2e6;
const BLUSH: u32 = 0xf4cdd4;
const PINK: u32 = 0xe79bb8;
const ROSE: u32 = 0xd4609a;
const MAGENTA: u32 = 0xbf3a8e;
const PLUM: u32 = 0xa32a80;
const INK: u32 = 0x4a1040;
const GOLD: u32 = 0xf2b64a;
const MOON: Vec2 = Vec2::new(640.0, 470.0);

/// Rings of the wreath from the moon outwards: what they are cut from. A ring is of one paper, so
/// that its leaves part by their edges and shadows alone.
const RINGS: [u32; 11] = [
    CREAM, CREAM, BLUSH, BLUSH, PINK, ROSE, ROSE, MAGENTA, MAGENTA, PLUM, PLUM,
];

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(8);
    let mut stack = Stack::on(WIDTH, HEIGHT, srgb(PLUM));
    moon(&mut stack);
    for (i, hue) in RINGS.into_iter().enumerate() {
        ring(&mut stack, &mut random, i as f32, srgb(hue));
        if i == 3 {
            owl::perch(&mut stack, &mut random);
        }
    }
    flowers(&mut stack, &mut random);
    stack.finish()
}

/// Scallops about the middle of the moon, each ring smaller, higher and paler.
fn moon(stack: &mut Stack) {
    for i in (0..12).rev() {
        let reach = 33.0 * (i as f32 + 0.5);
        let count = (TAU * reach / 43.0).round().max(1.0);
        for k in 0..count as usize {
            let angle = TAU * (k as f32 + 0.5 * (i % 2) as f32) / count;
            let hue = srgb(GOLD).lerp(srgb(CREAM), (0.22 + 0.09 * i as f32).min(1.0));
            let at = MOON + Vec2::from_angle(angle) * reach;
            stack.paste(&[ellipse(at, Vec2::splat(28.0), 0.0)], 7.0, |_| hue);
        }
    }
}

/// One ring of leaves that point at the moon; the farther out, the higher it lies.
fn ring(stack: &mut Stack, random: &mut Random, i: f32, paper: Colour) {
    let radii = Vec2::new(366.0 + 46.0 * i, 346.0 + 40.0 * i);
    let count = (TAU * radii.y / 36.0) as usize;
    let mut order: Vec<usize> = (0..count).collect();
    random.shuffle(&mut order);
    for k in order {
        let angle = TAU * (k as f32 + random.between(-0.3, 0.3)) / count as f32;
        let out = Vec2::from_angle(angle);
        let base = MOON + out * (radii + random.between(16.0, 48.0));
        let lean = random.between(-0.6, 0.6);
        let hue = match random.below(18) {
            0..2 => srgb(CREAM),
            2 => srgb(GOLD),
            _ => paper,
        };
        let reach = random.between(58.0, 100.0);
        let tip = base - out.rotate(Vec2::from_angle(lean)) * reach;
        let lift = random.between(9.0, 13.0);
        match random.below(6) {
            0 => fern(stack, base, tip, lift, hue),
            1 => arcs(stack, base, reach * 0.5, angle, paper),
            _ => stack.crease(
                base,
                tip,
                [random.between(0.22, 0.32), 0.12 * lean],
                lift,
                hue,
            ),
        }
    }
}

/// A frond: leaflets on both sides of a stem.
fn fern(stack: &mut Stack, base: Vec2, tip: Vec2, lift: f32, hue: Colour) {
    let along = tip - base;
    for k in 0..5 {
        let t = 0.08 + 0.17 * k as f32;
        for side in [-1.0, 1.0] {
            let way = along.rotate(Vec2::from_angle(side * 0.9)) * (0.46 - 0.05 * k as f32);
            let root = base + along * t;
            stack.crease(root, root + way, [0.22, 0.0], lift * 0.6, hue);
        }
    }
    stack.crease(base, tip, [0.06, 0.0], lift * 0.7, hue * 0.8);
}

/// Half discs, one upon the other, turned to the moon.
fn arcs(stack: &mut Stack, at: Vec2, size: f32, angle: f32, paper: Colour) {
    for (share, hue) in [(1.0, paper), (0.68, srgb(CREAM)), (0.36, srgb(ROSE))] {
        let half: Vec<Vec2> = (0..=24)
            .map(|i| at + Vec2::from_angle(angle + PI * (0.5 + i as f32 / 24.0)) * size * share)
            .collect();
        stack.paste(&[half], 8.0, |_| hue);
    }
}

/// Flowers where the eye rests: two rows of petals and a heart.
fn flowers(stack: &mut Stack, random: &mut Random) {
    for (x, y, size, outer, inner) in [
        (170.0, 812.0, 104.0, CREAM, GOLD),
        (1130.0, 850.0, 98.0, ROSE, CREAM),
        (1148.0, 190.0, 88.0, GOLD, ROSE),
        (120.0, 230.0, 80.0, ROSE, CREAM),
        (330.0, 926.0, 70.0, GOLD, CREAM),
        (968.0, 940.0, 62.0, CREAM, ROSE),
        (300.0, 90.0, 58.0, CREAM, BLUSH),
        (980.0, 84.0, 54.0, BLUSH, CREAM),
        (60.0, 560.0, 60.0, GOLD, CREAM),
        (1222.0, 540.0, 64.0, BLUSH, GOLD),
        (1214.0, 700.0, 46.0, CREAM, ROSE),
        (60.0, 70.0, 52.0, GOLD, ROSE),
        (1226.0, 52.0, 50.0, CREAM, GOLD),
        (60.0, 960.0, 56.0, ROSE, GOLD),
        (640.0, 972.0, 48.0, ROSE, CREAM),
        (1226.0, 966.0, 50.0, GOLD, CREAM),
    ] {
        let at = Vec2::new(x, y);
        for (petals, share, hue, shift) in [(9, 1.0, outer, 0.0), (7, 0.62, inner, 0.4)] {
            let turn = random.between(0.0, TAU);
            for k in 0..petals {
                let way = Vec2::from_angle(turn + shift + TAU * k as f32 / petals as f32);
                let tip = at + way * size * share;
                stack.crease(at + way * 6.0, tip, [0.27, 0.0], 9.0, srgb(hue));
            }
        }
        stack.paste(&[ellipse(at, Vec2::splat(size * 0.2), 0.0)], 8.0, |_| {
            srgb(INK)
        });
        let ring = (0..7).map(|k| {
            let dot = at + Vec2::from_angle(TAU * k as f32 / 7.0) * size * 0.12;
            ellipse(dot, Vec2::splat(size * 0.035), 0.0)
        });
        stack.paste(&ring.collect::<Vec<_>>(), 3.0, |_| srgb(GOLD));
    }
}

/// A strip as wide as `width(t)` along a line.
fn strip(stack: &mut Stack, line: &[Vec2], lift: f32, hue: Colour, width: impl Fn(f32) -> f32) {
    stack.paste(&[ribbon(line, width)], lift, |_| hue);
}
