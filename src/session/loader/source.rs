//! Where pictures come from, and how one is read.

use crate::{
    compute::{Budget, Level},
    error::Result,
    picture::{self, DecodeLimits, Picture, at_most},
    session::{
        engine::Loaded,
        shelf::{self, read},
    },
    stylize::SourceRef,
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Longest side of a card.
pub const CARD: usize = 256;

/// Name of a picture from the clipboard, which has none.
pub const PASTED: &str = "pasted.png";

/// Name of the photograph of the first start.
pub const SAMPLE: &str = "lake.jpg";

/// Endings of the pictures that can be read.
pub const ENDINGS: [&str; 9] = [
    "png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp", "gif", "jfif",
];

/// Where a picture comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// A file inside the program.
    Embedded(&'static str, &'static [u8]),
    /// Straight RGBA from the clipboard.
    Pasted {
        /// Width in pixels.
        width: usize,
        /// Height in pixels.
        height: usize,
        /// Straight RGBA, sRGB-encoded.
        rgba: Arc<[u8]>,
    },
}

impl Source {
    /// The photograph of the first start.
    pub fn sample() -> Self {
        let lake = include_bytes!("../../../assets/samples/lake.jpg").as_slice();
        Self::Embedded(SAMPLE, lake)
    }
}

/// Two threads may read at the same time.
pub(super) fn limits() -> DecodeLimits {
    Budget::now().half().for_reading()
}

/// A picture as small as cards are.
pub(super) fn card(picture: &Picture) -> Level {
    let small = at_most(picture, CARD);
    Level {
        width: small.width,
        height: small.height,
        rgba: small.to_rgba8(),
    }
}

/// Reads a picture.
pub(super) fn load(source: &Source) -> Result<Loaded> {
    let (picture, source, path) = match source {
        Source::File(path) => {
            let (picture, source) = read(path, limits())?;
            (picture, source, Some(path.clone()))
        }
        Source::Embedded(name, bytes) => {
            let source = SourceRef {
                name: (*name).to_owned(),
                blake3: blake3::hash(bytes).to_string(),
                licence: Some(shelf::LICENCE.to_owned()),
            };
            (
                picture::decode(bytes, Path::new(name), limits())?,
                source,
                None,
            )
        }
        Source::Pasted {
            width,
            height,
            rgba,
        } => {
            let float = |byte: u8| f32::from(byte) / 255.0;
            let pixels = rgba.chunks_exact(4);
            let rgb = pixels.clone().flat_map(|p| [p[0], p[1], p[2]]).map(float);
            let mut picture = Picture::from_rgb(*width, *height, rgb.collect());
            if pixels.clone().any(|p| p[3] < 255) {
                picture.alpha = Some(pixels.map(|p| float(p[3])).collect());
            }
            let source = SourceRef {
                name: PASTED.to_owned(),
                blake3: blake3::hash(rgba).to_string(),
                licence: None,
            };
            (picture, source, None)
        }
    };
    Ok(Loaded {
        picture: Arc::new(picture),
        source,
        path,
    })
}
