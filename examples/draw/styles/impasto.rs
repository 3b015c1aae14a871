//! Windy hills under a rolling sky, in thick oil.

mod wheat;

use crate::canvas::{Canvas, srgb};
use crate::noise::Random;
use crate::technique::brush::Tool;
use crate::technique::paint::Paint;
use crate::technique::painter::{Pass, paint};
use crate::technique::paper;
use crate::technique::relief::{Light, lit};
use glam::Vec3;
use wheat::{SIZE, Scene};

/// Paints the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1889);
    let scene = Scene::new();
    let (width, height) = SIZE;
    let ground = Canvas::filled(width, height, srgb(0xa9783f));
    let weave = paper::linen(width, height, 4.5, 2).map(|v, _| v * 0.35);
    let mut work = Paint::on(ground, weave);
    let pass = |half, length, spacing, jitter, thickness| Pass {
        tool: Tool {
            thickness,
            ..Tool::BRISTLE
        },
        half,
        length,
        spacing,
        jitter,
    };
    let passes = [
        pass(28.0, 6.0, 0.85, 0.15, 0.7),
        pass(17.0, 8.0, 0.9, 0.14, 1.0),
        pass(12.0, 8.0, 1.0, 0.14, 1.1),
        pass(7.0, 8.0, 1.0, 0.13, 0.9),
    ];
    paint(&mut work, &passes, &|p| scene.touch(p), &mut random);
    let light = Light {
        towards: Vec3::new(-0.55, -0.65, 0.75),
        depth: 4.0,
        shade: 0.55,
        gloss: 0.16,
    };
    lit(&work.colour, &work.height, &light)
}
