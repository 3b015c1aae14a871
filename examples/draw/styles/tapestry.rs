//! Woven wool: a hare among a thousand flowers.

use crate::{
    canvas::{Canvas, Colour, Field, Grid, srgb},
    loom::tapestry,
    noise::{Noise, Random, step},
    outline::{closed, ellipse, leaf, open, points, ribbon},
    plate::Plate,
};
use glam::Vec2;

const WIDTH: usize = 1280;
const HEIGHT: usize = 1000;
/// Wools in the basket.
const DYES: [u32; 18] = [
    0x7c1f24, 0xa5322c, 0x571820, 0x1d2f45, 0x35567a, 0x6f93a8, 0x24402c, 0x4f6f3a, 0x8fa35a,
    0xe9dcb8, 0xcdb98c, 0x9c7b4c, 0x5c4128, 0xd9a441, 0xe8c96e, 0xd98a86, 0xf0ead6, 0x2a1c18,
];

/// Draws the picture.
pub fn draw() -> Canvas {
    let dyes = DYES.map(srgb);
    let cartoon = cartoon();
    tapestry(WIDTH, HEIGHT, &dyes, |p| cartoon.at(p))
}

/// The full-size drawing that the weaver follows.
fn cartoon() -> Canvas {
    let mut random = Random::new(1500);
    let moire = Noise::fractal(15, 3);
    let mut sheet: Canvas = Grid::from_fn(WIDTH, HEIGHT, |p| {
        srgb(0x6d1a22).lerp(srgb(0xa5322c), 0.5 + 0.6 * moire.at(p / 220.0))
    });
    flowers(&mut sheet, &mut random);
    island(&mut sheet, &mut random);
    tree(&mut sheet, &mut random, Vec2::new(205.0, 790.0), 0xd9a441);
    tree(&mut sheet, &mut random, Vec2::new(1085.0, 790.0), 0xd98a86);
    hare(&mut sheet);
    for (x, y, face) in [(500.0, 240.0, 1.0), (820.0, 190.0, -1.0)] {
        bird(&mut sheet, Vec2::new(x, y), face);
    }
    border(&mut sheet);
    sheet
}

fn lay(sheet: &mut Canvas, outlines: &[Vec<Vec2>], colour: impl Fn(Vec2) -> Colour + Sync) {
    let mut plate = Plate::new(WIDTH, HEIGHT);
    outlines.iter().for_each(|outline| plate.fill(outline));
    let field: Field = plate.field();
    sheet.lay(&field, colour);
}

/// Small plants, each whole, none touching another.
fn flowers(sheet: &mut Canvas, random: &mut Random) {
    let (mut greens, mut lights) = (Vec::new(), Vec::new());
    let mut heads: [Vec<Vec<Vec2>>; 4] = Default::default();
    let mut hearts = Vec::new();
    for at in random.scattered(WIDTH as f32, HEIGHT as f32, 74.0) {
        let tall = random.between(24.0, 42.0);
        let lean = random.between(-12.0, 12.0);
        let top = at + Vec2::new(lean, -tall);
        greens.push(ribbon(
            &open(&[
                [at.x, at.y],
                [at.x + lean * 0.3, at.y - tall * 0.5],
                [top.x, top.y],
            ]),
            |_| 5.0,
        ));
        for side in [-1.0, 1.0] {
            let tip = at
                + Vec2::new(
                    side * random.between(16.0, 26.0),
                    -random.between(4.0, 20.0),
                );
            if random.between(0.0, 1.0) < 0.5 {
                &mut greens
            } else {
                &mut lights
            }
            .push(leaf(at, tip, 0.2, side * 0.2));
        }
        let kind = random.below(4);
        let petals = [5, 6, 8, 4][kind];
        for k in 0..petals {
            let axis = Vec2::from_angle(k as f32 * std::f32::consts::TAU / petals as f32 + lean);
            heads[kind].push(ellipse(
                top + axis * 9.0,
                Vec2::new(8.5, 6.0),
                axis.to_angle(),
            ));
        }
        hearts.push(ellipse(top, Vec2::splat(5.5), 0.0));
    }
    lay(sheet, &greens, |_| srgb(0x4f6f3a));
    lay(sheet, &lights, |_| srgb(0x8fa35a));
    for (petals, hex) in heads.iter().zip([0xf0ead6, 0xe8c96e, 0x6f93a8, 0xd98a86]) {
        lay(sheet, petals, |_| srgb(hex));
    }
    lay(sheet, &hearts, |_| srgb(0xd9a441));
}

fn island(sheet: &mut Canvas, random: &mut Random) {
    let shape = closed(&[
        [90.0, 850.0],
        [140.0, 770.0],
        [400.0, 735.0],
        [660.0, 725.0],
        [920.0, 740.0],
        [1160.0, 775.0],
        [1200.0, 850.0],
        [1100.0, 905.0],
        [640.0, 920.0],
        [180.0, 905.0],
    ]);
    lay(sheet, &[shape], |p| {
        srgb(0x1d2f45).lerp(srgb(0x24402c), step(760.0, 860.0, p.y))
    });
    let mut tufts = Vec::new();
    for _ in 0..150 {
        let at = Vec2::new(random.between(120.0, 1170.0), random.between(765.0, 895.0));
        for k in -2..=2 {
            let tip = at + Vec2::new(k as f32 * 8.0, -26.0 + 3.0 * (k * k) as f32);
            tufts.push(ribbon(&[at, (at + tip) / 2.0, tip], |t| 5.0 * (1.0 - t)));
        }
    }
    lay(sheet, &tufts, |p| {
        if (p.x as i32 / 60) % 2 == 0 {
            srgb(0x4f6f3a)
        } else {
            srgb(0x8fa35a)
        }
    });
}

fn tree(sheet: &mut Canvas, random: &mut Random, foot: Vec2, fruit: u32) {
    let (x, y) = (foot.x, foot.y);
    let trunk = ribbon(
        &open(&[
            [x, y + 20.0],
            [x + 8.0, y - 120.0],
            [x - 6.0, y - 260.0],
            [x, y - 400.0],
        ]),
        |t| 34.0 - 18.0 * t,
    );
    lay(sheet, &[trunk], |p| {
        srgb(0x5c4128).lerp(srgb(0x9c7b4c), step(10.0, -12.0, p.x - x))
    });
    let (mut dark, mut light, mut fruits, mut shine) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for i in 0..120 {
        let angle = i as f32 * 2.399;
        let r = 140.0 * (i as f32 / 120.0).sqrt();
        let at = Vec2::new(x, y - 430.0) + Vec2::from_angle(angle) * Vec2::new(r, r * 1.25);
        let tip = at + Vec2::from_angle(angle + 0.4) * 44.0;
        if i % 3 == 0 { &mut light } else { &mut dark }.push(leaf(at, tip, 0.24, 0.15));
        if i % 9 == 4 {
            let at = at + Vec2::new(random.normal() * 4.0, 6.0);
            fruits.push(ellipse(at, Vec2::splat(17.0), 0.0));
            shine.push(ellipse(at - Vec2::splat(5.0), Vec2::splat(5.5), 0.0));
        }
    }
    lay(sheet, &dark, |_| srgb(0x24402c));
    lay(sheet, &light, |_| srgb(0x8fa35a));
    lay(sheet, &fruits, |_| srgb(fruit));
    lay(sheet, &shine, |_| srgb(0xf0ead6));
}

fn hare(sheet: &mut Canvas) {
    let body = closed(&[
        [452.0, 806.0],
        [420.0, 726.0],
        [440.0, 626.0],
        [520.0, 552.0],
        [622.0, 520.0],
        [700.0, 500.0],
        [742.0, 446.0],
        [796.0, 410.0],
        [856.0, 424.0],
        [896.0, 470.0],
        [900.0, 498.0],
        [862.0, 518.0],
        [812.0, 532.0],
        [800.0, 600.0],
        [806.0, 700.0],
        [836.0, 790.0],
        [852.0, 812.0],
        [790.0, 816.0],
        [768.0, 736.0],
        [738.0, 690.0],
        [690.0, 742.0],
        [712.0, 800.0],
        [724.0, 816.0],
        [560.0, 818.0],
    ]);
    let fur = Noise::fractal(44, 3);
    let coat = |p: Vec2| {
        let round = step(
            0.0,
            1.0,
            0.55 - (p.x - 640.0) / 900.0 - (p.y - 620.0) / 420.0
                + 0.35 * fur.at(Vec2::new(p.x / 16.0, p.y / 40.0)),
        );
        srgb(0xcdb98c).lerp(srgb(0xf0ead6), round)
    };
    let outline = ribbon(&[body.as_slice(), &body[..2]].concat(), |_| 9.0);
    let ears = [
        closed(&[
            [768.0, 432.0],
            [720.0, 350.0],
            [706.0, 250.0],
            [730.0, 236.0],
            [772.0, 310.0],
            [800.0, 418.0],
        ]),
        closed(&[
            [802.0, 418.0],
            [790.0, 330.0],
            [806.0, 238.0],
            [832.0, 230.0],
            [844.0, 320.0],
            [834.0, 420.0],
        ]),
    ];
    let lines: Vec<_> = ears
        .iter()
        .map(|ear| ribbon(&[ear.as_slice(), &ear[..2]].concat(), |_| 7.0))
        .collect();
    lay(sheet, &ears, coat);
    lay(sheet, &lines, |_| srgb(0x5c4128));
    lay(
        sheet,
        &[
            leaf(Vec2::new(778.0, 412.0), Vec2::new(726.0, 262.0), 0.10, 0.06),
            leaf(Vec2::new(816.0, 408.0), Vec2::new(822.0, 252.0), 0.10, 0.0),
        ],
        |_| srgb(0xd98a86),
    );
    lay(sheet, &[body], coat);
    lay(
        sheet,
        &[ellipse(Vec2::new(436.0, 730.0), Vec2::new(44.0, 36.0), 0.0)],
        |_| srgb(0xf0ead6),
    );
    lay(sheet, &[outline], |_| srgb(0x5c4128));
    let folds = [
        ribbon(
            &open(&[
                [690.0, 742.0],
                [620.0, 700.0],
                [590.0, 640.0],
                [610.0, 580.0],
            ]),
            |t| 9.0 * (1.0 - 0.6 * t),
        ),
        ribbon(
            &open(&[[800.0, 600.0], [770.0, 560.0], [720.0, 540.0]]),
            |_| 6.0,
        ),
        ribbon(
            &open(&[[880.0, 500.0], [860.0, 492.0], [846.0, 496.0]]),
            |_| 5.0,
        ),
    ];
    lay(sheet, &folds, |_| srgb(0x9c7b4c));
    lay(
        sheet,
        &[
            ellipse(Vec2::new(838.0, 456.0), Vec2::new(15.0, 12.0), 0.1),
            ellipse(Vec2::new(895.0, 474.0), Vec2::new(8.0, 6.0), 0.0),
        ],
        |_| srgb(0x2a1c18),
    );
    lay(
        sheet,
        &[ellipse(Vec2::new(833.0, 452.0), Vec2::splat(4.5), 0.0)],
        |_| srgb(0xf0ead6),
    );
    lay(
        sheet,
        &[ribbon(
            &open(&[[724.0, 520.0], [750.0, 552.0], [800.0, 560.0]]),
            |_| 15.0,
        )],
        |_| srgb(0x35567a),
    );
    lay(
        sheet,
        &[ellipse(Vec2::new(762.0, 566.0), Vec2::splat(13.0), 0.0)],
        |_| srgb(0xe8c96e),
    );
}

fn bird(sheet: &mut Canvas, at: Vec2, face: f32) {
    let shape = |pairs: &[[f32; 2]]| -> Vec<Vec2> {
        closed(pairs)
            .into_iter()
            .map(|p| at + p * Vec2::new(face, 1.0))
            .collect()
    };
    lay(
        sheet,
        &[shape(&[
            [-60.0, 10.0],
            [-20.0, -30.0],
            [40.0, -40.0],
            [64.0, -18.0],
            [86.0, -8.0],
            [62.0, 0.0],
            [40.0, 30.0],
            [-10.0, 36.0],
        ])],
        |_| srgb(0x35567a),
    );
    lay(
        sheet,
        &[shape(&[
            [-40.0, 6.0],
            [-120.0, -6.0],
            [-150.0, 30.0],
            [-90.0, 26.0],
            [-30.0, 24.0],
        ])],
        |_| srgb(0x6f93a8),
    );
    lay(
        sheet,
        &[shape(&[
            [-30.0, -12.0],
            [10.0, -22.0],
            [22.0, 6.0],
            [-30.0, 26.0],
            [-70.0, 20.0],
        ])],
        |_| srgb(0xe8c96e),
    );
    lay(
        sheet,
        &[ellipse(
            at + Vec2::new(50.0 * face, -20.0),
            Vec2::splat(5.0),
            0.0,
        )],
        |_| srgb(0xf0ead6),
    );
}

fn border(sheet: &mut Canvas) {
    let (w, h, b) = (WIDTH as f32, HEIGHT as f32, 42.0);
    let frame = |m: f32, n: f32| {
        vec![
            points(&[[m, m], [w - m, m], [w - m, n], [m, n]]),
            points(&[[m, h - n], [w - m, h - n], [w - m, h - m], [m, h - m]]),
            points(&[[m, m], [n, m], [n, h - m], [m, h - m]]),
            points(&[[w - n, m], [w - m, m], [w - m, h - m], [w - n, h - m]]),
        ]
    };
    lay(sheet, &frame(0.0, b), |_| srgb(0x1d2f45));
    let twist = |p: Vec2| {
        if ((p.x + p.y) / 21.0).rem_euclid(2.0) < 1.0 {
            srgb(0xd9a441)
        } else {
            srgb(0x571820)
        }
    };
    lay(sheet, &frame(12.0, 30.0), twist);
}
