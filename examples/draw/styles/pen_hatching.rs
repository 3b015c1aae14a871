//! Pen hatching: a ruined tower above a road, with an old oak; blue-black ink on laid paper.

mod ruin;
mod trees;

use crate::canvas::{Canvas, srgb};
use crate::noise::{Noise, step};
use crate::outline::{closed, ellipse, open, points, through};
use crate::technique::grain::{fibres, laid};
use crate::technique::pen::Sheet;
use glam::Vec2;
use ruin::{tower, wall};
use std::f32::consts::TAU;
use trees::{clump, oak};

const WIDTH: usize = 1280;
const HEIGHT: usize = 960;

/// The picture.
pub fn draw() -> Canvas {
    let mut sheet = Sheet::new(WIDTH, HEIGHT, 31);
    let rough = Noise::fractal(5, 4);
    sky(&mut sheet, &rough);
    hills(&mut sheet, &rough);
    wall(&mut sheet, &rough);
    tower(&mut sheet, &rough);
    for &[x, y, size] in [
        355.0, 640.0, 46.0, 300.0, 668.0, 62.0, 690.0, 640.0, 44.0, 905.0, 668.0, 55.0, 215.0,
        700.0, 50.0,
    ]
    .as_chunks()
    .0
    {
        clump(
            &mut sheet,
            &rough,
            Vec2::new(x, y),
            Vec2::new(size * 1.2, size * 0.85),
            0.1,
        );
    }
    ground(&mut sheet, &rough);
    traveller(&mut sheet);
    oak(&mut sheet, &rough);
    let pulp = fibres(WIDTH, HEIGHT, 34.0, 30.0, 8);
    let paper = Canvas::from_fn(WIDTH, HEIGHT, |p| {
        let edge = (p / Vec2::new(WIDTH as f32, HEIGHT as f32) - 0.5)
            .abs()
            .max_element();
        let stain =
            0.05 * rough.at(p / 240.0) - 0.16 * step(0.4, 0.52, edge + 0.02 * rough.at(p / 60.0));
        srgb(0xeee3ca) * (0.98 + stain + 0.018 * laid(&rough, p) - 0.05 * pulp.at(p))
    });
    sheet.drawn(&paper, srgb(0x2c3150))
}

fn sky(sheet: &mut Sheet, rough: &Noise) {
    let all = points(&[0.0, 0.0, 1280.0, 0.0, 1280.0, 960.0, 0.0, 960.0]);
    let clouds = |p: Vec2| {
        let drift = rough.at(p * Vec2::new(0.0016, 0.0036) + 3.0) + 0.3 * rough.at(p * 0.006);
        let glow = step(620.0, 60.0, p.distance(Vec2::new(330.0, 330.0)));
        0.76 + 0.32 * glow - 0.34 * step(-0.1, 0.5, drift) + 0.12 * step(200.0, 560.0, p.y)
    };
    sheet.form(&all, clouds, |p| {
        Vec2::new(1.0, 0.3 * rough.at(p * 0.002) - 0.8).normalize()
    });
}

fn hills(sheet: &mut Sheet, rough: &Noise) {
    for (y, tone, swing) in [(560.0, 0.76, 36.0), (610.0, 0.66, 26.0)] {
        let ridge: Vec<Vec2> = (0..=40)
            .map(|i| i as f32 * 32.0)
            .map(|x| {
                Vec2::new(
                    x,
                    y + swing * rough.at(Vec2::new(x * 0.0035, y))
                        + 10.0 * rough.at(Vec2::new(x * 0.02, y)),
                )
            })
            .collect();
        let body: Vec<_> = ridge
            .iter()
            .copied()
            .chain(points(&[1280.0, 960.0, 0.0, 960.0]))
            .collect();
        sheet.form(
            &body,
            |p| tone + 0.25 * rough.at(p * 0.012),
            |p| Vec2::new(1.0, 0.3 * rough.at(p * 0.006) - 0.8).normalize(),
        );
        sheet.stroke(&through(&ridge, false), 1.8);
    }
}

fn ground(sheet: &mut Sheet, rough: &Noise) {
    let crag = through(
        &points(&[
            -20.0, 780.0, 120.0, 742.0, 250.0, 706.0, 380.0, 676.0, 520.0, 686.0, 650.0, 680.0,
            800.0, 694.0, 930.0, 716.0, 1080.0, 742.0, 1300.0, 736.0,
        ]),
        false,
    );
    let body: Vec<_> = crag
        .iter()
        .copied()
        .chain(points(&[1300.0, 970.0, -20.0, 970.0]))
        .collect();
    let road = |p: Vec2| {
        let depth = ((p.y - 690.0) / 270.0).clamp(0.0, 1.0);
        let middle = 540.0 - 90.0 * (depth * 3.4).sin() + 60.0 * depth;
        step(
            1.0,
            0.7,
            (p.x - middle).abs() / (14.0 + 170.0 * depth * depth),
        )
    };
    let earth = move |p: Vec2| {
        let bank = 0.48 + 0.42 * rough.at(p * Vec2::new(0.006, 0.012))
            - 0.3 * step(760.0, 960.0, p.y)
            - 0.28 * step(700.0, 1100.0, p.x);
        bank + (0.95 - bank) * road(p) * (0.86 + 0.3 * rough.at(p * Vec2::new(0.01, 0.05)))
    };
    sheet.form(&body, earth, |p| {
        Vec2::new(1.0, 0.5 * rough.at(p * Vec2::new(0.004, 0.008)) - 0.7).normalize()
    });
    sheet.stroke(&crag, 2.6);
    for p in sheet.random.scattered(1280.0, 270.0, 21.0) {
        let root = p + Vec2::new(0.0, 700.0);
        let depth = (root.y - 690.0) / 270.0;
        if road(root) > 0.2 || root.y < 715.0 || sheet.random.between(0.0, 1.0) > 0.55 {
            continue;
        }
        for _ in 0..4 {
            let lean = sheet.random.between(-0.6, 0.6);
            let height = (6.0 + 24.0 * depth) * sheet.random.between(0.5, 1.3);
            let tip = root + Vec2::new(lean * height, -height);
            sheet.ink.line(
                &through(&[root, root - Vec2::Y * height * 0.5, tip], false),
                |t| 2.4 * (1.0 - t),
            );
        }
    }
    for &[x, y, size] in [
        180.0, 850.0, 62.0, 265.0, 885.0, 42.0, 760.0, 800.0, 36.0, 820.0, 880.0, 56.0, 90.0,
        900.0, 70.0,
    ]
    .as_chunks()
    .0
    {
        let rock: Vec<_> = (0..9)
            .map(|i| {
                let turn = Vec2::from_angle(TAU * i as f32 / 9.0);
                Vec2::new(x, y)
                    + turn * Vec2::new(size, size * 0.66) * sheet.random.between(0.78, 1.15)
            })
            .collect();
        let lit = move |p: Vec2| {
            0.62 - 0.65 * ((p.x - x) * 0.8 + (p.y - y)) / size + 0.15 * rough.at(p * 0.03)
        };
        sheet.form(&rock, lit, |p| {
            Vec2::new(0.5, 0.86).rotate(Vec2::from_angle((p.x - x) / size))
        });
        sheet.contour(&rock, 3.0);
    }
}

/// A traveller in a cloak, in solid ink.
fn traveller(sheet: &mut Sheet) {
    let cloak = closed(&[
        494.0, 732.0, 512.0, 734.0, 524.0, 776.0, 530.0, 818.0, 480.0, 820.0, 486.0, 774.0,
    ]);
    let brim = ellipse(Vec2::new(503.0, 720.0), Vec2::new(20.0, 5.5), 0.1);
    let crown = ellipse(Vec2::new(503.0, 715.0), Vec2::new(10.0, 11.0), 0.0);
    let bare = ellipse(Vec2::new(506.0, 772.0), Vec2::new(46.0, 70.0), 0.0);
    sheet.form(&bare, |_| 1.0, |_| Vec2::X);
    for part in [
        cloak,
        brim,
        crown,
        ellipse(Vec2::new(503.0, 727.0), Vec2::splat(8.0), 0.0),
    ] {
        sheet.ink.fill(&part);
    }
    for limb in [
        [492.0, 812.0, 490.0, 826.0, 486.0, 838.0],
        [512.0, 812.0, 517.0, 825.0, 524.0, 836.0],
        [541.0, 724.0, 544.0, 780.0, 547.0, 840.0],
    ] {
        sheet.ink.line(&open(&limb), |_| 6.0);
    }
}
