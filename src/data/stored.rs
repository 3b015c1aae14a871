//! Pictures in memory, to take crops from.

use crate::picture::{self, Picture};

/// A picture in memory; 8 bits are enough to train on and a quarter of the memory of floats.
#[derive(Clone)]
pub struct Stored {
    /// Pixels along a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    rgb: Vec<u8>,
}

impl Stored {
    /// Keeps `picture`.
    pub fn new(picture: &Picture) -> Self {
        Self {
            width: picture.width,
            height: picture.height,
            rgb: picture
                .rgb
                .iter()
                .map(|v| (v * 255.0).round() as u8)
                .collect(),
        }
    }

    /// The square of `side` pixels whose corner is at `left`, `top`.
    pub fn square(&self, left: usize, top: usize, side: usize) -> Picture {
        let mut rgb = Vec::with_capacity(side * side * 3);
        for y in top..top + side {
            let at = (y * self.width + left) * 3;
            let row = &self.rgb[at..at + 3 * side];
            rgb.extend(row.iter().map(|&v| f32::from(v) / 255.0));
        }
        Picture::from_rgb(side, side, rgb)
    }

    /// The whole picture as a square of `side` pixels, its proportions lost.
    pub fn small(&self, side: usize) -> Picture {
        let rgb = self.rgb.iter().map(|&v| f32::from(v) / 255.0).collect();
        let whole = Picture::from_rgb(self.width, self.height, rgb);
        picture::resize(&whole, side, side)
    }
}
