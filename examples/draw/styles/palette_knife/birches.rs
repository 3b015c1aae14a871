//! Birches by a path in autumn: white trunks, gold leaves, violet shadows, one walker in red.

use crate::canvas::{Colour, srgb};
use crate::noise::{Noise, step};
use crate::technique::painter::{Touch, ramp};
use glam::{Vec2, vec2};

/// Width and height in pixels.
pub const SIZE: (usize, usize) = (1280, 1024);

/// Where the path goes out of sight.
const END: Vec2 = vec2(590.0, 520.0);

const DISTANCE: [u32; 4] = [0x24305a, 0x3f7a86, 0xb8c49a, 0xfdf0b4];
const LEAVES: [u32; 7] = [
    0x3c1626, 0x8e1f22, 0xd2481c, 0xf08a16, 0xf9b81c, 0xfde26a, 0xfff6c4,
];
const PATH: [u32; 4] = [0x6e3f74, 0xc8817a, 0xf6c276, 0xffeeb0];
const BARK: [u32; 4] = [0x4c2f5c, 0xa287a0, 0xf4e2c6, 0xfff6d8];

/// Birches: foot, lean to the right at the top, and half the width at the foot.
const TRUNKS: [(Vec2, f32, f32); 10] = [
    (vec2(150.0, 905.0), 60.0, 50.0),
    (vec2(1120.0, 960.0), -40.0, 58.0),
    (vec2(330.0, 800.0), -46.0, 36.0),
    (vec2(930.0, 815.0), 50.0, 38.0),
    (vec2(428.0, 690.0), 30.0, 22.0),
    (vec2(800.0, 700.0), -26.0, 24.0),
    (vec2(1225.0, 690.0), 10.0, 26.0),
    (vec2(40.0, 700.0), 14.0, 24.0),
    (vec2(500.0, 610.0), -10.0, 13.0),
    (vec2(700.0, 612.0), 12.0, 13.0),
];

/// A place in the picture: its colour, the way of the knife, how broad, and a number of its own.
type Slab = (Colour, Vec2, f32, u32);

/// A birch with its bark scraped across.
fn birch(noise: &Noise, p: Vec2) -> Option<Slab> {
    TRUNKS
        .iter()
        .enumerate()
        .find_map(|(i, &(foot, lean, half))| {
            let up = (foot.y - p.y) / 900.0;
            if up < 0.0 {
                return None;
            }
            let sway = 0.35 * half * noise.at(vec2(p.y / 260.0, i as f32 * 9.0));
            let x = (p.x - foot.x - lean * up - sway) / (half * (1.0 - 0.35 * up));
            if x.abs() > 1.0 + 0.3 * step(0.06, 0.0, up) {
                return None;
            }
            let band = noise.at(vec2(
                i as f32 * 31.0 + p.x / (half * 5.0),
                p.y / (half * 0.6),
            ));
            let size = (half * 0.55).clamp(10.0, 25.0);
            if band > 0.3 + 0.25 * x.abs() {
                return Some((srgb(0x17121f), Vec2::X, size * 0.7, 100 + i as u32 * 4));
            }
            let side = u32::from(x > -0.2) + u32::from(x > 0.5);
            let tone = [1.0, 0.72, 0.1][side as usize] + 0.12 * noise.at(p / 26.0);
            let way = vec2(0.25 - 0.3 * side as f32, 1.0);
            Some((ramp(&BARK, tone), way, size, 101 + i as u32 * 4 + side))
        })
}

/// The walker: a red coat under a dark hat.
fn walker(p: Vec2) -> Option<Slab> {
    let d = p - vec2(610.0, 690.0);
    let coat = d.x.abs() < 13.0 + 0.12 * (d.y + 92.0) && (-92.0..-16.0).contains(&d.y);
    let legs = (5.0..13.0).contains(&d.x.abs()) && (-18.0..8.0).contains(&d.y);
    let head = d.x.abs() < 6.0 && (-108.0..-94.0).contains(&d.y);
    if coat {
        let hue = if d.x < -2.0 { 0xf23a24 } else { 0x8c1020 };
        return Some((srgb(hue), Vec2::Y, 9.0, 3 + u32::from(d.x < -2.0)));
    }
    (legs || head).then(|| (srgb(0x1c1428), Vec2::Y, 8.0, 5))
}

/// The path between its banks, with the shadows of the trunks across it.
fn ground(noise: &Noise, p: Vec2) -> Slab {
    let depth = ((p.y - END.y) / (SIZE.1 as f32 - END.y)).clamp(0.0, 1.0);
    let middle = END.x + 120.0 * depth * depth + 40.0 * (depth * 5.0).sin();
    let aside = (p.x - middle) / (26.0 + 430.0 * depth.powf(1.3));
    let drift = noise.at(p / vec2(150.0, 46.0));
    let bars = (p.y / (12.0 + 60.0 * depth) + 0.004 * p.x + 0.5 * drift).sin();
    let size = 13.0 + 9.0 * depth;
    if aside.abs() < 1.0 {
        let tone = 0.95 - 0.5 * depth + 0.5 * drift - 0.55 * step(0.1, 0.5, bars);
        return (
            ramp(&PATH, tone),
            vec2(1.0, 0.35 * noise.at(p / 130.0)),
            size,
            8,
        );
    }
    let shade = step(0.0, 0.6, bars + 0.4 * drift);
    let tone = 0.62 + 0.4 * drift - 0.25 * depth - 0.3 * (aside.abs() - 1.0).min(1.0);
    let leaves = ramp(&LEAVES, tone);
    let hue = leaves.lerp(srgb(0x56204e), 0.75 * shade);
    (
        hue,
        vec2(1.0, 0.4 * noise.at(p / 150.0)),
        size,
        9 + u32::from(shade > 0.5),
    )
}

/// Leaves against the light of the far end.
fn leaves(noise: &Noise, p: Vec2) -> Slab {
    let glow = step(430.0, 20.0, (p - END + vec2(0.0, 90.0)).length());
    let mass = noise.at(p / 210.0) + 0.4 * noise.at(p / 70.0);
    let crown = step(560.0, 300.0, p.y) * 0.5 + mass * 0.9 - 0.35 * glow;
    if crown < 0.06 {
        let tone = 0.25 + 0.75 * glow + 0.25 * noise.at(p / 60.0);
        let way = vec2(1.0, -0.9);
        return (ramp(&DISTANCE, tone), way, 22.0, 1);
    }
    let tone = 0.4 + 0.42 * noise.at(p / 90.0 + 50.0) + 0.3 * glow + 0.12 * noise.at(p / 30.0);
    let turn = -0.75 + 0.35 * noise.at(p / 160.0 + 20.0);
    (ramp(&LEAVES, tone), Vec2::from_angle(turn), 21.0, 2)
}

/// What leaves and ground ask for at a point.
pub fn wood(noise: &Noise, p: Vec2) -> Touch {
    let rise = 70.0 * step(300.0, 0.0, (p.x - END.x).abs());
    let bank = 640.0 + 40.0 * noise.at(vec2(p.x / 160.0, 3.0)) - rise;
    let (colour, way, size, form) = if p.y > bank {
        ground(noise, p)
    } else {
        leaves(noise, p)
    };
    Touch {
        colour,
        way,
        size,
        form,
    }
}

/// What stands before them asks for; touches of no size where nothing does.
pub fn standing(noise: &Noise, p: Vec2) -> Touch {
    // Some leaves hang in front of the trunks.
    let veiled = p.y < 380.0 && noise.at(p / 75.0 + 80.0) > 0.36 - 0.0005 * (380.0 - p.y);
    let part = birch(noise, p).filter(|_| !veiled).or_else(|| walker(p));
    let (colour, way, size, form) = part.unwrap_or((Colour::ZERO, Vec2::Y, 0.0, 0));
    Touch {
        colour,
        way,
        size,
        form,
    }
}
