//! The formats that can be written: PNG, JPEG, WebP (lossless) and TIFF.

mod tiff;

pub(super) use tiff::tiff;

use super::{
    colour,
    metadata::{Resolution, block},
    watch::{Watch, in_pieces},
    xmp,
};
use crate::error::{Error, Result};
use image::{
    ExtendedColorType, ImageEncoder,
    codecs::jpeg::{JpegEncoder, PixelDensity, PixelDensityUnit},
    codecs::webp::WebPEncoder,
};
use img_parts::{
    ImageEXIF, ImageICC, jpeg::Jpeg, jpeg::JpegSegment, riff::RiffChunk, riff::RiffContent,
    webp::WebP,
};
use std::{borrow::Cow, io::Write, path::Path};

/// Rows of a PNG that are written at once.
const ROWS: usize = 16;
/// Bytes of XMP that one segment of a JPEG holds, with its name and its own size.
pub(super) const LONGEST_PACKET: usize = 65_500;

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

impl Format {
    /// Most pixels a side.
    pub(super) fn longest(self) -> usize {
        match self {
            Self::Jpeg => 65_535,
            Self::WebP => 16_383,
            Self::Png | Self::Tiff => i32::MAX as usize,
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

/// What goes into a file beside pixels.
pub(super) struct Extras {
    pub profile: Profile,
    pub fields: Vec<exif::Field>,
    pub xmp: Vec<u8>,
    pub recipe: Option<String>,
    pub resolution: Option<Resolution>,
}

/// What the colours of a file are.
pub(super) enum Profile {
    Srgb,
    /// A profile that the photograph came with.
    Own(Vec<u8>),
}

impl Profile {
    fn icc(&self) -> Vec<u8> {
        match self {
            Self::Srgb => colour::srgb_profile(),
            Self::Own(icc) => icc.clone(),
        }
    }
}

/// The pixels of a picture that is written: sRGB 0..1 or in its own profile, interleaved.
pub(super) struct Pixels<'a> {
    pub width: u32,
    pub height: u32,
    pub rgb: &'a [f32],
    pub alpha: Option<&'a [f32]>,
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

pub(super) fn png(
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
    if let Profile::Own(icc) = &extras.profile {
        info.icc_profile = Some(Cow::Borrowed(icc));
    }
    info.exif_metadata = block(&extras.fields).map(Cow::Owned);
    info.pixel_dims = extras.resolution.map(|resolution| {
        let per_metre = |v: f64| (v / 0.0254).round() as u32;
        png::PixelDimensions {
            xppu: per_metre(resolution.x),
            yppu: per_metre(resolution.y),
            unit: png::Unit::Meter,
        }
    });
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
        if matches!(extras.profile, Profile::Srgb) {
            // sRGB's own chunk, with the gAMA and cHRM that stand for it (PNG, third edition, 11.3.2.5); no iCCP
            // beside it.
            encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
            encoder.set_source_gamma(png::ScaledFloat::from_scaled(45_455));
            encoder.set_source_chromaticities(png::SourceChromaticities::new(
                (0.3127, 0.3290),
                (0.64, 0.33),
                (0.30, 0.60),
                (0.15, 0.06),
            ));
        }
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

pub(super) fn jpeg(pixels: &Pixels<'_>, quality: u8, extras: &Extras) -> Result<Vec<u8>, String> {
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
    let mut encoder = JpegEncoder::new_with_quality(&mut out, quality);
    if let Some(resolution) = extras.resolution {
        encoder.set_pixel_density(density(resolution));
    }
    encoder
        .write_image(
            &opaque.bytes(),
            pixels.width,
            pixels.height,
            ExtendedColorType::Rgb8,
        )
        .map_err(|e| e.to_string())?;
    let mut file = Jpeg::from_bytes(out.into()).map_err(|e| e.to_string())?;
    file.set_icc_profile(Some(extras.profile.icc().into()));
    file.set_exif(block(&extras.fields).map(Into::into));
    let mut packet = b"http://ns.adobe.com/xap/1.0/\0".to_vec();
    packet.extend(&extras.xmp);
    if packet.len() > LONGEST_PACKET {
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

pub(super) fn webp(pixels: &Pixels<'_>, extras: &Extras) -> Result<Vec<u8>, String> {
    const XMP_FLAG: u8 = 0b100;
    let kind = match pixels.alpha {
        Some(_) => ExtendedColorType::Rgba8,
        None => ExtendedColorType::Rgb8,
    };
    let mut out = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut out);
    let fail = |e: &dyn std::fmt::Display| e.to_string();
    let icc = extras.profile.icc();
    encoder.set_icc_profile(icc).map_err(|e| fail(&e))?;
    if let Some(exif) = block(&extras.fields) {
        encoder.set_exif_metadata(exif).map_err(|e| fail(&e))?;
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

/// A JPEG's density in whole pixels an inch.
fn density(resolution: Resolution) -> PixelDensity {
    let side = |v: f64| v.round().clamp(1.0, 65_535.0) as u16;
    PixelDensity {
        density: (side(resolution.x), side(resolution.y)),
        unit: PixelDensityUnit::Inches,
    }
}
