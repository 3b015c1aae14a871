//! Ranges of mountains for ink: a wash, texture strokes and dots of trees.

use crate::canvas::Field;
use crate::noise::{Noise, Random, step};
use crate::technique::brush::Stroke;
use crate::technique::ink::stroke;
use glam::{Vec2, vec2};

/// Width and height in pixels.
pub const SIZE: (usize, usize) = (1024, 1280);

/// A range of mountains.
pub struct Range {
    /// Peaks: place, height above the foot, half-width.
    peaks: &'static [(f32, f32, f32)],
    foot: f32,
    /// Darkness of the ink.
    tone: f32,
    /// How far down the ink reaches before mist takes over.
    fade: f32,
    /// How often a texture stroke is tried.
    strokes: usize,
    row: f32,
}

/// From the farthest range to the nearest.
pub const RANGES: [Range; 4] = [
    Range {
        peaks: &[
            (180.0, 330.0, 130.0),
            (420.0, 210.0, 110.0),
            (900.0, 300.0, 180.0),
        ],
        foot: 560.0,
        tone: 0.26,
        fade: 130.0,
        strokes: 0,
        row: 1.0,
    },
    Range {
        peaks: &[
            (300.0, 240.0, 120.0),
            (90.0, 170.0, 100.0),
            (520.0, 120.0, 80.0),
        ],
        foot: 650.0,
        tone: 0.5,
        fade: 120.0,
        strokes: 1400,
        row: 5.0,
    },
    Range {
        peaks: &[
            (690.0, 610.0, 92.0),
            (835.0, 430.0, 74.0),
            (575.0, 330.0, 58.0),
            (985.0, 520.0, 90.0),
        ],
        foot: 800.0,
        tone: 1.0,
        fade: 250.0,
        strokes: 7500,
        row: 9.0,
    },
    Range {
        peaks: &[(40.0, 120.0, 120.0), (230.0, 60.0, 110.0)],
        foot: 850.0,
        tone: 0.75,
        fade: 70.0,
        strokes: 1500,
        row: 13.0,
    },
];

impl Range {
    fn ridge(&self, noise: &Noise, x: f32) -> f32 {
        let peak = |&(at, tall, wide): &(f32, f32, f32)| {
            let u = ((x - at) / wide).abs();
            tall * (-u.powf(1.7)).exp() * (1.0 + 0.16 * noise.at(vec2(x / 34.0, self.row)))
        };
        let tall = self.peaks.iter().map(peak).fold(0.0, f32::max);
        self.foot - tall - 18.0 * noise.at(vec2(x / 60.0, self.row + 2.0))
    }

    /// Mist: less ink further down and in drifting gaps.
    fn body(&self, noise: &Noise, p: Vec2, below: f32) -> f32 {
        let drift = 0.75 + 0.6 * noise.at(vec2(p.x / 260.0, p.y / 90.0 + self.row));
        let foot = step(8.0, 90.0, self.foot - self.ridge(noise, p.x));
        foot * step(-1.0, 4.0, below) * (-below.max(0.0) / (self.fade * drift.max(0.2))).exp()
    }

    /// The wash that shapes the range.
    pub fn wash(&self, noise: &Noise) -> Field {
        Field::from_fn(SIZE.0, SIZE.1, |p| {
            let below = p.y - self.ridge(noise, p.x);
            // Faces of rock: darker on one side of every rib.
            let rib = noise.at(vec2((p.x + below * 0.16) / 46.0, p.y / 210.0 + self.row));
            let face = 0.62 + 0.55 * step(-0.1, 0.35, rib) + 0.2 * noise.at(p / 24.0);
            let edge = 0.5 * step(26.0, 0.0, below);
            self.tone * 0.52 * self.body(noise, p, below) * (face + edge)
        })
    }

    /// Strokes that model the rock: down the slopes, dense under the ridge, lost in mist.
    pub fn texture(&self, noise: &Noise, random: &mut Random) -> Vec<Stroke> {
        let mut made = Vec::new();
        for _ in 0..self.strokes {
            let x = random.between(-20.0, SIZE.0 as f32 + 20.0);
            let below = -random.between(0.001, 1.0).ln() * self.fade * 0.55;
            let start = vec2(x, self.ridge(noise, x) + 2.0 + below);
            let rib = noise.at(vec2((x + below * 0.16) / 46.0, start.y / 210.0 + self.row));
            let ink = self.body(noise, start, below) * (0.35 + 1.0 * step(-0.2, 0.5, rib));
            if ink < random.between(0.05, 0.5) || start.y > self.foot + 20.0 {
                continue;
            }
            let slope = self.ridge(noise, x + 7.0) - self.ridge(noise, x - 7.0);
            let lean = (slope / 14.0).clamp(-2.5, 2.5);
            let way = vec2(lean.signum() * (1.0 / (0.7 + lean.abs())).min(0.8), 1.0).normalize();
            let long = random.between(14.0, 46.0) * (0.5 + self.tone * 0.5);
            let bow = way.perp() * random.normal() * 4.0;
            let half = random.between(1.2, 3.4) * (0.5 + self.tone * 0.6);
            let spine = [
                (start, half),
                (start + way * long * 0.5 + bow, half * 1.2),
                (start + way * long, 0.6),
            ];
            made.push(stroke(
                &spine,
                self.tone * ink * random.between(0.35, 1.0),
                random,
            ));
        }
        made
    }

    /// Dots of ink along the ridge that stand for trees.
    pub fn moss(&self, noise: &Noise, random: &mut Random) -> Vec<Stroke> {
        let mut made = Vec::new();
        for _ in 0..self.strokes / 3 {
            let x = random.between(0.0, SIZE.0 as f32);
            let grove = noise.at(vec2(x / 30.0, self.row + 30.0));
            let p = vec2(x, self.ridge(noise, x) + random.normal().abs() * 14.0 - 3.0);
            let ink = self.tone * self.body(noise, p, 5.0);
            if grove > 0.05 && ink > random.between(0.1, 0.9) {
                let tip = p - vec2(random.normal() * 2.0, random.between(3.0, 9.0));
                made.push(stroke(
                    &[(p, 3.0), (tip, 1.4)],
                    ink * random.between(0.5, 1.1),
                    random,
                ));
            }
        }
        made
    }
}
