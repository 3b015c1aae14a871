//! The icon of the program: a sun whirling over a gold field, in a few thick strokes, on a square
//! with round corners. Three masses, so that it still reads at 16 pixels.

use crate::canvas::{Canvas, Field, srgb};
use crate::noise::{Noise, Random};
use crate::technique::brush::Tool;
use crate::technique::paint::Paint;
use crate::technique::painter::{Pass, Touch, paint, ramp};
use crate::technique::relief::{Light, lit};
use glam::{Vec2, Vec3, vec2};

/// Side of the icon in pixels.
pub const SIDE: usize = 256;
/// It is painted this much larger, then shrunk.
const SCALE: usize = 4;
/// Radius of the corners, in parts of the side.
const CORNER: f32 = 0.22;

const SUN: Vec2 = vec2(0.56, 0.38);
const SKY: [u32; 5] = [0x0d1f5c, 0x17399a, 0x2f6cc8, 0x7db4e8, 0xf6f0d0];
const FIRE: [u32; 4] = [0xe8681a, 0xf9a01e, 0xffcf3a, 0xfff6c8];
const FIELD: [u32; 4] = [0x8a4a10, 0xd9881a, 0xf6bd32, 0xffe88a];
const HILL: [u32; 3] = [0x0c2a3a, 0x14506a, 0x2b8a80];

fn touch(noise: &Noise, p: Vec2) -> Touch {
    let q = p / (SIDE * SCALE) as f32;
    let (from_sun, vary) = (q - SUN, noise.at(p / 110.0));
    let reach = from_sun.length();
    let field = 0.76 - 0.1 * (q.x * 3.4 + 0.4).sin() + 0.015 * vary;
    let hill = field - 0.09 - 0.05 * (q.x * 5.2 + 2.2).sin();
    let (colour, way, size, form) = if q.y > field {
        let rows = ((q.y - field) * 34.0 + 1.6 * vary).sin();
        let tone = 0.62 + 0.35 * rows - 0.5 * (q.y - field);
        (ramp(&FIELD, tone), vec2(1.0, 0.55 - q.x), 25.0, 1)
    } else if q.y > hill {
        let tone = 0.75 - 6.0 * (q.y - hill) + 0.3 * vary;
        (ramp(&HILL, tone), vec2(1.0, -0.4 + 0.8 * q.x), 20.0, 2)
    } else if reach < 0.195 {
        let tone = 1.0 - reach * 4.0 + 0.25 * vary;
        (ramp(&FIRE, tone), from_sun.perp(), 24.0, 3)
    } else {
        // Rings of light about the sun, the nearest the brightest.
        let ring = ((reach - 0.195) * 44.0).cos() * (-(reach - 0.195) * 4.5).exp();
        let tone = 0.3 + 0.42 * ring + 0.14 * vary + 0.12 * (0.6 - reach);
        let swirl = from_sun.perp() - 0.25 * from_sun;
        (ramp(&SKY, tone), swirl, 26.0, 4)
    };
    Touch {
        colour,
        way,
        size,
        form,
    }
}

/// The icon, and how opaque each of its pixels is.
pub fn draw() -> (Canvas, Field) {
    let (mut random, noise) = (Random::new(256), Noise::fractal(19, 2));
    let side = SIDE * SCALE;
    let ground = Canvas::filled(side, side, srgb(0x14306e));
    let mut work = Paint::on(ground, Field::filled(side, side, 0.0));
    let pass = |half, jitter| Pass {
        tool: Tool::BRISTLE,
        half,
        length: 7.0,
        spacing: 0.85,
        jitter,
    };
    let passes = [pass(34.0, 0.12), pass(24.0, 0.16)];
    paint(&mut work, &passes, &|p| touch(&noise, p), &mut random);
    let light = Light {
        towards: Vec3::new(-0.55, -0.65, 0.75),
        depth: 9.0,
        shade: 0.6,
        gloss: 0.2,
    };
    let picture = lit(&work.colour, &work.height, &light).shrunk(SCALE);
    let half = SIDE as f32 / 2.0;
    let corner = CORNER * SIDE as f32;
    let shape = Field::from_fn(SIDE, SIDE, |p| {
        let past = ((p - half).abs() - (half - corner)).max(Vec2::ZERO);
        (corner + 0.5 - past.length()).clamp(0.0, 1.0)
    });
    (picture, shape)
}
