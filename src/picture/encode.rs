//! Picture files out: PNG, JPEG, WebP (lossless) and TIFF, with profile, metadata and recipe.

use super::{Keep, Picture, Stamp, colour, metadata::Metadata, save::write_atomically, xmp};
use crate::error::{Error, Result};
use image::{
    ExtendedColorType, ImageEncoder, codecs::jpeg::JpegEncoder, codecs::webp::WebPEncoder,
};
use img_parts::{
    ImageEXIF, ImageICC, jpeg::Jpeg, jpeg::JpegSegment, riff::RiffChunk, riff::RiffContent,
    webp::WebP,
};
use std::{
    borrow::Cow,
    io::{Cursor, Write},
    path::Path,
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
};
use tiff::{
    encoder::{TiffEncoder, colortype},
    tags::Tag,
};

/// Formats that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum Format {
    Png,
    Jpeg,
    WebP,
    Tiff,
}

impl Format {
    /// The format that a file name asks for by its ending.
    ///
    /// # Errors
    /// If the ending is none of a format that can be written.
    pub fn of(path: &Path) -> Result<Self> {
        let ending = path
            .extension()
            .map(|e| e.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        match ending.as_str() {
            "png" => Ok(Self::Png),
            "jpg" | "jpeg" => Ok(Self::Jpeg),
            "webp" => Ok(Self::WebP),
            "tif" | "tiff" => Ok(Self::Tiff),
            _ => Err(Error::Encode {
                path: path.to_owned(),
                reason: format!("'{ending}' is not a format that can be written"),
                remedy: "end the name in .png, .jpg, .webp or .tif, or in / for a folder",
            }),
        }
    }
}

/// Bits a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// 256 levels.
    #[default]
    Eight,
    /// 65,536 levels; PNG and TIFF only.
    Sixteen,
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

/// How far an export is, and a way to stop it from another thread.
#[derive(Debug, Default)]
pub struct Watch {
    share: AtomicU32,
    stopped: AtomicBool,
}

impl Watch {
    /// Ends the export before anything is written.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it was stopped.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Share of the work that is done, 0 to 1. PNG and TIFF are counted by rows, the other formats
    /// by their stages.
    pub fn share(&self) -> f32 {
        f32::from_bits(self.share.load(Ordering::Relaxed))
    }

    fn reach(&self, share: f32) -> Result<(), String> {
        self.share.store(share.to_bits(), Ordering::Relaxed);
        if self.is_stopped() {
            return Err("it was stopped".to_owned());
        }
        Ok(())
    }
}

/// Share of an export at which colours are ready, and at which the file is encoded.
const READY: f32 = 0.1;
const ENCODED: f32 = 0.9;
/// Rows of a PNG that are written at once.
const ROWS: usize = 16;

/// What goes into a file beside pixels.
struct Extras {
    icc: Option<Vec<u8>>,
    exif: Option<Vec<u8>>,
    xmp: Vec<u8>,
    recipe: Option<String>,
    credit: (Option<String>, Option<String>),
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

/// Gives `data` to `write` in pieces of `size`, and tells how far it is.
fn in_pieces<T>(
    data: &[T],
    size: usize,
    watch: &Watch,
    mut write: impl FnMut(&[T]) -> Result<(), String>,
) -> Result<(), String> {
    let size = size.max(1);
    let count = data.len().div_ceil(size);
    for (i, piece) in data.chunks(size).enumerate() {
        write(piece)?;
        let share = (i + 1) as f32 / count as f32;
        watch.reach(READY + (ENCODED - READY) * share)?;
    }
    Ok(())
}

struct Pixels<'a> {
    width: u32,
    height: u32,
    rgb: &'a [f32],
    alpha: Option<&'a [f32]>,
}

impl Pixels<'_> {
    /// Interleaved RGB, or RGBA if there is alpha, scaled to `top` and rounded.
    fn quantised<T>(&self, top: f32, to: impl Fn(f32) -> T + Copy) -> Vec<T> {
        let level = move |v: f32| to((v.clamp(0.0, 1.0) * top).round());
        match self.alpha {
            None => self.rgb.iter().map(|&v| level(v)).collect(),
            Some(alpha) => self
                .rgb
                .chunks_exact(3)
                .zip(alpha)
                .flat_map(|(p, &a)| [p[0], p[1], p[2], a].map(level))
                .collect(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        self.quantised(255.0, |v| v as u8)
    }

    fn words(&self) -> Vec<u16> {
        self.quantised(65535.0, |v| v as u16)
    }
}

fn png(
    pixels: &Pixels<'_>,
    depth: Depth,
    extras: &Extras,
    watch: &Watch,
) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut info = png::Info::with_size(pixels.width, pixels.height);
    info.color_type = match pixels.alpha {
        Some(_) => png::ColorType::Rgba,
        None => png::ColorType::Rgb,
    };
    info.icc_profile = extras.icc.as_deref().map(Cow::Borrowed);
    info.exif_metadata = extras.exif.as_deref().map(Cow::Borrowed);
    let data = match depth {
        Depth::Eight => {
            info.bit_depth = png::BitDepth::Eight;
            pixels.bytes()
        }
        Depth::Sixteen => {
            info.bit_depth = png::BitDepth::Sixteen;
            pixels
                .words()
                .into_iter()
                .flat_map(u16::to_be_bytes)
                .collect()
        }
    };
    let begin = || -> Result<png::Writer<&mut Vec<u8>>, png::EncodingError> {
        let mut encoder = png::Encoder::with_info(&mut out, info)?;
        encoder.set_compression(png::Compression::Balanced);
        let xmp = String::from_utf8_lossy(&extras.xmp).into_owned();
        encoder.add_itxt_chunk("XML:com.adobe.xmp".to_owned(), xmp)?;
        if let Some(recipe) = &extras.recipe {
            encoder.add_itxt_chunk(xmp::PNG_KEYWORD.to_owned(), recipe.clone())?;
        }
        encoder.write_header()
    };
    let mut writer = begin().map_err(|e| e.to_string())?;
    let mut stream = writer.stream_writer().map_err(|e| e.to_string())?;
    let rows = ROWS * data.len() / pixels.height.max(1) as usize;
    in_pieces(&data, rows, watch, |piece| {
        stream.write_all(piece).map_err(|e| e.to_string())
    })?;
    stream.finish().map_err(|e| e.to_string())?;
    writer.finish().map_err(|e| e.to_string())?;
    Ok(out)
}

fn jpeg(pixels: &Pixels<'_>, quality: u8, extras: &Extras) -> Result<Vec<u8>, String> {
    const MAX_SIDE: u32 = 65_535;
    if pixels.width.max(pixels.height) > MAX_SIDE {
        return Err(format!("a JPEG has at most {MAX_SIDE} pixels a side"));
    }
    let flat: Cow<'_, [f32]> = match pixels.alpha {
        None => Cow::Borrowed(pixels.rgb),
        Some(alpha) => pixels
            .rgb
            .chunks_exact(3)
            .zip(alpha)
            .flat_map(|(p, &a)| [p[0], p[1], p[2]].map(|v| v * a + (1.0 - a)))
            .collect(),
    };
    let opaque = Pixels {
        rgb: &flat,
        alpha: None,
        ..*pixels
    };
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality)
        .write_image(
            &opaque.bytes(),
            pixels.width,
            pixels.height,
            ExtendedColorType::Rgb8,
        )
        .map_err(|e| e.to_string())?;
    let mut file = Jpeg::from_bytes(out.into()).map_err(|e| e.to_string())?;
    file.set_icc_profile(extras.icc.clone().map(Into::into));
    file.set_exif(extras.exif.clone().map(Into::into));
    let mut packet = b"http://ns.adobe.com/xap/1.0/\0".to_vec();
    packet.extend(&extras.xmp);
    if packet.len() > 65_500 {
        return Err("its recipe is longer than a JPEG can carry".to_owned());
    }
    // After the JFIF and EXIF segments, where readers look for it.
    let at = file
        .segments()
        .iter()
        .take_while(|s| matches!(s.marker(), 0xE0 | 0xE1))
        .count();
    file.segments_mut()
        .insert(at, JpegSegment::new_with_contents(0xE1, packet.into()));
    let mut out = Vec::new();
    file.encoder()
        .write_to(&mut out)
        .map_err(|e| e.to_string())?;
    Ok(out)
}

fn webp(pixels: &Pixels<'_>, extras: &Extras) -> Result<Vec<u8>, String> {
    const XMP_FLAG: u8 = 0b100;
    let kind = match pixels.alpha {
        Some(_) => ExtendedColorType::Rgba8,
        None => ExtendedColorType::Rgb8,
    };
    let mut out = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut out);
    let fail = |e: &dyn std::fmt::Display| e.to_string();
    if let Some(icc) = &extras.icc {
        encoder.set_icc_profile(icc.clone()).map_err(|e| fail(&e))?;
    }
    if let Some(exif) = &extras.exif {
        encoder
            .set_exif_metadata(exif.clone())
            .map_err(|e| fail(&e))?;
    }
    encoder
        .write_image(&pixels.bytes(), pixels.width, pixels.height, kind)
        .map_err(|e| fail(&e))?;
    let mut file = WebP::from_bytes(out.into()).map_err(|e| fail(&e))?;
    let chunks = file.chunks_mut();
    for chunk in chunks.iter_mut().filter(|c| c.id() == *b"VP8X") {
        if let RiffContent::Data(data) = chunk.content() {
            let mut header = data.to_vec();
            if let Some(flags) = header.first_mut() {
                *flags |= XMP_FLAG;
            }
            *chunk = RiffChunk::new(*b"VP8X", RiffContent::Data(header.into()));
        }
    }
    chunks.push(RiffChunk::new(
        *b"XMP ",
        RiffContent::Data(extras.xmp.clone().into()),
    ));
    let mut out = Vec::new();
    file.encoder().write_to(&mut out).map_err(|e| fail(&e))?;
    Ok(out)
}

fn tiff(
    pixels: &Pixels<'_>,
    depth: Depth,
    extras: &Extras,
    watch: &Watch,
) -> Result<Vec<u8>, String> {
    let mut out = Cursor::new(Vec::new());
    let (w, h) = (pixels.width, pixels.height);
    let write = |out: &mut Cursor<Vec<u8>>| -> Result<(), String> {
        let fail = |e: tiff::TiffError| e.to_string();
        let mut encoder = TiffEncoder::new(out).map_err(fail)?;
        macro_rules! image {
            ($kind:ty, $data:expr) => {{
                let mut image = encoder.new_image::<$kind>(w, h).map_err(fail)?;
                let tags = image.encoder();
                let tagged = tags.write_tag(Tag::Unknown(700), &extras.xmp[..]);
                tagged.map_err(fail)?;
                if let Some(icc) = &extras.icc {
                    let tagged = tags.write_tag(Tag::IccProfile, &icc[..]);
                    tagged.map_err(fail)?;
                }
                if let Some(artist) = &extras.credit.0 {
                    let tagged = tags.write_tag(Tag::Artist, artist.as_str());
                    tagged.map_err(fail)?;
                }
                if let Some(copyright) = &extras.credit.1 {
                    let tagged = tags.write_tag(Tag::Copyright, copyright.as_str());
                    tagged.map_err(fail)?;
                }
                let strip = image.next_strip_sample_count() as usize;
                in_pieces(&$data, strip, watch, |piece| {
                    image.write_strip(piece).map_err(fail)
                })?;
                image.finish().map_err(fail)
            }};
        }
        match (depth, pixels.alpha.is_some()) {
            (Depth::Eight, false) => image!(colortype::RGB8, pixels.bytes()),
            (Depth::Eight, true) => image!(colortype::RGBA8, pixels.bytes()),
            (Depth::Sixteen, false) => image!(colortype::RGB16, pixels.words()),
            (Depth::Sixteen, true) => image!(colortype::RGBA16, pixels.words()),
        }
    };
    write(&mut out)?;
    Ok(out.into_inner())
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
        // Rows arrive one after the other, and stopping in the middle is heard.
        let watch = Watch::default();
        let mut seen = Vec::new();
        let end = in_pieces(&[0u8; 10], 4, &watch, |piece| {
            seen.push((piece.len(), watch.share()));
            if seen.len() == 2 {
                watch.stop();
            }
            Ok(())
        });
        assert!(
            end.is_err() && seen.len() == 2 && seen[1].1 > seen[0].1,
            "{seen:?}"
        );
    }
}
