//! Stained glass: a kingfisher over irises and water, with the sun rising behind it.

mod kingfisher;

use crate::canvas::{Canvas, Colour, srgb};
use crate::design::Design;
use crate::noise::{Random, step};
use crate::outline::{ellipse, leaf, open, placed, points, ribbon, vein};
use crate::plate::Plate;
use crate::technique::glass::{Pane, window};
use glam::Vec2;
use std::f32::consts::TAU;

const WIDTH: usize = 960;
const HEIGHT: usize = 1280;
const SCALE: usize = 2;
const SUN: Vec2 = Vec2::new(250.0, 300.0);

/// The window and the enamel lines on it.
struct Cartoon {
    design: Design<Pane>,
    enamel: Plate,
    random: Random,
}

/// The picture.
pub fn draw() -> Canvas {
    let ground = Pane {
        colour: srgb(0x2456a0),
        streaks: 0.6,
    };
    let mut cartoon = Cartoon {
        design: Design::new(WIDTH, HEIGHT, SCALE, ground),
        enamel: Plate::new(WIDTH * SCALE, HEIGHT * SCALE),
        random: Random::new(4),
    };
    cartoon.sky();
    cartoon.water();
    for &[x, lean] in [
        140.0, -0.16, 215.0, 0.05, 330.0, 0.1, 660.0, -0.12, 780.0, 0.08, 850.0, 0.2, 90.0, 0.12,
        720.0, 0.02,
    ]
    .as_chunks()
    .0
    {
        cartoon.blade(Vec2::new(x, 1240.0), lean);
    }
    cartoon.branch();
    cartoon.kingfisher();
    cartoon.iris(Vec2::new(225.0, 960.0), 1.0);
    cartoon.iris(Vec2::new(765.0, 1055.0), 0.86);
    cartoon.iris(Vec2::new(475.0, 1120.0), 0.62);
    cartoon.border();
    let light = |p: Vec2| {
        let from_sun = (p / SCALE as f32).distance(SUN);
        0.78 + 0.75 * step(620.0, 0.0, from_sun)
    };
    window(&cartoon.design, &cartoon.enamel.field(), light, 8)
}

impl Cartoon {
    fn pane(&mut self, outline: &[Vec2], colour: Colour) {
        let streaks = 0.35 + 0.4 * self.random.between(0.0, 1.0);
        self.design.lay(outline, Pane { colour, streaks });
        self.enamel
            .cut(&placed(outline, Vec2::ZERO, Vec2::splat(SCALE as f32), 0.0));
    }

    fn trace(&mut self, line: &[Vec2], thickness: f32) {
        let line = placed(line, Vec2::ZERO, Vec2::splat(SCALE as f32), 0.0);
        self.enamel
            .line(&line, |t| thickness * SCALE as f32 * (1.0 - t).powf(0.6));
    }

    /// Panes in rings about the sun, warm near it and blue far away.
    fn sky(&mut self) {
        let hues = [
            0xf9d35c, 0xf3a63a, 0xe98a54, 0xd9a6a0, 0x8fb6d4, 0x4f8fcb, 0x2f6fb8, 0x2456a0,
            0x1d4489,
        ];
        let radii = [
            1150.0, 900.0, 720.0, 570.0, 440.0, 330.0, 240.0, 165.0, 105.0,
        ];
        for (ring, &radius) in radii.iter().enumerate() {
            let count = 10 + 2 * (8 - ring);
            let start = self.random.between(0.0, 1.0);
            for i in 0..count {
                let angle = |k: f32| TAU * (i as f32 + k + start) / count as f32;
                let rim = (0..=6).map(|k| SUN + Vec2::from_angle(angle(k as f32 / 6.0)) * radius);
                let wedge: Vec<_> = rim.chain([SUN]).collect();
                let hue = (8 - ring + self.random.below(2)).min(8);
                self.pane(&wedge, srgb(hues[hue]));
            }
        }
        self.pane(&ellipse(SUN, Vec2::splat(72.0), 0.0), srgb(0xffe9a0));
    }

    fn water(&mut self) {
        let hues = [0x2f8f9c, 0x1f6f8f, 0x58b0a8, 0x1a5a80, 0x3a9ab0, 0x14486c];
        for row in 0..6 {
            let y = 985.0 + 52.0 * row as f32;
            for i in 0..6 {
                let x = 190.0 * i as f32 - 60.0 - 80.0 * (row % 2) as f32;
                let swell = 16.0 + 4.0 * row as f32;
                let crest = open(&[x, y, x + 50.0, y - swell, x + 110.0, y + 4.0, x + 190.0, y]);
                let foot = [Vec2::new(x + 190.0, 1290.0), Vec2::new(x, 1290.0)];
                let outline: Vec<_> = crest.iter().copied().chain(foot).collect();
                self.pane(&outline, srgb(hues[(row + 2 * i) % 6]));
                for k in 1..4 {
                    let line: Vec<_> = crest
                        .iter()
                        .map(|&p| p + Vec2::Y * 9.0 * k as f32)
                        .collect();
                    self.trace(&line[8 * k..line.len() - 4], 2.2);
                }
            }
        }
    }

    fn blade(&mut self, base: Vec2, lean: f32) {
        let height = self.random.between(300.0, 480.0);
        let tip = base + Vec2::new(lean * height * 2.0, -height);
        let hue = [0x2f7d3c, 0x5fa03a, 0x1f5f3f, 0x86b848][self.random.below(4)];
        self.pane(&leaf(base, tip, 0.05, lean), srgb(hue));
        self.trace(&vein(base, tip, lean), 2.6);
    }

    fn branch(&mut self) {
        let line = open(&[
            990.0, 790.0, 820.0, 850.0, 640.0, 872.0, 450.0, 868.0, 300.0, 836.0, 190.0, 770.0,
            120.0, 690.0,
        ]);
        for (i, piece) in line.chunks(48).enumerate() {
            let overlap: Vec<_> = piece
                .iter()
                .copied()
                .chain(line.get((i + 1) * 48).copied())
                .collect();
            let width = 34.0 - 2.2 * i as f32;
            let bark = ribbon(&overlap, |t| width - 2.2 * t);
            self.pane(&bark, srgb([0x7a4a22, 0x9a6530, 0x5f3a20][i % 3]));
            self.trace(piece, 3.0);
        }
        for &[x, y, dx, dy] in [
            300.0, 836.0, -70.0, 95.0, 215.0, 790.0, -105.0, 30.0, 150.0, 730.0, -10.0, -120.0,
            840.0, 846.0, 60.0, 95.0, 890.0, 822.0, -20.0, -110.0, 130.0, 700.0, -70.0, -60.0,
        ]
        .as_chunks()
        .0
        {
            let (base, tip) = (Vec2::new(x, y), Vec2::new(x + dx, y + dy));
            self.pane(
                &leaf(base, tip, 0.24, 0.12),
                srgb(if dx > 0.0 { 0xa9bf3f } else { 0x6fa845 }),
            );
            self.trace(&vein(base, tip, 0.12), 3.0);
        }
    }

    fn iris(&mut self, at: Vec2, size: f32) {
        let petals = [
            (-2.6, 128.0, 0x5b3fa8),
            (-0.54, 128.0, 0x6d4fc0),
            (-2.0, 122.0, 0x8f78d8),
            (-1.14, 122.0, 0x8f78d8),
            (-1.57, 140.0, 0xb39be6),
            (2.55, 150.0, 0x4a2f98),
            (0.6, 150.0, 0x4a2f98),
            (1.57, 158.0, 0x5b3fb0),
        ];
        for (angle, reach, hue) in petals {
            let tip = at + Vec2::from_angle(angle) * reach * size;
            self.pane(&leaf(at, tip, 0.27, 0.05), srgb(hue));
            for fan in [-0.16, -0.08, 0.0, 0.08, 0.16] {
                let tip = at + Vec2::from_angle(angle + fan * 1.4) * reach * size * 0.84;
                self.trace(&vein(at, tip, fan * 0.6), 2.2);
            }
        }
        for angle in [2.55f32, 0.6, 1.57] {
            let tip = at + Vec2::from_angle(angle) * 66.0 * size;
            self.pane(&leaf(at, tip, 0.2, 0.0), srgb(0xf4c230));
        }
        self.pane(&ellipse(at, Vec2::splat(17.0 * size), 0.0), srgb(0xe98a24));
    }

    /// Panes of ruby and amber round the picture, with squares at the corners.
    fn border(&mut self) {
        let (w, h, band) = (WIDTH as f32, HEIGHT as f32, 46.0);
        let hues = [0xa01830, 0xe0a02c, 0x8c1428, 0xd07a20];
        for (side, count) in [(w, 10), (h, 14)] {
            for i in 0..count {
                let (from, to) = (
                    side * i as f32 / count as f32,
                    side * (i + 1) as f32 / count as f32,
                );
                for near in [true, false] {
                    let (top, left) = if near {
                        (0.0, 0.0)
                    } else {
                        (h - band, w - band)
                    };
                    let corners = if side == w {
                        [from, top, to, top, to, top + band, from, top + band]
                    } else {
                        [left, from, left + band, from, left + band, to, left, to]
                    };
                    self.pane(&points(&corners), srgb(hues[(i + usize::from(near)) % 4]));
                }
            }
        }
        for x in [0.0, w - band] {
            for y in [0.0, h - band] {
                let corners = [x, y, x + band, y, x + band, y + band, x, y + band];
                self.pane(&points(&corners), srgb(0x2f6fb8));
            }
        }
    }
}
