//! Picture files in: PNG, JPEG, WebP, TIFF, BMP and the first frame of a GIF.
//!
//! The format is taken from the content, never from the name. The header is checked against
//! [`DecodeLimits`] before a pixel is decoded.

use super::{Metadata, Picture, colour};
use crate::{
    error::{Error, Result, catch_panic},
    fault::PictureFault as Fault,
};
use image::{
    ColorType, DynamicImage, ImageDecoder, ImageFormat, ImageReader, metadata::Orientation,
};
use std::{
    fs::File,
    io::{Cursor, Read},
    path::Path,
};
use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::JpegDecoder;

/// How large a picture may be.
#[derive(Clone, Copy, Debug)]
pub struct DecodeLimits {
    /// Most pixels that are decoded.
    pub max_pixels: u64,
}

impl DecodeLimits {
    /// Peak bytes a pixel while decoding: 16-bit RGBA, its float copy and the picture itself.
    const BYTES_PER_PIXEL: u64 = 40;

    /// The limit for a picture that may use `bytes` of memory while it is decoded.
    pub fn for_memory(bytes: u64) -> Self {
        Self {
            max_pixels: (bytes / Self::BYTES_PER_PIXEL).max(1 << 16),
        }
    }
}

impl Default for DecodeLimits {
    /// 200 megapixels.
    fn default() -> Self {
        Self {
            max_pixels: 200_000_000,
        }
    }
}

/// Reads and decodes the picture at `path`.
///
/// # Errors
/// If the file cannot be read, is no picture of a known format, is broken, or is too large.
pub fn load(path: &Path, limits: DecodeLimits) -> Result<Picture> {
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    decode(&bytes, path, limits)
}

/// Whether the file at `path` begins like a picture of a known format; further on it may still be broken.
///
/// # Errors
/// If the file cannot be read, is empty, or begins in another way.
pub fn check_start(path: &Path) -> Result<()> {
    /// Longer than any format's signature.
    const START: u64 = 64;
    let mut start = Vec::new();
    File::open(path)
        .and_then(|file| file.take(START).read_to_end(&mut start))
        .map_err(Error::io("read", path))?;
    if start.is_empty() {
        return Err(Error::picture(path, Fault::Empty));
    }
    match image::guess_format(&start) {
        Ok(format) if format.reading_enabled() => Ok(()),
        _ => Err(Error::picture(path, Fault::Unknown)),
    }
}

/// Decodes the picture in `bytes`; `path` is only for messages.
///
/// # Errors
/// If the bytes are no picture of a known format, are broken, or hold too many pixels.
pub fn decode(bytes: &[u8], path: &Path, limits: DecodeLimits) -> Result<Picture> {
    if bytes.is_empty() {
        return Err(Error::picture(path, Fault::Empty));
    }
    match catch_panic(|| decode_inner(bytes, path, limits)) {
        Ok(result) => result,
        Err(panic) => Err(Error::picture(path, Fault::Broken(panic))),
    }
}

fn decode_inner(bytes: &[u8], path: &Path, limits: DecodeLimits) -> Result<Picture> {
    let broken = |e: image::ImageError| Error::picture(path, plain(&e));
    let reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(Error::io("read", path))?;
    let format = reader
        .format()
        .ok_or_else(|| Error::picture(path, Fault::Unknown))?;
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.max_pixels {
        return Err(Error::TooLarge {
            path: path.to_owned(),
            width,
            height,
            limit: limits.max_pixels / 1_000_000,
        });
    }
    if width == 0 || height == 0 {
        return Err(Error::picture(path, Fault::NoPixels));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let metadata = Metadata::read(&mut decoder, Some(format), bytes);
    if format == ImageFormat::Jpeg
        && let Some(picture) = decode_cmyk_jpeg(bytes, path, &metadata, orientation)?
    {
        return Ok(picture);
    }
    if format == ImageFormat::Tiff && colour::is_cmyk_profile(metadata.icc.as_deref()) {
        return Err(Error::picture(
            path,
            Fault::Inks("CMYK TIFF, whose colours cannot be read faithfully"),
        ));
    }
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(broken)?;
    decoded.apply_orientation(orientation);
    finish(&decoded, metadata, path)
}

/// Floats, alpha aside, colours converted to sRGB.
fn finish(decoded: &DynamicImage, metadata: Metadata, path: &Path) -> Result<Picture> {
    let (width, height) = (decoded.width() as usize, decoded.height() as usize);
    let (mut rgb, alpha) = match decoded {
        DynamicImage::ImageRgb8(image) => (from_u8(image.as_raw()), None),
        image if !image.color().has_alpha() => (image.to_rgb32f().into_raw(), None),
        image => {
            let rgba = image.to_rgba32f().into_raw();
            let pixels = rgba.chunks_exact(4);
            (
                pixels.clone().flat_map(|p| [p[0], p[1], p[2]]).collect(),
                Some(pixels.map(|p| p[3].clamp(0.0, 1.0)).collect::<Vec<_>>()),
            )
        }
    };
    if rgb.iter().any(|v| !v.is_finite()) {
        return Err(Error::picture(path, Fault::NotNumbers));
    }
    if matches!(decoded.color(), ColorType::Rgb32F | ColorType::Rgba32F) {
        rgb.iter_mut().for_each(|v| *v = v.clamp(0.0, 1.0));
    }
    if let Some(icc) = &metadata.icc {
        colour::to_srgb(&mut rgb, icc);
    }
    Ok(Picture {
        width,
        height,
        rgb,
        // Fully opaque alpha is no alpha.
        alpha: alpha.filter(|a| a.iter().any(|&v| v < 1.0)),
        metadata,
    })
}

fn from_u8(bytes: &[u8]) -> Vec<f32> {
    bytes.iter().map(|&v| f32::from(v) / 255.0).collect()
}

/// Decodes a CMYK or YCCK JPEG through its own profile; `None` if the JPEG is of another kind.
///
/// The general decoder turns CMYK into RGB without the profile, which gives wrong colours, so
/// such files are either right or refused.
fn decode_cmyk_jpeg(
    bytes: &[u8],
    path: &Path,
    metadata: &Metadata,
    orientation: Orientation,
) -> Result<Option<Picture>> {
    let broken = |e| Error::picture(path, Fault::Broken(format!("{e:?}")));
    let mut decoder = JpegDecoder::new(ZCursor::new(bytes));
    decoder.decode_headers().map_err(broken)?;
    let space = decoder.input_colorspace();
    if !matches!(space, Some(ColorSpace::CMYK | ColorSpace::YCCK)) {
        return Ok(None);
    }
    let refuse = |inks| Error::picture(path, Fault::Inks(inks));
    if space == Some(ColorSpace::YCCK) {
        return Err(refuse("YCCK JPEG, which is made for printing"));
    }
    let Some(icc) = metadata.icc.as_deref() else {
        return Err(refuse("CMYK JPEG without a colour profile"));
    };
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::CMYK);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let mut inks = decoder.decode().map_err(broken)?;
    let Some(info) = decoder.info() else {
        return Err(refuse("CMYK JPEG whose header is incomplete"));
    };
    if has_adobe_marker(bytes) {
        // Adobe writes ink values inverted.
        inks.iter_mut().for_each(|v| *v = 255 - *v);
    }
    let rgb = colour::cmyk_to_srgb(&inks, icc)
        .ok_or_else(|| refuse("CMYK JPEG whose colour profile cannot be used"))?;
    let image = image::Rgb32FImage::from_raw(u32::from(info.width), u32::from(info.height), rgb)
        .ok_or_else(|| refuse("CMYK JPEG whose size does not match its data"))?;
    let mut upright = DynamicImage::ImageRgb32F(image);
    upright.apply_orientation(orientation);
    Ok(Some(Picture {
        width: upright.width() as usize,
        height: upright.height() as usize,
        rgb: upright.into_rgb32f().into_raw(),
        alpha: None,
        // The profile described inks; what leaves is sRGB.
        metadata: Metadata {
            icc: None,
            ..metadata.clone()
        },
    }))
}

/// Whether an APP14 "Adobe" segment stands before the image data.
fn has_adobe_marker(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[0xFF, marker, high, low]) = bytes.get(at..at + 4).and_then(|s| s.first_chunk())
    {
        if marker == 0xDA {
            return false;
        }
        if marker == 0xEE && bytes.get(at + 4..at + 9) == Some(b"Adobe") {
            return true;
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    false
}

/// What a decoder's error means.
fn plain(error: &image::ImageError) -> Fault {
    match error {
        image::ImageError::Unsupported(e) => Fault::Unsupported(e.to_string()),
        image::ImageError::Limits(_) => Fault::TooLarge,
        image::ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            Fault::CutShort
        }
        other => Fault::Broken(other.to_string()),
    }
}
