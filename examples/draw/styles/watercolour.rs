//! Washes on rough paper: poppies and cornflowers in a jar.

use crate::{
    canvas::{Canvas, Field, Grid, srgb},
    noise::{Noise, Random, step},
    outline::{ellipse, leaf, open, ribbon},
    plate::Plate,
    relief::{Surface, lit},
    wash::{Wash, tooth, wash},
};
use glam::Vec2;

const WIDTH: usize = 1000;
const HEIGHT: usize = 1280;

/// Poppies: centre, size and tilt.
const POPPIES: [(f32, f32, f32, f32); 5] = [
    (420.0, 330.0, 150.0, 0.1),
    (660.0, 420.0, 128.0, -0.3),
    (300.0, 560.0, 112.0, 0.5),
    (560.0, 200.0, 92.0, -0.1),
    (760.0, 640.0, 90.0, 0.4),
];

/// Cornflowers: centre and size.
#[rustfmt::skip]
const BLUES: [(f32, f32, f32); 7] = [
    (250.0, 260.0, 62.0), (740.0, 240.0, 66.0), (500.0, 560.0, 60.0), (180.0, 430.0, 50.0),
    (840.0, 470.0, 56.0), (620.0, 640.0, 50.0), (380.0, 120.0, 46.0),
];

/// Draws the picture.
pub fn draw() -> Canvas {
    let paper = tooth(WIDTH, HEIGHT, 21);
    let mut sheet = Grid::filled(WIDTH, HEIGHT, srgb(0xfbf6ea));
    ground(&mut sheet, &paper);
    stems(&mut sheet, &paper);
    jar(&mut sheet, &paper);
    for (i, &(x, y, size)) in BLUES.iter().enumerate() {
        cornflower(&mut sheet, &paper, Vec2::new(x, y), size, i as i32);
    }
    for (i, &(x, y, size, tilt)) in POPPIES.iter().enumerate() {
        poppy(&mut sheet, &paper, Vec2::new(x, y), size, tilt, i as i32);
    }
    spatter(&mut sheet, &paper);
    lit(
        &sheet,
        &paper,
        Surface {
            depth: 1.6,
            shade: 0.35,
            gloss: 0.0,
        },
    )
}

fn shape(outlines: &[Vec<Vec2>]) -> Field {
    let mut plate = Plate::new(WIDTH, HEIGHT);
    outlines.iter().for_each(|outline| plate.fill(outline));
    plate.field()
}

/// Wet washes behind everything: warm wall, cool shadow, table.
fn ground(sheet: &mut Canvas, paper: &Field) {
    let all = Grid::filled(WIDTH, HEIGHT, 1.0);
    let soft = Wash {
        wet: 30.0,
        rim: 0.3,
        waver: 40.0,
        ..Wash::default()
    };
    let drift = Noise::fractal(8, 3);
    wash(
        sheet,
        paper,
        &all,
        Wash {
            pigment: srgb(0xf3d79a),
            strength: 0.8,
            ..soft
        },
        1,
        |p| step(0.1, 0.7, 0.4 + drift.at(p / 420.0)),
    );
    wash(
        sheet,
        paper,
        &all,
        Wash {
            pigment: srgb(0x8fb4cf),
            strength: 1.0,
            ..soft
        },
        2,
        |p| {
            step(
                0.0,
                0.6,
                drift.at(p / 360.0 + 9.0) + 0.0009 * (p.x - 500.0) + 0.1,
            )
        },
    );
    let table = [
        open(&[
            [-60.0, 1010.0],
            [260.0, 990.0],
            [640.0, 1004.0],
            [1060.0, 985.0],
        ]),
        vec![Vec2::new(1060.0, 1340.0), Vec2::new(-60.0, 1340.0)],
    ]
    .concat();
    let table = shape(&[table]);
    wash(
        sheet,
        paper,
        &table,
        Wash {
            pigment: srgb(0xb98a5a),
            strength: 0.9,
            waver: 9.0,
            ..Wash::default()
        },
        3,
        |p| 0.55 + 0.35 * drift.at(Vec2::new(p.x / 300.0, p.y / 26.0)),
    );
    let shadow = shape(&[ellipse(
        Vec2::new(700.0, 1165.0),
        Vec2::new(250.0, 46.0),
        -0.12,
    )]);
    wash(
        sheet,
        paper,
        &shadow,
        Wash {
            pigment: srgb(0x4d4a78),
            strength: 0.85,
            wet: 5.0,
            ..Wash::default()
        },
        4,
        |_| 1.0,
    );
}

fn stems(sheet: &mut Canvas, paper: &Field) {
    let mouth = Vec2::new(500.0, 800.0);
    let heads = POPPIES
        .iter()
        .map(|&(x, y, ..)| (x, y))
        .chain(BLUES.iter().map(|&(x, y, _)| (x, y)));
    let (mut lines, mut leaves, mut darks) = (Vec::new(), Vec::new(), Vec::new());
    for (i, (x, y)) in heads.enumerate() {
        let head = Vec2::new(x, y);
        let foot = mouth + Vec2::new((x - 500.0) * 0.20, 230.0);
        let bend = Vec2::new((i as f32 * 1.7).sin() * 30.0, 0.0);
        let line = crate::outline::through(
            &[
                head,
                (head + mouth) / 2.0 + bend,
                mouth + Vec2::new((x - 500.0) * 0.1, 0.0),
                foot,
            ],
            false,
        );
        lines.push(ribbon(&line, |t| 6.0 + 4.0 * t));
        let at = head.lerp(mouth, 0.45 + 0.1 * (i as f32).sin()) + bend * 0.5;
        let side = if i % 2 == 0 { 1.0 } else { -1.0 };
        let tip = at
            + Vec2::new(
                side * (120.0 + 18.0 * (i % 4) as f32),
                -50.0 + 26.0 * (i % 3) as f32,
            );
        let target = if i % 3 == 0 { &mut darks } else { &mut leaves };
        target.push(leaf(at, tip, 0.11, 0.18 * side));
        leaves.push(leaf(
            at + Vec2::new(0.0, 60.0),
            tip + Vec2::new(-side * 210.0, 90.0),
            0.09,
            -0.2 * side,
        ));
    }
    let base = Wash {
        strength: 0.95,
        waver: 4.0,
        ..Wash::default()
    };
    wash(
        sheet,
        paper,
        &shape(&leaves),
        Wash {
            pigment: srgb(0x7fa04a),
            ..base
        },
        11,
        reserved,
    );
    wash(
        sheet,
        paper,
        &shape(&lines),
        Wash {
            pigment: srgb(0x5d8a45),
            ..base
        },
        12,
        reserved,
    );
    wash(
        sheet,
        paper,
        &shape(&darks),
        Wash {
            pigment: srgb(0x235c4a),
            wet: 1.5,
            ..base
        },
        13,
        reserved,
    );
    let second: Vec<_> = leaves.iter().step_by(2).cloned().collect();
    wash(
        sheet,
        paper,
        &shape(&second),
        Wash {
            pigment: srgb(0x9ec0a0),
            strength: 0.9,
            ..base
        },
        14,
        |p| reserved(p) * step(0.0, 1.0, (p.x / 40.0).sin()),
    );
}

/// The heads are left white until they are painted: a wash shows all that lies under it.
fn reserved(p: Vec2) -> f32 {
    let clear = |x: f32, y: f32, size: f32| step(0.72, 0.80, p.distance(Vec2::new(x, y)) / size);
    let poppies = POPPIES.iter().map(|&(x, y, size, _)| clear(x, y, size));
    let blues = BLUES.iter().map(|&(x, y, size)| clear(x, y, size * 0.6));
    poppies.chain(blues).fold(1.0, f32::min)
}

fn jar(sheet: &mut Canvas, paper: &Field) {
    let body = vec![
        Vec2::new(372.0, 800.0),
        Vec2::new(350.0, 850.0),
        Vec2::new(340.0, 1120.0),
        Vec2::new(372.0, 1170.0),
        Vec2::new(628.0, 1170.0),
        Vec2::new(660.0, 1120.0),
        Vec2::new(650.0, 850.0),
        Vec2::new(628.0, 800.0),
    ];
    let water = vec![
        Vec2::new(347.0, 905.0),
        Vec2::new(340.0, 1120.0),
        Vec2::new(372.0, 1168.0),
        Vec2::new(628.0, 1168.0),
        Vec2::new(660.0, 1120.0),
        Vec2::new(653.0, 905.0),
    ];
    wash(
        sheet,
        paper,
        &shape(std::slice::from_ref(&body)),
        Wash {
            pigment: srgb(0xbfd5d6),
            strength: 0.7,
            rim: 1.2,
            ..Wash::default()
        },
        21,
        |p| 1.0 - 0.85 * step(18.0, 6.0, (p.x - 398.0).abs()),
    );
    wash(
        sheet,
        paper,
        &shape(&[water]),
        Wash {
            pigment: srgb(0x6f9fb0),
            strength: 0.8,
            wet: 2.0,
            ..Wash::default()
        },
        22,
        |p| {
            (0.4 + 0.6 * step(420.0, 660.0, p.x))
                * (1.0 - 0.9 * step(18.0, 6.0, (p.x - 398.0).abs()))
        },
    );
    let edge = [
        ribbon(
            &ellipse(Vec2::new(500.0, 800.0), Vec2::new(128.0, 17.0), 0.0),
            |_| 5.0,
        ),
        ribbon(
            &open(&[
                [350.0, 850.0],
                [340.0, 1000.0],
                [340.0, 1120.0],
                [372.0, 1170.0],
                [500.0, 1177.0],
                [628.0, 1170.0],
                [660.0, 1120.0],
                [652.0, 860.0],
            ]),
            |t| 4.0 + 6.0 * t,
        ),
    ];
    wash(
        sheet,
        paper,
        &shape(&edge),
        Wash {
            pigment: srgb(0x3d5f74),
            strength: 0.8,
            waver: 3.0,
            ..Wash::default()
        },
        23,
        |_| 1.0,
    );
}

fn poppy(sheet: &mut Canvas, paper: &Field, at: Vec2, size: f32, tilt: f32, which: i32) {
    let petal = |angle: f32, long: f32, full: f32| {
        let axis = Vec2::from_angle(angle + tilt) * Vec2::new(1.0, 0.82);
        let tip = at + axis * size * long;
        let side = axis.perp() * size * full;
        crate::outline::through(
            &[
                at,
                at + axis * size * 0.35 + side * 0.8,
                tip + side * 0.75 - axis * 10.0,
                tip + axis * size * 0.06,
                tip - side * 0.75 - axis * 10.0,
                at + axis * size * 0.35 - side * 0.8,
            ],
            true,
        )
    };
    let seed = 100 + which * 10;
    let base = Wash {
        waver: size * 0.05,
        ..Wash::default()
    };
    for (k, (angle, pigment, strength)) in [
        (-1.5, 0xf06a3a, 0.9),
        (0.4, 0xe8452c, 0.95),
        (2.6, 0xee5535, 0.9),
        (1.5, 0xd93224, 1.0),
    ]
    .into_iter()
    .enumerate()
    {
        let one = shape(&[petal(angle, 1.0, 0.62)]);
        let centre = move |p: Vec2| 0.55 + 0.6 * step(size, 0.1 * size, p.distance(at));
        wash(
            sheet,
            paper,
            &one,
            Wash {
                pigment: srgb(pigment),
                strength,
                ..base
            },
            seed + k as i32,
            centre,
        );
    }
    let folds: Vec<_> = (0..9)
        .map(|i| {
            let axis = Vec2::from_angle(i as f32 * 0.7 + tilt) * Vec2::new(1.0, 0.82);
            ribbon(
                &[
                    at + axis * size * 0.25,
                    at + axis * size * 0.55,
                    at + axis * size * 0.85,
                ],
                |t| 9.0 * (1.0 - t),
            )
        })
        .collect();
    wash(
        sheet,
        paper,
        &shape(&folds),
        Wash {
            pigment: srgb(0xb02024),
            strength: 0.7,
            wet: 2.0,
            ..base
        },
        seed + 5,
        |_| 1.0,
    );
    let heart = shape(&[ellipse(at, Vec2::new(size * 0.26, size * 0.2), 0.0)]);
    wash(
        sheet,
        paper,
        &heart,
        Wash {
            pigment: srgb(0x241a33),
            strength: 1.1,
            wet: 4.0,
            ..base
        },
        seed + 6,
        |_| 1.0,
    );
}

fn cornflower(sheet: &mut Canvas, paper: &Field, at: Vec2, size: f32, which: i32) {
    let petals: Vec<_> = (0..9)
        .map(|i| {
            let angle = i as f32 * 0.698 + which as f32;
            let axis = Vec2::from_angle(angle);
            leaf(
                at + axis * size * 0.2,
                at + axis * size * (0.95 + 0.15 * (i as f32 * 2.0).sin()),
                0.24,
                0.1,
            )
        })
        .collect();
    let seed = 300 + which * 5;
    let base = Wash {
        waver: 4.0,
        ..Wash::default()
    };
    wash(
        sheet,
        paper,
        &shape(&petals),
        Wash {
            pigment: srgb(0x3f64c8),
            strength: 0.95,
            ..base
        },
        seed,
        |p| 0.7 + 0.5 * step(size, 0.0, p.distance(at)),
    );
    let second: Vec<_> = petals.iter().step_by(2).cloned().collect();
    wash(
        sheet,
        paper,
        &shape(&second),
        Wash {
            pigment: srgb(0x6a62c4),
            strength: 0.7,
            ..base
        },
        seed + 1,
        |_| 1.0,
    );
    let heart = shape(&[ellipse(at, Vec2::splat(size * 0.26), 0.0)]);
    wash(
        sheet,
        paper,
        &heart,
        Wash {
            pigment: srgb(0x2a1f5e),
            strength: 1.0,
            wet: 3.0,
            ..base
        },
        seed + 2,
        |_| 1.0,
    );
}

/// Drops from a shaken brush.
fn spatter(sheet: &mut Canvas, paper: &Field) {
    let mut random = Random::new(5);
    for (seed, hex) in [(901, 0xd9452c), (902, 0x3f64c8), (903, 0x6d9040)] {
        let drops: Vec<_> = (0..26)
            .map(|_| {
                let at = Vec2::new(random.between(60.0, 940.0), random.between(60.0, 1230.0));
                let size = 1.5 + 6.0 * random.between(0.0, 1.0).powi(4);
                ellipse(at, Vec2::new(size, size * 0.9), 0.0)
            })
            .collect();
        wash(
            sheet,
            paper,
            &shape(&drops),
            Wash {
                pigment: srgb(hex),
                strength: 0.7,
                waver: 1.5,
                ..Wash::default()
            },
            seed,
            |_| 1.0,
        );
    }
}
