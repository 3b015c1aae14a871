//! The crops that the encoder learns from.

use crate::{
    data::{Cut, Stored, one_of, random},
    picture,
};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Side of a crop in pixels.
pub const CROP: usize = 128;
/// Pixels of a picture that become one pixel of a crop, along one side.
const SCALES: [f64; 3] = [1.0, 1.5, 2.25];

/// Crop number `item` of `pictures`, `[3, CROP, CROP]`, sRGB 0..1: a random picture, place, scale and
/// mirroring; one in four with changed colours or noise, so that the network also knows
/// pictures that are still being painted.
pub fn crop(pictures: &[Stored], (seed, stream, item): (u64, u64, u64)) -> Vec<f32> {
    let mut rng = random(seed, stream, item);
    let picture = one_of(pictures, &mut rng);
    let most = picture.width.min(picture.height);
    let scale = SCALES[rng.random_range(0..SCALES.len())];
    let side = ((CROP as f64 * scale) as usize).min(most);
    let cut = Cut::of(picture, side, &mut rng);
    let mut square = picture.square(cut.left, cut.top, side);
    if rng.random_bool(0.5) {
        for row in square.rgb.chunks_exact_mut(3 * side) {
            row.reverse();
            row.chunks_exact_mut(3).for_each(<[f32]>::reverse);
        }
    }
    let mut rgb = picture::resize(&square, CROP, CROP).rgb;
    match rng.random_range(0..8) {
        0 => add_noise(&mut rgb, &mut rng),
        1 => turn_colours(&mut rgb, &mut rng),
        _ => {}
    }
    (0..3)
        .flat_map(|channel| rgb.iter().skip(channel).step_by(3).copied())
        .collect()
}

fn add_noise(rgb: &mut [f32], rng: &mut ChaCha8Rng) {
    let strength = rng.random_range(0.02..0.2);
    for v in rgb {
        *v = (*v + strength * rng.random_range(-1.0f32..1.0)).clamp(0.0, 1.0);
    }
}

fn turn_colours(rgb: &mut [f32], rng: &mut ChaCha8Rng) {
    let turn = rng.random_range(1..3);
    let gain = [0, 1, 2].map(|_| rng.random_range(0.6f32..1.4));
    for p in rgb.chunks_exact_mut(3) {
        p.rotate_left(turn);
        (0..3).for_each(|i| p[i] = (0.5 + gain[i] * (p[i] - 0.5)).clamp(0.0, 1.0));
    }
}
