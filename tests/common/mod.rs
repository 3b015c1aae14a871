//! What the test binaries share.
#![allow(dead_code, reason = "each test binary uses its own part")]

mod formula;

#[allow(unused_imports, reason = "each test binary uses its own part")]
pub use formula::formula;
use impasto::picture::Picture;
use std::path::PathBuf;

/// A file of `tests/fixtures`.
pub fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

/// PyTorch's numbers, see `tests/fixtures/make.py`.
pub fn reference() -> serde_json::Value {
    let text = std::fs::read_to_string(fixture("reference.json")).expect("fixture");
    serde_json::from_str(&text).expect("valid JSON")
}

/// Floats of a JSON array.
pub fn floats(value: &serde_json::Value) -> Vec<f64> {
    let numbers = value.as_array().expect("an array").iter();
    numbers.map(|v| v.as_f64().expect("a number")).collect()
}

/// A picture with shapes, light and detail, drawn by arithmetic: a hill under a sky with a sun.
pub fn landscape(width: usize, height: usize) -> Picture {
    let mut rgb = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
            let hill = 0.55 + 0.15 * (u * 7.0).sin();
            let sun = (-((u - 0.7).powi(2) + (v - 0.25).powi(2)) * 90.0).exp();
            let grass = 0.1 * ((u * 90.0).sin() * (v * 70.0).cos());
            let pixel = if v < hill {
                [
                    0.35 + 0.5 * v + sun,
                    0.55 + 0.3 * v + 0.8 * sun,
                    0.85 - 0.2 * v,
                ]
            } else {
                [0.25 + grass, 0.45 - 0.3 * (v - hill) + grass, 0.15]
            };
            rgb.extend(pixel.map(|c: f32| c.clamp(0.0, 1.0)));
        }
    }
    Picture::from_rgb(width, height, rgb)
}

/// A "painting": diagonal strokes in four colours.
pub fn strokes(width: usize, height: usize) -> Picture {
    let palette = [
        [0.9, 0.6, 0.1],
        [0.1, 0.2, 0.5],
        [0.7, 0.2, 0.15],
        [0.95, 0.9, 0.7],
    ];
    let mut rgb = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let bend = (y as f32 / 9.0).sin() * 4.0;
            let stroke = ((x as f32 + y as f32 * 0.6 + bend) / 5.0) as usize;
            let shade = 0.85 + 0.15 * ((x * 3 + y * 5) as f32 * 0.4).sin();
            rgb.extend(palette[stroke % 4].map(|c: f32| c * shade));
        }
    }
    Picture::from_rgb(width, height, rgb)
}

/// Saves a picture as PNG.
pub fn save(picture: &Picture, path: &std::path::Path) {
    use impasto::picture::{ExportOptions, Stamp, export};
    export(picture, path, &ExportOptions::default(), &Stamp::default()).expect("saved");
}

/// Peak signal-to-noise ratio in decibels of values in 0..1.
pub fn psnr(a: &[f32], b: &[f32]) -> f64 {
    let squares = a.iter().zip(b).map(|(a, b)| f64::from(a - b).powi(2));
    -10.0 * (squares.sum::<f64>() / a.len() as f64).max(1e-20).log10()
}
