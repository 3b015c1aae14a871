//! Slabs of paint set with a knife: a wet street at dusk.

use crate::{
    brush::{Mark, varied},
    canvas::{Canvas, Colour, Grid, srgb},
    knife::{Knife, spread},
    noise::{Noise, Random, step},
    relief::{Surface, lit},
};
use glam::Vec2;

const WIDTH: usize = 1024;
const HEIGHT: usize = 1280;
/// Where all lines of the street meet.
const VANISH: Vec2 = Vec2::new(560.0, 560.0);

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(77);
    let air = Noise::fractal(11, 3);
    let mut colour = Grid::filled(WIDTH, HEIGHT, srgb(0x2a2430));
    let mut body = Grid::filled(WIDTH, HEIGHT, 0.0);
    for (long, broad, spacing) in [
        (210.0, 110.0, 46.0),
        (120.0, 60.0, 27.0),
        (72.0, 34.0, 17.0),
        (44.0, 20.0, 12.0),
    ] {
        for at in random.scattered(WIDTH as f32, HEIGHT as f32, spacing) {
            let mark = look(at, &air);
            // Small slabs only where something small is.
            if random.between(0.0, 1.0) > detail(at, &air, broad) {
                continue;
            }
            let knife = Knife {
                at,
                angle: mark.angle + 0.18 * random.normal(),
                long: long * mark.scale * random.between(0.7, 1.3),
                broad: broad * mark.scale * random.between(0.6, 1.2),
                paint: varied(mark.colour, (0.16, 0.07), &mut random),
                second: varied(
                    look(at + Vec2::new(broad, -broad) * 0.6, &air).colour,
                    (0.2, 0.08),
                    &mut random,
                ),
            };
            spread(&mut colour, &mut body, &knife, &mut random);
        }
    }
    lit(
        &colour,
        &body,
        Surface {
            depth: 9.0,
            shade: 0.62,
            gloss: 0.16,
        },
    )
}

fn detail(p: Vec2, air: &Noise, broad: f32) -> f32 {
    if broad > 40.0 {
        return 1.0;
    }
    let here = look(p, air).colour;
    let near = [Vec2::X, -Vec2::X, Vec2::Y, -Vec2::Y].map(|d| look(p + d * broad, air).colour);
    let change = near.iter().map(|c| c.distance(here)).fold(0.0, f32::max);
    step(0.06, 0.3, change) * 0.8 + 0.04
}

fn look(p: Vec2, air: &Noise) -> Mark {
    if let Some(mark) = people(p) {
        return mark;
    }
    let horizon = VANISH.y;
    // The wet street shows all above it upside down, drawn out and broken.
    let wet = p.y > horizon + 0.10 * (p.x - VANISH.x).abs();
    if wet {
        let depth = (p.y - horizon) / (HEIGHT as f32 - horizon);
        let shiver = 22.0 * air.at(Vec2::new(p.x / 60.0, p.y / 26.0));
        let up = Vec2::new(p.x + shiver, horizon - (p.y - horizon) * 0.85);
        let image = mirrored(p).unwrap_or_else(|| town(up, air)).colour;
        let stone = srgb(0x1d2438).lerp(srgb(0x4b4a5e), 0.5 + 0.5 * air.at(p / 80.0));
        let colour = image.lerp(stone, 0.25 + 0.25 * depth);
        let streak = air.at(Vec2::new(p.x / 34.0, p.y / 160.0));
        let colour = colour.lerp(
            srgb(0xf3c277),
            0.5 * step(0.40, 0.55, streak) * step(0.9, 0.2, depth),
        );
        let lies = air.at(p / 140.0) > 0.12;
        return Mark {
            colour,
            angle: if lies { 0.0 } else { 1.571 },
            scale: 0.7 + 0.5 * depth,
        };
    }
    town(p, air)
}

fn town(p: Vec2, air: &Noise) -> Mark {
    let side = (p.x - VANISH.x).signum();
    let away = (p.x - VANISH.x).abs();
    let house = (away / 130.0).floor();
    let roof = VANISH.y - 1.02 * away - 40.0 * (house * 2.4 + side).sin() - 26.0;
    let ground = VANISH.y + 0.10 * away;
    if away < 46.0 || p.y < roof {
        return sky(p, air);
    }
    let walls = [0x7c3b35, 0x3a4a68, 0xa86f3c, 0x4f5a4b, 0x6a3556, 0x8c5a4a];
    let wall = srgb(walls[((house as i32 * 2 + side as i32).rem_euclid(6)) as usize]);
    // Windows in perspective: rows between roof and ground, columns closing up with distance.
    let row = (p.y - roof) / (ground - roof) * (2.0 + (ground - roof) / 150.0);
    let column = (away / 130.0).fract() * 3.0;
    let lower = row > 1.0 + (ground - roof) / 150.0;
    let window = (row.fract() - 0.5).abs() < 0.26 && (column.fract() - 0.5).abs() < 0.27;
    let on = air.at(Vec2::new(
        (away / 43.0).floor() * 3.1,
        row.floor() * 5.7 + side,
    )) > -0.12;
    let shade = step(0.0, 520.0, away);
    let base = wall.lerp(srgb(0x332a44), 0.25 + 0.35 * shade) * (0.8 + 0.4 * air.at(p / 50.0));
    let colour = if lower && (column.fract() - 0.5).abs() < 0.38 {
        srgb(0xffb24a).lerp(srgb(0xffe3a0), step(0.2, 0.6, row.fract()))
    } else if window && on {
        srgb(0xf6a63c)
    } else if window {
        srgb(0x20304e)
    } else {
        base
    };
    let angle = if air.at(p / 90.0) > 0.0 {
        1.571
    } else {
        (VANISH - p).to_angle()
    };
    Mark {
        colour,
        angle,
        scale: if window || lower { 0.6 } else { 1.0 },
    }
}

fn sky(p: Vec2, air: &Noise) -> Mark {
    let t = step(0.0, VANISH.y, p.y);
    let cloud = air.at(Vec2::new(p.x / 260.0, p.y / 110.0));
    let high: Colour = srgb(0x27407e).lerp(srgb(0x6f78b4), 0.5 + 0.5 * cloud);
    let low = srgb(0xf0946a).lerp(srgb(0xffd59a), step(-0.3, 0.5, cloud));
    let colour = high.lerp(low, step(0.35, 0.95, t + 0.12 * cloud));
    Mark {
        colour,
        angle: 0.5 + 1.2 * cloud,
        scale: 1.1,
    }
}

/// Place of the feet, height and umbrella of each walker.
const WALKERS: [(f32, f32, f32, u32); 4] = [
    (420.0, 985.0, 480.0, 0xd0302a),
    (730.0, 830.0, 310.0, 0x2a9a94),
    (575.0, 690.0, 150.0, 0xe8b030),
    (300.0, 720.0, 190.0, 0x5a3a9a),
];

/// The walkers' images in the wet ground, upside down below their feet.
fn mirrored(p: Vec2) -> Option<Mark> {
    WALKERS.iter().find_map(|&(x, foot, tall, umbrella)| {
        walker(Vec2::new(p.x, 2.0 * foot - p.y), (x, foot, tall, umbrella))
    })
}

/// Walkers with umbrellas.
fn people(p: Vec2) -> Option<Mark> {
    WALKERS.iter().find_map(|&w| walker(p, w))
}

fn walker(p: Vec2, (x, foot, tall, umbrella): (f32, f32, f32, u32)) -> Option<Mark> {
    [0].iter().find_map(|_| {
        let q = (p - Vec2::new(x, foot)) / tall;
        let dome = (q - Vec2::new(0.02, -0.78)) / Vec2::new(0.36, 0.24);
        if dome.y < 0.0 && dome.length() < 1.0 {
            let light = step(0.6, -0.7, dome.x + dome.y * 0.4);
            let colour = srgb(umbrella).lerp(srgb(0xffe0b0), 0.5 * light * light);
            return Some(Mark {
                colour: colour * (0.45 + 0.6 * light),
                angle: dome.perp().to_angle(),
                scale: 0.7,
            });
        }
        let coat = q.y < -0.12 && q.y > -0.74 && q.x.abs() < 0.13 - 0.05 * (q.y + 0.45).abs();
        let legs = q.y <= -0.05 && q.y > -0.16 && (q.x.abs() - 0.05).abs() < 0.035;
        (coat || legs).then(|| Mark {
            colour: srgb(0x141522).lerp(srgb(0x54506a), step(0.02, -0.12, q.x)),
            angle: 1.571,
            scale: 0.6,
        })
    })
}
