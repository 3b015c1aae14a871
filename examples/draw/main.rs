//! Draws the styles, the sample pictures and the icon that ship with Impasto, byte for byte:
//!
//! ```text
//! cargo run --release --example draw [NAME ...]
//! ```
//!
//! The bytes are those of a release build as Cargo makes it: with `CARGO_INCREMENTAL=1` two of the
//! samples come out different in their last digits.
//!
//! Everything here is arithmetic: no picture is read, so all of it is the project's own (CC0).
//! `technique` holds one piece a module; `styles` and `scenes` one file a picture, with its motifs
//! beside it.

#![allow(
    clippy::print_stdout,
    reason = "a program for the terminal says what it draws"
)]

mod blur;
mod canvas;
mod design;
mod distance;
mod icon;
mod noise;
mod outline;
mod plate;
mod render;
mod scenes;
mod styles;
mod technique;

use canvas::{Canvas, Field};
use image::{ExtendedColorType, ImageFormat, codecs::jpeg::JpegEncoder};
use std::{error::Error, fs, path::Path};

/// A picture by name.
type Drawing = (&'static str, fn() -> Canvas);

const SCENES: [Drawing; 4] = [
    ("cat", scenes::cat::draw),
    ("lake", scenes::lake::draw),
    ("still_life", scenes::still_life::draw),
    ("street", scenes::street::draw),
];

fn main() -> Result<(), Box<dyn Error>> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|w| w == name);
    for (name, draw) in styles::ALL.into_iter().filter(|(name, _)| is_wanted(name)) {
        let folder = home.join("styles").join(name);
        fs::create_dir_all(&folder)?;
        save(&draw(), &folder.join("style.jpg"))?;
    }
    for (name, draw) in SCENES.into_iter().filter(|(name, _)| is_wanted(name)) {
        save(&draw(), &home.join(format!("assets/samples/{name}.jpg")))?;
    }
    if is_wanted("icon") {
        let (picture, shape) = icon::draw();
        save_icon(&picture, &shape, &home.join("assets/icon.png"))?;
    }
    Ok(())
}

/// Writes a PNG of a picture cut to a shape.
fn save_icon(picture: &Canvas, shape: &Field, path: &Path) -> Result<(), Box<dyn Error>> {
    let colours = picture.bytes();
    let alphas = shape.cells.iter().map(|a| (a * 255.0).round() as u8);
    let pixels = colours.chunks_exact(3).zip(alphas);
    let pixels: Vec<u8> = pixels.flat_map(|(c, a)| [c[0], c[1], c[2], a]).collect();
    let (width, height) = (picture.width as u32, picture.height as u32);
    image::save_buffer_with_format(
        path,
        &pixels,
        width,
        height,
        ExtendedColorType::Rgba8,
        ImageFormat::Png,
    )?;
    println!("{}", path.display());
    Ok(())
}

/// Writes a JPEG of the highest quality, up to 90, that keeps within 560 kB.
fn save(picture: &Canvas, path: &Path) -> Result<(), Box<dyn Error>> {
    let (width, height) = (picture.width as u32, picture.height as u32);
    let pixels = picture.bytes();
    let mut bytes = Vec::new();
    for quality in (50..=90).rev().step_by(4) {
        bytes.clear();
        JpegEncoder::new_with_quality(&mut bytes, quality).encode(
            &pixels,
            width,
            height,
            ExtendedColorType::Rgb8,
        )?;
        if bytes.len() <= 560_000 {
            break;
        }
    }
    fs::write(path, &bytes)?;
    println!("{} {} kB", path.display(), bytes.len() / 1000);
    Ok(())
}
