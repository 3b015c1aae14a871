//! Picture files out, with profile, metadata and recipe.

use super::{
    Keep, Picture, Stamp, colour,
    formats::{Depth, Extras, Format, Pixels, jpeg, png, tiff, webp},
    metadata::Metadata,
    save::write_atomically,
    watch::{ENCODED, READY, Watch},
    xmp,
};
use crate::error::{Error, Result};
use std::{borrow::Cow, path::Path};

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    /// Of JPEG, 1 to 100.
    pub quality: u8,
    /// Bits a channel.
    pub depth: Depth,
    /// How much of the source's metadata is carried on.
    pub keep: Keep,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self {
            quality: 92,
            depth: Depth::Eight,
            keep: Keep::Copyright,
        }
    }
}

impl ExportOptions {
    /// # Errors
    /// If `format` cannot hold what is asked for.
    pub fn check(&self, format: Format, path: &Path) -> Result<()> {
        if self.depth == Depth::Sixteen && matches!(format, Format::Jpeg | Format::WebP) {
            return Err(Error::Encode {
                path: path.to_owned(),
                reason: "this format holds 8 bits a channel only".to_owned(),
                remedy: "use --depth 8, or end the name in .png or .tif",
            });
        }
        Ok(())
    }
}

/// Writes `picture` to `path` in the format of its ending, atomically.
///
/// The picture's profile is the photograph's own, if that is an RGB profile, and sRGB otherwise.
///
/// # Errors
/// If the format cannot hold what is asked for, or the file cannot be written.
pub fn export(
    picture: &Picture,
    path: &Path,
    options: &ExportOptions,
    stamp: &Stamp,
) -> Result<()> {
    export_watched(picture, path, options, stamp, &Watch::default()).map(|_| ())
}

/// [`export`] that can be looked at and stopped; returns whether the file was written.
///
/// # Errors
/// As [`export`].
pub fn export_watched(
    picture: &Picture,
    path: &Path,
    options: &ExportOptions,
    stamp: &Stamp,
    watch: &Watch,
) -> Result<bool> {
    let bytes = encode(picture, path, options, stamp, watch);
    if watch.is_stopped() {
        return Ok(false);
    }
    write_atomically(path, &bytes?)?;
    Ok(true)
}

/// The file that [`export`] would write to `path`.
///
/// # Errors
/// If the format cannot hold what is asked for, or the watch was told to stop.
pub fn encode(
    picture: &Picture,
    path: &Path,
    options: &ExportOptions,
    stamp: &Stamp,
    watch: &Watch,
) -> Result<Vec<u8>> {
    let format = Format::of(path)?;
    options.check(format, path)?;
    let mut rgb = Cow::Borrowed(&picture.rgb);
    let own = picture
        .metadata
        .icc
        .as_ref()
        .filter(|icc| colour::is_rgb_profile(icc) && colour::from_srgb(rgb.to_mut(), icc));
    let extras = Extras {
        icc: own.cloned().or_else(colour::srgb_profile),
        exif: picture.metadata.exif_for_export(options.keep),
        xmp: xmp::packet(stamp, &picture.metadata, options.keep),
        recipe: stamp.recipe.clone().filter(|_| options.keep != Keep::None),
        credit: match options.keep {
            Keep::None => (None, None),
            _ => Metadata::credit(&picture.metadata),
        },
    };
    let pixels = Pixels {
        width: picture.width as u32,
        height: picture.height as u32,
        rgb: &rgb,
        // JPEG has no alpha: what was transparent is blended onto white, as on paper.
        alpha: picture.alpha.as_deref(),
    };
    let encoded = || {
        watch.reach(READY)?;
        let bytes = match format {
            Format::Png => png(&pixels, options.depth, &extras, watch),
            Format::Jpeg => jpeg(&pixels, options.quality, &extras),
            Format::WebP => webp(&pixels, &extras),
            Format::Tiff => tiff(&pixels, options.depth, &extras, watch),
        }?;
        watch.reach(ENCODED)?;
        Ok(bytes)
    };
    encoded().map_err(|reason| Error::Encode {
        path: path.to_owned(),
        reason,
        remedy: "choose another format or a smaller size",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_tells_how_far_it_is_and_can_be_stopped_before_anything_is_written() {
        let folder = tempfile::tempdir().expect("folder");
        let rgb = (0..3 * 90 * 70).map(|i| (i % 251) as f32 / 251.0).collect();
        let picture = Picture::from_rgb(90, 70, rgb);
        for ending in ["png", "jpg", "webp", "tif"] {
            let path = folder.path().join(format!("a.{ending}"));
            let save = |watch: &Watch| {
                let (options, stamp) = (ExportOptions::default(), Stamp::default());
                export_watched(&picture, &path, &options, &stamp, watch).expect("no error")
            };
            let stopped = Watch::default();
            stopped.stop();
            assert!(!save(&stopped) && !path.exists(), "{ending}");
            let watch = Watch::default();
            assert!(save(&watch) && path.exists(), "{ending}");
            assert_eq!(watch.share(), ENCODED);
        }
    }
}
