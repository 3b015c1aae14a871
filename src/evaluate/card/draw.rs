//! The card itself, by arithmetic. It is drawn on 512 by 384 units.

use super::shapes::{Point, Shape, ellipse, line, rectangle};
use crate::picture::Picture;
use rayon::prelude::*;

/// A colour, sRGB 0 to 1.
type Colour = [f64; 3];

/// The dark square.
pub const SQUARE: Shape = Shape {
    centre: [107.0, 107.0],
    radius: 30.0,
    corner: 0.0,
};
/// The light disc.
pub const DISC: Shape = Shape {
    centre: [257.0, 107.0],
    radius: 30.0,
    corner: 30.0,
};
/// Where nothing but ground is: left, top, right and bottom.
pub const EMPTY: [f64; 4] = [36.0, 300.0, 476.0, 350.0];

const FACE: Point = [405.0, 107.0];
/// Left, right, and top of each ramp.
const RAMPS: (f64, f64, [f64; 3]) = (36.0, 216.0, [196.0, 228.0, 260.0]);
const RAMP: f64 = 26.0;
/// Left, top and height of each word.
const WORDS: [(Point, f64); 6] = [
    ([240.0, 198.0], 34.0),
    ([240.0, 246.0], 17.0),
    ([364.0, 246.0], 17.0),
    ([240.0, 276.0], 9.0),
    ([312.0, 276.0], 9.0),
    ([384.0, 276.0], 9.0),
];

/// Pixels of a unit.
pub fn unit(card: &Picture) -> f64 {
    card.width as f64 / 512.0
}

/// The card of `width` by `height` pixels.
pub fn card(width: usize, height: usize) -> Picture {
    let unit = width as f64 / 512.0;
    let pixels = (0..width * height).into_par_iter().flat_map_iter(|i| {
        let p = [i % width, i / width].map(|v| (v as f64 + 0.5) / unit);
        colour(p, unit).map(|v| v as f32)
    });
    Picture::from_rgb(width, height, pixels.collect())
}

fn mixed(a: Colour, b: Colour, share: f64) -> Colour {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * share)
}

/// Paint that is laid over what is there.
struct Pen {
    colour: Colour,
    unit: f64,
}

impl Pen {
    /// Fills what lies at a negative distance; edges are as soft as a pixel.
    fn fill(&mut self, distance: f64, colour: Colour) {
        let cover = (0.5 - distance * self.unit).clamp(0.0, 1.0);
        self.colour = mixed(self.colour, colour, cover);
    }
}

fn colour(p: Point, unit: f64) -> Colour {
    // Softly from dusk to light.
    let share = 0.5 * p[0] / 512.0 + 0.5 * (1.0 - p[1] / 384.0);
    let mut pen = Pen {
        colour: mixed([0.40, 0.46, 0.55], [0.80, 0.76, 0.67], share),
        unit,
    };
    pen.fill(SQUARE.distance(p), [0.15, 0.16, 0.21]);
    pen.fill(DISC.distance(p), [0.95, 0.94, 0.90]);
    face(&mut pen, [p[0] - FACE[0], p[1] - FACE[1]]);
    ramps(&mut pen, p);
    for ([left, top], height) in WORDS {
        word(
            &mut pen,
            [(p[0] - left) / height, (p[1] - top) / height],
            height,
        );
    }
    pen.colour
}

/// Black to white, all hues, and an evening sky.
fn ramps(pen: &mut Pen, p: Point) {
    let (left, right, tops) = RAMPS;
    let t = ((p[0] - left) / (right - left)).clamp(0.0, 1.0);
    let hue = |shift: f64| 0.5 + 0.35 * (std::f64::consts::TAU * (t + shift)).cos();
    let sky = mixed([0.20, 0.30, 0.55], [0.95, 0.65, 0.40], t);
    let colours = [[t; 3], [hue(0.0), hue(2.0 / 3.0), hue(1.0 / 3.0)], sky];
    for (top, colour) in tops.into_iter().zip(colours) {
        let centre = [(left + right) / 2.0, top + RAMP / 2.0];
        let half = [(right - left) / 2.0, RAMP / 2.0];
        pen.fill(rectangle(p, centre, half), colour);
    }
}

/// A face, lit from the left, round the origin.
fn face(pen: &mut Pen, p: Point) {
    if p[0].abs().max(p[1].abs()) > 64.0 {
        return;
    }
    const HAIR: Colour = [0.24, 0.16, 0.12];
    const SHADE: Colour = [0.58, 0.38, 0.30];
    const LIP: Colour = [0.62, 0.26, 0.25];
    let skin = mixed(
        [0.93, 0.75, 0.63],
        SHADE,
        ((p[0] + 30.0) / 75.0).clamp(0.0, 1.0),
    );
    pen.fill(ellipse(p, [0.0, -8.0], [46.0, 50.0]), HAIR);
    pen.fill(rectangle(p, [0.0, 48.0], [13.0, 14.0]), SHADE);
    pen.fill(ellipse(p, [0.0, 4.0], [35.0, 44.0]), skin);
    pen.fill(ellipse(p, [4.0, -42.0], [35.0, 15.0]), HAIR);
    for x in [-14.0, 14.0] {
        pen.fill(ellipse(p, [x, -4.0], [8.0, 4.5]), [0.95, 0.94, 0.92]);
        pen.fill(ellipse(p, [x, -4.0], [3.8, 3.8]), [0.25, 0.38, 0.42]);
        pen.fill(ellipse(p, [x, -4.0], [1.8, 1.8]), [0.05; 3]);
        pen.fill(ellipse(p, [x - 1.2, -5.2], [0.8, 0.8]), [1.0; 3]);
        let lid = [
            [x - 8.5, -4.5],
            [x - 4.0, -8.6],
            [x + 4.0, -8.6],
            [x + 8.5, -4.5],
        ];
        pen.fill(line(p, &lid, 1.4), HAIR);
        let brow = [[x - 9.0, -13.0], [x, -16.0], [x + 9.0, -13.5]];
        pen.fill(line(p, &brow, 2.6), HAIR);
    }
    pen.fill(
        line(p, &[[2.0, -2.0], [6.0, 14.0], [-3.0, 15.0]], 1.6),
        SHADE,
    );
    pen.fill(ellipse(p, [0.0, 27.0], [12.0, 4.2]), LIP);
    let mouth = [
        [-12.0, 26.5],
        [-4.0, 26.0],
        [0.0, 27.0],
        [4.0, 26.0],
        [12.0, 26.5],
    ];
    pen.fill(line(p, &mouth, 1.2), [0.35, 0.14, 0.14]);
}

/// A letter's width and its lines, one unit high.
type Letter = (f64, &'static [&'static [Point]]);

const LETTERS: [Letter; 7] = [
    (0.0, &[&[[0.0, 0.0], [0.0, 1.0]]]),
    (
        0.7,
        &[&[[0.0, 1.0], [0.0, 0.0], [0.35, 0.6], [0.7, 0.0], [0.7, 1.0]]],
    ),
    (
        0.5,
        &[&[
            [0.0, 1.0],
            [0.0, 0.0],
            [0.38, 0.0],
            [0.5, 0.12],
            [0.5, 0.4],
            [0.38, 0.52],
            [0.0, 0.52],
        ]],
    ),
    (
        0.64,
        &[
            &[[0.0, 1.0], [0.32, 0.0], [0.64, 1.0]],
            &[[0.12, 0.64], [0.52, 0.64]],
        ],
    ),
    (
        0.54,
        &[&[
            [0.54, 0.14],
            [0.4, 0.0],
            [0.14, 0.0],
            [0.0, 0.14],
            [0.0, 0.34],
            [0.12, 0.47],
            [0.42, 0.53],
            [0.54, 0.66],
            [0.54, 0.86],
            [0.4, 1.0],
            [0.14, 1.0],
            [0.0, 0.86],
        ]],
    ),
    (0.6, &[&[[0.0, 0.0], [0.6, 0.0]], &[[0.3, 0.0], [0.3, 1.0]]]),
    (
        0.6,
        &[&[
            [0.18, 0.0],
            [0.42, 0.0],
            [0.6, 0.2],
            [0.6, 0.8],
            [0.42, 1.0],
            [0.18, 1.0],
            [0.0, 0.8],
            [0.0, 0.2],
            [0.18, 0.0],
        ]],
    ),
];

/// The program's name in capitals, one unit high, from the origin; `height` says how large a unit is.
fn word(pen: &mut Pen, p: Point, height: f64) {
    if !(-0.2..6.0).contains(&p[0]) || !(-0.2..1.2).contains(&p[1]) {
        return;
    }
    let mut left = 0.0;
    for (width, lines) in LETTERS {
        for points in lines {
            let distance = line([p[0] - left, p[1]], points, 0.13);
            pen.fill(distance * height, [0.10, 0.10, 0.13]);
        }
        left += width + 0.3;
    }
}
