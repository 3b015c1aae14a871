//! Layers of cut paper: a fox in a forest at sunset.

use crate::{
    canvas::{Canvas, Colour, Field, srgb},
    noise::{Noise, Random, step},
    outline::{closed, ellipse, open, points, ribbon},
    plate::Plate,
    technique::cutout::Stack,
};
use glam::Vec2;
use std::f32::consts::PI;

const WIDTH: usize = 1280;
const HEIGHT: usize = 960;
const SUN: Vec2 = Vec2::new(800.0, 330.0);

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(8);
    let mut stack = Stack::on(WIDTH, HEIGHT, |_| srgb(0xc8475a));
    glow(&mut stack);
    for (size, hex, lift) in [
        (270.0, 0xfbd98c, 10.0),
        (195.0, 0xfde9b4, 10.0),
        (125.0, 0xfff6dc, 12.0),
    ] {
        stack.paste(&form(&[ellipse(SUN, Vec2::splat(size), 0.0)]), lift, |_| {
            srgb(hex)
        });
    }
    clouds(&mut stack);
    let layers = [
        (440.0, 46.0, 0xe8836a, 0.9),
        (520.0, 60.0, 0xc65a63, 1.2),
        (600.0, 50.0, 0x8f3f66, 1.7),
        (690.0, 44.0, 0x553063, 2.3),
    ];
    for (i, (level, swing, hex, tall)) in layers.into_iter().enumerate() {
        hill(&mut stack, &mut random, i, level, swing, srgb(hex), tall);
    }
    for (i, hex) in [0x6a3f78, 0x46305f, 0x5b3a74, 0x382a58, 0x4a3468]
        .into_iter()
        .enumerate()
    {
        let ground = hills(5 + i, 760.0 + 44.0 * i as f32, 36.0);
        stack.paste(&form(&[ground]), 14.0, |_| srgb(hex));
    }
    fox(&mut stack);
    frame(&mut stack, &mut random);
    stack.finish()
}

/// The evening sky: sheets about the sun with rippled edges, each smaller and lighter.
fn glow(stack: &mut Stack) {
    let ripple = Noise::fractal(331, 2);
    for i in 0..11 {
        let reach = 900.0 - 58.0 * i as f32;
        let edge = (0..240).map(|k| {
            let turn = Vec2::from_angle(PI * k as f32 / 120.0);
            let wave = 26.0 * ripple.at(turn * reach / 130.0 + i as f32 * 7.0);
            SUN + turn * (reach + wave)
        });
        let hue = srgb(0xd9505a).lerp(srgb(0xfbc768), i as f32 / 10.0);
        let hue = if i % 2 == 0 { hue } else { hue * 0.86 };
        stack.paste(&form(&[edge.collect()]), 11.0, |_| hue);
    }
}

fn form(outlines: &[Vec<Vec2>]) -> Field {
    let mut plate = Plate::new(WIDTH, HEIGHT);
    outlines.iter().for_each(|outline| plate.fill(outline));
    plate.field()
}

fn hills(seed: usize, level: f32, swing: f32) -> Vec<Vec2> {
    let roll = Noise::fractal(300 + seed as i32, 2);
    let mut outline: Vec<Vec2> = (-1..=65)
        .map(|i| {
            let x = i as f32 * 20.0;
            Vec2::new(x, level + swing * 1.6 * roll.at(Vec2::new(x / 330.0, 1.0)))
        })
        .collect();
    outline.extend([Vec2::new(1320.0, 1000.0), Vec2::new(-20.0, 1000.0)]);
    outline
}

fn hill(
    stack: &mut Stack,
    random: &mut Random,
    i: usize,
    level: f32,
    swing: f32,
    colour: Colour,
    tall: f32,
) {
    let outline = hills(i, level, swing);
    let mut shapes = vec![outline.clone()];
    let mut x = random.between(-20.0, 40.0);
    while x < 1280.0 {
        let foot = outline[((x / 20.0) as usize + 1).min(outline.len() - 3)] + Vec2::new(0.0, 14.0);
        let size = tall * random.between(52.0, 96.0);
        shapes.extend(fir(Vec2::new(x, foot.y), size));
        x += random.between(18.0, 46.0) * tall;
    }
    stack.paste(&form(&shapes), 12.0 + 3.0 * i as f32, |p| {
        colour * (1.12 - 0.25 * (p.y - level) / 400.0)
    });
}

/// A fir: four tiers with drooping, notched edges.
fn fir(foot: Vec2, size: f32) -> Vec<Vec<Vec2>> {
    let at = |x: f32, y: f32| foot + Vec2::new(x, y) * size;
    let mut parts = vec![vec![
        at(-0.03, 0.05),
        at(-0.03, -0.3),
        at(0.03, -0.3),
        at(0.03, 0.05),
    ]];
    for k in 0..4 {
        let (base, wide) = (-0.10 - 0.26 * k as f32, 0.30 - 0.062 * k as f32);
        parts.push(vec![
            at(0.0, base - 0.42),
            at(-0.3 * wide, base - 0.2),
            at(-wide, base),
            at(-0.6 * wide, base - 0.03),
            at(-0.35 * wide, base + 0.03),
            at(0.0, base - 0.01),
            at(0.35 * wide, base + 0.03),
            at(0.6 * wide, base - 0.03),
            at(wide, base),
            at(0.3 * wide, base - 0.2),
        ]);
    }
    parts
}

fn clouds(stack: &mut Stack) {
    for (x, y, size, hex) in [
        (230.0, 170.0, 1.0, 0xfce3b8),
        (1110.0, 130.0, 0.8, 0xfbd6a4),
        (470.0, 300.0, 0.6, 0xfbdcb0),
        (1060.0, 400.0, 0.7, 0xf9cf9a),
    ] {
        let puff = |dx: f32, dy: f32, r: f32| {
            ellipse(
                Vec2::new(x + dx * size, y + dy * size),
                Vec2::new(r, r * 0.8) * size,
                0.0,
            )
        };
        let base = points(&[
            x - 150.0 * size,
            y + 6.0,
            x + 160.0 * size,
            y + 6.0,
            x + 160.0 * size,
            y + 40.0 * size,
            x - 150.0 * size,
            y + 40.0 * size,
        ]);
        stack.paste(
            &form(&[
                puff(-90.0, 0.0, 52.0),
                puff(-10.0, -34.0, 74.0),
                puff(80.0, -6.0, 56.0),
                base,
            ]),
            9.0,
            |_| srgb(hex),
        );
    }
    let birds: Vec<_> = [
        (560.0, 180.0, 30.0),
        (625.0, 150.0, 24.0),
        (660.0, 205.0, 20.0),
    ]
    .iter()
    .map(|&(x, y, s)| {
        ribbon(
            &open(&[
                x - s,
                y - 0.5 * s,
                x - 0.4 * s,
                y - 0.35 * s,
                x,
                y,
                x + 0.4 * s,
                y - 0.4 * s,
                x + s,
                y - 0.6 * s,
            ]),
            |t| 9.0 * (t * PI).sin(),
        )
    })
    .collect();
    stack.paste(&form(&birds), 5.0, |_| srgb(0x6e2f52));
}

fn fox(stack: &mut Stack) {
    let at = Vec2::new(360.0, 560.0);
    let shape = |coordinates: &[f32]| -> Vec<Vec2> {
        closed(coordinates)
            .into_iter()
            .map(|p| at + p * 1.2)
            .collect()
    };
    let tail = shape(&[
        150.0, 236.0, 230.0, 250.0, 312.0, 214.0, 352.0, 130.0, 330.0, 50.0, 352.0, 10.0, 286.0,
        44.0, 258.0, 120.0, 206.0, 190.0,
    ]);
    stack.paste(&form(&[tail]), 14.0, |_| srgb(0xd9542b));
    let tip = shape(&[
        330.0, 52.0, 352.0, 10.0, 286.0, 44.0, 276.0, 74.0, 296.0, 66.0, 304.0, 84.0, 318.0, 66.0,
    ]);
    stack.paste(&form(&[tip]), 6.0, |_| srgb(0xfff1d6));
    let body = shape(&[
        -20.0, 250.0, -22.0, 160.0, 10.0, 92.0, 56.0, 70.0, 110.0, 96.0, 168.0, 160.0, 192.0,
        232.0, 170.0, 256.0, 60.0, 258.0,
    ]);
    stack.paste(&form(&[body]), 14.0, |p| {
        srgb(0xe8652f).lerp(srgb(0xf28a3e), step(800.0, 600.0, p.y))
    });
    let chest = shape(&[
        -14.0, 190.0, -8.0, 120.0, 24.0, 84.0, 50.0, 110.0, 44.0, 170.0, 26.0, 214.0, 8.0, 196.0,
    ]);
    stack.paste(&form(&[chest]), 6.0, |_| srgb(0xfff1d6));
    let legs: Vec<_> = [(-20.0, 140.0, 255.0), (22.0, 150.0, 258.0)]
        .iter()
        .map(|&(x, top, foot)| {
            shape(&[
                x,
                top,
                x + 26.0,
                top,
                x + 26.0,
                foot - 20.0,
                x + 34.0,
                foot,
                x - 4.0,
                foot,
                x + 2.0,
                foot - 30.0,
            ])
        })
        .collect();
    stack.paste(&form(&legs), 5.0, |p| {
        srgb(0xd9542b).lerp(srgb(0x3a2140), step(790.0, 845.0, p.y))
    });
    let raw = |coordinates: &[f32]| -> Vec<Vec2> {
        points(coordinates)
            .into_iter()
            .map(|p| at + p * 1.2)
            .collect()
    };
    let ears = [
        raw(&[-46.0, 10.0, -54.0, -74.0, 0.0, -28.0]),
        raw(&[52.0, -34.0, 92.0, -84.0, 96.0, 0.0]),
    ];
    stack.paste(&form(&ears), 6.0, |_| srgb(0x3a2140));
    let head = raw(&[
        -58.0, 18.0, -44.0, -26.0, 10.0, -42.0, 62.0, -38.0, 104.0, 0.0, 112.0, 26.0, 70.0, 56.0,
        22.0, 112.0, 6.0, 100.0, -20.0, 58.0,
    ]);
    stack.paste(&form(&[head]), 10.0, |_| srgb(0xf07a36));
    let cheeks = [
        raw(&[
            -58.0, 18.0, -30.0, 20.0, 0.0, 56.0, 14.0, 108.0, 6.0, 100.0, -20.0, 58.0,
        ]),
        raw(&[
            112.0, 26.0, 66.0, 20.0, 34.0, 56.0, 20.0, 112.0, 30.0, 104.0, 70.0, 56.0,
        ]),
    ];
    stack.paste(&form(&cheeks), 4.0, |_| srgb(0xfff1d6));
    let dark = [
        raw(&[4.0, 98.0, 26.0, 98.0, 16.0, 116.0]),
        ellipse(at + Vec2::new(-10.0, 26.0) * 1.2, Vec2::new(12.0, 9.0), 0.5),
        ellipse(at + Vec2::new(56.0, 24.0) * 1.2, Vec2::new(12.0, 9.0), -0.5),
    ];
    stack.paste(&form(&dark), 3.0, |_| srgb(0x241634));
}

/// Leaves and grasses that frame the view.
fn frame(stack: &mut Stack, random: &mut Random) {
    for (dark, lift, count) in [(0x1d1a40, 18.0, 34), (0x14122e, 26.0, 30)] {
        let mut blades = Vec::new();
        for _ in 0..count {
            let x = random.between(-40.0, 1320.0);
            let high = random.between(60.0, 150.0) + 190.0 * step(420.0, 640.0, (x - 640.0).abs());
            let sway = random.normal() * 50.0;
            let line = open(&[
                x,
                990.0,
                x + sway * 0.3,
                990.0 - high * 0.6,
                x + sway,
                990.0 - high,
            ]);
            blades.push(ribbon(&line, |t| 22.0 * (1.0 - t).powf(0.7)));
            for k in 1..5 {
                let at = line[(line.len() - 1) * k / 5];
                for side in [-1.0, 1.0] {
                    blades.push(crate::outline::leaf(
                        at,
                        at + Vec2::new(side * 0.36, -0.3) * high * (1.05 - 0.18 * k as f32),
                        0.17,
                        side * 0.12,
                    ));
                }
            }
        }
        stack.paste(&form(&blades), lift, |_| srgb(dark));
    }
    let mut berries = Vec::new();
    for _ in 0..26 {
        let x = random.between(0.0, 1280.0);
        let near = step(380.0, 600.0, (x - 640.0).abs());
        berries.push(ellipse(
            Vec2::new(x, random.between(930.0 - 190.0 * near, 950.0)),
            Vec2::splat(random.between(6.0, 12.0)),
            0.0,
        ));
    }
    stack.paste(&form(&berries), 8.0, |_| srgb(0xe0484a));
}
