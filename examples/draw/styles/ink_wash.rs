//! Ink on rice paper: mountains in mist, a pine on a cliff, a boat.

use crate::{
    brush::{Brush, Paint},
    canvas::{Canvas, Field, Grid, srgb},
    noise::{Noise, Random, step},
    outline::{open, through},
    plate::Plate,
    wash::{Wash, wash},
};
use glam::Vec2;

const WIDTH: usize = 900;
const HEIGHT: usize = 1280;
const INK: u32 = 0x1b1a1c;

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1350);
    let fibre = rice_paper();
    let mut sheet = Grid::from_fn(WIDTH, HEIGHT, |p| {
        srgb(0xefe6d2).lerp(srgb(0xd9c8a6), 0.55 * fibre.at(p))
    });
    let far = [
        (300.0, 260.0, 250.0, 0.26),
        (640.0, 210.0, 300.0, 0.30),
        (470.0, 130.0, 210.0, 0.36),
    ];
    for (i, (x, top, wide, ink)) in far.into_iter().enumerate() {
        mountain(&mut sheet, &fibre, Vec2::new(x, top), wide, ink, i as i32);
    }
    mountain(&mut sheet, &fibre, Vec2::new(690.0, 380.0), 260.0, 0.62, 7);
    mountain(&mut sheet, &fibre, Vec2::new(130.0, 470.0), 230.0, 0.5, 8);
    shore(&mut sheet, &fibre);
    rock(&mut sheet, &fibre);
    let mut paint = Paint::on(sheet);
    textures(&mut paint, &mut random);
    cliff(&mut paint, &mut random);
    pine(&mut paint, &mut random);
    boat(&mut paint, &mut random);
    let mut sheet = paint.colour;
    seal(&mut sheet);
    sheet
}

/// Long fibres and clouds of the pulp, 0 to 1.
fn rice_paper() -> Field {
    let (cloud, fibre) = (Noise::fractal(31, 4), Noise::fractal(32, 2));
    Grid::from_fn(WIDTH, HEIGHT, |p| {
        let bent = p + 18.0 * cloud.vector(p / 60.0);
        let hair = 1.0 - (fibre.at(Vec2::new(bent.x / 46.0, bent.y / 5.0)).abs() * 7.0).min(1.0);
        (0.45 + 0.35 * cloud.at(p / 210.0) + 0.12 * cloud.at(p / 2.5) + 0.2 * hair).clamp(0.0, 1.0)
    })
}

/// The ridge of a mountain: height of its outline at `x`.
fn ridge(x: f32, peak: Vec2, wide: f32, rough: &Noise) -> f32 {
    let u = (x - peak.x) / wide;
    let form = 330.0 * (u * 1.35).abs().powf(1.35);
    peak.y
        + form
        + 46.0 * rough.at(Vec2::new(x / 60.0, 1.0))
        + 90.0 * rough.at(Vec2::new(x / 210.0, 5.0)) * u.abs().min(1.0)
}

/// A peak that is dark at its ridge and fades into mist below.
fn mountain(sheet: &mut Canvas, fibre: &Field, peak: Vec2, wide: f32, ink: f32, which: i32) {
    let rough = Noise::fractal(40 + which, 4);
    let mut outline: Vec<Vec2> = (-2..=92)
        .map(|i| {
            let x = i as f32 * 10.0;
            Vec2::new(x, ridge(x, peak, wide, &rough))
        })
        .collect();
    outline.extend([Vec2::new(930.0, 1300.0), Vec2::new(-30.0, 1300.0)]);
    let mut plate = Plate::new(WIDTH, HEIGHT);
    plate.fill(&outline);
    let base = Wash {
        pigment: srgb(0x3b3e44),
        strength: ink * 1.7,
        wet: 1.2,
        rim: 0.5,
        grain: 0.3,
        waver: 3.0,
    };
    wash(sheet, fibre, &plate.field(), base, 60 + which, |p| {
        let below = p.y - ridge(p.x, peak, wide, &rough);
        let gully = rough.at(Vec2::new(p.x / 30.0 + below / 70.0, below / 190.0));
        let mist = (-below / (150.0 + 70.0 * gully)).exp();
        mist * (0.75 + 0.6 * step(-0.05, 0.4, gully)) * step(900.0, 740.0, p.y)
    });
}

/// Low banks and water lines between the mist and the cliff.
fn shore(sheet: &mut Canvas, fibre: &Field) {
    let drift = Noise::fractal(77, 3);
    let mut plate = Plate::new(WIDTH, HEIGHT);
    for (y, from, to, thick) in [
        (905.0, 380.0, 860.0, 16.0),
        (868.0, 90.0, 420.0, 11.0),
        (955.0, 610.0, 900.0, 20.0),
    ] {
        let line = through(
            &[
                Vec2::new(from, y),
                Vec2::new((from + to) / 2.0, y - 12.0),
                Vec2::new(to, y + 3.0),
            ],
            false,
        );
        plate.line(&line, |t| thick * (t * 3.1).sin().max(0.1));
    }
    let bank = Wash {
        pigment: srgb(0x46474a),
        strength: 0.8,
        wet: 3.0,
        rim: 0.9,
        grain: 0.4,
        waver: 6.0,
    };
    wash(sheet, fibre, &plate.field(), bank, 90, |p| {
        0.7 + 0.5 * drift.at(p / 30.0)
    });
    let mut ripples = Plate::new(WIDTH, HEIGHT);
    for i in 0..22 {
        let y = 985.0 + i as f32 * 12.5;
        let x = 500.0 + 230.0 * (i as f32 * 2.4).sin();
        let half = 40.0 + 60.0 * (i as f32 * 1.3).cos().abs();
        ripples.line(
            &open(&[[x - half, y], [x, y - 3.0], [x + half, y + 1.0]]),
            |t| 2.6 * (t * 3.1).sin(),
        );
    }
    let line = Wash {
        pigment: srgb(0x55565a),
        strength: 0.6,
        wet: 0.3,
        rim: 0.3,
        grain: 0.6,
        waver: 2.0,
    };
    wash(sheet, fibre, &ripples.field(), line, 91, |_| 1.0);
}

fn dry(width: f32, opacity: f32) -> Brush {
    Brush {
        width,
        length: 60.0,
        bristle: 1.0,
        dry: 0.55,
        body: 0.0,
        opacity,
        jitter: (0.0, 0.0),
        stop: 0.0,
    }
}

/// Dry "axe-cut" strokes that turn the near peaks' faces.
fn textures(paint: &mut Paint, random: &mut Random) {
    let rough = Noise::fractal(47, 4);
    let peak = Vec2::new(690.0, 380.0);
    for _ in 0..210 {
        let x = random.between(480.0, 890.0);
        let below = random.between(4.0, 210.0);
        let at = Vec2::new(x, ridge(x, peak, 260.0, &rough) + below);
        let lean = 0.5 * (x - peak.x).signum() + 0.3 * random.normal();
        let path = [
            at,
            at + Vec2::new(lean * 14.0, 22.0),
            at + Vec2::new(lean * 34.0, 44.0),
        ];
        let brush = dry(random.between(4.0, 11.0), 0.55 * (-below / 150.0).exp());
        paint.stroke(&brush, &path, srgb(INK), random);
    }
}

/// Right edge of the cliff at height `y`.
fn edge(y: f32) -> f32 {
    330.0 - 0.25 * (y - 760.0) + 60.0 * ((y - 760.0) / 75.0).sin() * step(760.0, 900.0, y)
}

/// The body of the cliff, wet into wet.
fn rock(sheet: &mut Canvas, fibre: &Field) {
    let rough = Noise::fractal(83, 4);
    let mut outline = vec![
        Vec2::new(-30.0, 800.0),
        Vec2::new(60.0, 770.0),
        Vec2::new(200.0, 778.0),
    ];
    outline.extend((0..28).map(|i| {
        let y = 790.0 + i as f32 * 20.0;
        Vec2::new(edge(y) + 22.0 * rough.at(Vec2::new(y / 40.0, 2.0)), y)
    }));
    outline.push(Vec2::new(-30.0, 1340.0));
    let mut plate = Plate::new(WIDTH, HEIGHT);
    plate.fill(&outline);
    let body = Wash {
        pigment: srgb(0x2e2f33),
        strength: 0.95,
        wet: 1.0,
        rim: 0.8,
        grain: 0.5,
        waver: 5.0,
    };
    wash(sheet, fibre, &plate.field(), body, 93, |p| {
        let face = rough.at(Vec2::new(p.x / 50.0 + p.y / 160.0, p.y / 120.0));
        0.25 + 0.75 * step(150.0, 0.0, edge(p.y) - p.x) * step(-0.3, 0.3, face)
            + 0.5 * step(0.0, 0.4, face)
    });
}

fn cliff(paint: &mut Paint, random: &mut Random) {
    for _ in 0..420 {
        let y = random.between(775.0, 1280.0);
        let x = random.between(-30.0, edge(y));
        let at = Vec2::new(x, y);
        let rim = step(120.0, 0.0, edge(y) - x).max(step(60.0, 0.0, y - 780.0));
        let path = [
            at,
            at + Vec2::new(10.0, 26.0),
            at + Vec2::new(4.0 + 16.0 * random.normal(), 62.0),
        ];
        let brush = dry(
            random.between(6.0, 20.0),
            0.2 + 0.7 * rim * random.between(0.3, 1.0),
        );
        paint.stroke(&brush, &path, srgb(INK), random);
    }
    for _ in 0..46 {
        let y = random.between(790.0, 1270.0);
        let at = Vec2::new(edge(y) - random.between(0.0, 60.0), y);
        dots(paint, at, random);
    }
}

/// A cluster of moss dots.
fn dots(paint: &mut Paint, at: Vec2, random: &mut Random) {
    for _ in 0..5 {
        let p = at + Vec2::new(random.normal() * 12.0, random.normal() * 7.0);
        let brush = Brush {
            bristle: 0.3,
            dry: 0.0,
            ..dry(random.between(4.0, 9.0), 0.85)
        };
        paint.stroke(&brush, &[p, p + Vec2::new(4.0, 2.0)], srgb(INK), random);
    }
}

fn pine(paint: &mut Paint, random: &mut Random) {
    let wet = |width: f32| Brush {
        dry: 0.25,
        bristle: 0.8,
        ..dry(width, 0.92)
    };
    let trunk = through(
        &[
            Vec2::new(120.0, 830.0),
            Vec2::new(190.0, 740.0),
            Vec2::new(180.0, 650.0),
            Vec2::new(270.0, 590.0),
            Vec2::new(320.0, 520.0),
            Vec2::new(430.0, 500.0),
        ],
        false,
    );
    for (part, width) in [(0.0, 30.0), (0.3, 24.0), (0.55, 17.0), (0.8, 10.0)] {
        let from = (trunk.len() as f32 * part) as usize;
        let to = ((trunk.len() as f32 * (part + 0.32)) as usize).min(trunk.len());
        let path: Vec<Vec2> = trunk[from..to].iter().step_by(8).copied().collect();
        paint.stroke(&wet(width), &path, srgb(INK), random);
    }
    let limbs: [&[[f32; 2]]; 6] = [
        &[[185.0, 660.0], [110.0, 610.0], [50.0, 600.0]],
        &[
            [265.0, 592.0],
            [340.0, 610.0],
            [420.0, 600.0],
            [480.0, 625.0],
        ],
        &[[320.0, 522.0], [290.0, 450.0], [310.0, 400.0]],
        &[[430.0, 500.0], [500.0, 510.0], [570.0, 540.0]],
        &[[185.0, 700.0], [250.0, 690.0], [320.0, 705.0]],
        &[[300.0, 545.0], [220.0, 500.0], [150.0, 500.0]],
    ];
    for limb in limbs {
        let line = open(limb);
        let path: Vec<Vec2> = line.iter().step_by(10).copied().collect();
        paint.stroke(&wet(9.0), &path, srgb(INK), random);
        for k in 0..6 {
            let at = line[(line.len() - 1) * (k + 4) / 9];
            needles(
                paint,
                at + Vec2::new(random.normal() * 16.0, -8.0 + random.normal() * 9.0),
                random,
            );
        }
    }
}

/// A fan of needles, the sign of a pine in every manual of ink painting.
fn needles(paint: &mut Paint, at: Vec2, random: &mut Random) {
    let tone = random.between(0.45, 0.95);
    for i in 0..19 {
        let angle = -3.3 + i as f32 * 0.19 + 0.05 * random.normal();
        let tip = at + Vec2::from_angle(angle) * random.between(24.0, 38.0);
        let brush = Brush {
            bristle: 0.2,
            dry: 0.2,
            ..dry(2.6, tone)
        };
        paint.stroke(&brush, &[at, tip], srgb(INK), random);
    }
}

fn boat(paint: &mut Paint, random: &mut Random) {
    let ink = |width: f32| Brush {
        dry: 0.15,
        bristle: 0.5,
        ..dry(width, 0.95)
    };
    let lines: [(&[[f32; 2]], f32); 6] = [
        (
            &[
                [560.0, 1012.0],
                [610.0, 1030.0],
                [690.0, 1030.0],
                [745.0, 1006.0],
            ],
            9.0,
        ),
        (&[[572.0, 1006.0], [640.0, 1018.0], [735.0, 1004.0]], 3.0),
        (
            &[
                [625.0, 1014.0],
                [632.0, 984.0],
                [660.0, 976.0],
                [684.0, 1012.0],
            ],
            6.0,
        ),
        (&[[604.0, 1008.0], [606.0, 982.0]], 9.0),
        (&[[594.0, 976.0], [607.0, 968.0], [621.0, 976.0]], 6.0),
        (&[[600.0, 990.0], [530.0, 1050.0]], 2.6),
    ];
    for (line, width) in lines {
        let path: Vec<Vec2> = open(line).iter().step_by(3).copied().collect();
        paint.stroke(&ink(width), &path, srgb(INK), random);
    }
    // Birds, far off.
    for (x, y, size) in [
        (520.0, 300.0, 15.0),
        (560.0, 275.0, 12.0),
        (585.0, 320.0, 10.0),
    ] {
        for side in [-1.0, 1.0] {
            let at = Vec2::new(x, y);
            let path = [
                at,
                at + Vec2::new(side * size * 0.6, -size * 0.5),
                at + Vec2::new(side * size * 1.3, -size * 0.1),
            ];
            paint.stroke(&ink(3.0), &path, srgb(INK), random);
        }
    }
}

/// The painter's seal: white strokes in cinnabar, worn at the edges.
fn seal(sheet: &mut Canvas) {
    let worn = Noise::fractal(3, 3);
    let (corner, side) = (Vec2::new(776.0, 1130.0), 76.0);
    let mut plate = Plate::new(WIDTH, HEIGHT);
    let at = |x: f32, y: f32| corner + Vec2::new(x, y) * side;
    plate.fill(&[at(0.0, 0.0), at(1.0, 0.02), at(0.98, 1.0), at(0.02, 0.98)]);
    let strokes: [&[[f32; 2]]; 7] = [
        &[[0.5, 0.1], [0.5, 0.9]],
        &[[0.15, 0.3], [0.85, 0.3]],
        &[[0.2, 0.3], [0.2, 0.62]],
        &[[0.8, 0.3], [0.8, 0.62]],
        &[[0.2, 0.62], [0.8, 0.62]],
        &[[0.3, 0.78], [0.16, 0.9]],
        &[[0.7, 0.78], [0.84, 0.9]],
    ];
    for stroke in strokes {
        let line: Vec<Vec2> = stroke.iter().map(|p| at(p[0], p[1])).collect();
        plate.cut(&crate::outline::ribbon(&line, |_| 6.5));
    }
    let field = plate
        .field()
        .map(|v, p| v * step(-0.35, -0.1, worn.at(p / 7.0)));
    sheet.lay(&field, |_| srgb(0xb2281e));
}
