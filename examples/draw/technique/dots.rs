//! Divided colour: dots of unmixed pigment that add up to the colour of a design at a distance.

use crate::canvas::{Colour, encode, srgb};
use crate::noise::Random;
use crate::technique::brush::{Stroke, Tool};
use crate::technique::painter::{Touch, vary};
use glam::{Vec2, Vec3};

/// Pigments as they come from the tube, and a few of them let down with white.
pub const TUBES: [u32; 22] = [
    0x1a2560, 0x2b3fa6, 0x3f6fd0, 0x5fb0e0, 0xbcdcf2, 0x124a3c, 0x1f8a5f, 0x5cbf4a, 0xb5d84e,
    0xf9e04b, 0xf6b92c, 0xf0802a, 0xdc3b2a, 0x8e1f3a, 0xe06a9a, 0xf7c9c4, 0x7a4aa8, 0xb79ad8,
    0xfdf8ec, 0xfbe9b0, 0x4a2c6e, 0x8fd0c0,
];

/// One layer of dots.
#[derive(Clone, Copy, Debug)]
pub struct Layer {
    /// Half-width of a dot, pixels.
    pub half: f32,
    /// Distance between dots, in half-widths.
    pub spacing: f32,
    /// How far a pigment may be from the colour asked for, in encoded units.
    pub spread: f32,
    /// Share of dots in the complement of the colour asked for.
    pub complement: f32,
}

/// The colour as the eye spaces it.
fn seen(colour: Colour) -> Vec3 {
    Vec3::from_array(colour.to_array().map(encode))
}

/// A pigment for `wanted`: nearer ones are more likely.
fn pigment(wanted: Vec3, spread: f32, random: &mut Random) -> Colour {
    let weigh = |hex: &u32| {
        let distance = seen(srgb(*hex)).distance_squared(wanted);
        (-distance / (2.0 * spread * spread)).exp() + 1e-9
    };
    let weights = TUBES.map(|hex| weigh(&hex));
    let mut ticket = random.between(0.0, weights.iter().sum());
    for (hex, weight) in TUBES.iter().zip(weights) {
        ticket -= weight;
        if ticket <= 0.0 {
            return srgb(*hex);
        }
    }
    srgb(TUBES[0])
}

/// The dots of one layer.
pub fn dots(
    size: Vec2,
    layer: &Layer,
    design: &dyn Fn(Vec2) -> Touch,
    random: &mut Random,
) -> Vec<Stroke> {
    let mut made = Vec::new();
    for p in random.scattered(size.x, size.y, layer.half * layer.spacing) {
        let touch = design(p);
        if touch.size < layer.half * 0.55 {
            continue;
        }
        let mut wanted = seen(touch.colour);
        if random.between(0.0, 1.0) < layer.complement {
            let (high, low) = (wanted.max_element(), wanted.min_element());
            wanted = Vec3::splat(high + low) - wanted;
        }
        let colour = vary(pigment(wanted, layer.spread, random), 0.05, random);
        let second = colour.lerp(touch.colour, 0.25);
        let half = layer.half * random.between(0.8, 1.15);
        let turn = Vec2::from_angle(random.normal() * 0.35);
        let reach = touch.way.normalize_or(Vec2::X).rotate(turn) * half * random.between(0.15, 0.6);
        let spine = vec![(p - reach).extend(half), (p + reach).extend(half * 0.9)];
        made.push(Stroke::new(spine, [colour, second], random));
    }
    made
}

/// A firm little heap of paint.
pub fn tip() -> Tool {
    Tool {
        rag: 0.1,
        ..Tool::TIP
    }
}
