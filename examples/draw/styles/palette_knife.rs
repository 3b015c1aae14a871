//! A wet street at dusk, laid on with the knife.

mod street;

use crate::canvas::{Canvas, srgb};
use crate::noise::{Noise, Random};
use crate::technique::brush::Tool;
use crate::technique::finish::crisp;
use crate::technique::paint::Paint;
use crate::technique::painter::{Pass, paint};
use crate::technique::paper;
use crate::technique::relief::{Light, lit};
use glam::Vec3;
use street::{SIZE, touch};

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
        pass(56.0, 3.4, 0.9, 0.24),
        pass(36.0, 3.6, 1.2, 0.34),
        pass(23.0, 3.8, 1.45, 0.32),
        pass(13.0, 4.0, 1.5, 0.22),
        pass(6.4, 4.2, 1.5, 0.14),
    ];
    paint(&mut work, &passes, &|p| touch(&noise, p), &mut random);
    let light = Light {
        towards: Vec3::new(-0.6, -0.6, 0.7),
        depth: 5.5,
        shade: 0.75,
        gloss: 0.22,
    };
    let bright = work.colour.map(|c, _| c.powf(0.77));
    crisp(&lit(&bright, &work.height, &light), 2.2, 0.36)
}
