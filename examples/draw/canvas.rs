//! What everything is drawn on: a picture in linear light, and coverage.

use glam::{Vec2, Vec3};
use rayon::prelude::*;

/// A colour in linear light, 0 to 1 a channel.
pub type Colour = Vec3;

/// The colour of `0xRRGGBB` in sRGB.
pub fn srgb(hex: u32) -> Colour {
    let channel = |shift: u32| decode(((hex >> shift) & 255) as f32 / 255.0);
    Vec3::new(channel(16), channel(8), channel(0))
}

/// Linear light of an sRGB-encoded value (IEC 61966-2-1).
pub fn decode(v: f32) -> f32 {
    if v <= 0.04045 {
        v / 12.92
    } else {
        ((v + 0.055) / 1.055).powf(2.4)
    }
}

/// sRGB encoding of a value in linear light.
pub fn encode(v: f32) -> f32 {
    let v = v.clamp(0.0, 1.0);
    if v <= 0.003_130_8 {
        v * 12.92
    } else {
        1.055 * v.powf(1.0 / 2.4) - 0.055
    }
}

/// Values on a grid of pixels, row by row.
#[derive(Clone, Debug)]
pub struct Grid<T> {
    pub width: usize,
    pub height: usize,
    pub cells: Vec<T>,
}

/// A picture in linear light.
pub type Canvas = Grid<Colour>;

/// Coverage or height, one number a pixel.
pub type Field = Grid<f32>;

impl<T: Copy + Send + Sync> Grid<T> {
    /// A grid of one value.
    pub fn filled(width: usize, height: usize, value: T) -> Self {
        Self {
            width,
            height,
            cells: vec![value; width * height],
        }
    }

    /// A grid of `f(pixel centre)`, in pixels, computed in parallel.
    pub fn from_fn(width: usize, height: usize, f: impl Fn(Vec2) -> T + Sync) -> Self {
        let cells = (0..width * height).into_par_iter().map(|i| {
            let (x, y) = (i % width, i / width);
            f(Vec2::new(x as f32 + 0.5, y as f32 + 0.5))
        });
        Self {
            width,
            height,
            cells: cells.collect(),
        }
    }

    /// Width and height in pixels.
    pub fn size(&self) -> Vec2 {
        Vec2::new(self.width as f32, self.height as f32)
    }

    /// The value of the pixel that holds `p`; the nearest one outside.
    pub fn at(&self, p: Vec2) -> T {
        let x = (p.x.max(0.0) as usize).min(self.width - 1);
        let y = (p.y.max(0.0) as usize).min(self.height - 1);
        self.cells[y * self.width + x]
    }

    /// The value of a pixel, mutable; none outside.
    pub fn get_mut(&mut self, x: i32, y: i32) -> Option<&mut T> {
        let inside = x >= 0 && y >= 0 && (x as usize) < self.width && (y as usize) < self.height;
        inside.then(|| &mut self.cells[y as usize * self.width + x as usize])
    }

    /// A grid of `f(value, pixel centre)`.
    pub fn map<U: Copy + Send + Sync>(&self, f: impl Fn(T, Vec2) -> U + Sync) -> Grid<U> {
        Grid::from_fn(self.width, self.height, |p| f(self.at(p), p))
    }
}

impl Canvas {
    /// Lays `colour` over the picture where `coverage` is, weighted by it.
    pub fn lay(&mut self, coverage: &Field, colour: impl Fn(Vec2) -> Colour + Sync) {
        let width = self.width;
        let cells = self.cells.par_iter_mut().zip(&coverage.cells);
        cells.enumerate().for_each(|(i, (cell, &amount))| {
            if amount > 0.0 {
                let p = Vec2::new((i % width) as f32 + 0.5, (i / width) as f32 + 0.5);
                *cell = cell.lerp(colour(p), amount.min(1.0));
            }
        });
    }

    /// The same picture at another size: means of source pixels, so only for shrinking by whole
    /// factors (draw larger, then shrink, against jagged edges).
    pub fn shrunk(&self, factor: usize) -> Self {
        let (w, h) = (self.width / factor, self.height / factor);
        let area = (factor * factor) as f32;
        Self::from_fn(w, h, |p| {
            let (x, y) = (p.x as usize * factor, p.y as usize * factor);
            let rows = (y..y + factor).map(|y| &self.cells[y * self.width + x..][..factor]);
            rows.flatten().sum::<Vec3>() / area
        })
    }

    /// sRGB bytes, interleaved.
    pub fn bytes(&self) -> Vec<u8> {
        let encode = |c: &Vec3| c.to_array().map(|v| (encode(v) * 255.0).round() as u8);
        self.cells.iter().flat_map(encode).collect()
    }
}
