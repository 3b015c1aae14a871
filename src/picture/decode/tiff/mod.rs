//! TIFF and BigTIFF: the largest page that is no preview, of any kind that programs of artists write.
//!
//! The `tiff` crate reads samples; what they mean is told here, since it knows fewer kinds than there are. It is
//! shown the file with a photometric interpretation that it takes for any samples (see [`patch`]).

mod directory;
mod patch;
mod samples;

use super::{
    decoded::{Colours, Decoded},
    limits::DecodeLimits,
};
use crate::{
    fault::{Foreign, PictureFault as Fault, PictureWarning as Warning},
    picture::{Metadata, colour, metadata::block},
};
use directory::{Directory, File};
use patch::Patched;
use samples::{Layout, read};
use tiff::{TiffError, decoder::Decoder};

// Numbers of tags (TIFF 6.0; 34892 and 50706 of DNG).
const SUBFILE: u16 = 254;
const WIDTH: u16 = 256;
const HEIGHT: u16 = 257;
const BITS: u16 = 258;
const COMPRESSION: u16 = 259;
const PHOTOMETRIC: u16 = 262;
const ORIENTATION: u16 = 274;
const SAMPLES: u16 = 277;
const PLANAR: u16 = 284;
const COLOUR_MAP: u16 = 320;
const EXTRA_SAMPLES: u16 = 338;
const YCBCR_COEFFICIENTS: u16 = 529;
const YCBCR_SUBSAMPLING: u16 = 530;
const REFERENCE_BLACK_WHITE: u16 = 532;
const XMP: u16 = 700;
const ICC: u16 = 34675;
const DNG_VERSION: u16 = 50706;
/// The interpretation under which the crate gives any samples as they are.
const BLACK_IS_ZERO: u64 = 1;
/// JPEG in TIFF (Technical Note 2).
const JPEG: u64 = 7;

/// The page with the most pixels, as it stands in the file.
pub(super) fn decode(bytes: &[u8], limits: DecodeLimits) -> Result<Decoded, Fault> {
    let file = File::new(bytes).ok_or(Fault::CutShort)?;
    let pages = file.pages();
    if let Some(raw) = raw(&file, &pages) {
        return Err(Fault::Foreign(raw));
    }
    let page = best(&file, &pages).ok_or_else(|| match pages.is_empty() {
        true => Fault::CutShort,
        false => Fault::Broken("it has no page with pixels".to_owned()),
    })?;
    let (width, height) = size(&file, page);
    limits.check(width, height)?;
    let photometric = file.one(page, PHOTOMETRIC).unwrap_or(BLACK_IS_ZERO);
    let layout = layout(&file, page, photometric)?;
    let compression = file.one(page, COMPRESSION).unwrap_or(1);
    check(&file, page, photometric, compression)?;
    let metadata = Metadata {
        icc: file.bytes(page, ICC).map(<[u8]>::to_vec),
        exif: block(&file.fields(page)),
        xmp: file.bytes(page, XMP).map(<[u8]>::to_vec),
        resolution: None,
    };
    let kind = colour_kind(photometric, metadata.icc.as_deref())?;

    let mut decoder = opened(bytes, &file, page, limits)?;
    let (mut values, mut alpha, whole) = read(&mut decoder, &layout).map_err(|e| fault(&e))?;
    if file.one(page, EXTRA_SAMPLES) == Some(1)
        && let Some(alpha) = &alpha
    {
        straighten(&mut values, alpha, layout.colours);
    }
    if let Some(alpha) = &mut alpha {
        alpha.iter_mut().for_each(|v| *v = v.clamp(0.0, 1.0));
    }
    Ok(Decoded {
        width: layout.width,
        height: layout.height,
        colours: colours(kind, values, &file, page)?,
        alpha,
        metadata,
        described: None,
        orientation: file
            .one(page, ORIENTATION)
            .and_then(|n| u8::try_from(n).ok()),
        warnings: if whole {
            Vec::new()
        } else {
            vec![Warning::CutShort]
        },
    })
}

/// How the samples of a page of such colours lie.
fn layout(file: &File, page: &Directory, photometric: u64) -> Result<Layout, Fault> {
    let (width, height) = size(file, page);
    let count = file.one(page, SAMPLES).unwrap_or(1);
    let colours = match photometric {
        0 | 1 | 3 | 4 => 1,
        2 | 6 | 8 | 9 => 3,
        5 => 4,
        _ => {
            return Err(Fault::Unsupported(
                "a TIFF in a rare kind of colours".to_owned(),
            ));
        }
    };
    if count < colours {
        return Err(Fault::Broken(
            "it has too few channels for its colours".to_owned(),
        ));
    }
    if count > 16 {
        return Err(Fault::Unsupported(
            "a TIFF with more than 16 channels".to_owned(),
        ));
    }
    // One more channel than colours is alpha, unless it is said to be something else.
    let unsaid = !matches!(file.one(page, EXTRA_SAMPLES), Some(0));
    Ok(Layout {
        width: width as usize,
        height: height as usize,
        samples: count as usize,
        colours: colours as usize,
        alpha: count > colours && unsaid && photometric != 5,
        planar: file.one(page, PLANAR) == Some(2),
        index: photometric == 3,
    })
}

/// The crate's decoder on `page`, which it is told holds grey samples, so that it gives any as they are.
fn opened<'a>(
    bytes: &'a [u8],
    file: &File,
    page: &Directory,
    limits: DecodeLimits,
) -> Result<Decoder<Patched<'a>>, Fault> {
    let mut patched = Patched::new(bytes);
    let (at, length) = file.first();
    patched.patch(at, file.encoded(page.at, length));
    if let Some(entry) = page.entry(PHOTOMETRIC).filter(|entry| entry.length <= 8) {
        patched.patch(entry.at, file.encoded(BLACK_IS_ZERO, entry.length));
    }
    let mut bounds = tiff::decoder::Limits::default();
    let most = usize::try_from(limits.max_bytes).unwrap_or(usize::MAX);
    bounds.decoding_buffer_size = most;
    bounds.intermediate_buffer_size = most;
    bounds.ifd_value_size = most;
    let decoder = Decoder::new(patched).map_err(|e| fault(&e))?;
    Ok(decoder.with_limits(bounds))
}

/// What the samples of a page mean.
fn colours(
    kind: Kind,
    mut values: Vec<f32>,
    file: &File,
    page: &Directory,
) -> Result<Colours, Fault> {
    Ok(match kind {
        Kind::Grey => {
            if file.one(page, PHOTOMETRIC) == Some(0) {
                values.iter_mut().for_each(|v| *v = 1.0 - *v);
            }
            Colours::Grey(values)
        }
        Kind::Rgb => Colours::Rgb(values),
        Kind::Palette => Colours::Rgb(looked_up(file, page, &values)?),
        Kind::YCbCr => {
            to_rgb(file, page, &mut values);
            Colours::Rgb(values)
        }
        Kind::Lab { signed } => {
            lab(&mut values, signed, bits(file, page));
            colour::lab_to_srgb(&mut values);
            Colours::Srgb(values)
        }
        Kind::Inks(icc) => {
            let inks: Vec<u8> = values.iter().map(|v| (v * 255.0).round() as u8).collect();
            let rgb = colour::cmyk_to_srgb(&inks, &icc);
            Colours::Srgb(rgb.ok_or(Fault::Inks("CMYK TIFF whose colour profile cannot be used"))?)
        }
    })
}

/// The XMP packet.
pub(super) fn packet(bytes: &[u8]) -> Option<&[u8]> {
    let file = File::new(bytes)?;
    file.pages().iter().find_map(|page| file.bytes(page, XMP))
}

/// What the values mean.
enum Kind {
    Grey,
    Rgb,
    Palette,
    YCbCr,
    Lab {
        signed: bool,
    },
    /// With their profile.
    Inks(Vec<u8>),
}

fn colour_kind(photometric: u64, icc: Option<&[u8]>) -> Result<Kind, Fault> {
    Ok(match photometric {
        0 | 1 | 4 => Kind::Grey,
        3 => Kind::Palette,
        5 => {
            let of_inks = icc.filter(|icc| colour::space(icc) == colour::Space::Cmyk);
            Kind::Inks(
                of_inks
                    .ok_or(Fault::Inks("CMYK TIFF without a colour profile"))?
                    .to_vec(),
            )
        }
        6 => Kind::YCbCr,
        8 => Kind::Lab { signed: true },
        9 => Kind::Lab { signed: false },
        _ => Kind::Rgb,
    })
}

fn size(file: &File<'_>, page: &Directory) -> (u64, u64) {
    let side = |tag| file.one(page, tag).unwrap_or(0);
    (side(WIDTH), side(HEIGHT))
}

fn bits(file: &File<'_>, page: &Directory) -> u64 {
    file.one(page, BITS).unwrap_or(1)
}

/// What a camera's file is: it holds the sensor's own picture, and beside it small ones, which are not meant.
fn raw(file: &File<'_>, pages: &[Directory]) -> Option<Foreign> {
    pages.iter().find_map(|page| {
        let photometric = file.one(page, PHOTOMETRIC);
        if page.entry(DNG_VERSION).is_some() {
            return Some(Foreign::Raw("DNG"));
        }
        match file.one(page, COMPRESSION) {
            Some(34713) => Some(Foreign::Raw("NEF")),
            Some(32767) => Some(Foreign::Raw("ARW")),
            Some(65535) => Some(Foreign::Raw("PEF")),
            Some(32769 | 32770) => Some(Foreign::Raw("SRW")),
            // Mosaic of a sensor, or what was made of it, still without colours.
            _ => matches!(photometric, Some(32803 | 34892)).then_some(Foreign::Raw("TIFF/EP")),
        }
    })
}

/// The largest of the pages that are no previews and no masks, or else of all; of equal ones the first.
fn best<'p>(file: &File<'_>, pages: &'p [Directory]) -> Option<&'p Directory> {
    let area = |page: &Directory| {
        let (width, height) = size(file, page);
        width.saturating_mul(height)
    };
    let largest = |reduced: bool| {
        let kind = |page: &Directory| file.one(page, SUBFILE).unwrap_or(0);
        let pages = pages.iter().filter(|page| area(page) > 0);
        // Bit 0 says that it is smaller than another page, bit 2 that it is a mask.
        let pages = pages.filter(|page| reduced || kind(page) & 0b101 == 0);
        pages.rev().max_by_key(|page| area(page))
    };
    largest(false).or_else(|| largest(true))
}

/// Refuses by name what the crate would refuse by numbers.
fn check(
    file: &File<'_>,
    page: &Directory,
    photometric: u64,
    compression: u64,
) -> Result<(), Fault> {
    let unsupported = |what: String| Err(Fault::Unsupported(what));
    match compression {
        1 | 4 | 5 | JPEG | 8 | 32773 | 32946 => {}
        6 => return unsupported("a TIFF in JPEG of the old style".to_owned()),
        50000 => return unsupported("a TIFF compressed by Zstandard".to_owned()),
        50001 => return unsupported("a TIFF compressed as WebP".to_owned()),
        50002 => return unsupported("a TIFF compressed as JPEG XL".to_owned()),
        other => return unsupported(format!("a TIFF compressed in a rare way, number {other}")),
    }
    if photometric == 6 && compression != JPEG {
        let sampling = page
            .entry(YCBCR_SUBSAMPLING)
            .map(|entry| file.numbers(entry));
        if sampling.is_none_or(|s| s != [1, 1]) {
            return unsupported("a TIFF whose colours are coarser than its brightness".to_owned());
        }
    }
    let bits = bits(file, page);
    if !matches!(bits, 1 | 2 | 4 | 8 | 16 | 32 | 64) {
        return unsupported(format!("a TIFF with {bits} bits a channel"));
    }
    Ok(())
}

/// Colours that were multiplied by alpha as they were before.
fn straighten(values: &mut [f32], alpha: &[f32], colours: usize) {
    for (pixel, &alpha) in values.chunks_exact_mut(colours).zip(alpha) {
        if alpha > 0.0 {
            pixel
                .iter_mut()
                .for_each(|v| *v = (*v / alpha).clamp(0.0, 1.0));
        }
    }
}

/// Colours of a palette: all reds, then greens, then blues, of 16 bits.
fn looked_up(file: &File<'_>, page: &Directory, indices: &[f32]) -> Result<Vec<f32>, Fault> {
    let map = page
        .entry(COLOUR_MAP)
        .map(|entry| file.numbers(entry))
        .unwrap_or_default();
    let count = map.len() / 3;
    if count == 0 {
        return Err(Fault::Broken("its table of colours is missing".to_owned()));
    }
    // Old programs wrote 8 bits only.
    let top = if map.iter().all(|v| *v < 256) {
        255.0
    } else {
        65535.0
    };
    let colour = |index: &f32| {
        let i = (*index as usize).min(count - 1);
        [i, count + i, 2 * count + i].map(|at| map[at] as f32 / top)
    };
    Ok(indices.iter().flat_map(colour).collect())
}

/// From YCbCr of 0 to 1 to RGB in place (TIFF 6.0, section 21).
fn to_rgb(file: &File<'_>, page: &Directory, values: &mut [f32]) {
    let (red, green, blue) = match *file.ratios(page, YCBCR_COEFFICIENTS) {
        [r, g, b] if r < 1.0 && b < 1.0 && g > 0.0 => (r as f32, g as f32, b as f32),
        _ => (0.299, 0.587, 0.114),
    };
    let range = match *file.ratios(page, REFERENCE_BLACK_WHITE) {
        [a, b, c, d, e, f] if b > a && d > c && f > e => {
            [a, b, c, d, e, f].map(|v| v as f32 / 255.0)
        }
        _ => [0.0, 1.0, 128.0 / 255.0, 1.0, 128.0 / 255.0, 1.0],
    };
    for p in values.chunks_exact_mut(3) {
        let y = (p[0] - range[0]) / (range[1] - range[0]);
        let chroma = |v: f32, black: f32, white: f32| (v - black) / (white - black) * 127.0 / 255.0;
        let cb = chroma(p[1], range[2], range[3]);
        let cr = chroma(p[2], range[4], range[5]);
        let r = y + cr * (2.0 - 2.0 * red);
        let b = y + cb * (2.0 - 2.0 * blue);
        let g = (y - blue * b - red * r) / green;
        p.copy_from_slice(&[r, g, b].map(|v| v.clamp(0.0, 1.0)));
    }
}

/// L*a*b* of samples of 0 to 1: of CIE's kind a and b are signed, of ICC's they are shifted.
fn lab(values: &mut [f32], signed: bool, bits: u64) {
    // Of 16 bits CIE's kind has 256 steps for each of 8.
    let (top, scale) = if bits > 8 {
        (65535.0, 256.0)
    } else {
        (255.0, 1.0)
    };
    for p in values.chunks_exact_mut(3) {
        p[0] *= 100.0;
        for v in &mut p[1..] {
            let code = (*v * top).round();
            *v = match signed {
                true if code > top / 2.0 => (code - top - 1.0) / scale,
                true => code / scale,
                false => code / scale - 128.0,
            };
        }
    }
}

/// What the decoder's words mean.
fn fault(error: &TiffError) -> Fault {
    match error {
        TiffError::UnsupportedError(e) => Fault::Unsupported(e.to_string()),
        TiffError::LimitsExceeded => Fault::TooLarge,
        TiffError::IoError(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => Fault::CutShort,
        other => Fault::Broken(other.to_string()),
    }
}
