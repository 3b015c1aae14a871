//! Mosaic: two carp circle each other in stone and gold.

use crate::canvas::{Canvas, srgb};
use crate::design::Design;
use crate::noise::Random;
use crate::outline::{ellipse, inset_frame, leaf, ribbon, through};
use crate::technique::tesserae::{Stones, mosaic};
use glam::Vec2;
use std::f32::consts::{PI, TAU};

const WIDTH: usize = 1280;
const HEIGHT: usize = 960;
const CENTRE: Vec2 = Vec2::new(640.0, 480.0);
const SIZE: f32 = 31.0;

/// The hues of a carp.
struct Carp {
    back: u32,
    flank: u32,
    belly: u32,
    scale: u32,
    fin: u32,
    dark: u32,
}

/// The picture.
pub fn draw() -> Canvas {
    let mut design = Design::new(WIDTH, HEIGHT, 2, stones(0x1f5f78, 0x2b7f92, 0x4fa3ac));
    let mut random = Random::new(7);
    ripples(&mut design);
    lilies(&mut design, &mut random);
    let red = Carp {
        back: 0xa84a34,
        flank: 0xc96a44,
        belly: 0xf0dfba,
        scale: 0xdc9058,
        fin: 0xe2b470,
        dark: 0x5a3a2c,
    };
    let blue = Carp {
        back: 0x445f8c,
        flank: 0x6082ac,
        belly: 0xeee6d4,
        scale: 0x8caac4,
        fin: 0xcfd9de,
        dark: 0x343c4c,
    };
    carp(&mut design, &red, PI * 0.93, 1.0);
    carp(&mut design, &blue, PI * 1.93, 0.97);
    border(&mut design);
    mosaic(&design, SIZE, srgb(0xdacfb8), 3)
}

fn stones(rim: u32, field: u32, heart: u32) -> Stones {
    Stones {
        rim: srgb(rim),
        field: srgb(field),
        heart: srgb(heart),
        gold: 0.0,
    }
}

fn gilded(gold: f32, stones: Stones) -> Stones {
    Stones { gold, ..stones }
}

/// Ripples about a gilded eye, each two stones wide.
fn ripples(design: &mut Design<Stones>) {
    let hues = [
        (0x3a7a92, 0x5c9cae),
        (0xbcd6ca, 0xdee8d8),
        (0x559ca6, 0x80bab8),
        (0x34708e, 0x528aa4),
    ];
    for ring in (0..13).rev() {
        let radius = 86.0 + 2.0 * SIZE * (ring + 1) as f32;
        let (rim, field) = hues[ring % 4];
        let outline = ellipse(CENTRE, Vec2::new(radius * 1.15, radius), 0.0);
        design.lay(&outline, stones(rim, field, field));
    }
    for (radius, piece) in [
        (86.0, stones(0x0f3048, 0x174a66, 0x174a66)),
        (62.0, gilded(0.9, stones(0xd9a63a, 0xe0b24a, 0xe0b24a))),
        (34.0, stones(0x7a1d1a, 0xb8402a, 0xe07a3c)),
    ] {
        design.lay(
            &ellipse(CENTRE, Vec2::new(radius * 1.15, radius), 0.0),
            piece,
        );
    }
}

fn lilies(design: &mut Design<Stones>, random: &mut Random) {
    for &[x, y, size] in [
        150.0, 190.0, 92.0, 285.0, 118.0, 64.0, 1130.0, 770.0, 96.0, 1000.0, 850.0, 62.0, 1150.0,
        140.0, 70.0, 130.0, 830.0, 74.0,
    ]
    .as_chunks()
    .0
    {
        let centre = Vec2::new(x, y);
        let notch = random.between(0.0, TAU);
        let rim = (0..=26)
            .map(|i| centre + Vec2::from_angle(notch + 0.25 + 5.8 * i as f32 / 26.0) * size);
        let pad: Vec<_> = rim.chain([centre]).collect();
        design.lay(&pad, stones(0x466844, 0x6f9050, 0xa4b86a));
        for vein in 0..5 {
            let tip = centre + Vec2::from_angle(notch + 0.9 + 1.1 * vein as f32) * size * 0.86;
            design.line(&[centre, tip], stones(0xb9c968, 0xb9c968, 0xb9c968), |t| {
                18.0 - 5.0 * t
            });
        }
    }
    for (x, y) in [(150.0, 190.0), (1130.0, 770.0)] {
        let centre = Vec2::new(x, y);
        for ring in 0..2 {
            for k in 0..8 - 2 * ring {
                let turn = TAU * k as f32 / (8 - 2 * ring) as f32 + 0.3 * ring as f32;
                let tip = centre + Vec2::from_angle(turn) * (74.0 - 26.0 * ring as f32);
                design.lay(
                    &leaf(centre, tip, 0.24, 0.0),
                    stones(0xc0486a, 0xeba0a8, 0xf6dcd2),
                );
            }
        }
        design.lay(
            &ellipse(centre, Vec2::splat(17.0), 0.0),
            gilded(1.0, stones(0xe0b24a, 0xe0b24a, 0xe0b24a)),
        );
    }
}

/// A carp on the ring, its tail at the angle `tail`, its head half a turn on.
fn carp(design: &mut Design<Stones>, hues: &Carp, tail: f32, size: f32) {
    let knots: Vec<Vec2> = (0..14)
        .map(|i| {
            let t = i as f32 / 13.0;
            let sway = 1.0 + 0.09 * (t * 7.0).sin();
            CENTRE + Vec2::from_angle(tail + 2.45 * t) * Vec2::new(405.0, 283.0) * sway
        })
        .collect();
    let spine = through(&knots, false);
    let at = |t: f32| spine[((spine.len() - 1) as f32 * t) as usize];
    let ahead = |t: f32| (at((t + 0.02).min(1.0)) - at(t - 0.02)).normalize_or_zero();
    let out = |t: f32| -ahead(t).perp();
    let width = |t: f32| size * (34.0 + 128.0 * (t.powf(0.75) * PI).sin().max(0.0).powf(0.75));

    let fin = stones(hues.flank, hues.fin, hues.fin);
    for (k, swing) in [-0.75f32, 0.75, -0.38, 0.38, 0.0].into_iter().enumerate() {
        let reach = [210.0, 200.0, 175.0, 170.0, 130.0][k] * size;
        let tip = at(0.02) - Vec2::from_angle(swing).rotate(ahead(0.03)) * reach;
        design.lay(&leaf(at(0.05), tip, 0.19, -0.25 * swing), gilded(0.25, fin));
    }
    for (t, side, reach, lean) in [
        (0.72, -1.0, 165.0, 0.9),
        (0.70, 1.0, 150.0, 0.9),
        (0.36, -1.0, 105.0, 1.1),
        (0.34, 1.0, 95.0, 1.1),
    ] {
        for ray in 0..4 {
            let angle = (lean + 0.26 * ray as f32) * side;
            let root = at(t) + out(t) * side * 0.36 * width(t);
            let tip =
                root - Vec2::from_angle(angle).rotate(ahead(t)) * reach * (1.0 - 0.1 * ray as f32);
            design.lay(&leaf(root, tip, 0.17, -0.1 * side), gilded(0.2, fin));
        }
    }
    let crest: Vec<_> = (0..30).map(|i| 0.3 + 0.42 * i as f32 / 29.0).collect();
    let top = crest
        .iter()
        .map(|&t| at(t) + out(t) * width(t) * (0.46 + 0.34 * ((t - 0.3) / 0.42 * PI).sin()));
    let dorsal: Vec<_> = top
        .chain(crest.iter().rev().map(|&t| at(t) + out(t) * width(t) * 0.3))
        .collect();
    design.lay(&dorsal, gilded(0.3, fin));

    design.line(&spine, stones(hues.belly, hues.belly, hues.belly), width);
    let back: Vec<_> = spine
        .iter()
        .enumerate()
        .map(|(i, &p)| {
            let t = i as f32 / (spine.len() - 1) as f32;
            p + out(t.clamp(0.03, 0.97)) * width(t) * 0.14
        })
        .collect();
    design.line(&back, stones(hues.back, hues.flank, hues.scale), |t| {
        width(t) * 0.66
    });
    for row in 0..11 {
        let t = 0.11 + 0.061 * row as f32;
        let count = (width(t) / 52.0).round() as i32;
        for k in 0..count {
            let across = (k as f32 + 0.5 * (row % 2) as f32 + 0.1) / count as f32 * 0.62 - 0.2;
            let centre = at(t) + out(t) * across * width(t);
            let radius = 33.0 * size;
            let gold = if (row + k) % 3 == 0 { 0.8 } else { 0.0 };
            let scale = ellipse(centre, Vec2::splat(radius), 0.0);
            design.lay(
                &scale,
                gilded(gold, stones(hues.back, hues.scale, hues.fin)),
            );
        }
    }
    let head: Vec<_> = (0..=20).map(|i| 0.79 + 0.21 * i as f32 / 20.0).collect();
    let left = head.iter().map(|&t| at(t) + out(t) * width(t) * 0.5);
    let right = head.iter().rev().map(|&t| at(t) - out(t) * width(t) * 0.5);
    let muzzle = at(1.0) + ahead(0.97) * 34.0 * size;
    let outline: Vec<_> = left.chain([muzzle]).chain(right).collect();
    design.lay(&outline, stones(hues.back, hues.flank, hues.scale));
    let cover = [
        [0.80, 0.42],
        [0.84, 0.2],
        [0.84, -0.2],
        [0.80, -0.42],
        [0.765, -0.2],
        [0.765, 0.2],
    ];
    let gill: Vec<Vec2> = cover
        .iter()
        .map(|c| at(c[0]) + out(c[0]) * c[1] * width(c[0]))
        .collect();
    design.lay(
        &through(&gill, true),
        gilded(0.85, stones(hues.dark, hues.fin, hues.fin)),
    );
    let eye = at(0.915) + out(0.915) * width(0.915) * 0.2;
    for (radius, hue) in [(28.0, 0xf4e8c8), (12.0, 0x0c0c10)] {
        design.lay(
            &ellipse(eye, Vec2::splat(radius), 0.0),
            stones(hue, hue, hue),
        );
    }
    for side in [-1.0, 1.0] {
        let root = at(0.985) + out(0.97) * side * 22.0;
        let tip = root + Vec2::from_angle(0.7 * side).rotate(ahead(0.97)) * 78.0;
        design.lay(
            &leaf(root, tip, 0.085, 0.2 * side),
            gilded(0.5, stones(hues.fin, hues.fin, hues.fin)),
        );
    }
}

/// A dark band with a running row of gilded and red triangles.
fn border(design: &mut Design<Stones>) {
    let (w, h) = (WIDTH as f32, HEIGHT as f32);
    let frame = |inset: f32| inset_frame(w, h, inset);
    for (inset, thickness, piece) in [
        (26.0, 66.0, stones(0x5a4638, 0x6e5644, 0x6e5644)),
        (
            54.0,
            24.0,
            gilded(0.7, stones(0xd9a63a, 0xd9a63a, 0xd9a63a)),
        ),
    ] {
        for side in frame(inset).windows(2) {
            let along = (side[1] - side[0]).normalize() * thickness / 2.0;
            design.lay(
                &ribbon(&[side[0] - along, side[1] + along], |_| thickness),
                piece,
            );
        }
    }
    for side in frame(22.0).windows(2) {
        let count = (side[0].distance(side[1]) / 38.0).round() as usize;
        let along = (side[1] - side[0]) / count as f32;
        let inward = along.perp().normalize() * 17.0;
        for i in 0..count {
            let middle = side[0] + along * (i as f32 + 0.5);
            let tooth = [
                middle - along * 0.46 - inward,
                middle + along * 0.46 - inward,
                middle + inward,
            ];
            let piece = if i % 2 == 0 {
                stones(0xb23a26, 0xc95a34, 0xc95a34)
            } else {
                stones(0xe8dcc0, 0xe8dcc0, 0xe8dcc0)
            };
            design.lay(&tooth, piece);
        }
    }
}
