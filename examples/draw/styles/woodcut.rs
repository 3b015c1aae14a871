//! Woodcut: a crane flies before the sun over breaking waves; five blocks on mulberry paper.

mod crane;

use crate::canvas::{Canvas, srgb};
use crate::noise::{Noise, Random, step};
use crate::outline::{between, ellipse, even, leaf, open, ribbon, through, vein};
use crate::technique::carve::{Blocks, gouge_mark};
use crate::technique::finish::contrasted;
use crate::technique::grain::fibres;
use crane::crane;
use glam::{Vec2, Vec3};

const WIDTH: usize = 1280;
const HEIGHT: usize = 900;
const DEEP: usize = 1;
const LIGHT: usize = 2;
const RED: usize = 3;
const OCHRE: usize = 4;

/// Distance between gouge cuts: broad enough to be cut in pictures of a third of this size.
const PITCH: f32 = 25.0;
const SUN: Vec2 = Vec2::new(880.0, 288.0);

/// The picture.
pub fn draw() -> Canvas {
    let inks = [0x4e2214, 0x24466a, 0x94b4b4, 0xc2492f, 0xe4bc7c].map(srgb);
    let mut blocks = Blocks::new(WIDTH, HEIGHT, &inks);
    let mut random = Random::new(11);
    sky(&mut blocks, &mut random);
    mountain(&mut blocks, &mut random);
    far_sea(&mut blocks, &mut random);
    crane(&mut blocks, &mut random);
    let back = [
        -30.0, 640.0, 90.0, 560.0, 190.0, 430.0, 300.0, 330.0, 420.0, 292.0,
    ];
    let crest = [520.0, 310.0, 585.0, 362.0, 600.0, 428.0];
    let face = [
        575.0, 400.0, 520.0, 382.0, 462.0, 398.0, 430.0, 460.0, 440.0, 560.0,
    ];
    let trough = [500.0, 660.0, 620.0, 730.0, 800.0, 760.0];
    let back: Vec<_> = back.into_iter().chain(crest).collect();
    let face: Vec<_> = crest[4..]
        .iter()
        .copied()
        .chain(face)
        .chain(trough)
        .collect();
    wave(&mut blocks, &mut random, &open(&back), &open(&face), 46.0);
    let back = [
        1330.0, 800.0, 1240.0, 700.0, 1150.0, 610.0, 1050.0, 560.0, 960.0, 565.0,
    ];
    let crest = [905.0, 600.0, 890.0, 650.0];
    let face = [
        920.0, 628.0, 975.0, 622.0, 1010.0, 660.0, 990.0, 740.0, 900.0, 820.0,
    ];
    let back: Vec<_> = back.into_iter().chain(crest).collect();
    let face: Vec<_> = crest[2..]
        .iter()
        .copied()
        .chain(face)
        .chain([700.0, 900.0])
        .collect();
    wave(&mut blocks, &mut random, &open(&back), &open(&face), 34.0);
    near_swell(&mut blocks, &mut random);
    spray(&mut blocks, &mut random);

    let pulp = fibres(WIDTH, HEIGHT, 26.0, 46.0, 5);
    let tint = Noise::fractal(3, 4);
    let paper = Canvas::from_fn(WIDTH, HEIGHT, |p| {
        let shade = 0.94 + 0.05 * tint.at(p / 160.0) + 0.03 * tint.at(p / 6.0);
        srgb(0xf3e7cd) * shade * (1.0 - 0.12 * pulp.at(p))
    });
    let wiped = |ink: usize, p: Vec2| match ink {
        DEEP if p.y < 290.0 && p.x > 250.0 || p.y < 250.0 => step(210.0, -10.0, p.y),
        OCHRE => 0.35 + 0.65 * step(60.0, 420.0, p.y),
        LIGHT => 0.55 + 0.45 * step(420.0, 800.0, p.y),
        RED => 1.0 - 0.3 * step(180.0, 470.0, p.y),
        _ => 1.0,
    };
    let print = blocks.print(&paper, wiped, 21);
    // Old paper has gone amber, and the inks with it.
    contrasted(&print.map(|c, _| c * Vec3::new(1.23, 0.89, 0.61)), 0.93)
}

fn sky(blocks: &mut Blocks, random: &mut Random) {
    let (w, h) = (WIDTH as f32, HEIGHT as f32);
    let rect = |top: f32, bottom: f32| {
        [
            Vec2::new(0.0, top),
            Vec2::new(w, top),
            Vec2::new(w, bottom),
            Vec2::new(0.0, bottom),
        ]
    };
    let about = |p: Vec2| (p - SUN).perp();
    let glow = |p: Vec2| 0.36 + 0.26 * step(700.0, 190.0, p.distance(SUN));
    let all = rect(-1.0, h * 0.62);
    blocks.gouged((&all, Some(OCHRE)), PITCH, glow, about, random);
    blocks.over(&rect(-1.0, 215.0), DEEP);
    let sun = ellipse(SUN, Vec2::splat(196.0), 0.0);
    blocks.gouged((&sun, Some(RED)), PITCH, |_| 0.66, about, random);
    // Bars of mist cut through the sun, thin at their ends.
    for &[x, y, length] in [
        640.0, 400.0, 420.0, 840.0, 436.0, 440.0, 30.0, 150.0, 300.0, 1010.0, 130.0, 280.0, 560.0,
        96.0, 250.0,
    ]
    .as_chunks()
    .0
    {
        let bar = open(&[x, y, x + length * 0.4, y - 5.0, x + length, y + 2.0]);
        blocks.shape(
            &ribbon(&bar, |t| 24.0 * (t * (1.0 - t) * 4.0).powf(0.35)),
            None,
        );
        for offset in [-12.0, 12.0] {
            let edge: Vec<_> = bar.iter().map(|&p| p + Vec2::new(offset, offset)).collect();
            blocks.line(&edge, random, |t| 4.0 * (t * (1.0 - t) * 4.0).sqrt());
        }
    }
}

fn mountain(blocks: &mut Blocks, random: &mut Random) {
    let left = open(&[1030.0, 330.0, 960.0, 400.0, 880.0, 470.0, 760.0, 545.0]);
    let right = open(&[1062.0, 332.0, 1120.0, 392.0, 1190.0, 455.0, 1300.0, 520.0]);
    let ridge: Vec<_> = left.iter().rev().chain(&right).copied().collect();
    let base = [Vec2::new(1300.0, 570.0), Vec2::new(760.0, 570.0)];
    let body: Vec<_> = ridge.iter().copied().chain(base).collect();
    let peak = Vec2::new(1046.0, 250.0);
    let lit = |p: Vec2| 0.34 + 0.24 * step(30.0, -30.0, p.x - 1046.0);
    blocks.gouged((&body, Some(DEEP)), PITCH * 0.9, lit, |p| p - peak, random);
    // Snow: a cap whose lower edge runs down the gullies.
    let mut cap = even(&ridge, 60)[14..44].to_vec();
    for i in 0..13 {
        let t = i as f32 / 12.0;
        let drop = if i % 2 == 0 {
            20.0
        } else {
            62.0 + random.between(-14.0, 14.0)
        };
        let x = 1150.0 - 230.0 * t;
        cap.push(Vec2::new(x, 408.0 + drop * (1.0 - (t - 0.5).abs())));
    }
    blocks.shape(&cap, None);
    blocks.contour(&cap, random, 2.4);
    blocks.line(&ridge, random, |t| 5.0 - 1.5 * (t - 0.5).abs());
}

fn far_sea(blocks: &mut Blocks, random: &mut Random) {
    for row in 0..7 {
        let y = 500.0 + 36.0 * row as f32;
        let pitch = 34.0 + 7.0 * row as f32;
        let mut crest = |i: usize| {
            let rise = (if i.is_multiple_of(2) { 0.24 } else { -0.24 }) * random.between(0.4, 1.3);
            Vec2::new(-20.0, y) + Vec2::new(i as f32 + random.between(-0.25, 0.25), rise) * pitch
        };
        let mut top: Vec<_> = (0..=40).map(&mut crest).collect();
        let line = through(&top, false);
        top = line.clone();
        top.extend([Vec2::new(1330.0, 901.0), Vec2::new(-30.0, 901.0)]);
        let along = |p: Vec2| {
            let i = line.partition_point(|q| q.x < p.x).clamp(1, line.len() - 1);
            line[i] - line[i - 1]
        };
        let (ink, light) = if row % 2 == 0 {
            (LIGHT, 0.62)
        } else {
            (DEEP, 0.5)
        };
        blocks.gouged((&top, Some(ink)), PITCH * 0.8, |_| light, along, random);
        blocks.line(&line, random, |_| 4.5);
    }
}

/// A breaking wave: `back` runs up to the tip of the crest, `face` from there down into the trough.
fn wave(blocks: &mut Blocks, random: &mut Random, back: &[Vec2], face: &[Vec2], claw: f32) {
    let floor = HEIGHT as f32 + 20.0;
    let (first, last) = (back[0], face[face.len() - 1]);
    let outline: Vec<_> = back.iter().chain(face).copied().collect();
    let ground = [Vec2::new(last.x, floor), Vec2::new(first.x, floor)];
    let body: Vec<_> = outline.iter().copied().chain(ground).collect();
    let level = |p: Vec2| Vec2::new(1.0, 0.12 * (p.x / 60.0).sin());
    blocks.gouged((&body, Some(LIGHT)), PITCH, |_| 0.46, level, random);
    blocks.black(&outline, Some(LIGHT));
    let down: Vec<_> = back.iter().rev().copied().collect();
    let count = (claw * 0.42) as usize;
    for i in 0..count {
        let t = (i as f32 + 0.5) / count as f32;
        let flow = between(&down, face, t);
        let swell = claw * random.between(0.3, 0.5);
        if i % 3 == 1 {
            let band = ribbon(&flow[6..], |t| 1.3 * swell * (0.25 + t) * (1.2 - t));
            blocks.over(&band, DEEP);
        }
        let wide = claw * (0.5 - 0.2 * t);
        let start = random.below(flow.len() / 5);
        blocks.gouge([ribbon(&flow[start..], |t| {
            wide * gouge_mark(t) * (0.35 + 0.65 * (t * 2.6).sin())
        })]);
    }
    blocks.line(&outline, random, |_| 6.0);
    foam(blocks, random, back, face, claw);
}

/// White water: rows of hooked claws along the crest, the hindmost first.
fn foam(blocks: &mut Blocks, random: &mut Random, back: &[Vec2], face: &[Vec2], claw: f32) {
    let crest: Vec<_> = back[back.len() / 2..]
        .iter()
        .chain(&face[..face.len() / 4])
        .copied()
        .collect();
    let stations = even(&crest, 17);
    let lean = (back[back.len() - 1].x - back[0].x).signum();
    for row in 0..2 {
        for (i, pair) in stations.windows(2).enumerate() {
            let t = i as f32 / 16.0;
            let along = (pair[1] - pair[0]).normalize_or_zero();
            let inward = along.perp() * lean;
            let root = pair[0] + inward * (claw * 0.6 * row as f32 - 8.0);
            let reach = claw * (0.75 + 0.9 * t) * random.between(0.75, 1.25);
            let aim = (along + inward * random.between(0.1, 1.2)).normalize_or_zero();
            let hook = leaf(root - aim * 6.0, root + aim * reach, 0.2, 0.24 * lean);
            blocks.shape(&hook, None);
            blocks.contour(&hook, random, 3.6);
            let rib = vein(root, root + aim * reach * 0.7, 0.22 * lean);
            blocks.line(&rib, random, |t| 3.6 * (1.0 - t));
            let bead = ellipse(
                root + aim * reach * 1.12,
                Vec2::splat(random.between(4.0, 8.0)),
                0.0,
            );
            blocks.shape(&bead, None);
            blocks.contour(&bead, random, 2.6);
        }
    }
}

fn near_swell(blocks: &mut Blocks, random: &mut Random) {
    let top = open(&[
        -30.0, 700.0, 120.0, 690.0, 280.0, 742.0, 440.0, 815.0, 620.0, 838.0, 820.0, 800.0, 1000.0,
        790.0, 1180.0, 830.0, 1310.0, 815.0,
    ]);
    let low = open(&[
        -30.0, 960.0, 300.0, 980.0, 640.0, 1010.0, 980.0, 990.0, 1310.0, 960.0,
    ]);
    let body: Vec<_> = top.iter().chain(low.iter().rev()).copied().collect();
    blocks.black(&body, Some(DEEP));
    for i in 1..9 {
        let flow = between(&top, &low, (i as f32 + 0.2) / 9.5);
        let first = random.below(60);
        for piece in flow[first..].chunks(90 + 9 * i) {
            let wide = random.between(11.0, 15.0);
            let cut = ribbon(piece, |t| wide * gouge_mark(t));
            if i % 3 == 0 {
                blocks.shape(&cut, None);
            } else {
                blocks.gouge([cut]);
            }
        }
    }
    blocks.line(&top, random, |_| 6.0);
    for row in 0..2 {
        for &p in &even(&top, 44) {
            let jitter = Vec2::new(random.between(-9.0, 9.0), random.between(-7.0, 7.0));
            let centre = p + jitter + Vec2::new(0.0, 17.0 * row as f32 - 8.0);
            let size = random.between(9.0, 22.0) * (1.0 - 0.3 * row as f32);
            let puff = ellipse(centre, Vec2::new(size * 1.25, size), 0.0);
            blocks.shape(&puff, None);
            blocks.contour(&puff, random, 3.6);
        }
    }
}

fn spray(blocks: &mut Blocks, random: &mut Random) {
    for _ in 0..40 {
        let (turn, reach) = (
            random.between(-2.7, -1.0),
            50.0 + 90.0 * random.between(0.0, 1.0),
        );
        let centre = Vec2::new(500.0, 380.0) + Vec2::from_angle(turn) * reach * Vec2::new(1.5, 1.0);
        let drop = ellipse(centre, Vec2::splat(random.between(3.5, 8.0)), 0.0);
        blocks.shape(&drop, None);
        blocks.contour(&drop, random, 2.6);
    }
}
