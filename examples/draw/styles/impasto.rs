//! Thick flowing oil: a wheat field under a wheeling sky.

use crate::{
    brush::{Brush, Mark, Paint},
    canvas::{Canvas, Colour, Grid, srgb},
    noise::{Noise, Random, step},
    relief::{Surface, lit},
};
use glam::Vec2;

const WIDTH: usize = 1280;
const HEIGHT: usize = 1000;

/// Centres the sky turns about: place, reach and sense.
const WHEELS: [(Vec2, f32, f32); 4] = [
    (Vec2::new(930.0, 200.0), 230.0, 1.0),
    (Vec2::new(520.0, 330.0), 190.0, -1.0),
    (Vec2::new(640.0, 90.0), 130.0, 1.0),
    (Vec2::new(1190.0, 400.0), 120.0, -1.0),
];
const MOON: Vec2 = WHEELS[0].0;

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1889);
    let wind = Noise::fractal(3, 3);
    let mut paint = Paint::on(Grid::filled(WIDTH, HEIGHT, srgb(0x5a4630)));
    let subject = |p: Vec2| Some(look(p, &wind));
    for (width, length, spacing) in [(46.0, 190.0, 20.0), (24.0, 130.0, 11.0), (13.0, 80.0, 8.0)] {
        let brush = Brush {
            width,
            length,
            body: 0.9,
            ..Brush::default()
        };
        paint.cover(&brush, spacing, &mut random, subject);
    }
    let surface = Surface {
        depth: 5.0,
        shade: 0.55,
        gloss: 0.10,
    };
    lit(&paint.colour, &paint.body, surface)
}

fn look(p: Vec2, wind: &Noise) -> Mark {
    let far = 560.0 + 60.0 * wind.at(Vec2::new(p.x / 420.0, 1.0)) - 40.0 * (p.x / 300.0).sin();
    let near = 720.0 + 40.0 * wind.at(Vec2::new(p.x / 380.0, 9.0)) + 30.0 * (p.x / 260.0).cos();
    if let Some(mark) = cypress(p, wind) {
        mark
    } else if p.y < far {
        sky(p, wind)
    } else if p.y < near {
        hills(p, (p.y - far) / (near - far), wind)
    } else {
        wheat(p, (p.y - near) / (HEIGHT as f32 - near), wind)
    }
}

fn sky(p: Vec2, wind: &Noise) -> Mark {
    let mut flow = Vec2::new(1.0, 0.25 * wind.at(p / 300.0));
    for (centre, reach, sense) in WHEELS {
        let arm = p - centre;
        let pull = (-(arm.length() / reach).powi(2)).exp();
        flow += arm.perp().normalize_or(Vec2::X) * sense * pull * 4.0;
    }
    let ring = |centre: Vec2, pitch: f32| 0.5 + 0.5 * (p.distance(centre) / pitch).cos();
    let band = 0.5 + 0.5 * wind.at(Vec2::new(p.x / 420.0, p.y / 90.0));
    let swirl = WHEELS
        .iter()
        .map(|&(c, reach, _)| ring(c, reach / 9.0) * (-(p.distance(c) / reach).powi(2)).exp());
    let glow = swirl.fold(0.0, f32::max);
    let base = srgb(0x16306e).lerp(srgb(0x3f7fb5), band);
    let base = base.lerp(srgb(0x9cc7c0), 0.75 * glow);
    let moon = p.distance(MOON);
    let warm = srgb(0xf6d04a).lerp(srgb(0xf08a24), step(20.0, 55.0, moon));
    let colour = base
        .lerp(srgb(0xe9d98a), 0.85 * step(150.0, 60.0, moon))
        .lerp(warm, step(66.0, 54.0, moon));
    let colour = stars(p, colour);
    Mark {
        colour,
        angle: flow.to_angle(),
        scale: if moon < 70.0 { 0.6 } else { 1.0 },
    }
}

fn stars(p: Vec2, colour: Colour) -> Colour {
    let places = [
        (110.0, 120.0),
        (300.0, 70.0),
        (400.0, 210.0),
        (760.0, 330.0),
        (1120.0, 90.0),
        (690.0, 200.0),
        (1210.0, 250.0),
    ];
    places.iter().fold(colour, |colour, &(x, y)| {
        let d = p.distance(Vec2::new(x, y));
        let halo = colour.lerp(srgb(0xbfd9a6), 0.7 * step(46.0, 16.0, d));
        halo.lerp(srgb(0xfff3b0), step(18.0, 10.0, d))
    })
}

fn cypress(p: Vec2, wind: &Noise) -> Option<Mark> {
    let trunk = |x: f32, top: f32, wide: f32| {
        let t = (p.y - top) / (960.0 - top);
        let sway = 26.0 * (p.y / 95.0).sin() * (1.0 - t) + 22.0 * wind.at(p / 60.0);
        let breadth = wide * t.clamp(0.0, 1.0).powf(0.7) * (1.25 - 0.5 * t);
        let v = (p.x - x - sway) / breadth.max(1.0);
        (t > 0.0 && v.abs() < 1.0).then_some((v, t))
    };
    let (v, t) = trunk(205.0, 90.0, 105.0).or_else(|| trunk(330.0, 330.0, 62.0))?;
    let light = step(
        0.1,
        0.9,
        -v * 0.4 + 0.4 + 0.6 * wind.at(Vec2::new(p.x / 26.0, p.y / 120.0)),
    );
    let colour = srgb(0x0c1c1a)
        .lerp(srgb(0x3d6b2c), light)
        .lerp(srgb(0x8a5a24), 0.5 * light * step(0.4, 1.0, v));
    let angle = -1.571 + 0.7 * v + 0.35 * (p.y / 60.0).sin() * (1.0 - t * 0.5);
    Some(Mark {
        colour,
        angle,
        scale: 0.75,
    })
}

fn hills(p: Vec2, t: f32, wind: &Noise) -> Mark {
    let fold = wind.at(Vec2::new(p.x / 170.0, p.y / 60.0));
    let light = step(-0.5, 0.6, fold);
    let far = srgb(0x2c4f86).lerp(srgb(0x5f93a0), light);
    let close = srgb(0x20543f).lerp(srgb(0x86a83e), light);
    let groves = wind.at(Vec2::new(p.x / 50.0, p.y / 24.0)) > 0.32;
    let colour = if groves {
        srgb(0x143329)
    } else {
        far.lerp(close, step(0.15, 0.6, t))
    };
    let angle = 0.7 * wind.at(Vec2::new(p.x / 240.0, p.y / 160.0)) + if groves { 0.9 } else { 0.0 };
    Mark {
        colour,
        angle,
        scale: 0.7,
    }
}

fn wheat(p: Vec2, t: f32, wind: &Noise) -> Mark {
    let wave = wind.at(Vec2::new(p.x / 240.0 - t, p.y / 70.0));
    let light = step(-0.55, 0.55, wave);
    let gold = srgb(0xa8661b).lerp(srgb(0xf4cb4b), light);
    let colour = gold.lerp(
        srgb(0x6b7a2a),
        0.6 * step(0.25, 0.5, wind.at(p / 110.0 + 31.0)),
    );
    let poppy = wind.at(p / 20.0 + 70.0) > 0.52 && t > 0.2;
    let colour = if poppy { srgb(0xc23a22) } else { colour };
    Mark {
        colour,
        angle: -1.25 + 1.0 * wave + 0.3 * (p.x / 120.0).sin(),
        scale: 0.6 + 0.4 * t,
    }
}
