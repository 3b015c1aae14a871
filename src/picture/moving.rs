//! Moving pictures: frames one after the other, in a ring.

use super::{Keep, Metadata, Picture, Stamp, write_atomically, xmp};
use crate::error::{Error, Result};
use image::{Delay, Frame, RgbaImage, codecs::gif};
use std::path::Path;

/// Writes `frames` of one size, `per_second` of them a second, into one file: a GIF of 256 colours a frame if it is called so, otherwise an
/// animated PNG, which has all colours and says what made it.
///
/// # Errors
/// If there are no frames, one has another size than the first, or the file cannot be written.
pub fn export_moving(
    frames: &[Picture],
    path: &Path,
    per_second: u16,
    stamp: &Stamp,
) -> Result<()> {
    let gif = path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("gif"));
    let mut bytes = Vec::new();
    let size = |frame: &Picture| (frame.width, frame.height);
    let odd = frames
        .windows(2)
        .any(|pair| size(&pair[0]) != size(&pair[1]));
    let written = if odd {
        Err("a frame has another size than the first".to_owned())
    } else if gif {
        encode_gif(frames, per_second, &mut bytes)
    } else {
        encode_png(frames, per_second, stamp, &mut bytes)
    };
    written.map_err(|reason| Error::Encode {
        path: path.to_owned(),
        reason,
        remedy: "give frames of one size",
    })?;
    write_atomically(path, &bytes)
}

/// Width, height and the levels of a frame, without alpha.
fn levels(frame: &Picture) -> (u32, u32, Vec<u8>) {
    let level = |v: &f32| (v.clamp(0.0, 1.0) * 255.0).round() as u8;
    let levels = frame.matte().iter().map(level).collect();
    (frame.width as u32, frame.height as u32, levels)
}

fn encode_png(
    frames: &[Picture],
    per_second: u16,
    stamp: &Stamp,
    to: &mut Vec<u8>,
) -> Result<(), String> {
    let first = frames.first().ok_or("there are no frames")?;
    let write = || -> Result<(), png::EncodingError> {
        let mut encoder = png::Encoder::new(to, first.width as u32, first.height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
        encoder.set_compression(png::Compression::Balanced);
        encoder.set_animated(frames.len() as u32, 0)?;
        encoder.set_frame_delay(1, per_second.max(1))?;
        let packet = xmp::packet(stamp, &Metadata::default(), Keep::None, &stamp.credit);
        let packet = String::from_utf8_lossy(&packet).into_owned();
        encoder.add_itxt_chunk("XML:com.adobe.xmp".to_owned(), packet)?;
        let mut writer = encoder.write_header()?;
        for frame in frames {
            writer.write_image_data(&levels(frame).2)?;
        }
        writer.finish()
    };
    write().map_err(|e| e.to_string())
}

fn encode_gif(frames: &[Picture], per_second: u16, to: &mut Vec<u8>) -> Result<(), String> {
    frames.first().ok_or("there are no frames")?;
    let mut encoder = gif::GifEncoder::new(to);
    let endless = encoder.set_repeat(gif::Repeat::Infinite);
    endless.map_err(|e| e.to_string())?;
    for frame in frames {
        let (width, height, rgb) = levels(frame);
        let rgba = rgb.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]);
        let pixels = RgbaImage::from_raw(width, height, rgba.collect());
        let pixels = pixels.ok_or("a frame has no pixels")?;
        let delay = Delay::from_numer_denom_ms(1000, per_second.max(1).into());
        let frame = Frame::from_parts(pixels, 0, 0, delay);
        encoder.encode_frame(frame).map_err(|e| e.to_string())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{AnimationDecoder, codecs::png::PngDecoder};
    use std::io::Cursor;

    fn frame(width: usize, height: usize, level: f32) -> Picture {
        Picture::from_rgb(width, height, vec![level; 3 * width * height])
    }

    #[test]
    fn frames_come_back_from_both_formats_and_odd_ones_are_refused() {
        let folder = tempfile::tempdir().expect("folder");
        let frames = [frame(5, 4, 0.0), frame(5, 4, 0.6), frame(5, 4, 1.0)];
        let stamp = Stamp {
            from_nothing: true,
            ..Stamp::default()
        };
        for name in ["way.png", "way.gif"] {
            let path = folder.path().join(name);
            export_moving(&frames, &path, 12, &stamp).expect("written");
            let bytes = std::fs::read(&path).expect("read");
            let found = if name.ends_with("gif") {
                let decoder = gif::GifDecoder::new(Cursor::new(bytes)).expect("a GIF");
                decoder.into_frames().collect_frames()
            } else {
                assert!(bytes.windows(21).any(|b| b == b"trainedAlgorithmicMed"));
                let decoder = PngDecoder::new(Cursor::new(bytes)).expect("a PNG");
                decoder
                    .apng()
                    .expect("animated")
                    .into_frames()
                    .collect_frames()
            };
            let found = found.expect("frames");
            let level = |frame: &Frame| frame.buffer().get_pixel(2, 2).0[1];
            assert_eq!(
                found.iter().map(level).collect::<Vec<_>>(),
                [0, 153, 255],
                "{name}"
            );
            let (numerator, denominator) = found[1].delay().numer_denom_ms();
            assert_eq!(
                numerator / denominator,
                if name.ends_with("gif") { 80 } else { 83 }
            );
            for odd in [
                &[][..],
                &[frame(5, 4, 0.0), frame(4, 5, 0.0)],
                &[frame(5, 4, 0.0), frame(4, 4, 0.0)],
            ] {
                let refused = export_moving(odd, &path, 12, &stamp).expect_err("refused");
                assert!(refused.to_string().contains("Could not write"), "{refused}");
            }
        }
    }
}
