//! Picture files in: PNG, JPEG, WebP, TIFF, BMP and the first frame of a GIF.
//!
//! The format is taken from the content, never from the name. A file's first bytes are looked at before the rest
//! is read, and its header is checked against [`DecodeLimits`] before a pixel is decoded.

mod decoded;
mod jpeg;
mod kind;
mod limits;
mod orient;
mod raster;
mod tiff;

pub(super) use kind::{Kind, START, kind};
pub use limits::DecodeLimits;

use decoded::{Colours, Decoded};

use super::{Metadata, Picture, colour};
use crate::{
    error::{Error, Result, catch_panic},
    fault::{PictureFault as Fault, PictureWarning as Warning},
};
use std::{
    fs::File,
    io::{Read, Seek},
    path::Path,
};

/// Reads and decodes the picture at `path`.
///
/// # Errors
/// If the file cannot be read, is no picture of a known format, is broken, or is too large.
pub fn load(path: &Path, limits: DecodeLimits) -> Result<Picture> {
    decode(&read_file(path, limits)?, path, limits)
}

/// The bytes of a picture file. What begins like no picture is not read any further.
///
/// # Errors
/// If the file cannot be read, is empty, begins like no picture that is read, or is too large.
pub fn read_file(path: &Path, limits: DecodeLimits) -> Result<Vec<u8>> {
    let fail = |e| Error::io("read", path)(e);
    let (mut file, _) = opened(path)?;
    let length = file.metadata().map_err(fail)?.len();
    if length > limits.max_bytes {
        return Err(Error::picture(path, Fault::TooLarge));
    }
    let mut bytes = Vec::with_capacity(length as usize);
    file.rewind()
        .and_then(|()| file.take(limits.max_bytes).read_to_end(&mut bytes))
        .map_err(fail)?;
    Ok(bytes)
}

/// Whether the file at `path` begins like a picture of a known format; further on it may still be broken.
///
/// # Errors
/// If the file cannot be read, is empty, or begins in another way.
pub fn check_start(path: &Path) -> Result<()> {
    opened(path).map(|_| ())
}

/// The file and what its first bytes say it is.
fn opened(path: &Path) -> Result<(File, Kind)> {
    let fail = |e| Error::io("read", path)(e);
    let mut file = File::open(path).map_err(fail)?;
    // Pipes and the like have no end that one could wait for.
    if !file.metadata().map_err(fail)?.is_file() {
        return Err(fail(std::io::ErrorKind::IsADirectory.into()));
    }
    let mut start = Vec::new();
    file.by_ref()
        .take(START as u64)
        .read_to_end(&mut start)
        .map_err(fail)?;
    let kind = kind(&start).map_err(|fault| Error::picture(path, fault))?;
    Ok((file, kind))
}

/// Decodes the picture in `bytes`; `path` is only for messages.
///
/// # Errors
/// If the bytes are no picture of a known format, are broken, or hold too many pixels.
pub fn decode(bytes: &[u8], path: &Path, limits: DecodeLimits) -> Result<Picture> {
    let decoded = catch_panic(|| decoded(bytes, limits).and_then(finish))
        // A reader that gives up says nothing about the file.
        .unwrap_or_else(|panic| Err(Fault::GaveUp(panic)));
    decoded.map_err(|fault| match fault {
        Fault::TooManyPixels(width, height) => Error::TooLarge {
            path: path.to_owned(),
            width,
            height,
            limit: limits.max_pixels / 1_000_000,
        },
        fault => Error::picture(path, fault),
    })
}

/// The XMP packet of a file, without decoding a pixel.
pub(super) fn packet(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut metadata = Metadata::default();
    match kind(&bytes[..bytes.len().min(START)]).ok()? {
        Kind::Jpeg => return jpeg::packet(bytes).map(<[u8]>::to_vec),
        Kind::Tiff => return tiff::packet(bytes).map(<[u8]>::to_vec),
        // Other words about colours do not matter here.
        Kind::Png => drop(raster::png_extras(bytes, &mut metadata)),
        Kind::WebP => raster::webp_extras(bytes, &mut metadata),
        Kind::Bmp | Kind::Gif => {}
    }
    metadata.xmp
}

fn decoded(bytes: &[u8], limits: DecodeLimits) -> Result<Decoded, Fault> {
    match kind(&bytes[..bytes.len().min(START)])? {
        Kind::Jpeg => jpeg::decode(bytes, limits),
        Kind::Tiff => tiff::decode(bytes, limits),
        kind => raster::decode(bytes, kind, limits),
    }
}

/// Upright, alpha aside, colours converted to sRGB.
fn finish(decoded: Decoded) -> Result<Picture, Fault> {
    let Decoded {
        width,
        height,
        colours,
        alpha,
        mut metadata,
        described,
        orientation,
        mut warnings,
    } = decoded;
    let rgb = in_srgb(colours, described, &mut metadata, &mut warnings);
    if rgb.iter().any(|v| !v.is_finite()) {
        return Err(Fault::NotNumbers);
    }
    let said = metadata.look();
    if said.is_none() && metadata.exif.is_some() {
        warnings.push(Warning::MetadataDamaged);
    }
    let said = said.unwrap_or_default();
    metadata.resolution = metadata.resolution.or(said.resolution);
    let orientation = orientation.or(said.orientation).unwrap_or(1);
    let (rgb, size) = orient::upright::<3>(rgb, (width, height), orientation);
    let alpha = alpha
        // Fully opaque alpha is no alpha.
        .filter(|alpha| alpha.iter().any(|&v| v < 1.0))
        .map(|mut alpha| {
            alpha.iter_mut().for_each(|v| *v = v.clamp(0.0, 1.0));
            orient::upright::<1>(alpha, (width, height), orientation).0
        });
    if orientation > 4 {
        metadata.resolution = metadata.resolution.map(super::Resolution::turned);
    }
    Ok(Picture {
        width: size.0,
        height: size.1,
        rgb,
        alpha,
        metadata,
        warnings,
    })
}

/// The colours in sRGB. A profile into which nothing can be converted is not kept.
fn in_srgb(
    colours: Colours,
    described: Option<colour::Described>,
    metadata: &mut Metadata,
    warnings: &mut Vec<Warning>,
) -> Vec<f32> {
    let icc = metadata.icc.take();
    match (colours, icc) {
        (Colours::Srgb(rgb), _) => rgb,
        (Colours::Grey(mut tones), icc) => {
            let converted = match (&icc, described) {
                (Some(icc), _) => colour::grey_to_srgb(&mut tones, icc),
                (None, Some(described)) => {
                    // White is white in all of them: only the curve counts.
                    let mut rgb = expanded(&tones);
                    let only = colour::Described {
                        chromaticities: None,
                        ..described
                    };
                    if only.to_srgb(&mut rgb) {
                        return rgb;
                    }
                    false
                }
                (None, None) => true,
            };
            let mut rgb = expanded(&tones);
            if !converted {
                match &icc {
                    // Some programs put the profile of a colour picture into a grey one.
                    Some(icc) if colour::to_srgb(&mut rgb, icc) => {}
                    _ => warnings.push(Warning::ProfileUnusable),
                }
            }
            rgb
        }
        (Colours::Rgb(mut rgb), Some(icc)) => {
            // A grey profile in a picture of three equal channels is about their tones.
            let converted = match colour::space(&icc) {
                colour::Space::Grey => colour::grey_to_srgb(&mut rgb, &icc),
                _ => colour::to_srgb(&mut rgb, &icc),
            };
            if !converted {
                warnings.push(Warning::ProfileUnusable);
            } else if colour::is_two_way(&icc) {
                metadata.icc = colour::mended(&icc);
            } else if colour::space(&icc) == colour::Space::Rgb {
                warnings.push(Warning::ProfileOneWay);
            }
            rgb
        }
        (Colours::Rgb(mut rgb), None) => {
            if let Some(described) = described {
                if described.to_srgb(&mut rgb) {
                    metadata.icc = described.profile();
                } else {
                    warnings.push(Warning::ProfileUnusable);
                }
            }
            rgb
        }
    }
}

fn expanded(tones: &[f32]) -> Vec<f32> {
    tones.iter().flat_map(|&v| [v, v, v]).collect()
}
