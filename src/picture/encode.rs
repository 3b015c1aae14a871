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
use std::{borrow::Cow, io::Cursor, path::Path};
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
#[derive(Clone, Copy, Debug)]
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
    let bytes = match format {
        Format::Png => png(&pixels, options.depth, &extras),
        Format::Jpeg => jpeg(&pixels, options.quality, &extras),
        Format::WebP => webp(&pixels, &extras),
        Format::Tiff => tiff(&pixels, options.depth, &extras),
    };
    let bytes = bytes.map_err(|reason| Error::Encode {
        path: path.to_owned(),
        reason,
        remedy: "choose another format or a smaller size",
    })?;
    write_atomically(path, &bytes)
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

fn png(pixels: &Pixels<'_>, depth: Depth, extras: &Extras) -> Result<Vec<u8>, String> {
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
    let write = || -> Result<(), png::EncodingError> {
        let mut encoder = png::Encoder::with_info(&mut out, info)?;
        encoder.set_compression(png::Compression::Balanced);
        let xmp = String::from_utf8_lossy(&extras.xmp).into_owned();
        encoder.add_itxt_chunk("XML:com.adobe.xmp".to_owned(), xmp)?;
        if let Some(recipe) = &extras.recipe {
            encoder.add_itxt_chunk(xmp::PNG_KEYWORD.to_owned(), recipe.clone())?;
        }
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&data)?;
        writer.finish()
    };
    write().map_err(|e| e.to_string())?;
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

fn tiff(pixels: &Pixels<'_>, depth: Depth, extras: &Extras) -> Result<Vec<u8>, String> {
    let mut out = Cursor::new(Vec::new());
    let (w, h) = (pixels.width, pixels.height);
    let write = |out: &mut Cursor<Vec<u8>>| -> tiff::TiffResult<()> {
        let mut encoder = TiffEncoder::new(out)?;
        macro_rules! image {
            ($kind:ty, $data:expr) => {{
                let mut image = encoder.new_image::<$kind>(w, h)?;
                let tags = image.encoder();
                tags.write_tag(Tag::Unknown(700), &extras.xmp[..])?;
                if let Some(icc) = &extras.icc {
                    tags.write_tag(Tag::IccProfile, &icc[..])?;
                }
                if let Some(artist) = &extras.credit.0 {
                    tags.write_tag(Tag::Artist, artist.as_str())?;
                }
                if let Some(copyright) = &extras.credit.1 {
                    tags.write_tag(Tag::Copyright, copyright.as_str())?;
                }
                image.write_data(&$data)
            }};
        }
        match (depth, pixels.alpha.is_some()) {
            (Depth::Eight, false) => image!(colortype::RGB8, pixels.bytes()),
            (Depth::Eight, true) => image!(colortype::RGBA8, pixels.bytes()),
            (Depth::Sixteen, false) => image!(colortype::RGB16, pixels.words()),
            (Depth::Sixteen, true) => image!(colortype::RGBA16, pixels.words()),
        }
    };
    write(&mut out).map_err(|e| e.to_string())?;
    Ok(out.into_inner())
}
