//! A loggia, a pomegranate tree and a peacock, painted into lime plaster and much aged.

mod garden;
mod loggia;

use crate::canvas::{Canvas, Field, srgb};
use crate::noise::{Noise, Random};
use crate::technique::brush::Tool;
use crate::technique::finish::contrasted;
use crate::technique::paint::Paint;
use crate::technique::painter::{Pass, Touch, paint};
use crate::technique::plaster::{Plaster, aged};
use crate::technique::relief::{Light, lit};
use garden::{garden, peacock};
use glam::{Vec2, Vec3, vec2};
use loggia::{ARCHES, SIZE, SPRING, loggia, ornament, wall};

fn touch(noise: &Noise, p: Vec2) -> Touch {
    // No line of a hand is straight.
    let q = p + noise.vector(p / 120.0) * 4.0;
    let part = peacock(q)
        .or_else(|| ornament(noise, q))
        .or_else(|| loggia(noise, q));
    let (colour, way, size, form) = part.unwrap_or_else(|| {
        let open = |(m, h): &(f32, f32)| {
            (q.x - m).abs() < *h + 6.0 && (q.y > SPRING || q.distance(vec2(*m, SPRING)) < *h)
        };
        if ARCHES.iter().any(open) {
            garden(noise, q)
        } else {
            wall(noise, q)
        }
    });
    Touch {
        colour,
        way,
        size,
        form,
    }
}

/// Paints the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1305);
    let noise = Noise::fractal(71, 3);
    let (width, height) = SIZE;
    let ground = Canvas::filled(width, height, srgb(0xe6d8bc));
    let mut work = Paint::on(ground, Field::filled(width, height, 0.0));
    let pass = |half, length, spacing, jitter| Pass {
        tool: Tool {
            bristles: 6.0,
            skip: 0.9,
            load: 0.75,
            rag: 0.6,
            ..Tool::SOFT
        },
        half,
        length,
        spacing,
        jitter,
    };
    let passes = [
        pass(24.0, 5.0, 0.9, 0.12),
        pass(15.0, 6.0, 1.0, 0.18),
        pass(10.0, 6.5, 1.05, 0.22),
        pass(6.5, 7.0, 1.0, 0.2),
        pass(4.4, 7.0, 0.95, 0.14),
    ];
    paint(&mut work, &passes, &|p| touch(&noise, p), &mut random);
    let plaster = Plaster::new(width, height, 210.0, 0.8, 73);
    let light = Light {
        towards: Vec3::new(-0.7, -0.4, 0.75),
        depth: 11.0,
        shade: 0.75,
        gloss: 0.0,
    };
    let wall = lit(
        &aged(&noise, &work.colour, &plaster),
        &plaster.height,
        &light,
    );
    // Iron from the ground has stained it all.
    let iron = Vec3::new(1.3, 0.8, 0.5);
    contrasted(&wall.map(|c, _| c * iron), 0.6)
}
