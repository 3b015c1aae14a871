//! A painted loggia: arches on columns, a frieze above and inlaid marble below.

use crate::canvas::Colour;
use crate::noise::Noise;
use crate::technique::painter::ramp;
use glam::{Vec2, vec2};

/// Width and height in pixels.
pub const SIZE: (usize, usize) = (1280, 1024);

/// Arches: middle and half-width; they spring at `SPRING`.
pub const ARCHES: [(f32, f32); 3] = [(232.0, 170.0), (640.0, 196.0), (1048.0, 170.0)];

/// Where the arches spring.
pub const SPRING: f32 = 404.0;

/// Top of the parapet.
pub const LEDGE: f32 = 806.0;

/// Pale stone, dark to light.
pub const STONE: [u32; 4] = [0x8d6f5c, 0xbf9c80, 0xdfc5a2, 0xf2e4c8];

/// Rose-coloured plaster.
pub const ROSE: [u32; 4] = [0x5c1a10, 0x8c2a1a, 0xa83c26, 0xc4613e];

/// Red earth.
pub const RED: [u32; 4] = [0x5e2018, 0x98341f, 0xbd5532, 0xdc9a6c];

/// Yellow ochre.
pub const OCHRE: [u32; 4] = [0x8a5a22, 0xbd8834, 0xd9b160, 0xefdba2];

/// Green earth.
pub const VERDE: [u32; 5] = [0x182a24, 0x2f4c3a, 0x567050, 0x8b986a, 0xc4c296];

/// Azurite.
pub const AZURE: [u32; 4] = [0x14283c, 0x1f5068, 0x3a8494, 0x8fc0b4];

/// A part of the wall: colour, way of the brush, size of its touches, and a number of its own.
pub type Part = (Colour, Vec2, f32, u32);

/// Rows of ornament: scrolls above, inlaid marble below.
pub fn ornament(noise: &Noise, p: Vec2) -> Option<Part> {
    let grain = 0.3 * noise.at(p / 40.0);
    if p.y < 118.0 {
        if !(16.0..102.0).contains(&p.y) {
            let bead = (p.x / 22.0).fract() < 0.62 && (5.0..112.0).contains(&p.y);
            let hues = if bead { &OCHRE } else { &RED };
            return Some((ramp(hues, 0.55 + grain), Vec2::X, 4.0, u32::from(bead)));
        }
        let cell = p.x / 106.0;
        let d = vec2((cell.fract() - 0.5) * 106.0, p.y - 59.0);
        let r = d.length();
        let petals = r < 15.0 + 11.0 * (d.y.atan2(d.x) * 4.0).cos().abs();
        let ring = (33.0..39.5).contains(&r);
        let vine =
            (d.y - 26.0 * (p.x / 106.0 * std::f32::consts::TAU).cos()).abs() < 4.5 && r > 39.5;
        return Some(if r < 7.0 {
            (ramp(&OCHRE, 0.8), Vec2::X, 3.2, 3)
        } else if petals {
            (ramp(&RED, 0.6 + grain), d, 3.2, 4)
        } else if ring || vine {
            (ramp(&OCHRE, 0.75 + grain), d.perp(), 3.2, 5)
        } else {
            (ramp(&AZURE, 0.3 + grain), vec2(1.0, 0.2), 5.0, 6)
        });
    }
    if p.y > LEDGE + 34.0 {
        let d = vec2((p.x / 160.0).fract() - 0.5, (p.y - 932.0) / 160.0);
        let diamond = d.x.abs() + d.y.abs() * 0.95;
        let odd = ((p.x / 160.0) as u32).is_multiple_of(2);
        let vein = noise.at(p / 22.0 + noise.vector(p / 60.0) * 2.0);
        return Some(if d.x.abs() > 0.46 || d.y.abs() > 0.5 {
            (ramp(&STONE, 0.62 + grain), Vec2::X, 5.0, 7)
        } else if diamond < 0.15 {
            (ramp(&OCHRE, 0.6 + 0.4 * vein), d.perp(), 3.2, 8)
        } else if diamond < 0.4 {
            let hues: &[u32] = if odd { &RED } else { &VERDE };
            (ramp(hues, 0.42 + 0.4 * vein), vec2(1.0, 0.7), 5.0, 9)
        } else {
            (ramp(&ROSE, 0.75 + 0.4 * vein), vec2(1.0, -0.8), 5.0, 10)
        });
    }
    let ledge = (p.y - LEDGE) / 34.0;
    (ledge > 0.0).then(|| (ramp(&STONE, 1.05 - ledge * 0.9 + grain), Vec2::X, 5.0, 11))
}

/// Columns, arches and the wall above them; none where they are open.
pub fn loggia(noise: &Noise, p: Vec2) -> Option<Part> {
    let grain = 0.3 * noise.at(p / 40.0);
    let (middle, half) = ARCHES
        .into_iter()
        .find(|(m, h)| (p.x - m).abs() < *h + 34.0)?;
    let d = p - vec2(middle, SPRING);
    if d.y > 0.0 {
        let inside = half - d.x.abs();
        if inside > 6.0 {
            return None;
        }
        let across = (-inside / 28.0).clamp(0.0, 1.0);
        let side = if d.x > 0.0 { across } else { 1.0 - across };
        let block = p.y < SPRING + 46.0 || p.y > LEDGE - 34.0;
        let tone = if block {
            0.75 + 0.2 * (p.y / 7.0).sin()
        } else {
            1.05 - 0.85 * side
        };
        let way = if block { Vec2::X } else { Vec2::Y };
        return Some((
            ramp(if block { &OCHRE } else { &STONE }, tone + grain),
            way,
            5.0,
            12 + u32::from(block),
        ));
    }
    let r = d.length() - half;
    if r < 0.0 {
        return None;
    }
    if r < 44.0 {
        // Wedge stones in two colours.
        let wedge = (d.y.atan2(d.x) * 7.0).floor() as i32;
        let rim = !(5.0..38.0).contains(&r);
        let hues = if rim {
            &STONE
        } else if wedge % 2 == 0 {
            &RED
        } else {
            &OCHRE
        };
        return Some((
            ramp(hues, 0.66 + grain),
            d.perp(),
            4.0,
            20 + (wedge + 40) as u32 * 2 + u32::from(rim),
        ));
    }
    None
}

/// Wall between the arches, with discs of red marble.
pub fn wall(noise: &Noise, p: Vec2) -> Part {
    let grain = noise.at(p / 50.0);
    let disc = [436.0, 844.0]
        .iter()
        .map(|x| p.distance(vec2(*x, 196.0)))
        .fold(f32::MAX, f32::min);
    if disc < 36.0 {
        let hues = if disc > 28.0 { &OCHRE } else { &RED };
        return (
            ramp(hues, 0.5 + 0.35 * grain),
            vec2(1.0, 1.0),
            4.0,
            15 + u32::from(disc > 28.0),
        );
    }
    (
        ramp(&ROSE, 0.72 + 0.35 * grain),
        vec2(1.0, 0.5 * grain),
        8.0,
        14,
    )
}
