//! Cut in wood and printed in five colours: a great wave, a mountain, a red sun.

use crate::{
    canvas::{Canvas, Field, Grid, srgb},
    distance::distance,
    grain::Wood,
    noise::{Noise, Random, step},
    outline::{ellipse, open, points, ribbon},
    pieces::to_border,
    plate::Plate,
};
use glam::Vec2;
use std::f32::consts::PI;

const WIDTH: usize = 1280;
const HEIGHT: usize = 940;

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1831);
    let pulp = Noise::fractal(7, 4);
    let mut sheet = Grid::from_fn(WIDTH, HEIGHT, |p| {
        srgb(0xeee0c0) * (1.0 + 0.07 * pulp.at(p / 130.0) + 0.05 * pulp.at(p / 3.0))
    });
    let wave = wave();
    let far = swell(710.0, 30.0, 210.0, 0.0);
    let near = swell(838.0, 36.0, 170.0, 2.0);
    let mountain = points(&[
        [560.0, 740.0],
        [690.0, 600.0],
        [760.0, 508.0],
        [800.0, 470.0],
        [838.0, 470.0],
        [884.0, 512.0],
        [960.0, 600.0],
        [1120.0, 740.0],
    ]);
    let sun = ellipse(Vec2::new(980.0, 250.0), Vec2::splat(104.0), 0.0);
    let foam = foam(&mut random);
    // One block a colour; none lies exactly on the last.
    let all = vec![points(&[
        [0.0, 0.0],
        [1280.0, 0.0],
        [1280.0, 940.0],
        [0.0, 940.0],
    ])];
    let sea = [wave.clone(), far.clone(), near.clone()];
    print(
        &mut sheet,
        &cover(&all, &[]),
        0x8fb4bd,
        Vec2::ZERO,
        1,
        |p| step(330.0, 10.0, p.y),
    );
    print(
        &mut sheet,
        &cover(&all, &[]),
        0xe9a56b,
        Vec2::ZERO,
        2,
        |p| 0.8 * step(420.0, 720.0, p.y),
    );
    print(
        &mut sheet,
        &cover(&[sun], &sea),
        0xc5392b,
        Vec2::new(2.0, -1.5),
        3,
        |_| 1.0,
    );
    print(
        &mut sheet,
        &cover(std::slice::from_ref(&mountain), &sea),
        0x5d7f96,
        Vec2::new(-2.0, 1.0),
        4,
        |p| 0.55 + 0.45 * step(640.0, 480.0, p.y),
    );
    print(
        &mut sheet,
        &cover(&[snow()], &[]),
        0xf3ead2,
        Vec2::new(-1.0, 1.0),
        5,
        |_| 1.0,
    );
    print(
        &mut sheet,
        &cover(&sea, &foam),
        0x2f6f93,
        Vec2::new(1.5, 1.5),
        6,
        |_| 1.0,
    );
    let deep = cover(&sea, &foam);
    let depth = distance(&deep, |v| v < 0.5);
    let bands = deep.map(|v, p| v * step(-0.1, 0.15, stripe(depth.at(p), p, &pulp, 26.0) - 0.25));
    print(
        &mut sheet,
        &bands,
        0x173a66,
        Vec2::new(-1.5, 1.0),
        7,
        |_| 1.0,
    );
    let light = cover(&foam, &[]);
    print(&mut sheet, &light, 0xf3ead2, Vec2::ZERO, 8, |_| 1.0);
    let key = key_block(&sea, &foam, &mountain, &pulp);
    print(&mut sheet, &key, 0x141b2e, Vec2::ZERO, 9, |_| 1.0);
    sheet
}

fn cover(laid: &[Vec<Vec2>], cut: &[Vec<Vec2>]) -> Field {
    let mut plate = Plate::new(WIDTH, HEIGHT);
    laid.iter().for_each(|outline| plate.fill(outline));
    cut.iter().for_each(|outline| plate.cut(outline));
    plate.field()
}

/// Prints one block, `off` its place, inked by `tone`: the grain of the wood shows.
fn print(
    sheet: &mut Canvas,
    block: &Field,
    hex: u32,
    off: Vec2,
    seed: i32,
    tone: impl Fn(Vec2) -> f32 + Sync,
) {
    let wood = Wood::new(100 + seed);
    let pressed = block.map(|_, p| block.at(p - off) * tone(p) * (0.55 + 0.45 * wood.at(p)));
    let ink = srgb(hex);
    // Thin ink over paper multiplies; most of these are opaque enough to cover.
    let below = sheet.clone();
    sheet.lay(&pressed, |p| ink.lerp(ink * below.at(p) * 1.15, 0.35));
}

/// A wave about to break: from the left edge up, over and back under its crest.
fn wave() -> Vec<Vec2> {
    let mut outline = open(&[
        [-40.0, 520.0],
        [60.0, 400.0],
        [170.0, 240.0],
        [300.0, 130.0],
        [440.0, 92.0],
        [560.0, 130.0],
        [630.0, 215.0],
        [640.0, 300.0],
        [596.0, 282.0],
        [540.0, 270.0],
        [470.0, 300.0],
        [420.0, 372.0],
        [410.0, 470.0],
        [450.0, 580.0],
        [540.0, 670.0],
        [660.0, 730.0],
        [800.0, 762.0],
    ]);
    outline.extend([Vec2::new(800.0, 980.0), Vec2::new(-40.0, 980.0)]);
    outline
}

fn swell(level: f32, high: f32, long: f32, phase: f32) -> Vec<Vec2> {
    let mut outline: Vec<Vec2> = (-2..=66)
        .map(|i| {
            let x = i as f32 * 20.0;
            // Crests sharper than troughs.
            let s = (x / long * 2.0 + phase).sin();
            Vec2::new(
                x,
                level - high * (s * 0.8 + 0.35 * (2.0 * x / long * 2.0 + 2.0 * phase).cos()),
            )
        })
        .collect();
    outline.extend([Vec2::new(1340.0, 980.0), Vec2::new(-40.0, 980.0)]);
    outline
}

fn snow() -> Vec<Vec2> {
    points(&[
        [727.0, 552.0],
        [760.0, 508.0],
        [800.0, 470.0],
        [838.0, 470.0],
        [884.0, 512.0],
        [925.0, 560.0],
        [896.0, 548.0],
        [880.0, 580.0],
        [858.0, 540.0],
        [836.0, 590.0],
        [812.0, 545.0],
        [790.0, 582.0],
        [770.0, 540.0],
        [748.0, 566.0],
    ])
}

/// Claws of foam along the crest, and spray before it.
fn foam(random: &mut Random) -> Vec<Vec<Vec2>> {
    let crest = open(&[
        [120.0, 312.0],
        [200.0, 214.0],
        [300.0, 140.0],
        [430.0, 100.0],
        [550.0, 136.0],
        [620.0, 216.0],
        [632.0, 300.0],
        [590.0, 286.0],
        [540.0, 276.0],
        [480.0, 300.0],
    ]);
    let mut shapes = vec![ribbon(&crest, |t| 26.0 + 22.0 * (t * PI).sin())];
    let count = 30;
    for k in 0..count {
        let i = (crest.len() - 2) * k / count + 1;
        let along = (crest[i + 1] - crest[i - 1]).normalize_or_zero();
        let t = k as f32 / count as f32;
        let way = (along * 0.8 + along.perp() * 0.75).normalize();
        let long = random.between(26.0, 58.0) * (0.5 + t);
        let a = crest[i];
        let (b, c) = (
            a + way * long * 0.6,
            a + way * long + along.perp() * long * 0.35,
        );
        shapes.push(ribbon(&crate::outline::through(&[a, b, c], false), |t| {
            17.0 * (1.0 - t) + 2.0
        }));
        shapes.push(ellipse(c, Vec2::splat(random.between(3.0, 6.5)), 0.0));
    }
    for _ in 0..110 {
        let t = random.between(0.0, 1.0);
        let at = Vec2::new(
            560.0 + 260.0 * t + 40.0 * random.normal(),
            130.0 + 260.0 * t * t + 60.0 * random.normal(),
        );
        shapes.push(ellipse(
            at,
            Vec2::splat(random.between(1.6, 6.0) * (1.1 - 0.6 * t)),
            0.0,
        ));
    }
    for (level, high, long, phase) in [(710.0, 30.0, 210.0, 0.0), (838.0, 36.0, 170.0, 2.0)] {
        let line = swell(level, high, long, phase);
        let top: Vec<Vec2> = line[..line.len() - 2].to_vec();
        for (n, piece) in top.chunks(9).enumerate() {
            if piece.len() > 4 {
                let lace: Vec<Vec2> = piece
                    .iter()
                    .map(|&p| p + Vec2::new(0.0, 10.0 + 4.0 * (n as f32).sin()))
                    .collect();
                shapes.push(ribbon(&lace, |t| 13.0 * (t * PI).sin() + 2.0));
            }
        }
    }
    shapes
}

/// -1 to 1: ridges that follow the outline they are `depth` pixels inside of.
fn stripe(depth: f32, p: Vec2, hand: &Noise, pitch: f32) -> f32 {
    ((depth + 9.0 * hand.at(p / 110.0) + 2.0 * hand.at(p / 14.0)) / pitch * std::f32::consts::TAU)
        .sin()
}

/// The black block: outlines that swell, and lines of shade cut with a gouge.
fn key_block(sea: &[Vec<Vec2>], foam: &[Vec<Vec2>], mountain: &[Vec2], hand: &Noise) -> Field {
    // What lies in front of what; an outline runs wherever one ends.
    let layers = [
        std::slice::from_ref(&mountain.to_vec()),
        &sea[..1],
        &sea[1..2],
        &sea[2..],
        foam,
    ]
    .map(|shapes| cover(shapes, &[]));
    let things = Grid::from_fn(WIDTH, HEIGHT, |p| {
        layers
            .iter()
            .rposition(|field| field.at(p) > 0.5)
            .map_or(0, |i| i as u32 + 1)
    });
    let border = to_border(&things);
    let lines = border.map(|far, p| {
        let thick = 1.5 + 1.1 * hand.at(p / 34.0);
        step(thick + 0.9, thick, far)
    });
    let water = cover(sea, foam);
    let depth = distance(&water, |v| v < 0.5);
    let wave_only = cover(&sea[..1], foam);
    Grid::from_fn(WIDTH, HEIGHT, |p| {
        let inside = water.at(p);
        // Lines run out in points: the threshold falls and rises along them.
        let taper = 0.80 + 0.5 * hand.at(p / 90.0 + 7.0) + 0.12 * step(0.0, 200.0, depth.at(p));
        let shade = inside * step(taper, taper + 0.10, stripe(depth.at(p), p, hand, 13.0));
        let slope = mountain_shade(p, hand) * (1.0 - water.at(p));
        let sky = cloud_lines(p, hand) * (1.0 - water.at(p));
        lines
            .at(p)
            .max(shade * (0.75 + 0.25 * wave_only.at(p)))
            .max(slope)
            .max(sky)
    })
}

fn mountain_shade(p: Vec2, hand: &Noise) -> f32 {
    if !(480.0..740.0).contains(&p.y) || !(600.0..1080.0).contains(&p.x) {
        return 0.0;
    }
    let half = 24.0 + (p.y - 470.0) * 1.02;
    let u = (p.x - 825.0) / half;
    let cut = ((p.x - 825.0) / (p.y - 380.0) * 46.0 + 2.0 * hand.at(p / 60.0)).sin();
    f32::from(u > 0.05 && u < 0.93 && p.y > 590.0)
        * step(0.55 + 0.3 * (1.0 - u), 0.75 + 0.3 * (1.0 - u), cut)
}

fn cloud_lines(p: Vec2, hand: &Noise) -> f32 {
    let band = hand.at(Vec2::new(p.x / 420.0, p.y / 60.0) + 80.0);
    let line =
        ((p.y + 14.0 * hand.at(Vec2::new(p.x / 210.0, 4.0))) / 15.0 * std::f32::consts::TAU).sin();
    let away = step(125.0, 150.0, p.distance(Vec2::new(980.0, 250.0)));
    step(0.28, 0.5, band) * step(0.86, 0.95, line) * step(520.0, 420.0, p.y) * away
}
