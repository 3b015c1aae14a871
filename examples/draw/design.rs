//! A subject as numbered pieces laid over each other, for glass, stone, cloth and paper.

use crate::canvas::{Field, Grid};
use crate::distance::distance;
use crate::outline::ribbon;
use crate::plate::polygon;
use glam::Vec2;
use tiny_skia::{FillRule, Mask, Transform};

/// Which piece every pixel shows, and what each piece is. Outlines are given in units of `scale`
/// pixels.
pub struct Design<T> {
    /// Index into `pieces`.
    pub labels: Grid<u16>,
    pub pieces: Vec<T>,
    pub scale: f32,
}

impl<T: Copy + Send + Sync> Design<T> {
    /// A design of one piece of `width` x `height` units.
    pub fn new(width: usize, height: usize, scale: usize, ground: T) -> Self {
        Self {
            labels: Grid::filled(width * scale, height * scale, 0),
            pieces: vec![ground],
            scale: scale as f32,
        }
    }

    /// Lays a new piece over what is there.
    pub fn lay(&mut self, outline: &[Vec2], piece: T) {
        let label = self.pieces.len() as u16;
        self.pieces.push(piece);
        let (w, h) = (self.labels.width as u32, self.labels.height as u32);
        if let (Some(mut mask), Some(path)) = (Mask::new(w, h), polygon(outline)) {
            let zoom = Transform::from_scale(self.scale, self.scale);
            mask.fill_path(&path, FillRule::Winding, true, zoom);
            let bounds = path.bounds();
            let row = |y: f32| ((y * self.scale).max(0.0) as usize).min(h as usize) * w as usize;
            let rows = row(bounds.top())..row(bounds.bottom() + 2.0);
            for (cell, &byte) in self.labels.cells[rows.clone()]
                .iter_mut()
                .zip(&mask.data()[rows])
            {
                if byte > 127 {
                    *cell = label;
                }
            }
        }
    }

    /// Lays a line as wide as `width(t)` as one piece.
    pub fn line(&mut self, line: &[Vec2], piece: T, width: impl Fn(f32) -> f32) {
        self.lay(&ribbon(line, width), piece);
    }

    /// What lies at `p`, in pixels.
    pub fn at(&self, p: Vec2) -> T {
        self.pieces[usize::from(self.labels.at(p))]
    }

    /// Distance of every pixel from the nearest seam between two pieces, in units.
    pub fn to_seams(&self) -> Field {
        let labels = &self.labels;
        let seam = labels.map(|label, p| {
            let steps = [Vec2::X, Vec2::NEG_X, Vec2::Y, Vec2::NEG_Y];
            steps.iter().any(|&step| labels.at(p + step) != label)
        });
        let scale = self.scale;
        distance(&seam, |on| on).map(|d, _| d / scale)
    }

    /// Distance of every pixel from the nearest point where three pieces meet, in units.
    pub fn to_joints(&self) -> Field {
        let labels = &self.labels;
        let joint = labels.map(|label, p| {
            let around = [Vec2::X, Vec2::Y, Vec2::ONE].map(|step| labels.at(p + step * 2.0));
            let others = around.iter().filter(|&&other| other != label);
            others.clone().count() > 1 && others.clone().any(|&a| others.clone().any(|&b| a != b))
        });
        let scale = self.scale;
        distance(&joint, |on| on).map(|d, _| d / scale)
    }
}
