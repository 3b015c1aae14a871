//! Peaks in mist, a pine over the water and a small boat, in ink on rice paper.

mod mountains;
mod pine;

use crate::canvas::{Canvas, Field, srgb};
use crate::noise::{Noise, Random, step};
use crate::technique::brush::Tool;
use crate::technique::ink::{Sheet, stroke};
use crate::technique::paper;
use glam::vec2;
use mountains::{RANGES, SIZE};
use pine::{INK, pine};

/// Two characters, mountain over water.
const SEAL: [&str; 12] = [
    "...........",
    ".....#.....",
    ".#...#...#.",
    ".#...#...#.",
    ".#########.",
    "...........",
    ".#...#...#.",
    "..#..#..#..",
    ".....#.....",
    "..#..#..#..",
    ".#...#...#.",
    "...........",
];

/// A boat with a fisherman, his mirror image, and birds.
fn life(sheet: &mut Sheet, random: &mut Random) {
    let at = |x: f32, y: f32, half: f32| (vec2(300.0 + x * 1.25, 1010.0 + y * 1.25), half);
    let mut dark = vec![
        stroke(
            &[
                at(-82.0, -8.0, 1.0),
                at(-50.0, 6.0, 5.0),
                at(0.0, 11.0, 7.0),
                at(52.0, 6.0, 5.0),
                at(88.0, -14.0, 1.0),
            ],
            1.3,
            random,
        ),
        stroke(
            &[
                at(20.0, -34.0, 3.0),
                at(16.0, -20.0, 9.0),
                at(14.0, -2.0, 12.0),
            ],
            1.0,
            random,
        ),
        stroke(
            &[
                at(4.0, -36.0, 1.0),
                at(20.0, -47.0, 5.0),
                at(36.0, -36.0, 1.0),
            ],
            1.5,
            random,
        ),
        stroke(
            &[
                at(24.0, -20.0, 1.2),
                at(-60.0, -62.0, 1.0),
                at(-128.0, -82.0, 0.6),
            ],
            1.2,
            random,
        ),
        stroke(&[at(-128.0, -82.0, 0.5), at(-130.0, 4.0, 0.5)], 0.7, random),
    ];
    let mut pale = vec![stroke(
        &[
            at(-60.0, 26.0, 3.0),
            at(0.0, 31.0, 6.0),
            at(66.0, 26.0, 2.0),
        ],
        0.35,
        random,
    )];
    for _ in 0..46 {
        let p = vec2(random.between(40.0, 640.0), random.between(930.0, 1230.0));
        let long = random.between(30.0, 120.0);
        let spine = [
            (p, 0.8),
            (p + vec2(long * 0.5, random.normal() * 3.0), 1.8),
            (p + vec2(long, 0.0), 0.6),
        ];
        pale.push(stroke(&spine, random.between(0.08, 0.26), random));
    }
    for i in 0..6 {
        let p = vec2(
            150.0 + 46.0 * i as f32 + 14.0 * random.normal(),
            330.0 + 16.0 * random.normal() - 20.0 * i as f32,
        );
        let wing = |side: f32| {
            [
                (p, 1.2),
                (p + vec2(7.0 * side, -6.0), 1.2),
                (p + vec2(15.0 * side, -4.0), 0.4),
            ]
        };
        dark.push(stroke(&wing(1.0), 0.6, random));
        dark.push(stroke(&wing(-1.0), 0.6, random));
    }
    sheet.brush(&Tool::SOFT, &pale, 2.0, srgb(INK));
    sheet.brush(&Tool::TIP, &dark, 1.2, srgb(INK));
}

/// The seal in the corner, cut in relief, unevenly inked.
fn seal(noise: &Noise) -> Field {
    Field::from_fn(SIZE.0, SIZE.1, |p| {
        let q = p + noise.vector(p / 20.0) * 1.5 - vec2(92.0, 1120.0);
        let (side, rim) = (vec2(76.0, 84.0), q.min(vec2(76.0, 84.0) - q).min_element());
        if rim < 0.0 {
            return 0.0;
        }
        let cell = (q / side * vec2(11.0, 12.0)).as_usizevec2();
        let cut = rim > 5.0
            && SEAL
                .get(cell.y)
                .is_some_and(|row| row.as_bytes()[cell.x] == b'#');
        let worn = step(-0.75, -0.5, noise.at(p / 12.0));
        if cut {
            0.05
        } else {
            worn * (0.85 + 0.3 * noise.at(p / 30.0)) * step(0.0, 2.0, rim)
        }
    })
}

/// Paints the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1082);
    let noise = Noise::fractal(31, 4);
    let (width, height) = SIZE;
    let mut sheet = Sheet::new(paper::rice(width, height, 17), srgb(0xf8efdc));
    let stains = Field::from_fn(width, height, |p| {
        let water = step(860.0, 1280.0, p.y) * 0.13;
        (0.02 + 0.06 * noise.at(p / 300.0) + water * (0.7 + 0.6 * noise.at(p / vec2(200.0, 24.0))))
            .max(0.0)
    });
    sheet.ink(&stains, 4.0, srgb(0x4e4a44));
    for range in &RANGES {
        sheet.ink(&range.wash(&noise), 7.0, srgb(0x22262c));
        let dry = Tool {
            load: 0.72,
            ..Tool::SOFT
        };
        sheet.brush(&dry, &range.texture(&noise, &mut random), 1.6, srgb(INK));
        sheet.brush(&Tool::TIP, &range.moss(&noise, &mut random), 2.2, srgb(INK));
    }
    life(&mut sheet, &mut random);
    pine(&mut sheet, &mut random);
    sheet.stain(&seal(&noise), srgb(0xb8241a));
    // The ink is ground thick.
    sheet.canvas.map(|c, _| c.powf(1.55))
}
