//! Pen and sepia: a ruined tower by an old bridge, all tone made of lines.

use crate::{
    brush::{Brush, Mark, Paint},
    canvas::{Canvas, Grid, srgb},
    grain::laid,
    noise::{Noise, Random, step},
};
use glam::Vec2;
use std::f32::consts::FRAC_PI_4;

const WIDTH: usize = 1280;
const HEIGHT: usize = 960;
const INK: u32 = 0x33200f;

/// Lightness 0 to 1, direction of the form, and which thing is drawn.
struct Seen {
    tone: f32,
    way: f32,
    thing: u32,
}

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1650);
    let rough = Noise::fractal(17, 4);
    let paper = Noise::fractal(18, 3);
    let sheet = Grid::from_fn(WIDTH, HEIGHT, |p| {
        let foxed = step(0.35, 0.7, paper.at(p / 170.0));
        srgb(0xeedfbd) * (1.0 + 0.035 * laid(&paper, p) + 0.05 * paper.at(p / 120.0) - 0.10 * foxed)
    });
    let mut paint = Paint::on(sheet);
    // A thin wash first, as the old draughtsmen did.
    paint.colour = paint
        .colour
        .map(|c, p| c.lerp(srgb(0xb08a58), 0.38 * (1.0 - look(p, &rough).tone)));
    // Each darker step of tone has its own set of lines across the last.
    for (turn, below, spacing, width) in [
        (0.0, 0.86, 6.0, 1.7),
        (0.75, 0.60, 6.0, 1.7),
        (-0.62, 0.40, 5.6, 1.8),
        (1.5, 0.24, 5.0, 2.0),
        (0.35, 0.15, 4.6, 2.2),
    ] {
        let pen = Brush {
            width,
            length: 46.0,
            bristle: 0.25,
            dry: 0.35,
            body: 0.0,
            opacity: 0.9,
            jitter: (0.12, 0.02),
            stop: 0.5,
        };
        paint.cover(&pen, spacing, &mut random, |p| {
            let seen = look(p, &rough);
            let wanted = seen.tone + 0.10 * rough.at(p / 6.0) < below;
            wanted.then(|| Mark {
                colour: srgb(INK),
                angle: seen.way + turn + 0.06 * rough.at(p / 18.0),
                scale: 0.75 + 0.5 * (below - seen.tone),
            })
        });
    }
    contours(&mut paint, &mut random, &rough);
    paint.colour
}

/// Outlines: short strokes wherever one thing ends before another.
fn contours(paint: &mut Paint, random: &mut Random, rough: &Noise) {
    let pen = Brush {
        width: 2.3,
        length: 20.0,
        bristle: 0.2,
        dry: 0.2,
        body: 0.0,
        opacity: 0.95,
        jitter: (0.1, 0.02),
        stop: 0.5,
    };
    for at in random.scattered(WIDTH as f32, HEIGHT as f32, 3.1) {
        let own = look(at, rough).thing;
        let differs = |way: Vec2| look(at + way * 2.4, rough).thing != own;
        let ring = (0..8)
            .map(|k| Vec2::from_angle(k as f32 * FRAC_PI_4))
            .filter(|&way| differs(way));
        let (count, sum) = ring.fold((0, Vec2::ZERO), |(n, sum), way| (n + 1, sum + way));
        if count > 0 && count < 7 && sum.length() > 0.5 {
            let along = sum.perp().normalize() * random.between(4.0, 9.0);
            let path = [at - along, at, at + along];
            paint.stroke(&pen, &path, srgb(INK), random);
        }
    }
}

fn look(p: Vec2, rough: &Noise) -> Seen {
    tower(p, rough)
        .or_else(|| oak(p, rough))
        .or_else(|| bridge(p, rough))
        .unwrap_or_else(|| land(p, rough))
}

/// A round tower, broken at the top, lit from the left.
fn tower(p: Vec2, rough: &Noise) -> Option<Seen> {
    let top = 150.0
        + 60.0 * (p.x / 23.0).floor().sin()
        + 70.0 * step(770.0, 900.0, p.x)
        + 30.0 * rough.at(Vec2::new(p.x / 20.0, 3.0));
    let half = 150.0 + 0.05 * (p.y - 150.0);
    let u = (p.x - 800.0) / half;
    if u.abs() < 1.0 && p.y > top && p.y < 690.0 {
        let course = ((p.y + 16.0 * (1.0 - u * u).sqrt()) / 27.0).floor();
        let around = u.asin() * 5.4 + 0.5 * (course as i32 % 2) as f32;
        let own = rough.at(Vec2::new(around.floor() * 3.7, course * 5.1));
        let joint = ((p.y + 16.0 * (1.0 - u * u).sqrt()) / 27.0).fract() < 0.10
            || around.fract().abs() < 0.06;
        let window = [
            (760.0, 300.0, 24.0, 62.0),
            (850.0, 440.0, 20.0, 52.0),
            (740.0, 575.0, 30.0, 76.0),
        ]
        .iter()
        .any(|&(x, y, w, h)| {
            let d = p - Vec2::new(x, y);
            d.x.abs() < w
                && d.y < h * 0.6
                && (d.y > 0.0 || (d / Vec2::new(w, h * 0.7)).length() < 1.0)
                && d.y > -h
        });
        let ivy =
            rough.at(p / 30.0) + 0.35 * rough.at(p / 9.0) > 0.30 + 0.55 * step(700.0, 250.0, p.y);
        if window {
            return Some(Seen {
                tone: 0.03,
                way: 1.571,
                thing: 2,
            });
        }
        if ivy && u > -0.75 {
            let leaf = 0.30 + 0.5 * rough.at(p / 8.0) - 0.2 * u;
            return Some(Seen {
                tone: leaf,
                way: 5.0 * rough.at(p / 16.0),
                thing: 3 + (rough.at(p / 11.0) > 0.0) as u32,
            });
        }
        let round = 0.92 - 0.62 * step(-0.75, 0.95, u) + 0.16 * own - 0.28 * f32::from(joint);
        return Some(Seen {
            tone: round.clamp(0.05, 1.0),
            way: if own > 0.1 { 0.25 * u } else { 1.2 },
            thing: 5,
        });
    }
    // Fallen stones at the foot.
    let heap = 690.0 - 46.0 * (1.0 - ((p.x - 800.0) / 260.0).powi(2)).max(0.0)
        + 16.0 * rough.at(Vec2::new(p.x / 22.0, 7.0));
    if p.y > heap && p.y < 735.0 && (p.x - 800.0).abs() < 270.0 {
        let block = rough.at(p / 21.0);
        let edge = block.abs() < 0.05;
        return Some(Seen {
            tone: if edge {
                0.12
            } else {
                0.62 + 0.6 * block - 0.15 * step(800.0, 1000.0, p.x)
            },
            way: 0.6 + block * 3.0,
            thing: 6 + (block > 0.0) as u32,
        });
    }
    None
}

fn oak(p: Vec2, rough: &Noise) -> Option<Seen> {
    let sway = 18.0 * (p.y / 90.0).sin();
    let half = 36.0 + 26.0 * step(700.0, 850.0, p.y) - 14.0 * step(560.0, 380.0, p.y);
    let u = (p.x - 235.0 - sway) / half;
    let crowns = [
        (190.0, 235.0, 190.0),
        (340.0, 300.0, 130.0),
        (80.0, 330.0, 120.0),
        (260.0, 140.0, 120.0),
    ];
    let leafy = crowns
        .iter()
        .map(|&(x, y, r)| 1.0 - p.distance(Vec2::new(x, y)) / r)
        .fold(f32::MIN, f32::max);
    let edge = leafy + 0.34 * rough.at(p / 46.0) + 0.18 * rough.at(p / 13.0);
    if edge > 0.08 && rough.at(p / 62.0 + 9.0) < 0.42 {
        let mass = rough.at(p / 52.0 + 40.0);
        let light = 0.55 + 0.75 * mass - (p.x - 200.0) / 700.0 - (p.y - 240.0) / 900.0;
        return Some(Seen {
            tone: (light + 0.35 * rough.at(p / 7.0)).clamp(0.03, 0.95),
            way: 4.0 * rough.at(p / 24.0),
            thing: 10 + (mass > 0.05) as u32,
        });
    }
    if u.abs() < 1.0 && p.y > 260.0 && p.y < 850.0 {
        let bark = rough.at(Vec2::new(p.x / 7.0, p.y / 60.0));
        return Some(Seen {
            tone: 0.62 - 0.5 * u + 0.4 * bark,
            way: 1.571 + 0.3 * bark,
            thing: 12,
        });
    }
    None
}

fn bridge(p: Vec2, rough: &Noise) -> Option<Seen> {
    let deck = 655.0 + 0.00022 * (p.x - 640.0).powi(2);
    let arch = Vec2::new((p.x - 560.0) / 122.0, (p.y - 800.0) / 118.0);
    if p.x > 330.0 && p.x < 730.0 && p.y > deck && p.y < 800.0 {
        let ring = arch.length();
        if ring < 1.0 {
            return (ring > 0.86 && arch.x > 0.0).then_some(Seen {
                tone: 0.10,
                way: 1.2,
                thing: 20,
            });
        }
        if ring < 1.16 {
            let wedge = (arch.to_angle() * 7.0).fract().abs() < 0.12;
            return Some(Seen {
                tone: if wedge { 0.15 } else { 0.82 },
                way: arch.to_angle(),
                thing: 21,
            });
        }
        let stone = rough.at(Vec2::new(
            (p.x / 34.0).floor() * 2.3,
            (p.y / 17.0).floor() * 4.1,
        ));
        let cap = p.y < deck + 14.0;
        return Some(Seen {
            tone: if cap { 0.9 } else { 0.58 + 0.3 * stone },
            way: 0.05,
            thing: if cap { 22 } else { 23 },
        });
    }
    None
}

/// Sky, distance, water and the near bank.
fn land(p: Vec2, rough: &Noise) -> Seen {
    let bank = 850.0 + 40.0 * rough.at(Vec2::new(p.x / 130.0, 1.0))
        - 60.0 * step(420.0, 120.0, p.x)
        - 90.0 * step(900.0, 1200.0, p.x);
    if p.y > bank {
        let grass = rough.at(Vec2::new(p.x / 10.0, p.y / 40.0));
        let shade = rough.at(p / 120.0);
        return Seen {
            tone: 0.50 + 0.45 * grass + 0.4 * shade - 0.3 * step(860.0, 960.0, p.y),
            way: -1.35 + 0.5 * grass,
            thing: 30,
        };
    }
    if p.y > 735.0 {
        let ripple = rough.at(Vec2::new(p.x / 80.0, p.y / 7.0));
        let mirror = look_mirror(p, rough);
        return Seen {
            tone: 0.35 + 0.5 * mirror + 0.35 * ripple,
            way: 0.0,
            thing: 31,
        };
    }
    let hill =
        600.0 + 46.0 * rough.at(Vec2::new(p.x / 240.0, 5.0)) - 70.0 * step(980.0, 1280.0, p.x);
    if p.y > hill {
        let fold = rough.at(Vec2::new(p.x / 70.0, p.y / 30.0));
        return Seen {
            tone: 0.74 + 0.32 * fold,
            way: 0.5 + 0.8 * fold,
            thing: 32,
        };
    }
    let cloud = rough.at(Vec2::new(p.x / 260.0, p.y / 100.0));
    let tone = 0.99
        - 0.42 * step(0.05, 0.45, cloud) * step(60.0, 420.0, 640.0 - p.y)
        - 0.16 * step(200.0, 0.0, p.y);
    Seen {
        tone,
        way: 0.12 + 0.5 * cloud,
        thing: 33,
    }
}

/// How light what stands above the water is.
fn look_mirror(p: Vec2, rough: &Noise) -> f32 {
    let up = Vec2::new(p.x + 10.0 * rough.at(p / 14.0), 735.0 - (p.y - 735.0) * 1.5);
    tower(up, rough)
        .or_else(|| bridge(up, rough))
        .map_or(0.9, |seen| seen.tone)
}
