//! Woodblock prints: one block a colour and a key block for the lines, printed on paper with the
//! grain of the plank and slightly out of register.

use crate::canvas::{Canvas, Colour, Field};
use crate::noise::{Noise, Random, step};
use crate::outline::ribbon;
use crate::plate::{Plate, filled};
use crate::technique::grain::Wood;
use crate::technique::hatch::Hatch;
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

    /// A shape in front of all before it, left standing on the key block too: black until gouged.
    pub fn black(&mut self, outline: &[Vec2], ink: Option<usize>) {
        self.shape(outline, ink);
        self.plates[0].fill(outline);
    }

    /// Takes cuts out of the key block alone, so that they show the colour under it.
    pub fn gouge(&mut self, cuts: impl IntoIterator<Item = Vec<Vec2>>) {
        let mut gone = Plate::new(self.width, self.height);
        for cut in cuts {
            gone.fill(&cut);
        }
        self.plates[0].take(&gone);
    }

    /// A black shape lit by rows of gouge cuts `pitch` apart along `flow`; `light` is the share
    /// they take, 0 to 1.
    pub fn gouged(
        &mut self,
        (outline, ink): (&[Vec2], Option<usize>),
        pitch: f32,
        light: impl Fn(Vec2) -> f32,
        flow: impl Fn(Vec2) -> Vec2,
        random: &mut Random,
    ) {
        self.black(outline, ink);
        let inside = filled(self.width, self.height, outline);
        let hatch = Hatch {
            width: self.width,
            height: self.height,
            spacing: pitch,
            length: 40.0 * pitch,
            direction: &|p| flow(p).normalize_or(Vec2::X),
            inside: &|p| inside.at(p) > 0.5,
        };
        let rows = hatch.lines(random);
        let mut cuts = Vec::new();
        for cut in rows.iter().flat_map(|row| pushes(row, pitch, random)) {
            let wide = pitch * light(cut[cut.len() / 2]);
            cuts.push(ribbon(&cut, |t| wide * gouge_mark(t)));
        }
        self.gouge(cuts);
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
                let rubbed = 0.25 * patch.at(p / 90.0) + 0.08 * patch.at(p / 5.0);
                let baren = if i == 0 {
                    0.98 + 0.5 * rubbed
                } else {
                    0.9 + rubbed
                };
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

/// A row cut in single pushes of the gouge, with a bridge of wood between them.
fn pushes(row: &[Vec2], pitch: f32, random: &mut Random) -> Vec<Vec<Vec2>> {
    let stride = row.windows(2).next().map_or(1.0, |p| p[0].distance(p[1]));
    let (mut pieces, mut from) = (Vec::new(), 0);
    while from + 3 < row.len() {
        let long = (random.between(5.0, 13.0) * pitch / stride) as usize;
        let to = (from + long.max(3)).min(row.len());
        pieces.push(row[from..to].to_vec());
        from = to + (0.3 * pitch / stride) as usize;
    }
    pieces
}

/// Width of a cut along its way: the gouge dives in slowly and is flicked out.
pub fn gouge_mark(t: f32) -> f32 {
    step(0.0, 0.45, t).max(0.12) * step(1.0, 0.86, t).max(0.1)
}
