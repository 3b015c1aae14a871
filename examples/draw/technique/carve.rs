//! Woodblock prints: one block a colour and a key block for the lines, printed on paper with the
//! grain of the plank and slightly out of register.

use crate::canvas::{Canvas, Colour, Field};
use crate::noise::{Noise, Random, step};
use crate::plate::Plate;
use crate::technique::grain::Wood;
use glam::Vec2;

/// The blocks of one print. Block 0 is the key block.
pub struct Blocks {
    plates: Vec<Plate>,
    inks: Vec<Colour>,
    width: usize,
    height: usize,
}

impl Blocks {
    /// Blocks that print `inks`, the key block's first, all of them cleared.
    pub fn new(width: usize, height: usize, inks: &[Colour]) -> Self {
        Self {
            plates: inks.iter().map(|_| Plate::new(width, height)).collect(),
            inks: inks.to_vec(),
            width,
            height,
        }
    }

    /// A shape in front of all before it: cleared on every block, left standing on block `ink`;
    /// bare paper if that is none.
    pub fn shape(&mut self, outline: &[Vec2], ink: Option<usize>) {
        for plate in &mut self.plates {
            plate.cut(outline);
        }
        if let Some(ink) = ink {
            self.plates[ink].fill(outline);
        }
    }

    /// A shape printed over what is there.
    pub fn over(&mut self, outline: &[Vec2], ink: usize) {
        self.plates[ink].fill(outline);
    }

    /// A line on the key block, with the small unsteadiness of a knife.
    pub fn line(&mut self, line: &[Vec2], random: &mut Random, width: impl Fn(f32) -> f32) {
        let phase = random.between(0.0, 40.0);
        let length = line.len() as f32 * 3.0;
        let knife =
            |t: f32| 1.0 + 0.16 * (phase + t * length * 0.11).sin() * (t * length * 0.031).cos();
        self.plates[0].line(line, |t| 1.5 * width(t) * knife(t));
    }

    /// The closed outline of a shape as a line on the key block.
    pub fn contour(&mut self, outline: &[Vec2], random: &mut Random, thickness: f32) {
        let mut line = outline.to_vec();
        line.extend_from_slice(&outline[..outline.len().min(3)]);
        let beat = 1.0 + (outline.len() / 60) as f32;
        self.line(&line, random, |t| {
            thickness * (0.75 + 0.4 * (t * beat * 6.3).sin().abs())
        });
    }

    /// The print on `paper`; `fade` thins an ink (by block) at a point, as wiping the block does.
    pub fn print(
        &self,
        paper: &Canvas,
        fade: impl Fn(usize, Vec2) -> f32 + Sync,
        seed: u64,
    ) -> Canvas {
        let mut random = Random::new(seed);
        let mut canvas = paper.clone();
        for (i, plate) in self.plates.iter().enumerate().rev() {
            let wood = Wood::new(seed as i32 + i as i32 * 7);
            let patch = Noise::fractal(seed as i32 + 90 + i as i32, 3);
            let slip = match i {
                0 => Vec2::ZERO,
                _ => Vec2::new(random.normal(), random.normal()).clamp_length(1.2, 2.6),
            };
            let carved = plate.field();
            let coverage = Field::from_fn(self.width, self.height, |p| {
                let solid = wood.at(p);
                let baren = 0.9 + 0.25 * patch.at(p / 90.0) + 0.08 * patch.at(p / 5.0);
                let strength = if i == 0 {
                    0.9 + 0.1 * solid
                } else {
                    0.45 + 0.55 * solid
                };
                let ragged = step(0.22, 0.78, carved.at(p - slip) + 0.16 * patch.at(p / 2.2));
                (ragged * strength * baren.min(1.05) * fade(i, p)).clamp(0.0, 1.0)
            });
            let ink = self.inks[i];
            // Thin water-based ink: it filters the light of the paper under it.
            canvas = canvas.map(|under, p| {
                let amount = coverage.at(p);
                under.lerp(under * ink * 0.55 + ink * 0.45, amount)
            });
        }
        canvas
    }
}
