//! Analytical cubism: guitar, bottle and newspaper broken into planes.

use crate::{
    brush::{Brush, Mark, Paint},
    canvas::{Canvas, Colour, Grid, srgb},
    noise::{Noise, Random, step},
    relief::{Surface, lit},
};
use glam::Vec2;

const WIDTH: usize = 1000;
const HEIGHT: usize = 1280;

/// A straight cut through the picture; what lies beyond it is seen from elsewhere.
struct Cut {
    at: Vec2,
    normal: Vec2,
    shift: Vec2,
    turn: f32,
}

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1912);
    let grain = Noise::fractal(12, 3);
    let cuts: Vec<Cut> = (0..17)
        .map(|i| {
            // A few directions only, as in the paintings: uprights, two diagonals, levels.
            let angle = [0.06, 0.62, -0.66, 1.52, 0.3, -0.35][i % 6] + 0.08 * random.normal();
            let at = Vec2::new(
                500.0 + 250.0 * random.normal(),
                640.0 + 330.0 * random.normal(),
            );
            Cut {
                at,
                normal: Vec2::from_angle(angle),
                shift: Vec2::new(random.normal(), random.normal()) * 20.0,
                turn: 0.075 * random.normal(),
            }
        })
        .collect();
    let mut paint = Paint::on(Grid::filled(WIDTH, HEIGHT, srgb(0x8f7f63)));
    for (width, length, spacing) in [(34.0, 90.0, 17.0), (18.0, 60.0, 10.0), (9.0, 34.0, 6.5)] {
        let brush = Brush {
            width,
            length,
            bristle: 0.95,
            dry: 0.55,
            body: 0.6,
            opacity: 0.92,
            jitter: (0.10, 0.035),
            stop: 0.05,
        };
        paint.cover(&brush, spacing, &mut random, |p| {
            Some(look(p, &cuts, &grain))
        });
    }
    let drawn = paint
        .colour
        .map(|c, p| c.lerp(srgb(0x1c1712), 0.8 * edges(p, &cuts, &grain)));
    lit(
        &drawn,
        &paint.body,
        Surface {
            depth: 3.2,
            shade: 0.42,
            gloss: 0.03,
        },
    )
}

/// Lines along the cuts, drawn with a loaded and a drying brush.
fn edges(p: Vec2, cuts: &[Cut], grain: &Noise) -> f32 {
    let line = |cut: &Cut| {
        let along = (p - cut.at).dot(cut.normal.perp());
        let here = step(-0.15, 0.25, grain.at(Vec2::new(along / 150.0, cut.at.x)));
        let thick = 1.4 + 1.6 * grain.at(Vec2::new(along / 60.0, cut.at.y)).abs();
        here * step(thick + 1.0, thick, (p - cut.at).dot(cut.normal).abs())
    };
    cuts.iter().map(line).fold(0.0, f32::max) * (0.6 + 0.4 * grain.at(p / 3.0))
}

fn look(p: Vec2, cuts: &[Cut], grain: &Noise) -> Mark {
    let mut eye = p;
    let mut side = 0usize;
    let (mut nearest, mut slope) = (f32::MAX, 0.0);
    for (i, cut) in cuts.iter().enumerate() {
        let d = (p - cut.at).dot(cut.normal);
        if d > 0.0 {
            side = side.wrapping_mul(31).wrapping_add(i + 1);
            let centre = Vec2::new(500.0, 650.0);
            eye = centre + Vec2::from_angle(cut.turn).rotate(eye - centre) + cut.shift;
        }
        if d.abs() < nearest {
            nearest = d.abs();
            slope = cut.normal.perp().to_angle();
        }
    }
    // Each plane turns light along one edge and dark along the other.
    let chance = ((side % 1013) as f32 * 0.618).fract();
    let passage = step(0.0, 190.0, nearest);
    let shade = if chance > 0.5 {
        0.42 + 0.85 * passage
    } else {
        1.38 - 0.86 * passage
    };
    let tint = [
        srgb(0xb59a6a),
        srgb(0x6f6a5e),
        srgb(0x8b6a42),
        srgb(0xc9b890),
        srgb(0x4f5f70),
    ][side % 5];
    let (colour, weight) = still_life(eye, grain);
    let plane = tint * (0.75 + 0.5 * chance);
    Mark {
        colour: plane.lerp(colour, weight) * shade,
        angle: slope + 0.3 * (chance - 0.5),
        scale: 1.0,
    }
}

/// The things on the table and how much they hold against the planes.
fn still_life(p: Vec2, grain: &Noise) -> (Colour, f32) {
    if let Some(colour) = guitar(p, grain) {
        return (colour, 0.9);
    }
    if let Some(colour) = bottle(p) {
        return (colour, 0.85);
    }
    if let Some(colour) = paper(p) {
        return (colour, 0.85);
    }
    if let Some(colour) = fruit(p) {
        return (colour, 0.9);
    }
    let table = (p.x - 500.0).abs() < 440.0 - 0.25 * (p.y - 900.0) && p.y > 900.0;
    if table {
        let rings = (p.y / 7.0 + 9.0 * grain.at(Vec2::new(p.x / 210.0, p.y / 60.0))).sin();
        return (srgb(0x6b4526).lerp(srgb(0xa97842), 0.5 + 0.5 * rings), 0.85);
    }
    let wall = srgb(0x57604f).lerp(srgb(0xa79f86), step(-0.5, 0.5, grain.at(p / 260.0)));
    (wall, 0.45)
}

fn guitar(p: Vec2, grain: &Noise) -> Option<Colour> {
    let q = Vec2::from_angle(-0.5).rotate(p - Vec2::new(470.0, 760.0));
    let lower = (q - Vec2::new(0.0, 120.0)).length() / 205.0;
    let upper = (q - Vec2::new(0.0, -110.0)).length() / 150.0;
    let waist = q.x.abs() < 118.0 && q.y.abs() < 120.0;
    let neck = q.x.abs() < 25.0 && q.y < -90.0 && q.y > -520.0;
    let head = q.x.abs() < 44.0 && q.y <= -520.0 && q.y > -610.0;
    let hole = q.length();
    let strings = q.x.abs() < 20.0
        && q.y > -520.0
        && q.y < 170.0
        && ((q.x / 8.0).fract().abs() - 0.5).abs() < 0.14;
    if strings {
        return Some(srgb(0xf1e6c4));
    }
    if head || neck {
        let fret = ((-q.y / 34.0).fract() - 0.5).abs() < 0.06;
        return Some(if fret {
            srgb(0xcdbb8a)
        } else {
            srgb(0x2a1d14).lerp(srgb(0x5d4026), step(-30.0, 30.0, q.x))
        });
    }
    if !(lower < 1.0 || upper < 1.0 || waist) {
        return None;
    }
    if hole < 56.0 {
        return Some(srgb(0x14100d));
    }
    if hole < 82.0 && ((hole / 8.0) as i32) % 2 == 0 {
        return Some(srgb(0x2c4a66));
    }
    if (q.y - 178.0).abs() < 13.0 && q.x.abs() < 88.0 {
        return Some(srgb(0x33231a));
    }
    let rim = lower.min(upper);
    let wood = srgb(0xb8702e).lerp(
        srgb(0xe9b565),
        step(
            -170.0,
            170.0,
            q.x + 60.0 * grain.at(Vec2::new(q.x / 12.0, q.y / 240.0)),
        ),
    );
    Some(wood.lerp(
        srgb(0x4a2a14),
        0.8 * step(0.93, 0.99, rim) * f32::from(!waist),
    ))
}

fn bottle(p: Vec2) -> Option<Colour> {
    let q = p - Vec2::new(760.0, 640.0);
    let half = if q.y < -150.0 {
        30.0
    } else {
        30.0 + 58.0 * step(-150.0, -60.0, q.y)
    };
    if q.y < -330.0 || q.y > 300.0 || q.x.abs() > half {
        return None;
    }
    let label = q.y > 40.0 && q.y < 190.0;
    if label {
        let line = ((q.y - 40.0) / 24.0).fract() < 0.25 && q.x.abs() < 60.0;
        return Some(if line { srgb(0x3a2d22) } else { srgb(0xe8dcb8) });
    }
    let shine = step(20.0, 6.0, (q.x + half * 0.45).abs());
    Some(
        srgb(0x17362f)
            .lerp(srgb(0x4f8a72), step(-half, half, q.x) * 0.7)
            .lerp(srgb(0xe4f0dc), 0.8 * shine),
    )
}

fn paper(p: Vec2) -> Option<Colour> {
    let q = Vec2::from_angle(0.22).rotate(p - Vec2::new(300.0, 1010.0));
    if q.x.abs() > 210.0 || q.y.abs() > 120.0 {
        return None;
    }
    let head = q.y < -70.0;
    let ink = if head {
        ((q.x / 46.0).fract() - 0.5).abs() < 0.34 && q.y > -108.0
    } else {
        ((q.y / 13.0).fract() - 0.5).abs() < 0.24 && ((q.x / 70.0).fract()) > 0.1
    };
    Some(if ink { srgb(0x2e2a26) } else { srgb(0xe2d8bd) })
}

fn fruit(p: Vec2) -> Option<Colour> {
    [
        (640.0, 1010.0, 0xc85a2a),
        (720.0, 1030.0, 0xd9a136),
        (560.0, 1050.0, 0x7a8a3a),
        (650.0, 1090.0, 0x2f4f7a),
    ]
    .iter()
    .find_map(|&(x, y, hex)| {
        let d = p - Vec2::new(x, y);
        (d.length() < 52.0).then(|| srgb(hex) * (0.5 + 0.8 * step(60.0, -50.0, d.x + d.y)))
    })
}
