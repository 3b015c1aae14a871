//! PNG, WebP, BMP and the first frame of a GIF.

use super::{
    decoded::{Colours, Decoded, from_u8},
    kind::Kind,
    limits::DecodeLimits,
};
use crate::{
    fault::PictureFault as Fault,
    picture::{Metadata, Resolution, colour::Described},
};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};
use std::io::Cursor;

pub(super) fn decode(bytes: &[u8], kind: Kind, limits: DecodeLimits) -> Result<Decoded, Fault> {
    let format = match kind {
        Kind::WebP => ImageFormat::WebP,
        Kind::Bmp => ImageFormat::Bmp,
        Kind::Gif => ImageFormat::Gif,
        Kind::Png | Kind::Jpeg | Kind::Tiff => ImageFormat::Png,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.of_decoders());
    let fault = |e: image::ImageError| match fault(&e) {
        // The decoder only says that something is missing.
        Fault::Broken(_) if kind == Kind::WebP && is_cut(bytes) => Fault::CutShort,
        fault => fault,
    };
    let mut decoder = reader.into_decoder().map_err(fault)?;
    let (width, height) = decoder.dimensions();
    limits.check(width.into(), height.into())?;
    let mut metadata = Metadata {
        icc: decoder.icc_profile().ok().flatten(),
        exif: decoder.exif_metadata().ok().flatten(),
        xmp: decoder.xmp_metadata().ok().flatten(),
        resolution: None,
    };
    let mut described = None;
    match kind {
        Kind::Png => described = png_extras(bytes, &mut metadata)?,
        Kind::WebP => webp_extras(bytes, &mut metadata),
        Kind::Bmp => metadata.resolution = bmp_resolution(bytes),
        _ => {}
    }
    let decoded = DynamicImage::from_decoder(decoder).map_err(fault)?;
    let (colours, alpha) = split(decoded);
    Ok(Decoded {
        width: width as usize,
        height: height as usize,
        colours,
        alpha,
        metadata,
        described,
        orientation: None,
        warnings: Vec::new(),
    })
}

/// Colours and alpha as floats.
fn split(decoded: DynamicImage) -> (Colours, Option<Vec<f32>>) {
    let grey = !decoded.color().has_color();
    match decoded {
        DynamicImage::ImageRgb8(image) => (Colours::Rgb(from_u8(image.as_raw())), None),
        DynamicImage::ImageLuma8(image) => (Colours::Grey(from_u8(image.as_raw())), None),
        DynamicImage::ImageLuma16(image) => {
            let tones = image.as_raw().iter().map(|&v| f32::from(v) / 65535.0);
            (Colours::Grey(tones.collect()), None)
        }
        image if !image.color().has_alpha() => (Colours::Rgb(image.into_rgb32f().into_raw()), None),
        image => {
            let rgba = image.into_rgba32f().into_raw();
            let pixels = rgba.chunks_exact(4);
            let alpha = pixels.clone().map(|p| p[3]).collect();
            let colours = if grey {
                Colours::Grey(pixels.map(|p| p[0]).collect())
            } else {
                Colours::Rgb(pixels.flat_map(|p| [p[0], p[1], p[2]]).collect())
            };
            (colours, Some(alpha))
        }
    }
}

/// The chunks of a PNG, as far as they are whole.
fn png_chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut at = 8usize;
    std::iter::from_fn(move || {
        let length = u32::from_be_bytes(*bytes.get(at..at + 4)?.first_chunk()?) as usize;
        let kind = bytes.get(at + 4..at + 8)?;
        let data = bytes.get(at + 8..(at + 8).checked_add(length)?)?;
        at += 12 + length;
        Some((kind, data))
    })
}

/// What chunks say wherever they stand, before or after the pixels; returns how colours are described without a
/// profile. What PNG (third edition) says takes precedence does: cICP, then iCCP, sRGB, gAMA with cHRM.
pub(super) fn png_extras(
    bytes: &[u8],
    metadata: &mut Metadata,
) -> Result<Option<Described>, Fault> {
    let chunk = |name: &[u8; 4]| {
        png_chunks(bytes)
            .find(|(kind, _)| kind == name)
            .map(|(_, data)| data)
    };
    if let Some(exif) = chunk(b"eXIf") {
        metadata.exif = Some(exif.to_vec());
    }
    if metadata.xmp.is_none() {
        // Uncompressed: keyword, four bytes and two ends of text.
        let xmp = png_chunks(bytes).find_map(|(kind, data)| {
            let text = data.strip_prefix(b"XML:com.adobe.xmp\0\0\0\0\0");
            text.filter(|_| kind == b"iTXt")
        });
        metadata.xmp = xmp.map(<[u8]>::to_vec);
    }
    let word = |data: &[u8], i: usize| {
        let bytes = data.get(4 * i..4 * i + 4)?.first_chunk()?;
        Some(f64::from(u32::from_be_bytes(*bytes)))
    };
    if let Some(physical) = chunk(b"pHYs")
        && physical.get(8) == Some(&1)
    {
        // Pixels a metre.
        let side = |i| word(physical, i).map(|v| v * 0.0254);
        metadata.resolution = side(0)
            .zip(side(1))
            .and_then(|(x, y)| Resolution::new(x, y));
    }
    if let Some([primaries, transfer, 0, 1]) = chunk(b"cICP").and_then(|data| data.first_chunk()) {
        metadata.icc = None;
        return code_points(*primaries, *transfer).map(Some);
    }
    if metadata.icc.is_some() || chunk(b"sRGB").is_some() {
        return Ok(None);
    }
    let gamma = chunk(b"gAMA")
        .and_then(|data| word(data, 0))
        .filter(|v| *v > 0.0);
    let chromaticities = chunk(b"cHRM").and_then(|data| {
        let pair = |i: usize| Some([word(data, 2 * i)? / 1e5, word(data, 2 * i + 1)? / 1e5]);
        Some([pair(0)?, pair(1)?, pair(2)?, pair(3)?])
    });
    if gamma.is_none() && chromaticities.is_none() {
        return Ok(None);
    }
    // Near enough to sRGB's 1/2.2 its own curve is meant, as the specification has sRGB files say it.
    let gamma = gamma.map(|v| 1e5 / v).filter(|g| (g - 2.2).abs() > 0.01);
    Ok(Some(Described {
        chromaticities,
        gamma,
    }))
}

/// Numbers of ITU-T H.273 as far as pictures have them.
fn code_points(primaries: u8, transfer: u8) -> Result<Described, Fault> {
    const D65: [f64; 2] = [0.3127, 0.3290];
    let unsupported = |what: &str| Err(Fault::Unsupported(what.to_owned()));
    let chromaticities = match primaries {
        1 | 2 => None,
        5 => Some([D65, [0.64, 0.33], [0.29, 0.60], [0.15, 0.06]]),
        6 | 7 => Some([D65, [0.630, 0.340], [0.310, 0.595], [0.155, 0.070]]),
        9 => Some([D65, [0.708, 0.292], [0.170, 0.797], [0.131, 0.046]]),
        12 => Some([D65, [0.680, 0.320], [0.265, 0.690], [0.150, 0.060]]),
        _ => return unsupported("a PNG in rare primary colours"),
    };
    let gamma = match transfer {
        // Video's curves are shown with sRGB's.
        1 | 2 | 6 | 13 | 14 | 15 => None,
        4 => Some(2.2),
        5 => Some(2.8),
        8 => Some(1.0),
        16 | 18 => return unsupported("an HDR picture"),
        _ => return unsupported("a PNG with a rare curve"),
    };
    Ok(Described {
        chromaticities,
        gamma,
    })
}

/// Whether a WebP is shorter than it says.
fn is_cut(bytes: &[u8]) -> bool {
    let length = bytes.get(4..8).and_then(<[u8]>::first_chunk);
    length.is_none_or(|length| u64::from(u32::from_le_bytes(*length)) + 8 > bytes.len() as u64)
}

/// The chunks of a WebP, whatever its header says there is.
pub(super) fn webp_extras(bytes: &[u8], metadata: &mut Metadata) {
    let mut at = 12usize;
    while let (Some(kind), Some(length)) = (
        bytes.get(at..at + 4),
        bytes.get(at + 4..at + 8).and_then(<[u8]>::first_chunk),
    ) {
        let length = u32::from_le_bytes(*length) as usize;
        let Some(data) = at
            .checked_add(8 + length)
            .and_then(|end| bytes.get(at + 8..end))
        else {
            return;
        };
        let place = match kind {
            b"EXIF" => &mut metadata.exif,
            b"XMP " => &mut metadata.xmp,
            b"ICCP" => &mut metadata.icc,
            _ => &mut None,
        };
        *place = Some(data.to_vec());
        at += 8 + length + length % 2;
    }
}

fn bmp_resolution(bytes: &[u8]) -> Option<Resolution> {
    let side = |at: usize| {
        let bytes = bytes.get(at..at + 4)?.first_chunk()?;
        Some(f64::from(i32::from_le_bytes(*bytes)) * 0.0254)
    };
    Resolution::new(side(38)?, side(42)?)
}

/// What a decoder's error means.
fn fault(error: &image::ImageError) -> Fault {
    match error {
        image::ImageError::Unsupported(e) => Fault::Unsupported(e.to_string()),
        image::ImageError::Limits(_) => Fault::TooLarge,
        image::ImageError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => {
            Fault::CutShort
        }
        other => Fault::Broken(other.to_string()),
    }
}
