//! Wax and indigo: a peacock among vines, with the crackle of broken wax.

use crate::{
    canvas::{Canvas, Field, Grid, srgb},
    noise::{Noise, Random, step},
    outline::{closed, ellipse, leaf, open, points, ribbon},
    plate::Plate,
    relief::{Surface, lit},
};
use glam::Vec2;

const SIDE: usize = 1200;
const CLOTH: u32 = 0xf1e4c3;
const INDIGO: u32 = 0x14264f;

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1908);
    let mut cloth = Grid::filled(SIDE, SIDE, srgb(INDIGO));
    ground(&mut cloth, &mut random);
    vines(&mut cloth, &mut random);
    tail(&mut cloth);
    peacock(&mut cloth);
    border(&mut cloth);
    dyed(&cloth)
}

fn lay(cloth: &mut Canvas, outlines: &[Vec<Vec2>], hex: u32) {
    let mut plate = Plate::new(SIDE, SIDE);
    outlines.iter().for_each(|outline| plate.fill(outline));
    cloth.lay(&plate.field(), |_| srgb(hex));
}

/// Dots of wax along a line, as the pen with a spout sets them.
fn dots(line: &[Vec2], pitch: f32, size: f32) -> Vec<Vec<Vec2>> {
    let count = (line.len() as f32 * 3.0 / pitch).max(2.0) as usize;
    let at = |k: usize| line[(line.len() - 1) * k / (count - 1)];
    (0..count)
        .map(|k| ellipse(at(k), Vec2::splat(size), 0.0))
        .collect()
}

/// The cloth as it comes from the last bath: uneven dye, veins where the wax broke, the weave.
fn dyed(pattern: &Canvas) -> Canvas {
    let bath = Noise::fractal(23, 4);
    let fold = Noise::fractal(24, 3);
    let veins: Field = Grid::from_fn(SIDE, SIDE, |p| {
        let q = p + 30.0 * bath.vector(p / 90.0);
        let vein = |scale: f32, shift: f32, thin: f32| {
            let v = fold.at(q / scale + shift).abs() * scale;
            step(thin, 0.2 * thin, v) * step(-0.12, 0.2, bath.at(p / 170.0 + shift * 5.0))
        };
        vein(210.0, 3.0, 2.6)
            .max(vein(110.0, 19.0, 1.9))
            .max(0.8 * vein(60.0, 41.0, 1.2))
    });
    let colour = pattern.map(|c, p| {
        let waxed = step(0.05, 0.4, c.element_sum() / 3.0);
        let pale = 1.0 + 0.26 * bath.at(p / 150.0) + 0.10 * bath.at(p / 14.0);
        let cracked = c.lerp(srgb(0x1d3566), 0.85 * veins.at(p) * (0.3 + 0.7 * waxed));
        cracked.lerp(
            srgb(0x2f4f86),
            0.35 * (1.0 - waxed) * step(0.0, 0.6, bath.at(p / 60.0)),
        ) * pale
    });
    let weave = Grid::from_fn(SIDE, SIDE, |p| {
        let (warp, weft) = ((p.x * 1.3).sin(), (p.y * 1.3).sin());
        0.5 + 0.25 * (warp * weft)
            + 0.25
                * fold
                    .at(p / Vec2::new(2.0, 9.0))
                    .max(fold.at(p / Vec2::new(9.0, 2.0)))
    });
    lit(
        &colour,
        &weave,
        Surface {
            depth: 1.3,
            shade: 0.34,
            gloss: 0.0,
        },
    )
}

/// Small scales and dots all over the ground.
fn ground(cloth: &mut Canvas, random: &mut Random) {
    let mut rings = Vec::new();
    for at in random.scattered(SIDE as f32, SIDE as f32, 34.0) {
        let turn = random.between(0.0, 6.3);
        for k in 0..3 {
            rings.push(ellipse(
                at + Vec2::from_angle(turn + 2.1 * k as f32) * 6.0,
                Vec2::splat(2.4),
                0.0,
            ));
        }
    }
    lay(cloth, &rings, 0x6f8fc0);
}

fn vines(cloth: &mut Canvas, random: &mut Random) {
    let stems = [
        open(&[
            [90.0, 1110.0],
            [160.0, 900.0],
            [110.0, 700.0],
            [190.0, 480.0],
            [130.0, 260.0],
            [230.0, 110.0],
        ]),
        open(&[
            [90.0, 1110.0],
            [330.0, 1040.0],
            [560.0, 1100.0],
            [820.0, 1040.0],
            [1090.0, 1100.0],
        ]),
        open(&[
            [1110.0, 1080.0],
            [1060.0, 860.0],
            [1110.0, 640.0],
            [1050.0, 420.0],
            [1100.0, 220.0],
            [1000.0, 100.0],
        ]),
        open(&[
            [230.0, 110.0],
            [420.0, 160.0],
            [600.0, 100.0],
            [800.0, 150.0],
            [1000.0, 100.0],
        ]),
    ];
    let (mut lines, mut leaves, mut others, mut veins, mut petals, mut hearts) =
        (vec![], vec![], vec![], vec![], vec![], vec![]);
    for stem in &stems {
        lines.push(ribbon(stem, |_| 9.0));
        let count = stem.len() / 26;
        for k in 1..count {
            let i = (stem.len() - 1) * k / count;
            let along = (stem[(i + 1).min(stem.len() - 1)] - stem[i - 1]).normalize_or_zero();
            let side = if k % 2 == 0 { 1.0 } else { -1.0 };
            let tip = stem[i]
                + (along * 0.6 + along.perp() * side).normalize() * random.between(74.0, 104.0);
            if k % 3 == 2 {
                for n in 0..6 {
                    let axis = Vec2::from_angle(n as f32 * 1.047);
                    petals.push(ellipse(
                        tip + axis * 19.0,
                        Vec2::new(19.0, 12.0),
                        axis.to_angle(),
                    ));
                }
                hearts.push(ellipse(tip, Vec2::splat(12.0), 0.0));
            } else {
                if k % 3 == 0 { &mut leaves } else { &mut others }.push(leaf(
                    stem[i],
                    tip,
                    0.24,
                    0.12 * side,
                ));
                veins.push(ribbon(
                    &[stem[i], stem[i].lerp(tip, 0.5), stem[i].lerp(tip, 0.92)],
                    |t| 3.4 * (1.0 - t) + 1.0,
                ));
                for n in 1..5 {
                    let root = stem[i].lerp(tip, n as f32 * 0.18);
                    for s in [-1.0, 1.0] {
                        let way = ((tip - stem[i]).normalize()
                            + (tip - stem[i]).normalize().perp() * s)
                            * 15.0;
                        veins.push(ribbon(&[root, root + way * 0.5, root + way], |_| 1.8));
                    }
                }
            }
        }
    }
    lay(cloth, &lines, 0xc9903f);
    lay(cloth, &leaves, CLOTH);
    lay(cloth, &others, 0xc9903f);
    lay(cloth, &veins, 0x5a2f1c);
    lay(cloth, &petals, 0xa8452a);
    lay(cloth, &hearts, CLOTH);
}

/// Feathers with eyes, spread like a fan to the right.
fn tail(cloth: &mut Canvas) {
    let root = Vec2::new(470.0, 690.0);
    for ring in 0..3 {
        for k in 0..(9 - ring) {
            let angle = -1.25 + 0.27 * k as f32 + 0.13 * ring as f32;
            let long = 520.0 - 125.0 * ring as f32;
            let axis = Vec2::from_angle(angle);
            let eye = root + axis * long;
            let quill = open(&[
                [root.x, root.y],
                [
                    root.x + axis.x * long * 0.5 - axis.y * 26.0,
                    root.y + axis.y * long * 0.5 + axis.x * 26.0,
                ],
                [eye.x, eye.y],
            ]);
            lay(cloth, &[ribbon(&quill, |_| 5.0)], CLOTH);
            let barbs: Vec<_> = (4..14)
                .flat_map(|n| {
                    let at = quill[(quill.len() - 1) * n / 14];
                    [-1.0, 1.0].map(|s| {
                        ribbon(
                            &[
                                at,
                                at + (axis + axis.perp() * s) * 10.0,
                                at + (axis * 1.2 + axis.perp() * s * 0.8) * 20.0,
                            ],
                            |t| 3.0 * (1.0 - t) + 0.6,
                        )
                    })
                })
                .collect();
            lay(cloth, &barbs, 0xc9903f);
            for (size, hex) in [
                (46.0, CLOTH),
                (39.0, 0xa8452a),
                (29.0, CLOTH),
                (24.0, 0x2f5f86),
                (13.0, INDIGO),
            ] {
                lay(
                    cloth,
                    &[ellipse(eye, Vec2::new(size * 1.15, size * 0.86), angle)],
                    hex,
                );
            }
            lay(
                cloth,
                &dots(&ellipse(eye, Vec2::new(39.0, 29.0), angle), 20.0, 2.2),
                CLOTH,
            );
        }
    }
}

fn peacock(cloth: &mut Canvas) {
    let body = closed(&[
        [520.0, 800.0],
        [430.0, 850.0],
        [330.0, 812.0],
        [300.0, 700.0],
        [330.0, 590.0],
        [352.0, 480.0],
        [318.0, 410.0],
        [332.0, 352.0],
        [384.0, 330.0],
        [424.0, 360.0],
        [432.0, 420.0],
        [420.0, 520.0],
        [450.0, 610.0],
        [520.0, 690.0],
    ]);
    lay(
        cloth,
        &[ribbon(&[body.as_slice(), &body[..2]].concat(), |_| 15.0)],
        CLOTH,
    );
    lay(cloth, &[body], 0x235a7c);
    let scales: Vec<_> = (0..11)
        .flat_map(|row| (0..6).map(move |k| (row, k)))
        .filter_map(|(row, k)| {
            let y = 520.0 + 28.0 * row as f32;
            let middle = 386.0 + 2.0 * row as f32;
            let x = middle + (k as f32 - 2.5 + 0.5 * (row % 2) as f32) * 30.0;
            let inside = (x - middle).abs() < 26.0 + 5.5 * row as f32;
            inside.then(|| {
                ribbon(
                    &open(&[[x - 13.0, y], [x, y + 15.0], [x + 13.0, y]]),
                    |_| 3.6,
                )
            })
        })
        .collect();
    lay(cloth, &scales, CLOTH);
    let wing = closed(&[
        [352.0, 640.0],
        [430.0, 640.0],
        [520.0, 720.0],
        [560.0, 812.0],
        [460.0, 800.0],
        [378.0, 744.0],
    ]);
    lay(
        cloth,
        &[ribbon(&[wing.as_slice(), &wing[..2]].concat(), |_| 9.0)],
        CLOTH,
    );
    lay(cloth, &[wing], 0xa8452a);
    let feathers: Vec<_> = (0..7)
        .map(|k| {
            let t = k as f32 / 6.0;
            ribbon(
                &open(&[
                    [372.0 + 20.0 * t, 654.0 + 60.0 * t],
                    [430.0 + 18.0 * t, 690.0 + 62.0 * t],
                    [500.0 + 30.0 * t, 730.0 + 66.0 * t],
                ]),
                |t| 5.0 * (1.0 - 0.5 * t),
            )
        })
        .collect();
    lay(cloth, &feathers, 0xe8c47a);
    lay(
        cloth,
        &[points(&[[326.0, 380.0], [268.0, 402.0], [330.0, 408.0]])],
        0xe8c47a,
    );
    lay(
        cloth,
        &[ellipse(Vec2::new(366.0, 376.0), Vec2::new(22.0, 14.0), 0.0)],
        CLOTH,
    );
    lay(
        cloth,
        &[ellipse(Vec2::new(362.0, 376.0), Vec2::splat(8.0), 0.0)],
        INDIGO,
    );
    for k in 0..5 {
        let tip = Vec2::new(
            352.0 + 26.0 * k as f32,
            248.0 + 5.0 * (k as f32 - 2.0).powi(2),
        );
        lay(
            cloth,
            &[ribbon(
                &[
                    Vec2::new(384.0, 334.0),
                    (Vec2::new(384.0, 334.0) + tip) / 2.0,
                    tip,
                ],
                |_| 4.5,
            )],
            CLOTH,
        );
        lay(cloth, &[ellipse(tip, Vec2::splat(11.0), 0.0)], 0xe8c47a);
    }
    for x in [390.0, 440.0] {
        lay(
            cloth,
            &[
                ribbon(
                    &open(&[[x, 840.0], [x + 8.0, 920.0], [x - 4.0, 990.0]]),
                    |_| 10.0,
                ),
                ribbon(
                    &open(&[[x - 36.0, 1000.0], [x - 4.0, 986.0], [x + 34.0, 1002.0]]),
                    |_| 9.0,
                ),
            ],
            0xe8c47a,
        );
    }
}

/// Rows of triangles, as at the ends of a sarong.
fn border(cloth: &mut Canvas) {
    let side = SIDE as f32;
    let mut bands = Vec::new();
    for (from, to) in [(0.0, 52.0), (side - 52.0, side)] {
        bands.push(points(&[[0.0, from], [side, from], [side, to], [0.0, to]]));
        bands.push(points(&[[from, 0.0], [from, side], [to, side], [to, 0.0]]));
    }
    lay(cloth, &bands, 0x5a2f1c);
    let (mut teeth, mut inner) = (Vec::new(), Vec::new());
    for k in 0..30 {
        let at = k as f32 * 40.0 + 20.0;
        for (edge, way) in [(4.0, 1.0), (side - 4.0, -1.0)] {
            for upright in [true, false] {
                let place = |u: f32, v: f32| {
                    if upright {
                        Vec2::new(at + u, edge + way * v)
                    } else {
                        Vec2::new(edge + way * v, at + u)
                    }
                };
                teeth.push(vec![place(-16.0, 0.0), place(16.0, 0.0), place(0.0, 44.0)]);
                inner.push(ellipse(place(0.0, 13.0), Vec2::splat(5.0), 0.0));
            }
        }
    }
    lay(cloth, &teeth, 0xe8c47a);
    lay(cloth, &inner, 0x5a2f1c);
}
