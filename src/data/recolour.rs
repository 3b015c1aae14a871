//! Other colours for the crops of a painting, so that a few hundred paintings teach more palettes than they have.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::f32::consts::{PI, TAU};

/// How far the saturation goes either way, as a factor's logarithm.
const SATURATION: f32 = 0.5;
/// The same of the exponent of all values.
const GAMMA: f32 = 0.35;

/// One change of all colours: hues turned, the saturation stretched, lights or darks widened. It keeps greys grey.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recolour {
    /// What each channel is of red, green and blue.
    matrix: [[f32; 3]; 3],
    gamma: f32,
}

impl Recolour {
    /// Any of them.
    pub fn any(rng: &mut ChaCha8Rng) -> Self {
        let turn = rng.random_range(-PI..PI);
        let saturation = rng.random_range(-SATURATION..SATURATION).exp();
        Self {
            matrix: turned(turn, saturation),
            gamma: rng.random_range(-GAMMA..GAMMA).exp(),
        }
    }

    /// Changes three planes `[3, H, W]`, sRGB 0..1, which stay in that range.
    pub fn apply(&self, planes: &mut [f32]) {
        let size = planes.len() / 3;
        for i in 0..size {
            let colour = [planes[i], planes[size + i], planes[2 * size + i]];
            for (channel, shares) in self.matrix.iter().enumerate() {
                let mixed: f32 = shares.iter().zip(colour).map(|(a, b)| a * b).sum();
                planes[channel * size + i] = mixed.clamp(0.0, 1.0).powf(self.gamma);
            }
        }
    }
}

/// Hues turned by `turn` about the axis of greys, colours so many times as far from it: each channel is a mean of all, and the
/// rest of a cosine that runs once round the three.
fn turned(turn: f32, saturation: f32) -> [[f32; 3]; 3] {
    std::array::from_fn(|to| {
        std::array::from_fn(|from| {
            let apart = (to as f32 - from as f32) * TAU / 3.0;
            (1.0 + 2.0 * saturation * (turn + apart).cos()) / 3.0
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::random;

    #[test]
    fn a_third_of_a_turn_swaps_channels_and_greys_stay_grey() {
        let near = |a: &[f32], b: &[f32]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5);
        let recolour = |turn, saturation| Recolour {
            matrix: turned(turn, saturation),
            gamma: 1.0,
        };
        let mut planes = [0.9, 0.5, 0.3, 0.5, 0.1, 0.5];
        recolour(0.0, 1.0).apply(&mut planes);
        assert!(near(&planes, &[0.9, 0.5, 0.3, 0.5, 0.1, 0.5]));
        recolour(-TAU / 3.0, 1.0).apply(&mut planes);
        assert!(near(&planes, &[0.1, 0.5, 0.9, 0.5, 0.3, 0.5]), "{planes:?}");
        let mut rng = random(1, 2, 3);
        let (one, other) = (Recolour::any(&mut rng), Recolour::any(&mut rng));
        assert_ne!(one, other);
        one.apply(&mut planes);
        assert!(near(&[planes[1], planes[3]], &[planes[5]; 2]));
        assert!(planes.iter().all(|value| (0.0..=1.0).contains(value)));
    }
}
