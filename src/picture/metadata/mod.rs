//! What picture files say about themselves, and how much of it an export carries on.

mod credit;
mod fields;
mod keep;
mod resolution;

pub use credit::Credit;
pub(super) use fields::{native_bytes, parsed};
pub use keep::Keep;
pub use resolution::Resolution;
pub(super) use resolution::ratio;

use exif::{Exif, Field, In, Tag, Value, experimental::Writer};
use std::io::Cursor;

/// What a file said about itself beside its pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// ICC profile, if colours can be converted into it.
    pub icc: Option<Vec<u8>>,
    /// EXIF block (a TIFF structure, with or without the six bytes "Exif" before it).
    pub exif: Option<Vec<u8>>,
    /// XMP packet.
    pub xmp: Option<Vec<u8>>,
    /// How large the picture is on paper.
    pub resolution: Option<Resolution>,
}

/// What EXIF says that a reader needs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Said {
    /// 1 to 8.
    pub orientation: Option<u8>,
    pub resolution: Option<Resolution>,
}

impl Metadata {
    fn parsed(&self) -> Option<Exif> {
        parsed(self.exif.as_deref()?)
    }

    /// What EXIF says to a reader; `None` if there is none, or none that can be read.
    pub(super) fn look(&self) -> Option<Said> {
        let exif = self.parsed()?;
        let number = |tag| exif.get_field(tag, In::PRIMARY)?.value.get_uint(0);
        let ratio = |tag| match &exif.get_field(tag, In::PRIMARY)?.value {
            Value::Rational(values) => values.first().map(exif::Rational::to_f64),
            _ => None,
        };
        let per_inch = match number(Tag::ResolutionUnit) {
            Some(3) => Some(2.54),
            // Only the shape of a pixel.
            Some(1) => None,
            _ => Some(1.0),
        };
        let sides = ratio(Tag::XResolution).zip(ratio(Tag::YResolution));
        let resolution = sides.zip(per_inch);
        Some(Said {
            orientation: number(Tag::Orientation).and_then(|n| u8::try_from(n).ok()),
            resolution: resolution.and_then(|((x, y), unit)| Resolution::new(x * unit, y * unit)),
        })
    }

    /// What an export says about itself by EXIF tags: upright, with what `keep` allows of the photograph's, with
    /// `credit` and its own resolution.
    pub(super) fn fields(&self, keep: Keep, credit: &Credit) -> Vec<Field> {
        let parsed = self.parsed().filter(|_| keep != Keep::None);
        let fields = parsed.iter().flat_map(Exif::fields);
        let mut kept: Vec<Field> = Vec::new();
        for field in fields.filter(|f| f.ifd_num == In::PRIMARY && fields::allowed(f, keep)) {
            // Damaged blocks name the same tag twice.
            if !kept.iter().any(|there| there.tag == field.tag) {
                kept.push(field.clone());
            }
        }
        let mut set = |tag: Tag, value: Value| {
            kept.retain(|field| field.tag != tag);
            let ifd_num = In::PRIMARY;
            kept.push(Field {
                tag,
                ifd_num,
                value,
            });
        };
        let text = |text: &String| Value::Ascii(vec![text.clone().into_bytes()]);
        if let Some(artist) = &credit.artist {
            set(Tag::Artist, text(artist));
        }
        if let Some(copyright) = &credit.copyright {
            set(Tag::Copyright, text(copyright));
        }
        if let Some(resolution) = self.resolution {
            let side = |v: f64| Value::Rational(vec![resolution::ratio(v).into()]);
            set(Tag::XResolution, side(resolution.x));
            set(Tag::YResolution, side(resolution.y));
            set(Tag::ResolutionUnit, Value::Short(vec![2]));
        }
        kept
    }

    /// The EXIF block of an export.
    pub fn exif_for_export(&self, keep: Keep, credit: &Credit) -> Option<Vec<u8>> {
        block(&self.fields(keep, credit))
    }

    /// Author and copyright notice, wherever the file says them.
    pub fn credit(&self) -> Credit {
        Credit::of(self)
    }
}

/// The EXIF block of `fields`; `None` if there are none.
pub(super) fn block(fields: &[Field]) -> Option<Vec<u8>> {
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut block = Cursor::new(Vec::new());
    (!fields.is_empty()).then(|| writer.write(&mut block, false).ok())??;
    Some(block.into_inner())
}
