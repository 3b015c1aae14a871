//! What picture files say about themselves, and how much of it an export carries on.

use exif::{Field, In, Tag, Value, experimental::Writer};
use image::{ImageDecoder, ImageFormat};
use serde::{Deserialize, Serialize};
use std::io::Cursor;

/// What a file said about itself beside its pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// ICC profile.
    pub icc: Option<Vec<u8>>,
    /// EXIF block (a TIFF structure).
    pub exif: Option<Vec<u8>>,
    /// XMP packet.
    pub xmp: Option<Vec<u8>>,
}

/// How much of the photograph's metadata goes into the result.
///
/// Where a picture was taken (GPS) is carried on only where that is asked for by name: a published painting
/// must not give away the artist's home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// As [`Keep::All`], and the place.
    Place,
    /// Camera, dates and the rest, but no place, thumbnail or maker's private data.
    All,
    /// Author and copyright only.
    #[default]
    Copyright,
    /// Nothing of the photograph, and no recipe.
    None,
}

impl Metadata {
    /// What the file in `bytes` says, through its opened `decoder`.
    pub(super) fn read(
        decoder: &mut impl ImageDecoder,
        format: Option<ImageFormat>,
        bytes: &[u8],
    ) -> Self {
        let mut metadata = Self {
            icc: decoder.icc_profile().ok().flatten(),
            exif: decoder.exif_metadata().ok().flatten(),
            xmp: decoder.xmp_metadata().ok().flatten(),
        };
        // The general decoder allows a tag no more bytes than the picture has, so that profile and
        // XMP of small TIFFs are lost there.
        if format == Some(ImageFormat::Tiff)
            && let Ok(mut tiff) = tiff::decoder::Decoder::new(Cursor::new(bytes))
        {
            let mut tag = |tag| tiff.get_tag_u8_vec(tag).ok();
            metadata.icc = tag(tiff::tags::Tag::IccProfile);
            metadata.xmp = tag(tiff::tags::Tag::Unknown(700));
        }
        metadata
    }

    /// The EXIF block of an export: upright, and with what `keep` allows.
    pub fn exif_for_export(&self, keep: Keep) -> Option<Vec<u8>> {
        let source = self.exif.as_deref().filter(|_| keep != Keep::None)?;
        let parsed = crate::error::catch_panic(|| {
            exif::Reader::new()
                .continue_on_error(true)
                .read_raw(source.to_vec())
                .or_else(|e| e.distill_partial_result(|_| {}))
                .ok()
        })
        .ok()??;
        let kept: Vec<Field> = parsed
            .fields()
            .filter(|field| field.ifd_num == In::PRIMARY && allowed(field.tag, keep))
            .map(upright)
            .collect();
        let mut writer = Writer::new();
        kept.iter().for_each(|field| writer.push_field(field));
        let mut block = Cursor::new(Vec::new());
        (!kept.is_empty()).then(|| writer.write(&mut block, false).ok())??;
        Some(block.into_inner())
    }

    /// Author and copyright notice, from EXIF.
    pub fn credit(&self) -> (Option<String>, Option<String>) {
        let Some(source) = self.exif.as_deref() else {
            return (None, None);
        };
        let Ok(parsed) = exif::Reader::new().read_raw(source.to_vec()) else {
            return (None, None);
        };
        let text = |tag| {
            let field = parsed.get_field(tag, In::PRIMARY)?;
            match &field.value {
                Value::Ascii(lines) => {
                    let text = lines
                        .first()
                        .map(|l| String::from_utf8_lossy(l).into_owned())?;
                    let text = text.trim().to_owned();
                    (!text.is_empty()).then_some(text)
                }
                _ => None,
            }
        };
        (text(Tag::Artist), text(Tag::Copyright))
    }
}

fn allowed(tag: Tag, keep: Keep) -> bool {
    match keep {
        Keep::None => false,
        Keep::Copyright => matches!(tag, Tag::Artist | Tag::Copyright),
        Keep::All | Keep::Place => {
            (keep == Keep::Place || tag.context() != exif::Context::Gps)
                && !matches!(
                    tag,
                    Tag::MakerNote
                        | Tag::GPSInfoIFDPointer
                        | Tag::PixelXDimension
                        | Tag::PixelYDimension
                        | Tag::ImageWidth
                        | Tag::ImageLength
                        | Tag::StripOffsets
                        | Tag::StripByteCounts
                        | Tag::JPEGInterchangeFormat
                        | Tag::JPEGInterchangeFormatLength
                )
        }
    }
}

/// Pixels leave the program upright, so the orientation tag must say so.
fn upright(field: &Field) -> Field {
    let value = if field.tag == Tag::Orientation {
        Value::Short(vec![1])
    } else {
        field.value.clone()
    };
    Field {
        tag: field.tag,
        ifd_num: In::PRIMARY,
        value,
    }
}
