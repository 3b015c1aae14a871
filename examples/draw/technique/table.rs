//! A watercolourist's table: the sheet, masking fluid, blots and spatter.

use crate::canvas::{Colour, Field};
use crate::noise::{Noise, Random, step};
use crate::technique::ink::Sheet;
use crate::technique::wash::{Wash, distance};
use glam::{Vec2, vec2};
use std::f32::consts::TAU;

/// What the picture is painted with: the sheet, the masking fluid on it, and chance.
pub struct Table {
    pub sheet: Sheet,
    pub masked: Field,
    pub noise: Noise,
    pub random: Random,
}

impl Table {
    /// A table with an untouched sheet of paper of a `grain`.
    pub fn new(grain: Field, paper: Colour, seed: u64) -> Self {
        let (width, height) = (grain.width, grain.height);
        Self {
            sheet: Sheet::new(grain, paper),
            masked: Field::filled(width, height, 0.0),
            noise: Noise::fractal(43, 3),
            random: Random::new(seed),
        }
    }

    /// Lays a wash inside an outline.
    pub fn lay(&mut self, wash: Wash, outline: &[Vec2]) {
        wash.lay(&mut self.sheet, &self.masked, outline, &self.noise);
    }

    /// Keeps the inside of the outlines as they are until `unmask`.
    pub fn mask(&mut self, outlines: &[Vec<Vec2>], strength: f32) {
        let noise = &self.noise;
        for outline in outlines {
            let low = outline.iter().fold(Vec2::MAX, |a, &b| a.min(b)) - 6.0;
            let high = outline.iter().fold(Vec2::MIN, |a, &b| a.max(b)) + 6.0;
            self.masked = self.masked.map(|old, p| {
                let near = p.cmpgt(low).all() && p.cmplt(high).all();
                let away = |p| distance(outline, p) + 3.0 * noise.at(p / 35.0);
                if near {
                    old.max(strength * step(0.8, -0.8, away(p)))
                } else {
                    old
                }
            });
        }
    }

    /// Takes all masking fluid off.
    pub fn unmask(&mut self) {
        self.masked.cells.fill(0.0);
    }

    /// A loose blot around `centre`.
    pub fn blot(&mut self, centre: Vec2, size: Vec2) -> Vec<Vec2> {
        let stretch: Vec<f32> = (0..14).map(|_| self.random.between(0.65, 1.25)).collect();
        let corner =
            |(i, s): (usize, &f32)| centre + size * *s * Vec2::from_angle(i as f32 / 14.0 * TAU);
        stretch.iter().enumerate().map(corner).collect()
    }

    /// Spatter of a colour around a point.
    pub fn spatter(
        &mut self,
        centre: Vec2,
        spread: f32,
        count: usize,
        colour: Colour,
        largest: f32,
    ) {
        for _ in 0..count {
            let off = vec2(self.random.normal(), self.random.normal()) * spread;
            let size = self.random.between(0.15, 1.0).powi(3) * largest + 1.2;
            let drop = self.blot(centre + off, Vec2::splat(size));
            self.lay(
                Wash {
                    ragged: 0.5,
                    ..Wash::dry(colour, 0.8)
                },
                &drop,
            );
        }
    }
}
