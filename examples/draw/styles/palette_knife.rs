//! A wet street at dusk, laid on with the knife.

mod street;

use crate::technique::brush::Tool;
use crate::canvas::{Canvas, srgb};
use crate::technique::painter::{Pass, paint};
use street::{SIZE, touch};
use crate::noise::{Noise, Random};
use crate::technique::paint::Paint;
use crate::technique::paper;
use crate::technique::relief::{Light, lit};
use glam::Vec3;

/// Paints the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1933);
    let noise = Noise::fractal(57, 3);
    let (width, height) = SIZE;
    let ground = Canvas::filled(width, height, srgb(0x4a2a2c));
    let weave = paper::linen(width, height, 5.0, 8).map(|v, _| v * 0.3);
    let mut work = Paint::on(ground, weave);
    let pass = |half, length, spacing, jitter| Pass {
        tool: Tool::KNIFE,
        half,
        length,
        spacing,
        jitter,
    };
    let passes = [
        pass(44.0, 4.0, 0.9, 0.2),
        pass(27.0, 4.4, 1.25, 0.28),
        pass(16.0, 4.6, 1.5, 0.26),
        pass(9.0, 4.6, 1.5, 0.18),
        pass(5.2, 4.2, 1.5, 0.12),
    ];
    paint(&mut work, &passes, &|p| touch(&noise, p), &mut random);
    let light = Light {
        towards: Vec3::new(-0.6, -0.6, 0.7),
        depth: 2.8,
        shade: 0.55,
        gloss: 0.1,
    };
    lit(&work.colour, &work.height, &light)
}
