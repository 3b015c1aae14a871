//! Samples of a TIFF: strips and tiles, one after the other, as floats in their places.

use std::io::{Read, Seek};
use tiff::{
    TiffError, TiffFormatError, TiffResult,
    decoder::{ChunkType, Decoder, DecodingResult},
};

/// How the samples of a page lie.
pub struct Layout {
    pub width: usize,
    pub height: usize,
    /// A pixel's samples.
    pub samples: usize,
    /// Those of them that are colours; these come first.
    pub colours: usize,
    /// Whether the one after the colours is alpha.
    pub alpha: bool,
    /// Whether all reds come before all greens.
    pub planar: bool,
    /// Whether samples are indices, which keep their numbers.
    pub index: bool,
}

/// Colours and alpha, 0 to 1, and whether all of them could be read; what could not is grey.
///
/// # Errors
/// If nothing could be read.
pub fn read<R: Read + Seek>(
    decoder: &mut Decoder<R>,
    layout: &Layout,
) -> TiffResult<(Vec<f32>, Option<Vec<f32>>, bool)> {
    let pixels = layout.width * layout.height;
    let chunks = match decoder.get_chunk_type() {
        ChunkType::Strip => decoder.strip_count()?,
        ChunkType::Tile => decoder.tile_count()?,
    };
    let planes = if layout.planar { layout.samples } else { 1 };
    let of_plane = (chunks as usize / planes).max(1);
    let (chunk_width, chunk_height) = decoder.chunk_dimensions();
    let (chunk_width, chunk_height) = (chunk_width as usize, chunk_height as usize);
    let across = layout.width.div_ceil(chunk_width.max(1));
    let missing = if layout.index { 0.0 } else { 0.5 };
    let mut colours = vec![missing; pixels * layout.colours];
    let mut alpha = layout.alpha.then(|| vec![1.0; pixels]);
    let (mut first_error, mut any) = (None, false);
    for chunk in 0..chunks {
        let (plane, place) = (chunk as usize / of_plane, chunk as usize % of_plane);
        let (left, top) = (place % across * chunk_width, place / across * chunk_height);
        if plane >= planes || left >= layout.width || top >= layout.height {
            continue;
        }
        // Tiles of later planes are taken for lower ones, and have the size of a whole tile.
        let (data_width, _) = decoder.chunk_data_dimensions(place as u32);
        let values = decoder
            .read_chunk(chunk)
            .and_then(|chunk| floats(chunk, decoder, layout, data_width as usize));
        let values = match values {
            Ok(values) => values,
            Err(error) => {
                first_error.get_or_insert(error);
                continue;
            }
        };
        any = true;
        let step = if layout.planar { 1 } else { layout.samples };
        let rows = values.chunks_exact(data_width as usize * step);
        for (y, row) in (top..layout.height.min(top + chunk_height)).zip(rows) {
            for (x, pixel) in (left..layout.width).zip(row.chunks_exact(step)) {
                let at = y * layout.width + x;
                for (i, &value) in pixel.iter().enumerate() {
                    let channel = plane + i;
                    if channel < layout.colours {
                        colours[at * layout.colours + channel] = value;
                    } else if channel == layout.colours
                        && let Some(alpha) = &mut alpha
                    {
                        alpha[at] = value;
                    }
                }
            }
        }
    }
    match first_error {
        Some(error) if !any => Err(error),
        None if !any => Err(TiffError::FormatError(
            TiffFormatError::ImageFileDirectoryNotFound,
        )),
        error => Ok((colours, alpha, error.is_none())),
    }
}

/// Samples as floats, 0 to 1, or their numbers if they are indices.
fn floats<R: Read + Seek>(
    chunk: DecodingResult,
    decoder: &mut Decoder<R>,
    layout: &Layout,
    width: usize,
) -> TiffResult<Vec<f32>> {
    fn all<T: Copy>(values: &[T], float: impl Fn(T) -> f32) -> Vec<f32> {
        values.iter().map(|v| float(*v)).collect()
    }
    let top = |most: f32| if layout.index { 1.0 } else { most };
    // HDR and the like end at white.
    let unit = |v: f32| v.clamp(0.0, 1.0);
    Ok(match chunk {
        DecodingResult::U8(values) => {
            let bits = usize::from(decoder.colortype()?.bit_depth());
            if bits >= 8 {
                let top = top(255.0);
                all(&values, |v| f32::from(v) / top)
            } else {
                let step = if layout.planar { 1 } else { layout.samples };
                unpacked(&values, bits, width * step, top(((1 << bits) - 1) as f32))
            }
        }
        DecodingResult::U16(values) => {
            let top = top(65535.0);
            all(&values, |v| f32::from(v) / top)
        }
        DecodingResult::U32(values) => {
            all(&values, |v| (f64::from(v) / f64::from(u32::MAX)) as f32)
        }
        DecodingResult::U64(values) => all(&values, |v| (v as f64 / u64::MAX as f64) as f32),
        DecodingResult::F16(values) => all(&values, |v| unit(v.to_f32())),
        DecodingResult::F32(values) => all(&values, unit),
        DecodingResult::F64(values) => all(&values, |v| unit(v as f32)),
        // Numbers with a sign mean nothing in a picture.
        _ => {
            let kind = tiff::TiffUnsupportedError::UnknownInterpretation;
            return Err(TiffError::UnsupportedError(kind));
        }
    })
}

/// Samples of fewer than 8 bits; each row begins with a byte of its own.
fn unpacked(bytes: &[u8], bits: usize, row: usize, top: f32) -> Vec<f32> {
    let each = 8 / bits;
    let mask = (1u16 << bits) - 1;
    let rows = bytes.chunks_exact((row * bits).div_ceil(8).max(1));
    let sample = |row: &[u8], i: usize| {
        let shift = 8 - bits * (i % each + 1);
        f32::from(u16::from(row[i / each]) >> shift & mask) / top
    };
    rows.flat_map(|bytes| (0..row).map(move |i| sample(bytes, i)))
        .collect()
}
