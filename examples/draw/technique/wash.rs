//! Transparent watercolour: pools of pigment that dry with dark rims, settle in the grain of the
//! paper, run into each other and bloom.

use crate::canvas::{Colour, Field};
use crate::noise::{Noise, Random, step};
use crate::technique::ink::Sheet;
use glam::{Vec2, Vec3};
use rayon::prelude::*;
use std::f32::consts::TAU;

/// How a pool of colour was mixed and dried; lengths are pixels.
#[derive(Clone, Copy, Debug)]
pub struct Wash {
    pub pigment: Colour,
    /// A second pigment dropped in while wet, where, and how far it ran.
    pub charge: (Colour, Vec2, f32),
    /// Strength: at 1 white paper looks like the pigment.
    pub density: f32,
    /// How much pigment gathered at the edge.
    pub rim: f32,
    /// Width over which the edge fades: about 1 on dry paper, much more on wet.
    pub soft: f32,
    /// How far the edge strays from its outline.
    pub ragged: f32,
    /// How much pigment settles in the hollows of the paper.
    pub granulation: f32,
    /// A drop of clean water that pushed pigment aside: where and how far.
    pub bloom: Option<(Vec2, f32)>,
}

impl Wash {
    /// A crisp wash on dry paper.
    pub fn dry(pigment: Colour, density: f32) -> Self {
        Self {
            pigment,
            charge: (pigment, Vec2::ZERO, 1.0),
            density,
            rim: 1.3,
            soft: 0.9,
            ragged: 3.0,
            granulation: 0.8,
            bloom: None,
        }
    }

    /// A wash on wet paper that has no firm edge.
    pub fn wet(pigment: Colour, density: f32, soft: f32) -> Self {
        Self {
            rim: 0.12,
            soft,
            ragged: soft * 1.2,
            ..Self::dry(pigment, density)
        }
    }

    /// The same with another pigment dropped in.
    pub fn charged(self, pigment: Colour, at: Vec2, reach: f32) -> Self {
        Self {
            charge: (pigment, at, reach),
            ..self
        }
    }

    /// Pigment left at `p`, `distance` from the outline (negative inside), as density and share
    /// of the second pigment.
    fn settle(&self, noise: &Noise, grain: f32, p: Vec2, distance: f32) -> (f32, f32) {
        let stray = noise.at(p / (self.ragged * 9.0 + 8.0)) + 0.4 * noise.at(p / 7.0);
        let inner = -distance - self.ragged * stray;
        let body = step(-self.soft, self.soft, inner);
        if body <= 0.0 {
            return (0.0, 0.0);
        }
        let rim = self.rim * ((-inner.abs() / 3.0).exp() - 0.2 * (-inner.abs() / 14.0).exp());
        let flow = 1.0 + 0.38 * noise.at(p / 75.0) + 0.16 * noise.at(p / 21.0);
        let mut density = self.density * body * (flow + rim).max(0.1);
        if let Some((at, reach)) = self.bloom {
            let way = (p - at).normalize_or_zero();
            let lobes =
                1.0 + 0.3 * noise.at(at / 9.0 + way * 1.6) + 0.16 * noise.at(at + way * 5.0);
            let q = p.distance(at) / (reach * lobes);
            let crest = (-((q - 1.0) * reach / 4.0).powi(2)).exp();
            density *= 0.5 + 0.5 * step(0.55, 1.04, q) + 0.75 * crest * step(1.06, 1.0, q);
        }
        density *= 1.0 + self.granulation * (0.5 - grain) * 2.2;
        let (_, at, reach) = self.charge;
        let ran = (p.distance(at) / reach) * (1.0 + 0.45 * noise.at(p / 26.0));
        (density.max(0.0), (-ran * ran).exp())
    }

    /// Lays the wash inside `outline`; where `masked` is 1 the paper stays as it is.
    pub fn lay(&self, sheet: &mut Sheet, masked: &Field, outline: &[Vec2], noise: &Noise) {
        let reach = Vec2::splat(self.soft + self.ragged * 1.6 + 2.0);
        let low = outline.iter().fold(Vec2::MAX, |a, &b| a.min(b)) - reach;
        let high = outline.iter().fold(Vec2::MIN, |a, &b| a.max(b)) + reach;
        let filters = [self.pigment, self.charge.0].map(|c| c.max(Vec3::splat(0.004)).map(f32::ln));
        let (width, grain) = (sheet.canvas.width, &sheet.grain);
        let columns = low.x.max(0.0) as usize..(high.x.max(0.0) as usize).min(width);
        let rows = sheet.canvas.cells.par_chunks_mut(width).enumerate();
        rows.for_each(|(y, row)| {
            let y = y as f32 + 0.5;
            if y < low.y || y > high.y {
                return;
            }
            for x in columns.clone() {
                let p = Vec2::new(x as f32 + 0.5, y);
                let bare = 1.0 - masked.at(p);
                if bare > 0.0 {
                    let away = distance(outline, p);
                    let (density, second) = self.settle(noise, grain.at(p), p, away);
                    row[x] *= (filters[0].lerp(filters[1], second) * density * bare).exp();
                }
            }
        });
    }
}

/// Distance of `p` to a closed polygon, negative inside.
pub fn distance(outline: &[Vec2], p: Vec2) -> f32 {
    let (mut nearest, mut inside) = (f32::MAX, false);
    for (i, &a) in outline.iter().enumerate() {
        let b = outline[(i + 1) % outline.len()];
        let (side, from) = (b - a, p - a);
        let along = (from.dot(side) / side.length_squared().max(1e-6)).clamp(0.0, 1.0);
        nearest = nearest.min(from.distance_squared(side * along));
        if (a.y > p.y) != (b.y > p.y) && from.x < side.x * from.y / side.y {
            inside = !inside;
        }
    }
    nearest.sqrt() * if inside { -1.0 } else { 1.0 }
}

/// A petal or leaf from `root` towards `way` (its length), `wide` at its widest place `belly`
/// (0 to 1 of the way), its edge waved by `wave`.
pub fn petal(
    root: Vec2,
    way: Vec2,
    wide: f32,
    belly: f32,
    wave: f32,
    random: &mut Random,
) -> Vec<Vec2> {
    let (side, phase) = (way.perp().normalize_or_zero(), random.between(0.0, TAU));
    let power = 0.5_f32.ln() / belly.clamp(0.1, 0.9).ln();
    let bend = random.normal() * 0.12 * wide;
    let edge = |i: usize| {
        let turn = i as f32 / 28.0 * TAU;
        let t = 0.5 - 0.5 * turn.cos();
        let swell = (std::f32::consts::PI * t.powf(power))
            .sin()
            .max(0.0)
            .powf(0.75);
        let wavy = 1.0 + wave * ((turn * 5.0 + phase).sin() + 0.6 * (turn * 9.0 - phase).sin());
        let end = 1.0 + wave * 0.5 * (turn * 7.0 + phase).sin() * t;
        let bow = bend * (std::f32::consts::PI * t).sin();
        root + way * t * end + side * (turn.sin().signum() * swell * wide * 0.5 * wavy + bow)
    };
    (0..28).map(edge).collect()
}
