//! Raking light over a height field.

use crate::canvas::{Canvas, Field};
use glam::{Vec2, Vec3};

/// A lamp and how the surface answers it.
#[derive(Clone, Copy, Debug)]
pub struct Light {
    /// Towards the lamp: x right, y down, z out of the picture.
    pub towards: Vec3,
    /// Pixels that a height of 1 stands out.
    pub depth: f32,
    /// How much shade counts: 0 flat to 1 all of it.
    pub shade: f32,
    /// Strength of the shine.
    pub gloss: f32,
}

/// The picture under `light`; flat places keep their colour.
pub fn lit(colour: &Canvas, height: &Field, light: &Light) -> Canvas {
    let towards = light.towards.normalize_or(Vec3::Z);
    let half = (towards + Vec3::Z).normalize_or(Vec3::Z);
    // Sobel's slopes: wide enough not to make dots of the steps of a slanting groove.
    let rise = |p: Vec2, d: Vec2| {
        let beside = |side: Vec2| height.at(p + side + d) - height.at(p + side - d);
        (beside(d.perp()) + 2.0 * beside(Vec2::ZERO) + beside(-d.perp())) * 0.125
    };
    let slope = |p: Vec2| Vec2::new(rise(p, Vec2::X), rise(p, Vec2::Y)) * light.depth;
    colour.map(|c, p| {
        let normal = (-slope(p)).extend(1.0).normalize();
        let diffuse = (normal.dot(towards) / towards.z).clamp(0.0, 2.2);
        let shine = normal.dot(half).max(0.0).powi(48) - half.z.powi(48);
        let shaded = c * (1.0 + light.shade * (diffuse - 1.0));
        (shaded + light.gloss * shine.max(0.0)).clamp(Vec3::ZERO, Vec3::ONE)
    })
}
