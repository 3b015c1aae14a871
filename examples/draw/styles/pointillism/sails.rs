//! A river in the afternoon: sails, a tree, and a walker with a parasol.

use crate::canvas::{Colour, srgb};
use crate::noise::{Noise, step};
use crate::technique::painter::{Touch, ramp};
use glam::{Vec2, vec2};

/// Width and height in pixels.
pub const SIZE: (usize, usize) = (1280, 960);

const SHORE: f32 = 432.0;

const SUN: f32 = 1010.0;

const SKY: [u32; 6] = [0x3f78d4, 0x5f9be2, 0x8fbdea, 0xc3cfe4, 0xf2c9a4, 0xf9c56c];

const WATER: [u32; 5] = [0x21479a, 0x3a74c4, 0x5fa6d8, 0x9fd0dc, 0xfbe6b4];

const FAR: [u32; 4] = [0x5a5fae, 0x5d7fb4, 0x74a48a, 0xd9cf86];

const LEAVES: [u32; 5] = [0x17285e, 0x14563f, 0x2f8a48, 0x8fc244, 0xf4dc4e];

const GRASS: [u32; 5] = [0x2b3c86, 0x2c6f5c, 0x58a648, 0xb4cf48, 0xf8dd5c];

const SAIL: [u32; 5] = [0x8f86cc, 0xc9a4d0, 0xf6cfa4, 0xfdf0c4, 0xfffcf2];

const RUST: [u32; 5] = [0x5c2360, 0x8e2a4a, 0xc4442f, 0xee7a2c, 0xf9b24a];

/// A boat: where its waterline is, how tall, with pale or rust-red sails.
const BOATS: [(Vec2, f32, bool); 4] = [
    (vec2(800.0, 596.0), 400.0, false),
    (vec2(1112.0, 508.0), 205.0, true),
    (vec2(560.0, 470.0), 105.0, false),
    (vec2(662.0, 462.0), 76.0, true),
];

/// Crowns of the big tree: centre and radius.
const CROWNS: [(Vec2, f32); 7] = [
    (vec2(120.0, 120.0), 150.0),
    (vec2(300.0, 90.0), 120.0),
    (vec2(40.0, 290.0), 120.0),
    (vec2(230.0, 235.0), 95.0),
    (vec2(395.0, 180.0), 66.0),
    (vec2(470.0, 40.0), 80.0),
    (vec2(120.0, 395.0), 70.0),
];

/// The colour of a boat at `d`, measured from its waterline in units of its height, y up.
fn boat(d: Vec2, rust: bool) -> Option<Colour> {
    let belly = 0.06 * (d.y * 3.4).sin().max(0.0);
    let mainsail = d.x > 0.03 && d.x < 0.40 * (1.0 - d.y) + belly && (0.13..1.0).contains(&d.y);
    let jib =
        d.x < 0.0 && d.x > -0.31 * (1.0 - d.y / 0.86) - belly * 0.4 && (0.11..0.86).contains(&d.y);
    if mainsail || jib {
        let tone = 0.12 + d.x * 1.7 + 0.3 * d.y + if jib { 0.95 } else { 0.0 };
        let hues = if rust { &RUST } else { &SAIL };
        return Some(ramp(hues, tone));
    }
    if (0.004..0.026).contains(&d.x) && (0.0..1.04).contains(&d.y) {
        return Some(srgb(0x5c3048));
    }
    let bow = 0.3 + d.y * 1.5;
    let hull = d.x > -bow
        && d.x.abs() < 0.48
        && d.x < 0.36 + d.y * 0.5
        && (-0.03..0.07 + 0.25 * d.x * d.x).contains(&d.y);
    hull.then(|| {
        let strake = if d.y > 0.05 + 0.2 * d.x * d.x {
            0xf9d06a
        } else {
            0x24306e
        };
        srgb(if rust { 0x3a2350 } else { strake })
    })
}

/// What stands on the water, or mirrored in it, at `p`.
fn fleet(p: Vec2, mirrored: bool) -> Option<Colour> {
    BOATS.iter().find_map(|&(foot, tall, rust)| {
        let up = if mirrored { p.y - foot.y } else { foot.y - p.y };
        boat(vec2(p.x - foot.x, up) / tall, rust)
    })
}

/// The walker with a red parasol.
fn walker(p: Vec2) -> Option<Colour> {
    let d = (p - vec2(452.0, 792.0)) / 1.7;
    let tilted = (d + vec2(-8.0, 92.0)).rotate(Vec2::from_angle(-0.35));
    let dome = tilted / vec2(46.0, 29.0);
    if dome.length() < 1.0 && tilted.y < 4.0 * (tilted.x / 8.0).sin().abs() {
        return Some(ramp(
            &[0x9c1f4a, 0xdc3b2a, 0xf58a3a],
            0.5 + 0.6 * dome.x - 0.2 * dome.y,
        ));
    }
    let head = d.distance(vec2(-2.0, -76.0)) < 9.5;
    // Shoulders, a waist at -38, and a skirt.
    let waist = (d.y + 38.0) / 28.0;
    let skirt = if waist < 0.0 {
        7.0 + 5.0 * waist * waist
    } else {
        7.0 + 8.5 * waist.powf(0.7)
    };
    let dress = (-66.0..34.0).contains(&d.y) && (d.x + 4.0).abs() < skirt;
    if head {
        return Some(srgb(0xc9683f));
    }
    let pole = (d.x - 2.0 + (d.y + 50.0) * 0.22).abs() < 1.6 && (-92.0..-44.0).contains(&d.y);
    if pole {
        return Some(srgb(0x4a2c6e));
    }
    dress.then(|| {
        ramp(
            &[0x3b3f9c, 0x7f7fd0, 0xe4d4f0, 0xfff6e4],
            (d.x + 4.0) / skirt * 0.6 + 0.5,
        )
    })
}

/// What the scene asks for at a point.
pub fn touch(noise: &Noise, p: Vec2) -> Touch {
    let grain = noise.at(p / 60.0);
    let bank =
        716.0 + 150.0 * (p.x.max(0.0) / 1280.0).powf(1.6) + 16.0 * noise.at(vec2(p.x / 160.0, 3.0));
    let fine = |colour, way| Touch {
        colour,
        way,
        size: 4.0,
        form: 0,
    };
    let broad = |colour, way, size| Touch {
        colour,
        way,
        size,
        form: 0,
    };
    let crown = CROWNS.iter().find(|(centre, radius)| {
        let ragged = 1.0 + 0.3 * noise.at(p / 55.0) + 0.16 * noise.at(p / 18.0);
        centre.distance(p) < radius * ragged
    });
    if let Some((centre, radius)) = crown {
        let d = (p - *centre) / *radius;
        let tone = 0.36 + 0.32 * d.x - 0.2 * d.y + 0.5 * noise.at(p / 34.0);
        return broad(ramp(&LEAVES, tone), d.perp(), 7.0);
    }
    let trunk = 168.0 + 34.0 * (p.y / 210.0).sin() - 0.06 * p.y;
    let girth = 19.0 + 26.0 * step(640.0, 880.0, p.y);
    if (p.x - trunk).abs() < girth && p.y > 150.0 && p.y < 850.0 + grain * 20.0 {
        let tone = 0.5 + (p.x - trunk) / girth * 0.5 + 0.2 * grain;
        let bark = [0x2a2468, 0x6a3f8a, 0xa8583a, 0xf3a94e];
        return broad(ramp(&bark, tone), vec2(0.1, 1.0), 6.0);
    }
    if let Some(colour) = walker(p) {
        return fine(colour, vec2(0.2, 1.0));
    }
    if p.y > bank {
        let under = ((p - vec2(330.0, 880.0)) / vec2(420.0, 74.0)).length() + 0.35 * grain;
        let shade = step(1.15, 0.75, under);
        let cast = ((p - vec2(395.0, 815.0)) / vec2(80.0, 10.0)).length() < 1.0;
        let tone = 0.76 + 0.35 * grain - 0.6 * shade + 0.12 * noise.at(p / 17.0);
        let tone = if cast { 0.15 } else { tone };
        return broad(ramp(&GRASS, tone), vec2(0.3, -1.0), 7.0);
    }
    if let Some(colour) = fleet(p, false) {
        return fine(colour, vec2(0.15, 1.0));
    }
    let hill = SHORE
        - 62.0
        - 44.0 * noise.at(vec2(p.x / 210.0, 8.0))
        - 16.0 * noise.at(vec2(p.x / 45.0, 4.0));
    if p.y < hill {
        let cloud = step(0.05, 0.6, noise.at(p / vec2(330.0, 120.0) + 40.0));
        let glow = (1.0 - p.distance(vec2(SUN, 330.0)) / 560.0).max(0.0);
        let sky = ramp(&SKY, p.y / SHORE * 0.72 + 0.1 * grain + 0.35 * glow);
        let pink = ramp(&[0xd6b9dc, 0xfbe0cc, 0xfff6e0], 0.6 - grain * 0.6);
        return broad(
            sky.lerp(pink, cloud * 0.55),
            vec2(1.0, -0.25 + 0.4 * grain),
            7.5,
        );
    }
    if p.y < SHORE {
        let house = (p.x / 61.0).fract() < 0.42 && noise.at(vec2((p.x / 61.0).floor(), 5.0)) > 0.1;
        if house && (SHORE - 36.0..SHORE - 6.0).contains(&p.y) {
            let roof = p.y < SHORE - 24.0;
            return fine(srgb(if roof { 0xe2653a } else { 0xfdf0d2 }), Vec2::X);
        }
        let tone = (p.y - hill) / (SHORE - hill) * 0.6 + 0.5 * noise.at(p / 30.0);
        return fine(ramp(&FAR, tone), vec2(0.4, 1.0));
    }
    let depth = (p.y - SHORE) / (bank - SHORE);
    let ripple = (p.y / (3.0 + 9.0 * depth) + 2.2 * noise.at(p / vec2(150.0, 40.0))).sin();
    let shaken = p + vec2(ripple * (4.0 + 14.0 * depth), 0.0);
    if let Some(colour) = fleet(shaken, true) {
        return broad(
            colour.lerp(srgb(0x3a74c4), 0.28 + 0.15 * ripple),
            Vec2::X,
            5.5,
        );
    }
    let glitter = step(190.0, 20.0, (p.x - SUN).abs()) * step(-0.1, 0.7, ripple);
    let dark = step(SHORE + 60.0, SHORE, p.y) * 0.3;
    let tone = 0.52 - 0.26 * depth + 0.14 * ripple + 0.2 * grain - dark;
    broad(
        ramp(&WATER, tone.min(0.8) + 0.55 * glitter),
        vec2(1.0, 0.05),
        6.5,
    )
}
