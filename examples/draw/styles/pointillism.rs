//! Divided colour: a river on a summer evening, all in dots.

use crate::{
    brush::{Brush, Mark, Paint},
    canvas::{Canvas, Colour, Grid, srgb},
    noise::{Noise, Random, step},
    relief::{Surface, lit},
};
use glam::{Vec2, Vec3};

const WIDTH: usize = 1280;
const HEIGHT: usize = 960;
/// Far bank and near bank, pixels from the top.
const FAR: f32 = 395.0;
const SUN: Vec2 = Vec2::new(430.0, 300.0);
/// Sails: foot of the mast, height and lean.
const BOATS: [(Vec2, f32, f32); 4] = [
    (Vec2::new(300.0, 560.0), 290.0, 1.0),
    (Vec2::new(640.0, 470.0), 150.0, -1.0),
    (Vec2::new(800.0, 425.0), 80.0, 1.0),
    (Vec2::new(120.0, 430.0), 85.0, 1.0),
];

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1886);
    let air = Noise::fractal(5, 3);
    let mut paint = Paint::on(Grid::filled(WIDTH, HEIGHT, srgb(0xe9dcc0)));
    for (width, spacing) in [(15.0, 9.0), (11.0, 7.0), (8.5, 6.2), (7.0, 6.5)] {
        // A dot goes nowhere: it stops at any colour.
        let brush = Brush {
            width,
            length: 10.0,
            stop: -1.0,
            bristle: 0.35,
            dry: 0.0,
            body: 0.8,
            opacity: 0.96,
            jitter: (0.10, 0.05),
        };
        let grain = width * 13.7;
        paint.cover(&brush, spacing, &mut random, |p| {
            let chance = |k: f32| 0.5 + 0.5 * air.at(p * 0.731 * k + grain);
            let colour = divided(scene(p, &air), chance(7.0), chance(11.0));
            Some(Mark {
                colour,
                angle: 6.3 * chance(5.0),
                scale: 1.0,
            })
        });
    }
    lit(
        &paint.colour,
        &paint.body,
        Surface {
            depth: 3.5,
            shade: 0.4,
            gloss: 0.05,
        },
    )
}

/// One of the pure colours that mix to `colour` in the eye (Chevreul's law: beside its neighbours on
/// the wheel also its complement).
fn divided(colour: Colour, which: f32, how: f32) -> Colour {
    let light = colour.dot(Vec3::new(0.21, 0.72, 0.07));
    let pure = (colour - Vec3::splat(light)) * 1.75 + Vec3::splat(light);
    let tint = if which < 0.36 {
        srgb(0xf2a541) // sunlight
    } else if which < 0.50 {
        srgb(0x2e63c9) // its shadow
    } else if which < 0.58 {
        srgb(0xd8486b)
    } else if which < 0.66 {
        srgb(0x2f9d6a)
    } else {
        return pure.max(Vec3::splat(0.01)) * (0.8 + 0.5 * how);
    };
    // As bright as what it stands in for, so that the form holds.
    let matched = tint * ((light + 0.03) / (tint.dot(Vec3::new(0.21, 0.72, 0.07)) + 0.03));
    pure.lerp(matched, 0.35 + 0.4 * how).max(Vec3::splat(0.01))
}

fn scene(p: Vec2, air: &Noise) -> Colour {
    let bank = 770.0 - 0.22 * p.x + 26.0 * air.at(Vec2::new(p.x / 160.0, 4.0));
    if let Some(colour) = foliage(p, air) {
        return colour;
    }
    if let Some(colour) = figures(p) {
        return colour;
    }
    if let Some(colour) = sails(p, 1.0) {
        return colour;
    }
    if p.y > bank {
        let shade = step(
            -0.1,
            0.25,
            air.at(Vec2::new(p.x / 300.0, p.y / 55.0) + 9.0) + (p.x - 640.0) / 1500.0,
        );
        let blades = air.at(Vec2::new(p.x / 9.0, p.y / 30.0));
        let sunny = srgb(0xc6cf4f).lerp(srgb(0xe8dc72), step(0.0, 0.5, blades));
        return sunny.lerp(srgb(0x2d6b52), shade);
    }
    if p.y < FAR - trees(p.x, air) {
        return sky(p, air);
    }
    if p.y < FAR {
        let light = step(-0.3, 0.5, air.at(p / 26.0));
        let wood = srgb(0x44658f).lerp(srgb(0x8fae7a), light);
        return wood.lerp(srgb(0xe7b48a), 0.5 * step(260.0, 60.0, p.distance(SUN)));
    }
    water(p, air)
}

fn trees(x: f32, air: &Noise) -> f32 {
    34.0 + 30.0 * air.at(Vec2::new(x / 95.0, 2.0)) + 12.0 * air.at(Vec2::new(x / 22.0, 8.0))
}

fn sky(p: Vec2, air: &Noise) -> Colour {
    let low = step(0.0, FAR, p.y);
    let base = srgb(0x6f9bd6).lerp(srgb(0xf6dca2), low.powf(1.3));
    let cloud = step(0.05, 0.5, air.at(Vec2::new(p.x / 330.0, p.y / 75.0)));
    let base = base.lerp(srgb(0xf7c3ad), 0.75 * cloud);
    let base = base.lerp(srgb(0xffe27a), step(190.0, 20.0, p.distance(SUN)));
    base.lerp(srgb(0xfff6c4), step(46.0, 40.0, p.distance(SUN)))
}

fn water(p: Vec2, air: &Noise) -> Colour {
    let t = (p.y - FAR) / 400.0;
    let ripple = air.at(Vec2::new(p.x / (40.0 + 90.0 * t), p.y / (5.0 + 9.0 * t)));
    let wave = Vec2::new(ripple * 26.0, 0.0);
    let mirror = Vec2::new(p.x, 2.0 * FAR - p.y - 20.0 * ripple) + wave;
    let seen = sails(p + wave * 0.5, -1.0).unwrap_or_else(|| {
        if mirror.y > FAR - trees(mirror.x, air) * 2.2 {
            srgb(0x5a7f8c)
        } else {
            sky(mirror.max(Vec2::ZERO), air)
        }
    });
    let colour = seen.lerp(srgb(0x2f5fa8), 0.30 + 0.35 * t + 0.25 * ripple);
    let path = (-((p.x - SUN.x) / (34.0 + 90.0 * t)).powi(2)).exp() * step(-0.15, 0.4, ripple);
    colour.lerp(srgb(0xffd98a), 0.85 * path)
}

/// Sails and hulls; `side` -1 gives their mirror images in the water.
fn sails(p: Vec2, side: f32) -> Option<Colour> {
    BOATS.iter().find_map(|&(foot, height, lean)| {
        let q = (p - foot) * Vec2::new(lean, -side) / height;
        let hull = q.y > -0.10 && q.y < 0.0 && q.x.abs() < 0.34 + q.y;
        if hull {
            return Some(srgb(0x7a3040).lerp(srgb(0x2a2f5c), step(-0.02, -0.08, q.y)));
        }
        let main = q.x > 0.02 && q.y > 0.05 && q.x < 0.40 * (1.02 - q.y).max(0.0).powf(0.7);
        let jib = q.x < -0.02 && q.y > 0.04 && q.x > -0.27 * (0.88 - q.y).max(0.0);
        if main {
            Some(srgb(0xfdf0d2).lerp(srgb(0xe79a6a), step(0.05, 0.34, q.x)))
        } else if jib {
            Some(srgb(0xe9dcf2).lerp(srgb(0x9a8fd0), step(-0.02, -0.2, q.x)))
        } else {
            None
        }
    })
}

fn foliage(p: Vec2, air: &Noise) -> Option<Colour> {
    let sway = 14.0 * (p.y / 130.0).sin();
    let trunk = (p.x - 1085.0 - sway).abs() < 24.0 + 16.0 * step(600.0, 860.0, p.y) && p.y < 800.0;
    let crown = Vec2::new((p.x - 1090.0) / 330.0, (p.y - 130.0) / 250.0).length();
    let leaves = crown + 0.42 * air.at(p / 70.0) + 0.2 * air.at(p / 18.0) < 0.86;
    if leaves {
        let light = step(-0.4, 0.5, air.at(p / 34.0 + 20.0) - (p.x - 1000.0) / 600.0);
        let green = srgb(0x1d4a4f).lerp(srgb(0x6d9a3a), light);
        Some(green.lerp(srgb(0xf0c24c), 0.7 * step(0.75, 1.0, light)))
    } else if trunk {
        Some(srgb(0x3d2b52).lerp(srgb(0xb86a3c), step(18.0, -26.0, p.x - 1085.0 - sway)))
    } else {
        None
    }
}

/// A woman with a parasol and a child on the near bank.
fn figures(p: Vec2) -> Option<Colour> {
    let body = |x: f32, foot: f32, tall: f32, dress: u32, shade: u32| {
        let q = (p - Vec2::new(x, foot)) / tall;
        let skirt =
            q.y < 0.0 && q.y > -0.62 && q.x.abs() < 0.07 - 0.22 * q.y.max(-0.6) * (1.0 + q.y);
        let bust = q.y <= -0.6 && q.y > -0.84 && q.x.abs() < 0.085;
        let head = (q - Vec2::new(0.0, -0.91)).length() < 0.065;
        if head {
            Some(srgb(0x6a4030))
        } else if skirt || bust {
            Some(srgb(dress).lerp(srgb(shade), step(-0.03, 0.09, q.x)))
        } else {
            None
        }
    };
    let q = (p - Vec2::new(842.0, 610.0)) / Vec2::new(72.0, 46.0);
    if q.y < 0.0 && q.length() < 1.0 {
        return Some(srgb(0xe8553e).lerp(srgb(0x9c2d5e), step(-0.2, 0.8, q.x)));
    }
    if (p.x - 842.0).abs() < 3.5 && p.y > 600.0 && p.y < 720.0 {
        return Some(srgb(0x4a2f2a));
    }
    body(812.0, 815.0, 205.0, 0x8c6bd0, 0x35306f)
        .or_else(|| body(905.0, 820.0, 120.0, 0xf4e6c8, 0xb08cc0))
}
