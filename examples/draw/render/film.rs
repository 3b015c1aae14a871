//! From light to a print: glare, a filmic tone curve, falling light towards the corners, grain.

use crate::canvas::{Canvas, Colour, Field, decode, encode};
use crate::noise::Random;
use glam::{Mat3, Vec2, Vec3};

/// How a picture is developed.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Brightness.
    pub exposure: f32,
    /// Colour of the filter before the lens; white is none.
    pub tint: Colour,
    /// Share of light spread round bright spots.
    pub glare: f32,
    /// Light lost in the corners.
    pub vignette: f32,
    /// Strength of colour; 1 as it was.
    pub saturation: f32,
    /// Strength of the grain, in steps of a printed picture of 255.
    pub grain: f32,
    pub seed: u64,
}

impl Look {
    /// The print of `light`.
    pub fn print(&self, light: &Canvas) -> Canvas {
        let halo = blurred(
            &light.map(|c, _| c.min(Vec3::splat(8.0))),
            light.size().x / 90.0,
        );
        let mut random = Random::new(self.seed);
        let mut grain = Field::filled(light.width, light.height, 0.0);
        grain.cells.fill_with(|| random.normal());
        let middle = light.size() / 2.0;
        light.map(|c, p| {
            let c = c.lerp(halo.at(p), self.glare);
            let corner = (p - middle).length_squared() / middle.length_squared();
            let c = c * self.tint * self.exposure * (1.0 - self.vignette * corner);
            let c = filmic(c);
            let grey = c.dot(Vec3::new(0.2126, 0.7152, 0.0722));
            let c = (Vec3::splat(grey) + (c - grey) * self.saturation).max(Vec3::ZERO);
            let speck = grain.at(p) * self.grain / 255.0;
            Vec3::from(
                c.to_array()
                    .map(|v| decode((encode(v) + speck).clamp(0.0, 1.0))),
            )
        })
    }
}

/// Hill's fit of the reference curve of the Academy: a soft toe, a long shoulder, and bright
/// colours that bleach.
fn filmic(c: Colour) -> Colour {
    let to = Mat3::from_cols_array(&[
        0.59719, 0.076, 0.0284, 0.35458, 0.90834, 0.13383, 0.04823, 0.01566, 0.83777,
    ]);
    let from = Mat3::from_cols_array(&[
        1.60475, -0.10208, -0.00327, -0.53108, 1.10813, -0.07276, -0.07367, -0.00605, 1.07602,
    ]);
    let v = to * c;
    let curve =
        (v * (v + 0.024_578_6) - 0.000_090_537) / (v * (0.983_729 * v + 0.432_951) + 0.238_081);
    (from * curve).clamp(Vec3::ZERO, Vec3::ONE)
}

/// `picture` out of focus: three box blurs, together close to a Gaussian of this width in pixels.
pub fn blurred(picture: &Canvas, width: f32) -> Canvas {
    let reach = (width * 0.85).round().max(0.0) as i32;
    let mut result = picture.clone();
    for _ in 0..3 {
        result = along(&along(&result, reach, Vec2::X), reach, Vec2::Y);
    }
    result
}

fn along(picture: &Canvas, reach: i32, way: Vec2) -> Canvas {
    picture.map(|_, p| {
        let near = (-reach..=reach).map(|i| picture.at(p + way * i as f32));
        near.sum::<Vec3>() / (2 * reach + 1) as f32
    })
}
