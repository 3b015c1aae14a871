//! Pen drawings: forms with a tone and a direction, hatched in crossing layers as dark as the tone
//! asks, with contours in front of each other, and a wash of thinned ink.

use crate::blur::blurred;
use crate::canvas::{Canvas, Colour, Field, Grid};
use crate::noise::{Noise, Random, step};
use crate::plate::{Plate, filled};
use crate::technique::hatch::Hatch;
use glam::Vec2;

/// A sheet being drawn on. Tone is 0 for black and 1 for bare paper.
pub struct Sheet {
    pub tone: Field,
    pub flow: Grid<Vec2>,
    /// Contours and other single strokes.
    pub ink: Plate,
    pub random: Random,
}

/// One layer of hatching: its turn against the form, its spacing, and the tone it starts at.
const LAYERS: [(f32, f32, f32); 3] = [(0.0, 19.0, 0.96), (0.8, 21.0, 0.42), (-0.7, 22.0, 0.18)];

impl Sheet {
    /// An empty sheet.
    pub fn new(width: usize, height: usize, seed: u64) -> Self {
        Self {
            tone: Field::filled(width, height, 1.0),
            flow: Grid::filled(width, height, Vec2::X),
            ink: Plate::new(width, height),
            random: Random::new(seed),
        }
    }

    /// A form in front of all before it, with its tone and the direction of its strokes.
    pub fn form(
        &mut self,
        outline: &[Vec2],
        tone: impl Fn(Vec2) -> f32 + Sync,
        flow: impl Fn(Vec2) -> Vec2 + Sync,
    ) {
        let inside = filled(self.tone.width, self.tone.height, outline);
        self.tone = self
            .tone
            .map(|old, p| if inside.at(p) > 0.5 { tone(p) } else { old });
        self.flow = self
            .flow
            .map(|old, p| if inside.at(p) > 0.5 { flow(p) } else { old });
        self.ink.cut(outline);
    }

    /// A stroke of the pen: it swells and thins with the hand and leaves the paper at times.
    pub fn stroke(&mut self, line: &[Vec2], weight: f32) {
        let mut from = 0;
        while from + 2 < line.len() {
            let to = (from + 18 + self.random.below(50)).min(line.len());
            let (phase, press) = (
                self.random.between(0.0, 6.3),
                self.random.between(0.75, 1.25),
            );
            let drift = Vec2::new(self.random.normal(), self.random.normal()) * 0.5;
            let piece: Vec<Vec2> = line[from..to].iter().map(|&p| p + drift).collect();
            self.ink.line(&piece, |t| {
                let ends = step(0.0, 0.15, t) * step(1.0, 0.8, t);
                2.3 * weight * press * (0.35 + 0.65 * ends) * (1.0 + 0.3 * (phase + 5.0 * t).sin())
            });
            from = to - 1 + self.random.below(2);
        }
    }

    /// Both the contour of an outline, closed, and nothing of what lies behind it.
    pub fn contour(&mut self, outline: &[Vec2], weight: f32) {
        let mut line = outline.to_vec();
        line.extend_from_slice(&outline[..1]);
        self.stroke(&line, weight);
    }

    /// The finished drawing in `ink` on `paper`.
    pub fn drawn(mut self, paper: &Canvas, ink: Colour) -> Canvas {
        for (turn, spacing, from) in LAYERS {
            self.hatch(turn, spacing, from);
        }
        // Ink creeps into the paper beside the line.
        let drawn = self.ink.field();
        let crept = blurred(&drawn, 1.0);
        let strokes = drawn.map(|line, p| 0.5 * (line + crept.at(p)));
        let pool = Noise::fractal(17, 3);
        let wash = blurred(&self.tone, 2.0).map(|tone, p| {
            let tide = 0.1 * pool.at(p / 130.0) + 0.06 * pool.at(p / 14.0);
            0.12 * step(0.7, 0.5, tone + tide) + 0.12 * step(0.34, 0.2, tone + tide)
        });
        let thinned = ink.powf(0.38);
        paper.map(|ground, p| {
            let feather = strokes.at(p) * (0.96 + 0.08 * pool.at(p / 26.0));
            let washed = ground.lerp(ground * thinned, wash.at(p) * 2.0);
            washed.lerp(ink, feather.clamp(0.0, 1.0))
        })
    }

    /// Lines at `turn` to the forms wherever the tone is darker than `from`, thicker where darker.
    fn hatch(&mut self, turn: f32, spacing: f32, from: f32) {
        let (tone, flow) = (self.tone.clone(), self.flow.clone());
        let hand = Noise::smooth(23);
        let axis = Vec2::from_angle(turn);
        let hatch = Hatch {
            width: tone.width,
            height: tone.height,
            spacing,
            length: 900.0,
            direction: &|p| {
                axis.rotate(flow.at(p))
                    .rotate(Vec2::from_angle(0.1 * hand.at(p / 60.0)))
            },
            inside: &|p| tone.at(p) + 0.05 * hand.at(p / 9.0) < from,
        };
        for line in hatch.lines(&mut self.random) {
            let press = self.random.between(0.8, 1.2);
            let last = (line.len() - 1) as f32;
            self.ink.line(&line, |t| {
                let p = line[(t * last) as usize];
                let dark = ((from - tone.at(p)) / from).clamp(0.0, 1.0);
                (4.6 + 0.27 * spacing * dark) * press * (0.6 + 0.4 * step(1.0, 0.8, t))
            });
        }
    }
}
