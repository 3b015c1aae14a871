//! Leaded glass: a bird on a flowering branch before the sun.

use crate::{
    canvas::{Canvas, Colour, Grid, srgb},
    noise::{Noise, Random, step},
    pieces::{Seeds, to_border},
    relief::{Surface, lit},
};
use glam::{Vec2, Vec3};

const WIDTH: usize = 900;
const HEIGHT: usize = 1280;
const SUN: Vec2 = Vec2::new(470.0, 440.0);

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1220);
    let (w, h) = (WIDTH as f32, HEIGHT as f32);
    let seeds = Seeds::scattered(w, h, 92.0, &mut random);
    let small = Seeds::scattered(w, h, 54.0, &mut random);
    let flow = Noise::fractal(31, 3);
    // A piece is a region of the design, cut up where it would be too large to hold.
    let pieces = Grid::from_fn(WIDTH, HEIGHT, |p| {
        let (region, fine) = region(p);
        let bent = p + 6.0 * flow.vector(p / 70.0);
        let seeds = if fine { &small } else { &seeds };
        region * 4096 + seeds.nearest(bent, |d, _| d.length_squared()).0 % 4096
    });
    let border = to_border(&pieces);
    let bubbles = Noise::smooth(5);
    let glass = pieces.map(|piece, p| {
        let chance = |k: u32| {
            ((piece.wrapping_mul(2_654_435_761).wrapping_add(k * 40_503) >> 8) % 1000) as f32
                / 1000.0
        };
        let base = hue(piece / 4096, chance(1));
        let way = Vec2::from_angle(chance(2) * 3.1);
        let streak =
            flow.at(Vec2::new(p.dot(way) / 130.0, p.dot(way.perp()) / 17.0) + 50.0 * chance(3));
        let cloud = flow.at(p / 60.0 + 30.0 * chance(4));
        let seed = step(0.72, 0.86, bubbles.at(p / 4.5)) * 0.35;
        // Light falls in from the sun's side; glass darkens where it meets the lead.
        let light =
            1.15 - 0.55 * step(120.0, 820.0, p.distance(SUN)) + 0.3 * streak + 0.16 * cloud + seed;
        let grime = 0.45 + 0.55 * step(2.0, 17.0, border.at(p));
        let trace = 1.0 - 0.8 * trace(p, piece / 4096, &flow);
        (base * light * grime * trace).max(Vec3::splat(0.004))
    });
    let came = |p: Vec2| step(4.9, 3.5, border.at(p) + 0.5 * bubbles.at(p / 9.0));
    let leaded = glass.map(|c, p| {
        let metal = srgb(0x2b2c31) * (1.0 + 0.3 * flow.at(p / 6.0));
        c.lerp(metal, came(p))
    });
    let height = Grid::from_fn(WIDTH, HEIGHT, |p| {
        let round = (1.0 - (border.at(p) / 4.8).powi(2)).max(0.0).sqrt();
        came(p) * (0.4 + 0.6 * round) + 0.10 * flow.at(p / 26.0)
    });
    lit(
        &leaded,
        &height,
        Surface {
            depth: 6.0,
            shade: 0.45,
            gloss: 0.22,
        },
    )
}

/// Which part of the design a point belongs to, and whether it is cut small.
fn region(p: Vec2) -> (u32, bool) {
    let edge =
        p.x.min(p.y)
            .min(WIDTH as f32 - p.x)
            .min(HEIGHT as f32 - p.y);
    if edge < 22.0 {
        return (1, false);
    }
    if edge < 62.0 {
        return (2 + (((p.x + p.y) / 74.0) as u32 % 2), false);
    }
    if let Some(part) = bird(p) {
        return (part, false);
    }
    if let Some(flower) = blossom(p) {
        return (flower, true);
    }
    if let Some(leaf) = leaves(p) {
        return (leaf, true);
    }
    if branch(p) {
        return (10, false);
    }
    let hill = 985.0 + 55.0 * (p.x / 140.0).sin();
    let stream = 1110.0 + 34.0 * (p.x / 110.0 + 1.0).sin();
    if p.y > stream {
        return (
            11 + ((p.y + 26.0 * (p.x / 90.0).sin()) / 46.0) as u32 % 3,
            false,
        );
    }
    if p.y > hill {
        return (14, false);
    }
    let away = p.distance(SUN);
    if away < 150.0 {
        return (15, true);
    }
    let ray = ((p - SUN).to_angle() / std::f32::consts::TAU * 24.0 + 12.0) as u32;
    let ring = u32::from(away > 262.0) + u32::from(away > 430.0) + u32::from(away > 640.0);
    (20 + ray * 4 + ring, false)
}

fn hue(region: u32, chance: f32) -> Colour {
    let of = |a: u32, b: u32| srgb(a).lerp(srgb(b), chance);
    match region {
        1 => of(0x1d3f8f, 0x2f5fc0),
        2 => of(0x8f1420, 0xd0282e),
        3 => of(0xe0a52a, 0xf6cf4a),
        4 => of(0x1a4fb8, 0x2b86e0),
        5 => of(0x123a86, 0x1f9bc8),
        6 => of(0xe8802a, 0xf6b13c),
        7 => of(0xf4ead0, 0xfff6dc),
        8 => of(0xd8467a, 0xf49ab4),
        9 => of(0x2f8a3a, 0x7fbf4a),
        10 => of(0x5a3018, 0x8a5226),
        11 => of(0x0f5f8f, 0x1f8fb0),
        12 => of(0x1a7fa8, 0x4fb8c8),
        13 => of(0x124a86, 0x2f9ac0),
        14 => of(0x1f6a34, 0x6fae3c),
        15 => of(0xffd84a, 0xfff0a0),
        16 => of(0x14141c, 0x1c1c28),
        17 => of(0xf8d030, 0xfbe27a),
        ray => match (ray - 20) % 4 {
            0 => of(0xf6a52a, 0xfbcf5a),
            1 => of(0xe8662e, 0xf2a04a),
            2 => of(0x8a4fc0, 0xd07ac8),
            _ => of(0x2a3fb0, 0x5f7ae0),
        },
    }
}

fn bird(p: Vec2) -> Option<u32> {
    let q = Vec2::from_angle(0.55).rotate(p - Vec2::new(430.0, 560.0));
    let head = q - Vec2::new(150.0, -70.0);
    if head.length() < 74.0 {
        return Some(if (head - Vec2::new(20.0, -12.0)).length() < 15.0 {
            16
        } else if head.y > 18.0 {
            7
        } else {
            4
        });
    }
    let beak = q.x > 205.0 && q.x < 320.0 && (q.y + 66.0).abs() < 24.0 * (320.0 - q.x) / 115.0;
    if beak {
        return Some(16);
    }
    let wing =
        ((q - Vec2::new(-30.0, -6.0)) / Vec2::new(160.0, 62.0)).length() + 0.1 * (q.x / 60.0).sin();
    if wing < 1.0 {
        return Some(5);
    }
    let body = (q / Vec2::new(180.0, 104.0)).length();
    if body < 1.0 {
        return Some(if q.y > 18.0 { 6 } else { 4 });
    }
    let tail =
        q.x < -120.0 && q.x > -330.0 && (q.y + 0.1 * q.x).abs() < 26.0 + 0.16 * (-120.0 - q.x);
    tail.then_some(5)
}

fn branch(p: Vec2) -> bool {
    let main = 760.0 + 0.16 * (450.0 - p.x) + 34.0 * (p.x / 150.0).sin();
    let twig = (p.x - 690.0 - 0.35 * (700.0 - p.y)).abs() < 11.0 && p.y < 740.0 && p.y > 330.0;
    let other = (p.x - 190.0 + 0.3 * (p.y - 760.0)).abs() < 10.0 && p.y > 780.0 && p.y < 960.0;
    (p.y - main).abs() < 21.0 || twig || other
}

const FLOWERS: [(f32, f32, f32); 6] = [
    (765.0, 330.0, 74.0),
    (170.0, 705.0, 66.0),
    (700.0, 560.0, 60.0),
    (130.0, 930.0, 70.0),
    (790.0, 790.0, 62.0),
    (600.0, 820.0, 54.0),
];

fn blossom(p: Vec2) -> Option<u32> {
    FLOWERS.iter().find_map(|&(x, y, size)| {
        let d = p - Vec2::new(x, y);
        let lobe = size * (0.78 + 0.22 * (d.to_angle() * 5.0).cos());
        if d.length() < size * 0.27 {
            Some(17)
        } else {
            (d.length() < lobe).then_some(8)
        }
    })
}

fn leaves(p: Vec2) -> Option<u32> {
    let blades = [
        (640.0, 690.0, -0.9),
        (820.0, 470.0, 0.9),
        (560.0, 870.0, 0.5),
        (250.0, 850.0, -0.3),
        (330.0, 800.0, 2.5),
        (90.0, 800.0, -1.2),
        (830.0, 650.0, 0.3),
        (90.0, 1010.0, -2.4),
        (660.0, 430.0, 2.6),
    ];
    let hit = blades.iter().any(|&(x, y, turn)| {
        let q = Vec2::from_angle(-turn).rotate(p - Vec2::new(x, y));
        q.y.abs() < 27.0 * (1.0 - (q.x / 66.0).powi(2)).max(0.0)
    });
    hit.then_some(9)
}

/// Lines painted on the glass before firing.
fn trace(p: Vec2, region: u32, flow: &Noise) -> f32 {
    let hand = 5.0 * flow.at(p / 30.0);
    let line = |phase: f32, thin: f32| step(thin, thin * 0.4, ((phase).fract() - 0.5).abs());
    match region {
        5 => {
            let q = Vec2::from_angle(0.55).rotate(p - Vec2::new(430.0, 560.0));
            line((q.y + 0.16 * q.x + hand) / 19.0, 0.09) * 0.9
        }
        6 => line((p.x + p.y * 0.3 + hand) / 13.0, 0.08) * step(0.1, 0.3, flow.at(p / 22.0) + 0.2),
        8 => FLOWERS
            .iter()
            .map(|&(x, y, size)| {
                let d = p - Vec2::new(x, y);
                let near = step(1.0, 0.9, d.length() / size) * step(0.25, 0.35, d.length() / size);
                near * step(0.75, 0.5, d.length() / size) * line(d.to_angle() * 4.0, 0.10)
            })
            .fold(0.0, f32::max),
        10 => line((p.y + hand * 2.0) / 9.0, 0.12) * 0.7,
        11..=13 => line((p.y + 7.0 * (p.x / 34.0).sin() + hand) / 23.0, 0.06) * 0.7,
        15 => line(p.distance(SUN) / 34.0, 0.05) * 0.7,
        _ => 0.0,
    }
}
