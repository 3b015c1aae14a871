//! CIE Lab of pictures, as colours are compared in.

use super::plane::Plane;
use crate::picture::Picture;

/// CIE L, a, b (D65) of means of 2x2 pixels: eyes see colours less finely than lightness.
pub(super) fn lab(picture: &Picture) -> Vec<[f64; 3]> {
    let channels = [0, 1, 2].map(|c| Plane::of(picture, |pixel| pixel[c]).pooled(2).values);
    let [red, green, blue] = &channels;
    let pixels = red.iter().zip(green).zip(blue);
    pixels.map(|((&r, &g), &b)| of_srgb([r, g, b])).collect()
}

/// CIE L, a, b of an sRGB colour (IEC 61966-2-1; CIE 15).
pub(super) fn of_srgb(colour: [f64; 3]) -> [f64; 3] {
    let [r, g, b] = colour.map(|v| {
        if v > 0.04045 {
            ((v + 0.055) / 1.055).powf(2.4)
        } else {
            v / 12.92
        }
    });
    let root = |t: f64| {
        if t > 0.008_856 {
            t.cbrt()
        } else {
            7.787 * t + 16.0 / 116.0
        }
    };
    let x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
    let y = root(0.2126 * r + 0.7152 * g + 0.0722 * b);
    let z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}
