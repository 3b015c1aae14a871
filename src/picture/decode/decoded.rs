//! What decoders hand on.

use crate::{
    fault::PictureWarning as Warning,
    picture::{Metadata, colour},
};

/// What a decoder hands on: as it stands in the file, in the file's own colours.
pub struct Decoded {
    pub width: usize,
    pub height: usize,
    pub colours: Colours,
    /// Straight.
    pub alpha: Option<Vec<f32>>,
    pub metadata: Metadata,
    /// What the file says of its colours where it has no profile.
    pub described: Option<colour::Described>,
    /// As EXIF counts them, if the format itself says it.
    pub orientation: Option<u8>,
    pub warnings: Vec<Warning>,
}

/// Colours of a file.
pub enum Colours {
    /// One value a pixel.
    Grey(Vec<f32>),
    /// Three values a pixel.
    Rgb(Vec<f32>),
    /// Three values a pixel, in sRGB already, whatever the profile says.
    Srgb(Vec<f32>),
}

/// Bytes as shares of 255.
pub fn from_u8(bytes: &[u8]) -> Vec<f32> {
    bytes.iter().map(|&v| f32::from(v) / 255.0).collect()
}
