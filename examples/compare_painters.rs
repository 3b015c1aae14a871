//! What several generators make of our own samples:
//! `cargo run --release --example compare_painters OUT.jpg MODEL...`, models as `impasto train export` writes them.
//!
//! A sheet with a row for each pair of a sample and a style: photograph, style, then each model's picture.

#![allow(clippy::expect_used, reason = "a sheet is whole or it is not")]

use image::{RgbImage, imageops};
use impasto::{
    compute::Compute,
    nn::{FeatureNet, NetSpec},
    picture::{DecodeLimits, Picture, load},
    stylize::{Instant, Look},
};
use std::{path::Path, sync::Arc};

const PAIRS: [(&str, &str); 4] = [
    ("cat", "impasto"),
    ("lake", "woodcut"),
    ("still_life", "stained_glass"),
    ("street", "watercolour"),
];
const SIDE: u32 = 320;
const GAP: u32 = 6;

fn open(path: String) -> Picture {
    load(Path::new(&path), DecodeLimits::default()).expect("a picture")
}

fn tile(picture: &Picture) -> RgbImage {
    let bytes = picture.rgb.iter().map(|v| (v * 255.0).round() as u8);
    let (width, height) = (picture.width as u32, picture.height as u32);
    let whole = RgbImage::from_raw(width, height, bytes.collect()).expect("all pixels");
    let side = width.min(height);
    let (x, y) = ((width - side) / 2, (height - side) / 2);
    let square = imageops::crop_imm(&whole, x, y, side, side).to_image();
    imageops::resize(&square, SIDE, SIDE, imageops::FilterType::Lanczos3)
}

fn main() {
    let mut args = std::env::args().skip(1);
    let out = args.next().expect("OUT.jpg MODEL...");
    let compute = Compute::cpu("asked for");
    let net = FeatureNet::open(&NetSpec::BuiltIn, &compute.device).expect("the encoder");
    let net = Arc::new(net);
    let painters: Vec<Instant> = args
        .map(|model| {
            let painter = Instant::open(Path::new(&model), Arc::clone(&net), compute.clone());
            painter.expect("a model")
        })
        .collect();
    let (columns, rows) = (2 + painters.len() as u32, PAIRS.len() as u32);
    let side = |count: u32| count * SIDE + (count - 1) * GAP;
    let mut sheet = RgbImage::from_pixel(side(columns), side(rows), image::Rgb([255; 3]));
    for (row, (sample, style)) in PAIRS.iter().enumerate() {
        let photograph = open(format!("assets/samples/{sample}.jpg"));
        let photograph = Arc::new(impasto::picture::at_most(&photograph, 512));
        let style = open(format!("styles/{style}/style.jpg"));
        let mut tiles = vec![tile(&photograph), tile(&style)];
        for painter in &painters {
            let content = painter.encode_content(Arc::clone(&photograph));
            let content = content.expect("looked at");
            let code = painter.style_code(&style, 1.0).expect("looked at");
            let painted = painter.paint(&content, &code, &Look::default());
            tiles.push(tile(&painted.expect("painted")));
        }
        for (column, tile) in tiles.iter().enumerate() {
            let at = |i: usize| i as i64 * i64::from(SIDE + GAP);
            imageops::replace(&mut sheet, tile, at(column), at(row));
        }
    }
    let file = std::fs::File::create(out).expect("a file");
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(file, 88);
    sheet.write_with_encoder(encoder).expect("written");
}
