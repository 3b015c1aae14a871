//! Earth colours in old plaster: three women under an arcade, a pomegranate tree.

use crate::{
    brush::{Brush, Mark, Paint},
    canvas::{Canvas, Colour, Grid, srgb},
    noise::{Noise, Random, step},
    plaster::aged,
};
use glam::Vec2;

const WIDTH: usize = 1280;
const HEIGHT: usize = 960;
/// Arches: middle, half width, springing line.
const ARCHES: [(f32, f32, f32); 3] = [
    (240.0, 165.0, 330.0),
    (640.0, 165.0, 330.0),
    (1040.0, 165.0, 330.0),
];

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1305);
    let drift = Noise::fractal(13, 3);
    let mut paint = Paint::on(Grid::filled(WIDTH, HEIGHT, srgb(0xcdb48a)));
    for (width, length, spacing) in [(30.0, 120.0, 15.0), (15.0, 70.0, 8.0), (7.0, 36.0, 5.0)] {
        let brush = Brush {
            width,
            length,
            bristle: 0.75,
            dry: 0.35,
            body: 0.0,
            opacity: 0.85,
            jitter: (0.09, 0.03),
            stop: 0.05,
        };
        paint.cover(&brush, spacing, &mut random, |p| Some(look(p, &drift)));
    }
    let fine = Brush {
        width: 9.0,
        length: 18.0,
        bristle: 0.5,
        dry: 0.2,
        body: 0.0,
        opacity: 0.9,
        jitter: (0.05, 0.02),
        stop: 0.03,
    };
    paint.cover(&fine, 2.6, &mut random, |p| {
        Some(look(p, &drift)).filter(|mark| mark.scale < 0.3)
    });
    outlines(&mut paint, &mut random);
    // A day's plaster ends at an architectural line.
    let seam = |p: Vec2| {
        let x = 443.0 + 9.0 * drift.at(Vec2::new(p.y / 60.0, 3.0));
        let y = 232.0 + 7.0 * drift.at(Vec2::new(p.x / 70.0, 8.0));
        step(2.5, 0.5, (p.x - x).abs()).max(step(2.5, 0.5, (p.y - y).abs()))
    };
    aged(&paint.colour, seam, 50)
}

fn inside(p: Vec2) -> bool {
    ARCHES.iter().any(|&(x, half, spring)| {
        let d = p - Vec2::new(x, spring);
        p.y < 850.0
            && if d.y > 0.0 {
                d.x.abs() < half
            } else {
                d.length() < half
            }
    })
}

fn look(p: Vec2, drift: &Noise) -> Mark {
    let of = |colour: Colour, angle: f32| Mark {
        colour,
        angle,
        scale: 1.0,
    };
    if let Some(mark) = women(p, drift) {
        return mark;
    }
    if p.y > 850.0 {
        // A floor of two marbles.
        let t = (p.y - 850.0) / 110.0;
        let u = (p.x - 640.0) / (0.6 + t) / 74.0;
        let dark = ((u.floor() + (t * 2.6).floor()) as i32).rem_euclid(2) == 0;
        return of(if dark { srgb(0x8c4632) } else { srgb(0xdcc69a) }, 0.0);
    }
    if inside(p) {
        if let Some(mark) = tree(p, drift) {
            return mark;
        }
        let t = p.y / 850.0;
        let hill = 610.0 + 50.0 * (p.x / 110.0).sin() + 30.0 * drift.at(Vec2::new(p.x / 60.0, 2.0));
        if p.y > hill {
            let light = step(-0.4, 0.5, drift.at(p / 60.0) + (hill - p.y) / 500.0);
            return of(
                srgb(0x5c6a3c).lerp(srgb(0xb9a65c), light),
                0.5 * (p.x / 110.0).cos(),
            );
        }
        let sky = srgb(0x2f5a8e).lerp(srgb(0xa9c3c0), step(0.15, 0.75, t));
        return of(sky, 0.15 * drift.at(p / 200.0));
    }
    arcade(p, drift)
}

fn arcade(p: Vec2, drift: &Noise) -> Mark {
    let of = |colour: Colour, angle: f32| Mark {
        colour,
        angle,
        scale: 0.8,
    };
    // Painted cornice and frieze.
    if p.y < 64.0 {
        let tooth = ((p.x / 26.0).floor() as i32 % 2 == 0) == (p.y > 40.0);
        return of(
            if tooth {
                srgb(0x9a3f2b)
            } else {
                srgb(0xe0c58a)
            },
            0.0,
        );
    }
    if p.y < 118.0 {
        let scroll = (p.x / 21.0).sin() * 15.0 + 91.0;
        let on = (p.y - scroll).abs() < 6.0
            || p.distance(Vec2::new((p.x / 66.0).floor() * 66.0 + 33.0, 91.0)) < 8.0;
        return of(if on { srgb(0xe3cf98) } else { srgb(0x2f4a66) }, 0.0);
    }
    for &(x, half, spring) in &ARCHES {
        let d = p - Vec2::new(x, spring);
        let ring = d.length() - half;
        if d.y <= 0.0 && ring < 46.0 {
            let wedge = ((d.y.atan2(d.x) * 6.2).floor() as i32).rem_euclid(2) == 0;
            let colour = if wedge {
                srgb(0xc9a27a)
            } else {
                srgb(0xa4553c)
            };
            return of(colour, d.perp().to_angle());
        }
    }
    let column = ARCHES
        .iter()
        .map(|&(x, half, _)| ((p.x - x).abs() - half - 35.0).abs())
        .fold(f32::MAX, f32::min);
    if p.y > 330.0 && column < 26.0 {
        let round = ((p.x % 400.0) / 26.0).sin();
        return of(
            srgb(0xb8786a).lerp(srgb(0xf0d9b4), step(24.0, 0.0, column) * 0.8 + 0.1 * round),
            1.571,
        );
    }
    if p.y > 330.0 && p.y < 350.0 {
        return of(srgb(0xe9d9ae), 0.0);
    }
    let shade = 0.5 + 0.5 * drift.at(p / 120.0);
    of(srgb(0xb5653f).lerp(srgb(0xd79a5e), shade), 0.3)
}

fn tree(p: Vec2, drift: &Noise) -> Option<Mark> {
    if (p.x - 1040.0).abs() > 170.0 {
        return None;
    }
    let trunk =
        (p.x - 1040.0 - 10.0 * (p.y / 60.0).sin()).abs() < 11.0 && p.y > 430.0 && p.y < 790.0;
    let crown = ((p - Vec2::new(1040.0, 380.0)) / Vec2::new(150.0, 165.0)).length()
        + 0.3 * drift.at(p / 26.0);
    let fruit = [
        (985.0, 330.0),
        (1065.0, 300.0),
        (1110.0, 390.0),
        (1020.0, 420.0),
        (960.0, 420.0),
        (1075.0, 470.0),
        (1040.0, 250.0),
    ]
    .iter()
    .map(|&(x, y)| p.distance(Vec2::new(x, y)))
    .fold(f32::MAX, f32::min);
    let angle = drift.at(p / 20.0) * 3.0;
    if fruit < 19.0 {
        Some(Mark {
            colour: srgb(0xc0392b).lerp(srgb(0xe8a24a), step(14.0, 2.0, fruit)),
            angle,
            scale: 0.6,
        })
    } else if crown < 0.95 {
        let light = step(-0.4, 0.5, drift.at(p / 16.0) - (p.x - 1040.0) / 400.0);
        Some(Mark {
            colour: srgb(0x1f4032).lerp(srgb(0x7d8f45), light),
            angle,
            scale: 0.6,
        })
    } else if trunk {
        Some(Mark {
            colour: srgb(0x5a3a26),
            angle: 1.571,
            scale: 0.6,
        })
    } else {
        None
    }
}

/// Three standing women in mantles; folds fall from the shoulder.
fn women(p: Vec2, drift: &Noise) -> Option<Mark> {
    let figures = [
        (250.0, 850.0, 470.0, 0x9a2f2a, 0x2f5574, 1.0),
        (600.0, 860.0, 500.0, 0x2c4f8c, 0xd9b45a, -1.0),
        (745.0, 855.0, 455.0, 0xc48a3a, 0x4e6a44, -1.0),
    ];
    figures
        .iter()
        .find_map(|&(x, foot, tall, dress, mantle, faces)| {
            let q = (p - Vec2::new(x, foot)) / tall * Vec2::new(faces, 1.0);
            let of = |colour: Colour, angle: f32, scale: f32| {
                Some(Mark {
                    colour,
                    angle,
                    scale,
                })
            };
            let head = (q - Vec2::new(0.03, -0.90)) / Vec2::new(0.058, 0.075);
            let halo = (q - Vec2::new(0.02, -0.90)).length();
            if head.length() < 1.0 && head.x > -0.55 {
                let light = step(-0.9, 0.9, head.x * 0.8 - head.y * 0.4);
                let skin = srgb(0x9a6a48).lerp(srgb(0xf0cfa0), light);
                return of(skin.lerp(srgb(0x4a2c20), features(head)), 1.3, 0.2);
            }
            let veil = (q - Vec2::new(0.0, -0.90)) / Vec2::new(0.085, 0.105);
            if veil.length() < 1.0 {
                return of(srgb(mantle) * 0.9, veil.perp().to_angle(), 0.5);
            }
            let half = 0.085 + 0.10 * step(-0.80, -0.62, q.y) + 0.075 * step(-0.5, 0.0, q.y);
            if q.y > -0.82 && q.y < 0.0 && q.x.abs() < half {
                let fold = drift.at(Vec2::new(q.x * 26.0 + 2.0 * q.y + x, q.y * 2.2));
                let round = 1.0 - (q.x / half + 0.25).powi(2);
                let light = (0.32 + 0.5 * round + 0.75 * fold).clamp(0.0, 1.2);
                let cloak =
                    q.x < 0.03 + 0.16 * (q.y + 0.75) || (q.y + 0.45).abs() < 0.05 + 0.25 * q.x;
                let colour = if cloak { srgb(mantle) } else { srgb(dress) };
                return of(
                    colour * (0.35 + 0.75 * light) + srgb(0xd9b080) * 0.22 * light * light,
                    1.571 - 0.5 * q.x + 0.35 * fold,
                    0.7,
                );
            }
            let hand = (q - Vec2::new(0.15, -0.52)) / Vec2::new(0.05, 0.026);
            if hand.length() < 1.0 {
                return of(srgb(0xd9a878), 0.0, 0.35);
            }
            (halo < 0.125 && halo > 0.09).then_some(Mark {
                colour: srgb(0xd9a93e),
                angle: 0.0,
                scale: 0.35,
            })
        })
}

/// Eyes, brows, nose and mouth of a face seen half from the side, 0 to 1.
fn features(head: Vec2) -> f32 {
    let near = |x: f32, y: f32, wide: f32, high: f32| {
        step(
            1.0,
            0.5,
            ((head - Vec2::new(x, y)) / Vec2::new(wide, high)).length(),
        )
    };
    let eyes = near(0.02, -0.08, 0.2, 0.08).max(near(0.62, -0.08, 0.17, 0.08));
    let brows = near(0.02, -0.27, 0.26, 0.05).max(near(0.62, -0.27, 0.2, 0.05));
    let nose = near(0.42, 0.12, 0.07, 0.26) * 0.6;
    let mouth = near(0.36, 0.52, 0.22, 0.06) * 0.9;
    eyes.max(brows).max(nose).max(mouth) * 0.85
}

/// Drawn in dark earth over the colour, broken like a real brush line.
fn outlines(paint: &mut Paint, random: &mut Random) {
    let line = Brush {
        width: 4.5,
        length: 40.0,
        bristle: 0.9,
        dry: 0.4,
        body: 0.0,
        opacity: 0.75,
        jitter: (0.0, 0.0),
        stop: 0.0,
    };
    for (x, half, spring) in ARCHES {
        for ring in [half, half + 46.0] {
            for k in 0..14 {
                let arc: Vec<Vec2> = (0..6)
                    .map(|i| {
                        let angle =
                            std::f32::consts::PI * (1.0 + (k as f32 + i as f32 / 5.0) / 14.0);
                        Vec2::new(x, spring) + Vec2::from_angle(angle) * ring
                    })
                    .collect();
                paint.stroke(&line, &arc, srgb(0x4a2f22), random);
            }
        }
    }
    for (x, foot, tall, half) in [
        (250.0, 850.0, 470.0, 0.25),
        (600.0, 860.0, 500.0, 0.25),
        (745.0, 855.0, 455.0, 0.25),
    ] {
        for side in [-1.0, 1.0] {
            let at = |h: f32, v: f32| Vec2::new(x + side * h * tall, foot + v * tall);
            let path = [
                at(0.085, -0.8),
                at(0.18, -0.62),
                at(0.19, -0.4),
                at(half * 0.95, -0.2),
                at(half, -0.02),
            ];
            for pair in path.windows(2) {
                paint.stroke(
                    &line,
                    &[pair[0], (pair[0] + pair[1]) / 2.0, pair[1]],
                    srgb(0x3e2820),
                    random,
                );
            }
        }
    }
}
