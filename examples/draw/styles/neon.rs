//! A night of neon: a cat above a city, drawn in light over halftone dots.

use crate::{
    blur::blurred,
    canvas::{Canvas, Colour, Grid, srgb},
    noise::{Noise, Random, step},
    outline::{closed, ellipse, open, points, ribbon},
    plate::Plate,
};
use glam::{Vec2, Vec3};

const WIDTH: usize = 1280;
const HEIGHT: usize = 1000;
const MOON: Vec2 = Vec2::new(860.0, 300.0);

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1984);
    let smoke = Noise::fractal(9, 4);
    let mut sheet = Grid::from_fn(WIDTH, HEIGHT, |p| halftone(p, backdrop(p, &smoke)));
    towers(&mut sheet, &mut random);
    signs(&mut sheet);
    rain(&mut sheet, &mut random);
    roof(&mut sheet);
    cat(&mut sheet);
    sheet.map(|c, _| Vec3::ONE - (-c * 1.25).map(f32::exp))
}

/// Night air: violet above, magenta haze over the streets, the moon's disc.
fn backdrop(p: Vec2, smoke: &Noise) -> Colour {
    let t = p.y / HEIGHT as f32;
    let haze = 0.5 + 0.5 * smoke.at(Vec2::new(p.x / 300.0, p.y / 120.0));
    let air = srgb(0x0a0a26)
        .lerp(srgb(0x3b1560), step(0.1, 0.7, t))
        .lerp(srgb(0x8a1f6e), 0.7 * haze * step(0.4, 0.95, t));
    let moon = p.distance(MOON);
    let mare = step(-0.1, 0.5, smoke.at(p / 90.0));
    let disc = srgb(0xffc857).lerp(srgb(0xf2704e), 0.75 * mare);
    air.lerp(srgb(0x5a2a7a), 0.8 * step(420.0, 150.0, moon))
        .lerp(disc, step(171.0, 168.0, moon))
}

/// Printed in dots on a turned screen, larger where it is lighter.
fn halftone(p: Vec2, colour: Colour) -> Colour {
    let q = Vec2::from_angle(0.42).rotate(p) / 9.0;
    let dot = (q - q.round()).length();
    let light = colour.max_element().powf(0.45);
    let ink = step(0.08, -0.08, dot - 0.22 - 0.42 * light);
    (colour * 0.35).lerp(colour * 1.45, ink)
}

/// Adds tubes of light: a white-hot core, its colour, and the glow of the air round it.
fn glow(sheet: &mut Canvas, plate: &Plate, colour: Colour, power: f32) {
    let tube = plate.field();
    let (near, wide) = (blurred(&tube, 5.0), blurred(&tube, 26.0));
    let core = blurred(&tube, 1.0);
    for (i, cell) in sheet.cells.iter_mut().enumerate() {
        let hot = step(0.55, 1.0, core.cells[i]);
        let light = core.cells[i] * 1.3 + near.cells[i] * 0.9 + wide.cells[i] * 0.85;
        *cell += (colour * light + Vec3::splat(0.9) * hot) * power;
    }
}

/// Covers with black, as a silhouette.
fn silhouette(sheet: &mut Canvas, outline: &[Vec2], colour: Colour) {
    let mut plate = Plate::new(WIDTH, HEIGHT);
    plate.fill(outline);
    sheet.lay(&plate.field(), |p| halftone(p, colour));
}

fn towers(sheet: &mut Canvas, random: &mut Random) {
    let mut tubes =
        [0x18c8ff, 0xff2a8a, 0xffa52a].map(|hex| (Plate::new(WIDTH, HEIGHT), srgb(hex)));
    let mut x = -30.0;
    let mut k = 0;
    while x < WIDTH as f32 {
        let wide = random.between(80.0, 150.0);
        let top = 330.0 + 190.0 * (x / 190.0).sin().abs() + random.between(-60.0, 90.0);
        let body = points(&[
            x,
            1000.0,
            x,
            top,
            x + wide * 0.4,
            top - 18.0,
            x + wide,
            top + 8.0,
            x + wide,
            1000.0,
        ]);
        silhouette(sheet, &body, srgb(0x140c30));
        tubes[k % 3].0.line(&body, |_| 3.2);
        for row in 0..12 {
            for column in 0..4 {
                let at = Vec2::new(
                    x + wide * (0.14 + 0.2 * column as f32),
                    top + 40.0 + 46.0 * row as f32,
                );
                if random.between(0.0, 1.0) < 0.42 {
                    tubes[random.below(3)].0.fill(&points(&[
                        at.x,
                        at.y,
                        at.x + wide * 0.12,
                        at.y,
                        at.x + wide * 0.12,
                        at.y + 20.0,
                        at.x,
                        at.y + 20.0,
                    ]));
                }
            }
        }
        x += wide + random.between(-14.0, 16.0);
        k += 1;
    }
    for (plate, colour) in &tubes {
        glow(sheet, plate, *colour, 0.5);
    }
}

/// Signs without words: a cup, an arrow, a fish, waves.
fn signs(sheet: &mut Canvas) {
    let mut rose = Plate::new(WIDTH, HEIGHT);
    rose.line(
        &open(&[
            1010.0, 560.0, 1016.0, 620.0, 1050.0, 640.0, 1100.0, 640.0, 1134.0, 620.0, 1140.0,
            560.0,
        ]),
        |_| 7.0,
    );
    rose.line(
        &open(&[1000.0, 560.0, 1075.0, 572.0, 1150.0, 560.0]),
        |_| 7.0,
    );
    rose.line(
        &open(&[1138.0, 580.0, 1176.0, 580.0, 1170.0, 612.0, 1132.0, 620.0]),
        |_| 6.0,
    );
    glow(sheet, &rose, srgb(0xff3d9a), 1.1);
    let mut steam = Plate::new(WIDTH, HEIGHT);
    for x in [1040.0, 1075.0, 1110.0] {
        steam.line(
            &open(&[x, 540.0, x - 12.0, 515.0, x + 10.0, 490.0, x - 4.0, 462.0]),
            |_| 5.0,
        );
    }
    glow(sheet, &steam, srgb(0x6ae8ff), 1.0);
    let mut arrow = Plate::new(WIDTH, HEIGHT);
    arrow.line(
        &open(&[560.0, 520.0, 640.0, 500.0, 690.0, 550.0, 690.0, 640.0]),
        |_| 8.0,
    );
    arrow.line(&points(&[655.0, 610.0, 690.0, 655.0, 726.0, 610.0]), |_| {
        8.0
    });
    glow(sheet, &arrow, srgb(0xffb020), 1.0);
    let mut fish = Plate::new(WIDTH, HEIGHT);
    fish.line(
        &closed(&[
            560.0, 760.0, 620.0, 722.0, 690.0, 730.0, 740.0, 762.0, 690.0, 796.0, 620.0, 800.0,
        ]),
        |_| 6.0,
    );
    fish.line(
        &points(&[
            560.0, 760.0, 515.0, 728.0, 522.0, 762.0, 515.0, 796.0, 560.0, 760.0,
        ]),
        |_| 6.0,
    );
    fish.line(
        &ellipse(Vec2::new(702.0, 756.0), Vec2::splat(7.0), 0.0),
        |_| 5.0,
    );
    glow(sheet, &fish, srgb(0x35ff9a), 1.0);
    let mut ring = Plate::new(WIDTH, HEIGHT);
    let around = ellipse(MOON, Vec2::splat(186.0), 0.0);
    ring.line(&around, |_| 4.0);
    glow(sheet, &ring, srgb(0xff9a3d), 0.8);
}

fn rain(sheet: &mut Canvas, random: &mut Random) {
    let mut drops = Plate::new(WIDTH, HEIGHT);
    for _ in 0..260 {
        let at = Vec2::new(random.between(0.0, 1280.0), random.between(-40.0, 960.0));
        let long = random.between(16.0, 60.0);
        drops.line(&[at, at + Vec2::new(-0.28 * long, long)], |_| 1.6);
    }
    glow(sheet, &drops, srgb(0x5a8cff), 0.28);
}

fn roof(sheet: &mut Canvas) {
    let slab = points(&[-20.0, 830.0, 520.0, 770.0, 640.0, 1010.0, -20.0, 1010.0]);
    silhouette(sheet, &slab, srgb(0x0b0718));
    let mut tiles = Plate::new(WIDTH, HEIGHT);
    for row in 0..5 {
        for column in 0..12 {
            let at = Vec2::new(
                column as f32 * 52.0 + 26.0 * (row % 2) as f32 - 10.0,
                858.0 + 40.0 * row as f32 - 0.11 * column as f32 * 52.0,
            );
            tiles.line(
                &open(&[
                    at.x,
                    at.y,
                    at.x + 26.0,
                    at.y + 20.0,
                    at.x + 52.0,
                    at.y - 6.0,
                ]),
                |_| 2.6,
            );
        }
    }
    glow(sheet, &tiles, srgb(0x7a3cff), 0.55);
    let mut edge = Plate::new(WIDTH, HEIGHT);
    edge.line(
        &points(&[-20.0, 830.0, 520.0, 770.0, 640.0, 1010.0]),
        |_| 6.0,
    );
    glow(sheet, &edge, srgb(0xb04cff), 1.0);
}

fn cat(sheet: &mut Canvas) {
    let body = closed(&[
        150.0, 820.0, 128.0, 740.0, 140.0, 640.0, 182.0, 560.0, 214.0, 500.0, 206.0, 450.0, 208.0,
        396.0, 200.0, 318.0, 256.0, 356.0, 306.0, 350.0, 352.0, 308.0, 356.0, 392.0, 360.0, 446.0,
        334.0, 500.0, 336.0, 560.0, 352.0, 660.0, 362.0, 790.0, 386.0, 806.0, 300.0, 822.0,
    ]);
    silhouette(sheet, &body, srgb(0x12082a));
    let tail = open(&[
        160.0, 806.0, 80.0, 820.0, 40.0, 780.0, 56.0, 720.0, 100.0, 716.0, 104.0, 750.0,
    ]);
    silhouette(sheet, &ribbon(&tail, |t| 46.0 - 26.0 * t), srgb(0x12082a));
    let mut lines = Plate::new(WIDTH, HEIGHT);
    lines.line(&[body.as_slice(), &body[..1]].concat(), |t| {
        6.0 + 4.0 * (t * 19.0).sin()
    });
    lines.line(&tail, |t| 7.0 - 3.0 * t);
    lines.line(&open(&[250.0, 640.0, 244.0, 720.0, 256.0, 806.0]), |t| {
        6.0 - 2.0 * t
    });
    lines.line(
        &open(&[352.0, 660.0, 300.0, 690.0, 288.0, 760.0, 300.0, 806.0]),
        |_| 5.0,
    );
    glow(sheet, &lines, srgb(0x17e0ff), 1.15);
    let mut fur = Plate::new(WIDTH, HEIGHT);
    for i in 0..26 {
        let t = i as f32 / 26.0;
        let at = Vec2::new(
            168.0 + 30.0 * (i as f32 * 2.1).sin() + 70.0 * (1.0 - t),
            520.0 + 250.0 * t,
        );
        fur.line(&[at, at + Vec2::new(-7.0, 26.0)], |t| 3.4 * (1.0 - t));
    }
    glow(sheet, &fur, srgb(0x6a5cff), 0.7);
    let mut face = Plate::new(WIDTH, HEIGHT);
    for x in [246.0, 320.0] {
        face.fill(&ellipse(Vec2::new(x, 414.0), Vec2::new(19.0, 13.0), 0.0));
        face.cut(&ellipse(Vec2::new(x, 414.0), Vec2::new(4.0, 12.0), 0.0));
    }
    glow(sheet, &face, srgb(0xd6ff3a), 1.1);
    let mut rose = Plate::new(WIDTH, HEIGHT);
    rose.fill(&points(&[272.0, 446.0, 294.0, 446.0, 283.0, 460.0]));
    for side in [-1.0, 1.0] {
        rose.line(
            &open(&[
                283.0,
                460.0,
                283.0 + side * 10.0,
                474.0,
                283.0 + side * 26.0,
                470.0,
            ]),
            |_| 3.5,
        );
        for k in 0..3 {
            let y = 452.0 + 9.0 * k as f32;
            rose.line(
                &open(&[
                    283.0 + side * 30.0,
                    y,
                    283.0 + side * 80.0,
                    y - 8.0 + 7.0 * k as f32,
                    283.0 + side * 128.0,
                    y - 10.0 + 15.0 * k as f32,
                ]),
                |t| 3.0 * (1.0 - t) + 0.8,
            );
        }
    }
    rose.line(&open(&[218.0, 350.0, 226.0, 380.0, 240.0, 368.0]), |_| 3.5);
    rose.line(&open(&[342.0, 345.0, 336.0, 376.0, 322.0, 366.0]), |_| 3.5);
    glow(sheet, &rose, srgb(0xff4f9f), 1.0);
}
