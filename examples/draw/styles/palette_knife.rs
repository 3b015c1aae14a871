//! Birches in autumn, laid on with the knife in broad slabs.

mod birches;

use crate::canvas::{Canvas, srgb};
use crate::noise::{Noise, Random};
use crate::technique::brush::Tool;
use crate::technique::finish::contrasted;
use crate::technique::paint::Paint;
use crate::technique::painter::{Pass, paint};
use crate::technique::paper;
use crate::technique::relief::{Light, lit};
use birches::{SIZE, standing, wood};
use glam::Vec3;

/// Paints the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1933);
    let noise = Noise::fractal(57, 3);
    let (width, height) = SIZE;
    let ground = Canvas::filled(width, height, srgb(0x4a1f38));
    let weave = paper::linen(width, height, 5.0, 8).map(|v, _| v * 0.3);
    let mut work = Paint::on(ground, weave);
    let pass = |half, length, spacing, jitter| Pass {
        tool: Tool {
            groove: 0.04,
            ridge: 1.5,
            skip: 0.12,
            wear: 0.3,
            ..Tool::KNIFE
        },
        half,
        length,
        spacing,
        jitter,
    };
    let passes = [
        pass(60.0, 3.4, 0.8, 0.2),
        pass(36.0, 4.6, 1.3, 0.34),
        pass(21.0, 6.4, 1.6, 0.36),
        pass(12.0, 6.4, 1.6, 0.2),
    ];
    paint(&mut work, &passes, &|p| wood(&noise, p), &mut random);
    let passes = [
        pass(26.0, 3.4, 1.0, 0.1),
        pass(17.0, 3.6, 1.1, 0.1),
        pass(10.0, 4.0, 1.2, 0.1),
    ];
    paint(&mut work, &passes, &|p| standing(&noise, p), &mut random);
    let light = Light {
        towards: Vec3::new(-0.6, -0.6, 0.7),
        depth: 9.0,
        shade: 0.72,
        gloss: 0.35,
    };
    // Low evening light.
    let bright = work
        .colour
        .map(|c, _| c.powf(0.77) * Vec3::new(1.48, 0.7, 0.35));
    contrasted(&lit(&bright, &work.height, &light), 1.06)
}
