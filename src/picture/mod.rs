//! Pictures: files in, files out, colour, metadata, resizing. No networks.
//!
//! A [`Picture`] is what the rest of the program works on: upright, straight alpha kept aside,
//! colours as sRGB-encoded floats. Source files are only ever read.

mod colour;
mod crop;
mod decode;
mod detail;
mod embedded_recipe;
mod encode;
mod enlarge;
mod formats;
mod grid;
mod measure;
mod metadata;
mod moving;
mod planes;
mod resize;
mod save;
mod tone;
mod watch;
mod xmp;

pub use crate::fault::PictureWarning;
pub use colour::{ColourStatistics, match_statistics, take_chroma};
pub use crop::Crop;
pub use decode::{DecodeLimits, check_start, decode, load, read_file};
pub use detail::detail;
pub use embedded_recipe::{recipe_in, recipe_in_bytes};
pub use encode::{Background, ExportOptions, encode, export, export_watched};
pub use enlarge::{Enlarged, Part, mirrored};
pub use formats::{Depth, Format};
pub use grid::grid;
pub use measure::{Measures, measure};
pub use metadata::{Credit, Keep, Metadata, Resolution};
pub use moving::export_moving;
pub use planes::{Planes, reach_of};
pub use resize::{at_most, fit_long_side, resize, resize_values};
pub use save::{exit_now, write_atomically, write_new};
pub use tone::{LUMA, Tone};
pub use watch::Watch;
pub use xmp::Stamp;

use std::borrow::Cow;

/// An upright picture in memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Width in pixels, at least 1.
    pub width: usize,
    /// Height in pixels, at least 1.
    pub height: usize,
    /// Interleaved RGB, sRGB-encoded, 0 to 1, and beyond for colours outside sRGB's gamut; `width * height * 3`
    /// values.
    pub rgb: Vec<f32>,
    /// Straight (not premultiplied) coverage, 0 to 1, `width * height` values, if the file had any.
    pub alpha: Option<Vec<f32>>,
    /// What the file said about itself.
    pub metadata: Metadata,
    /// What is to be said of the file before its picture is trusted.
    pub warnings: Vec<PictureWarning>,
}

impl Picture {
    /// A picture without alpha and metadata from interleaved sRGB floats.
    ///
    /// # Panics
    /// If `rgb` does not hold `width * height * 3` values.
    pub fn from_rgb(width: usize, height: usize, rgb: Vec<f32>) -> Self {
        assert_eq!(rgb.len(), width * height * 3, "three values a pixel");
        Self {
            width,
            height,
            rgb,
            alpha: None,
            metadata: Metadata::default(),
            warnings: Vec::new(),
        }
    }

    /// The longer of width and height.
    pub fn long_side(&self) -> usize {
        self.width.max(self.height)
    }

    /// Bytes that its pixels take.
    pub fn bytes(&self) -> usize {
        let alpha = self.alpha.as_ref().map_or(0, Vec::len);
        (self.rgb.len() + alpha) * size_of::<f32>()
    }

    /// Straight RGBA bytes, sRGB-encoded, for the screen and the clipboard.
    pub fn to_rgba8(&self) -> Vec<u8> {
        let byte = |value: f32| (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
        let alpha = |i: usize| self.alpha.as_ref().map_or(255, |alpha| byte(alpha[i]));
        self.rgb
            .chunks_exact(3)
            .enumerate()
            .flat_map(|(i, p)| [byte(p[0]), byte(p[1]), byte(p[2]), alpha(i)])
            .collect()
    }

    /// The colours that a network sees: transparent areas blended onto mid-grey, so that
    /// invisible garbage colours do not become part of the painting.
    pub fn matte(&self) -> Cow<'_, [f32]> {
        if self.alpha.is_none() {
            return Cow::Borrowed(&self.rgb);
        }
        let pixels = 0..self.width * self.height;
        pixels.flat_map(|i| self.matte_at(i)).collect()
    }

    /// The colour of pixel `i`, counted in rows, as in [`Picture::matte`].
    pub fn matte_at(&self, i: usize) -> [f32; 3] {
        let pixel = [0, 1, 2].map(|channel| self.rgb[3 * i + channel]);
        match &self.alpha {
            None => pixel,
            Some(alpha) => pixel.map(|c| c * alpha[i] + 0.5 * (1.0 - alpha[i])),
        }
    }
}
