//! Picture files out, with profile, metadata and recipe.

use super::{
    Credit, Keep, Metadata, Picture, Resolution, Stamp, colour,
    formats::{Depth, Extras, Format, LONGEST_PACKET, Pixels, Profile, jpeg, png, tiff, webp},
    save::{write_atomically, write_new},
    watch::{ENCODED, READY, Watch},
    xmp,
};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, path::Path};

/// What shows where a picture is transparent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Background {
    /// White, as paper.
    White,
    /// Middle grey.
    Grey,
    /// Black.
    Black,
}

impl Background {
    /// Its sRGB-encoded grey, 0 to 1.
    fn level(self) -> f32 {
        match self {
            Self::White => 1.0,
            Self::Grey => 0.5,
            Self::Black => 0.0,
        }
    }
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    /// Of JPEG, 1 to 100.
    pub quality: u8,
    /// Bits a channel.
    pub depth: Depth,
    /// How much of the source's metadata is carried on.
    pub keep: Keep,
    /// What transparent areas are blended onto. `None` keeps them, in JPEG, which cannot, on white.
    pub background: Option<Background>,
    /// Pixels on 2.54 centimetres of paper; as many as the photograph says if `None`.
    pub dpi: Option<u16>,
}

impl Default for ExportOptions {
    fn default() -> Self {
        Self {
            quality: 92,
            depth: Depth::Eight,
            keep: Keep::Copyright,
            background: None,
            dpi: None,
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

    /// [`ExportOptions::check`], and whether `format` holds pictures of a size: to be asked before the hours of
    /// painting.
    ///
    /// # Errors
    /// If `format` cannot hold what is asked for.
    pub fn check_size(
        &self,
        format: Format,
        (width, height): (usize, usize),
        path: &Path,
    ) -> Result<()> {
        self.check(format, path)?;
        let most = format.longest();
        if width.max(height) > most {
            return Err(Error::Encode {
                path: path.to_owned(),
                reason: format!("a picture of this format has at most {most} pixels a side"),
                remedy: "choose a smaller size, or end the name in .png or .tif",
            });
        }
        let bytes = match self.depth {
            Depth::Eight => 4,
            Depth::Sixteen => 8,
        };
        if format == Format::Tiff && width as u64 * height as u64 * bytes > 0xFFF0_0000 {
            return Err(Error::Encode {
                path: path.to_owned(),
                reason: "a TIFF has at most 4 GiB".to_owned(),
                remedy: "choose a smaller size or 8 bits, or end the name in .png",
            });
        }
        Ok(())
    }

    /// Whether `format` has room for what is written about a picture's making, of which `later` bytes are not
    /// known yet: to be asked before the hours of painting.
    ///
    /// # Errors
    /// If it has not.
    pub fn check_stamp(
        &self,
        format: Format,
        stamp: &Stamp,
        source: &Metadata,
        later: usize,
        path: &Path,
    ) -> Result<()> {
        let credit = source.credit().and(&stamp.credit);
        let packet = xmp::packet(stamp, source, self.keep, &credit).len() + later;
        if format == Format::Jpeg && packet > LONGEST_PACKET {
            return Err(Error::Encode {
                path: path.to_owned(),
                reason: "its recipe is longer than a JPEG can carry".to_owned(),
                remedy: "end the name in .png, .webp or .tif, or leave the recipe out",
            });
        }
        Ok(())
    }
}

/// Writes `picture` to `path` in the format of its ending, atomically.
///
/// The picture's profile is the photograph's own, if colours can be converted into it, and sRGB otherwise.
///
/// # Errors
/// If the format cannot hold what is asked for, or the file cannot be written.
pub fn export(
    picture: &Picture,
    path: &Path,
    options: &ExportOptions,
    stamp: &Stamp,
) -> Result<()> {
    export_watched(picture, path, options, stamp, true, &Watch::default()).map(|_| ())
}

/// [`export`] that can be looked at and stopped; returns whether the file was written. A file of that name
/// is replaced only if `replace`.
///
/// # Errors
/// As [`export`], and if there is a file that must not be replaced.
pub fn export_watched(
    picture: &Picture,
    path: &Path,
    options: &ExportOptions,
    stamp: &Stamp,
    replace: bool,
    watch: &Watch,
) -> Result<bool> {
    let bytes = encode(picture, path, options, stamp, watch);
    if watch.is_stopped() {
        return Ok(false);
    }
    if replace {
        write_atomically(path, &bytes?)?;
    } else {
        write_new(path, &bytes?)?;
    }
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
    options.check_size(format, (picture.width, picture.height), path)?;
    let mut rgb = Cow::Borrowed(&picture.rgb);
    let mut alpha = picture.alpha.as_deref();
    if let Some(background) = options.background
        && let Some(alpha) = alpha.take()
    {
        let level = background.level();
        for (pixel, &alpha) in rgb.to_mut().chunks_exact_mut(3).zip(alpha) {
            pixel
                .iter_mut()
                .for_each(|v| *v = *v * alpha + level * (1.0 - alpha));
        }
    }
    let dpi = options.dpi.map(f64::from);
    let metadata = &Metadata {
        resolution: dpi
            .and_then(|dpi| Resolution::new(dpi, dpi))
            .or(picture.metadata.resolution),
        ..picture.metadata.clone()
    };
    let own = metadata
        .icc
        .as_ref()
        .filter(|icc| colour::is_two_way(icc) && colour::from_srgb(rgb.to_mut(), icc))
        .and_then(|icc| colour::mended(icc));
    let credit = match options.keep {
        Keep::None => Credit::default(),
        _ => metadata.credit(),
    };
    let credit = credit.and(&stamp.credit);
    let extras = Extras {
        profile: own.map_or(Profile::Srgb, Profile::Own),
        fields: metadata.fields(options.keep, &credit),
        xmp: xmp::packet(stamp, metadata, options.keep, &credit),
        recipe: stamp.recipe.clone().filter(|_| options.keep != Keep::None),
        resolution: metadata.resolution,
    };
    let pixels = Pixels {
        width: picture.width as u32,
        height: picture.height as u32,
        rgb: &rgb,
        // JPEG has no alpha: what was transparent is blended onto white, as on paper.
        alpha,
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
                export_watched(&picture, &path, &options, &stamp, true, watch).expect("no error")
            };
            let stopped = Watch::default();
            stopped.stop();
            assert!(!save(&stopped) && !path.exists(), "{ending}");
            let watch = Watch::default();
            assert!(save(&watch) && path.exists(), "{ending}");
            assert_eq!(watch.share(), ENCODED);
            let (options, stamp) = (ExportOptions::default(), Stamp::default());
            let again = export_watched(&picture, &path, &options, &stamp, false, &watch);
            assert!(again.is_err(), "nothing is replaced unasked");
        }
    }

    #[test]
    fn transparent_areas_stay_or_are_blended_onto_the_background() {
        let folder = tempfile::tempdir().expect("folder");
        let mut picture = Picture::from_rgb(2, 1, vec![0.2; 6]);
        picture.alpha = Some(vec![0.0, 1.0]);
        let saved = |name: &str, background| {
            let path = folder.path().join(name);
            let options = ExportOptions {
                background,
                ..ExportOptions::default()
            };
            export(&picture, &path, &options, &Stamp::default()).expect("saved");
            crate::picture::load(&path, Default::default()).expect("a picture")
        };
        assert!(saved("kept.png", None).alpha.is_some());
        for (background, level) in [
            (Background::White, 1.0),
            (Background::Grey, 0.5),
            (Background::Black, 0.0),
        ] {
            let flat = saved("flat.png", Some(background));
            assert_eq!(flat.alpha, None);
            assert!((flat.rgb[0] - level).abs() < 0.01, "{:?}", flat.rgb);
            assert!((flat.rgb[3] - 0.2).abs() < 0.01, "{:?}", flat.rgb);
        }
    }
}
