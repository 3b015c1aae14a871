//! TIFFs: colours, alpha as an extra sample, and EXIF's directories beside the page.

use super::{Depth, Extras, Pixels};
use crate::picture::{
    metadata::{native_bytes, ratio},
    watch::{Watch, in_pieces},
};
use std::io::{Cursor, Write};
use tiff::{
    Directory,
    encoder::{DirectoryEncoder, Rational, TiffEncoder, TiffKindStandard, colortype},
    tags::{ExtraSamples, ResolutionUnit, Tag, Type},
};

/// `pixels` as a TIFF.
pub fn tiff(
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
        let exif = tiff_directory(&mut encoder, extras, exif::Context::Exif)?;
        let gps = tiff_directory(&mut encoder, extras, exif::Context::Gps)?;
        macro_rules! image {
            ($kind:ty, $data:expr) => {{
                let mut image = encoder.new_image::<$kind>(w, h).map_err(fail)?;
                if let Some(resolution) = extras.resolution {
                    let side = |v| {
                        let (n, d) = ratio(v);
                        Rational { n, d }
                    };
                    image.resolution_unit(ResolutionUnit::Inch);
                    image.x_resolution(side(resolution.x));
                    image.y_resolution(side(resolution.y));
                }
                if pixels.alpha.is_some() {
                    let straight = [ExtraSamples::UnassociatedAlpha];
                    image.extra_samples(&straight).map_err(fail)?;
                }
                let tags = image.encoder();
                tiff_tags(tags, extras, exif::Context::Tiff)?;
                let packet = tags.write_tag(Tag::Unknown(700), &extras.xmp[..]);
                packet.map_err(fail)?;
                let icc = extras.profile.icc();
                tags.write_tag(Tag::IccProfile, &icc[..]).map_err(fail)?;
                for (tag, place) in [(Tag::ExifDirectory, exif), (Tag::GpsDirectory, gps)] {
                    if let Some(place) = place {
                        tags.write_tag(tag, place).map_err(fail)?;
                    }
                }
                let strip = image.next_strip_sample_count() as usize;
                in_pieces(&$data, strip, watch, |piece| {
                    image.write_strip(piece).map_err(fail)
                })?;
                image.finish().map_err(fail)
            }};
        }
        // Alpha, if there is any, is an extra sample, which the encoder counts itself.
        match depth {
            Depth::Eight => image!(colortype::RGB8, pixels.bytes()),
            Depth::Sixteen => image!(colortype::RGB16, pixels.words()),
        }
    };
    write(&mut out)?;
    Ok(out.into_inner())
}

/// Writes the fields of one of EXIF's directories as tags. Resolution is the encoder's business.
fn tiff_tags<W: Write + std::io::Seek>(
    tags: &mut DirectoryEncoder<'_, W, TiffKindStandard>,
    extras: &Extras,
    context: exif::Context,
) -> Result<(), String> {
    let resolution = [
        exif::Tag::XResolution,
        exif::Tag::YResolution,
        exif::Tag::ResolutionUnit,
    ];
    let mut written = Directory::empty();
    for field in &extras.fields {
        if field.tag.context() != context || resolution.contains(&field.tag) {
            continue;
        }
        if let Some((kind, bytes)) = native_bytes(&field.value)
            && let Some(kind) = Type::from_u16(kind)
        {
            let entry = tags.write_entry_bytes(kind, &bytes);
            let tag = Tag::from_u16_exhaustive(field.tag.number());
            written.extend([(tag, entry.map_err(|e| e.to_string())?)]);
        }
    }
    tags.extend_from(&written);
    Ok(())
}

/// A directory beside the page, and where it is; none if there is nothing to write.
fn tiff_directory<W: Write + std::io::Seek>(
    encoder: &mut TiffEncoder<W>,
    extras: &Extras,
    context: exif::Context,
) -> Result<Option<u32>, String> {
    if !extras
        .fields
        .iter()
        .any(|field| field.tag.context() == context)
    {
        return Ok(None);
    }
    let mut tags = encoder.extra_directory().map_err(|e| e.to_string())?;
    tiff_tags(&mut tags, extras, context)?;
    let written = tags.finish_with_offsets().map_err(|e| e.to_string())?;
    Ok(Some(written.offset))
}
