//! A plate to print from: coverage gathered shape by shape, each laid on or cut away.

use crate::canvas::Field;
use crate::outline::ribbon;
use glam::Vec2;
use tiny_skia::{FillRule, Mask, Path, PathBuilder, Transform};

/// Coverage in the making. It has an empty mask only when it has no area.
pub struct Plate {
    width: usize,
    height: usize,
    mask: Option<Mask>,
}

impl Plate {
    /// A plate that prints nothing yet.
    pub fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            mask: Mask::new(width as u32, height as u32),
        }
    }

    /// Adds the inside of an outline.
    pub fn fill(&mut self, outline: &[Vec2]) {
        if let (Some(mask), Some(path)) = (&mut self.mask, polygon(outline)) {
            mask.fill_path(&path, FillRule::Winding, true, Transform::identity());
        }
    }

    /// Takes the inside of an outline away.
    pub fn cut(&mut self, outline: &[Vec2]) {
        let mut knife = Self::new(self.width, self.height);
        knife.fill(outline);
        self.take(&knife);
    }

    /// Takes away what `cuts` covers.
    pub fn take(&mut self, cuts: &Self) {
        if let (Some(mask), Some(cuts)) = (&mut self.mask, &cuts.mask) {
            for (cell, &gone) in mask.data_mut().iter_mut().zip(cuts.data()) {
                *cell = (*cell).min(255 - gone);
            }
        }
    }

    /// Adds a line as wide as `width(t)`, `t` from 0 at its start to 1 at its end.
    pub fn line(&mut self, line: &[Vec2], width: impl Fn(f32) -> f32) {
        if line.len() > 1 {
            self.fill(&ribbon(line, width));
        }
    }

    /// The coverage gathered so far.
    pub fn field(&self) -> Field {
        let mut field = Field::filled(self.width, self.height, 0.0);
        if let Some(mask) = &self.mask {
            for (cell, &byte) in field.cells.iter_mut().zip(mask.data()) {
                *cell = f32::from(byte) / 255.0;
            }
        }
        field
    }
}

/// A closed polygon.
pub fn polygon(points: &[Vec2]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (i, p) in points.iter().enumerate() {
        if i == 0 {
            path.move_to(p.x, p.y);
        } else {
            path.line_to(p.x, p.y);
        }
    }
    path.close();
    path.finish()
}

/// Coverage of one filled outline.
pub fn filled(width: usize, height: usize, outline: &[Vec2]) -> Field {
    let mut plate = Plate::new(width, height);
    plate.fill(outline);
    plate.field()
}
