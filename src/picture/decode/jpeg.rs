//! JPEG: grey, RGB, YCbCr, and CMYK and YCCK through their own profiles.

use super::{
    decoded::{Colours, Decoded, from_u8},
    limits::DecodeLimits,
};
use crate::{
    fault::{PictureFault as Fault, PictureWarning as Warning},
    picture::{Metadata, Resolution, colour},
};
use zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions};
use zune_jpeg::{JpegDecoder, errors::DecodeErrors};

/// The longest side that the format can name.
const LONGEST: usize = 65_535;

/// Decodes a JPEG. A file that ends too early, or is damaged in the middle, gives what is there, with a warning.
pub(super) fn decode(bytes: &[u8], limits: DecodeLimits) -> Result<Decoded, Fault> {
    let lenient = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(LONGEST)
        .set_max_height(LONGEST);
    let mut headers = JpegDecoder::new_with_options(ZCursor::new(bytes), lenient);
    headers.decode_headers().map_err(|e| fault(&e))?;
    let (width, height) = headers.dimensions().ok_or(Fault::NoPixels)?;
    limits.check(width as u64, height as u64)?;
    let space = headers.input_colorspace().unwrap_or(ColorSpace::YCbCr);
    let inks = matches!(space, ColorSpace::CMYK | ColorSpace::YCCK);
    let wanted = match space {
        ColorSpace::MultiBand(_) => {
            return Err(Fault::Unsupported(
                "a JPEG of an unusual number of channels".to_owned(),
            ));
        }
        ColorSpace::Luma | ColorSpace::CMYK | ColorSpace::YCCK => space,
        _ => ColorSpace::RGB,
    };
    let icc = headers.icc_profile();
    let mut metadata = Metadata {
        exif: headers.exif().cloned(),
        xmp: packet(bytes).map(<[u8]>::to_vec),
        resolution: jfif_resolution(bytes),
        icc: None,
    };
    if inks && icc.is_none() {
        return Err(Fault::Inks("CMYK JPEG without a colour profile"));
    }
    let (values, warning) = pixels(bytes, lenient.jpeg_set_out_colorspace(wanted))?;
    let channels = wanted.num_components();
    if values.len() < width * height * channels {
        return Err(Fault::CutShort);
    }
    let values = &values[..width * height * channels];
    let (colours, icc) = if inks {
        let inks = plain_inks(values, space, has_adobe_marker(bytes));
        let rgb = icc.and_then(|icc| colour::cmyk_to_srgb(&inks, &icc));
        let unusable = Fault::Inks("CMYK JPEG whose colour profile cannot be used");
        // The profile described inks; what leaves is sRGB.
        (Colours::Rgb(rgb.ok_or(unusable)?), None)
    } else {
        let values = from_u8(values);
        let grey = wanted == ColorSpace::Luma;
        (
            if grey {
                Colours::Grey(values)
            } else {
                Colours::Rgb(values)
            },
            icc,
        )
    };
    metadata.icc = icc;
    Ok(Decoded {
        width,
        height,
        colours,
        alpha: None,
        metadata,
        described: None,
        orientation: None,
        warnings: warning.into_iter().collect(),
    })
}

/// Samples, and what is to be said about them: strictly if that goes, and else what can be had.
fn pixels(bytes: &[u8], options: DecoderOptions) -> Result<(Vec<u8>, Option<Warning>), Fault> {
    let strict = options.set_strict_mode(true);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), strict);
    // Some headers are strange and harmless; then only the end tells whether all is there.
    let decoded = decoder.decode_headers().map(|()| decoder.decode());
    let damaged = match decoded {
        Ok(Ok(values)) => {
            let warning = (!has_end(bytes)).then_some(Warning::CutShort);
            return Ok((values, warning));
        }
        Ok(Err(_)) => true,
        Err(_) => false,
    };
    let values = JpegDecoder::new_with_options(ZCursor::new(bytes), options)
        .decode()
        .map_err(|e| fault(&e))?;
    let warning = match (has_end(bytes), damaged) {
        (false, _) => Some(Warning::CutShort),
        (true, true) => Some(Warning::Damaged),
        (true, false) => None,
    };
    Ok((values, warning))
}

/// Whether there is an end of the picture after its beginning.
fn has_end(bytes: &[u8]) -> bool {
    let scan = segments(bytes).last().map_or(0, |s| s.at);
    bytes[scan.min(bytes.len())..]
        .windows(2)
        .rev()
        .any(|pair| pair == [0xFF, 0xD9])
}

/// CMYK, 0 for no ink, of what the file holds.
fn plain_inks(values: &[u8], space: ColorSpace, adobe: bool) -> Vec<u8> {
    let mut inks = values.to_vec();
    if space == ColorSpace::YCCK {
        // YCbCr of what the three colour inks leave of the light (ITU-T T.872, 6.3); black stands as it is.
        for p in inks.chunks_exact_mut(4) {
            let [y, cb, cr] = [
                f32::from(p[0]),
                f32::from(p[1]) - 128.0,
                f32::from(p[2]) - 128.0,
            ];
            let rgb = [
                y + 1.402 * cr,
                y - 0.344_136 * cb - 0.714_136 * cr,
                y + 1.772 * cb,
            ];
            (0..3).for_each(|i| p[i] = (255.0 - rgb[i]).round().clamp(0.0, 255.0) as u8);
        }
    }
    if adobe {
        // Adobe writes ink values inverted.
        inks.iter_mut().for_each(|v| *v = 255 - *v);
    }
    inks
}

/// The XMP packet.
pub(super) fn packet(bytes: &[u8]) -> Option<&[u8]> {
    segments(bytes).find_map(|s| s.data.strip_prefix(b"http://ns.adobe.com/xap/1.0/\0"))
}

/// A segment before the picture's data.
struct Segment<'a> {
    marker: u8,
    data: &'a [u8],
    /// Where what follows begins.
    at: usize,
}

/// The segments up to the beginning of the picture's data, which is the last.
fn segments(bytes: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let mut at = 2;
    let mut over = false;
    std::iter::from_fn(move || {
        while bytes.get(at..at + 2) == Some(&[0xFF, 0xFF]) {
            at += 1;
        }
        let [0xFF, marker, high, low] = *bytes.get(at..at + 4)?.first_chunk()? else {
            return None;
        };
        if over {
            return None;
        }
        over = marker == 0xDA;
        let length = usize::from(u16::from_be_bytes([high, low]));
        let data = bytes.get(at + 4..at + 2 + length.max(2))?;
        at += 2 + length.max(2);
        Some(Segment { marker, data, at })
    })
}

fn has_adobe_marker(bytes: &[u8]) -> bool {
    segments(bytes).any(|s| s.marker == 0xEE && s.data.starts_with(b"Adobe"))
}

/// Density of the JFIF segment.
fn jfif_resolution(bytes: &[u8]) -> Option<Resolution> {
    let jfif = segments(bytes).find(|s| s.marker == 0xE0 && s.data.starts_with(b"JFIF\0"))?;
    let [unit, x1, x0, y1, y0] = *jfif.data.get(7..12)?.first_chunk()?;
    let per_inch = match unit {
        1 => 1.0,
        2 => 2.54,
        // Only the shape of a pixel.
        _ => return None,
    };
    let number = |high, low| f64::from(u16::from_be_bytes([high, low])) * per_inch;
    Resolution::new(number(x1, x0), number(y1, y0))
}

/// What the decoder's words mean.
fn fault(error: &DecodeErrors) -> Fault {
    let words = format!("{error:?}");
    match error {
        DecodeErrors::Unsupported(_) => Fault::Unsupported(words),
        DecodeErrors::ExhaustedData | DecodeErrors::IoErrors(_) => Fault::CutShort,
        DecodeErrors::ZeroError => Fault::NoPixels,
        _ => Fault::Broken(words),
    }
}
