//! Sails on a river in the afternoon sun, in dots of unmixed colour.

mod sails;

use crate::canvas::{Canvas, srgb};
use crate::noise::{Noise, Random};
use crate::technique::brush::Tool;
use crate::technique::dots::{Layer, dots, tip};
use crate::technique::finish::contrasted;
use crate::technique::paint::Paint;
use crate::technique::painter::{Pass, Touch, paint};
use crate::technique::paper;
use crate::technique::relief::{Light, lit};
use glam::{Vec2, Vec3};
use sails::{SIZE, touch};

/// Paints the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1886);
    let noise = Noise::fractal(21, 3);
    let design = |p: Vec2| touch(&noise, p);
    let (width, height) = SIZE;
    let ground = Canvas::filled(width, height, srgb(0xf0e4cc));
    let weave = paper::linen(width, height, 4.0, 6).map(|v, _| v * 0.4);
    let mut work = Paint::on(ground, weave);
    let scumble = Pass {
        tool: Tool::SOFT,
        half: 18.0,
        length: 3.0,
        spacing: 1.0,
        jitter: 0.1,
    };
    let broad = |p| Touch {
        size: 18.0,
        ..design(p)
    };
    paint(&mut work, &[scumble], &broad, &mut random);
    for (half, spacing, spread, complement) in [
        (10.5, 1.7, 0.24, 0.12),
        (8.6, 1.5, 0.19, 0.09),
        (6.8, 1.6, 0.15, 0.05),
        (4.8, 1.5, 0.13, 0.03),
    ] {
        let layer = Layer {
            half,
            spacing,
            spread,
            complement,
        };
        let size = work.colour.size();
        // The last layer only finishes what is finely drawn.
        let finest = |p| {
            let touch = design(p);
            let size = if half < 5.0 && touch.size > 4.5 {
                0.0
            } else {
                touch.size
            };
            Touch { size, ..touch }
        };
        work.lay(&tip(), &dots(size, &layer, &finest, &mut random));
    }
    let light = Light {
        towards: Vec3::new(-0.5, -0.6, 0.85),
        depth: 1.3,
        shade: 0.4,
        gloss: 0.05,
    };
    contrasted(&lit(&work.colour, &work.height, &light), 0.86)
}
