//! EXIF's fields: read from blocks that may be damaged, chosen, and turned into bytes again.

use super::keep::Keep;
use crate::error::catch_panic;
use exif::{Context, Exif, Field, Reader, Tag, Value};

/// Bytes that stand before a block in JPEGs, and in some files of other formats.
const PREFIX: &[u8] = b"Exif\0\0";

/// What can be read of a block: of a damaged one that which is sound. `None` if that is nothing.
pub fn parsed(block: &[u8]) -> Option<Exif> {
    let block = block.strip_prefix(PREFIX).unwrap_or(block).to_vec();
    let read = || {
        Reader::new()
            .continue_on_error(true)
            .read_raw(block)
            .or_else(|e| e.distill_partial_result(|_| {}))
            .ok()
    };
    let exif = catch_panic(read).ok().flatten()?;
    let any = exif.fields().len() > 0;
    any.then_some(exif)
}

/// Whether a field of the photograph goes into the result.
pub(super) fn allowed(field: &Field, keep: Keep) -> bool {
    /// Of the first directory what is not about pixels: description, maker, model, program, date, artist, computer,
    /// copyright, and what Windows writes (title, comment, author, keywords, subject, rating).
    const ABOUT: [u16; 14] = [
        270, 271, 272, 305, 306, 315, 316, 33432, 18246, 40091, 40092, 40093, 40094, 40095,
    ];
    let tag = field.tag;
    if matches!(field.value, Value::Unknown(..)) {
        return false;
    }
    match keep {
        Keep::None => false,
        Keep::Copyright => matches!(tag, Tag::Artist | Tag::Copyright),
        Keep::All | Keep::Place => match tag.context() {
            Context::Tiff => ABOUT.contains(&tag.number()),
            Context::Exif => !matches!(
                tag,
                // The picture has another size now, and a colour space of its own.
                Tag::MakerNote | Tag::PixelXDimension | Tag::PixelYDimension | Tag::ColorSpace
            ),
            Context::Gps => keep == Keep::Place,
            _ => false,
        },
    }
}

/// The kind of a value in TIFF's numbers, and its bytes in this machine's order; `None` for values that no file
/// has.
pub fn native_bytes(value: &Value) -> Option<(u16, Vec<u8>)> {
    fn all<T: Copy, const N: usize>(values: &[T], bytes: impl Fn(T) -> [u8; N]) -> Vec<u8> {
        values.iter().flat_map(|v| bytes(*v)).collect()
    }
    let ratios = |values: &[exif::Rational]| {
        let words: Vec<u32> = values.iter().flat_map(|r| [r.num, r.denom]).collect();
        all(&words, u32::to_ne_bytes)
    };
    Some(match value {
        Value::Byte(v) => (1, v.clone()),
        Value::Ascii(lines) => {
            let mut text = lines.join(&0);
            text.push(0);
            (2, text)
        }
        Value::Short(v) => (3, all(v, u16::to_ne_bytes)),
        Value::Long(v) => (4, all(v, u32::to_ne_bytes)),
        Value::Rational(v) => (5, ratios(v)),
        Value::SByte(v) => (6, all(v, i8::to_ne_bytes)),
        Value::Undefined(v, _) => (7, v.clone()),
        Value::SShort(v) => (8, all(v, i16::to_ne_bytes)),
        Value::SLong(v) => (9, all(v, i32::to_ne_bytes)),
        Value::SRational(v) => {
            let words: Vec<i32> = v.iter().flat_map(|r| [r.num, r.denom]).collect();
            (10, all(&words, i32::to_ne_bytes))
        }
        Value::Float(v) => (11, all(v, f32::to_ne_bytes)),
        Value::Double(v) => (12, all(v, f64::to_ne_bytes)),
        Value::Unknown(..) => return None,
    })
}
