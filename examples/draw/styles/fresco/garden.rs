//! A garden seen through arches, and a peacock in front of it.

use super::loggia::{AZURE, OCHRE, Part, RED, ROSE, STONE, VERDE};
use crate::canvas::srgb;
use crate::noise::{Noise, step};
use crate::technique::painter::ramp;
use glam::{Vec2, vec2};

const AIR: [u32; 4] = [0x3f6690, 0x6b90a8, 0xa9b9b0, 0xe6d6b4];

/// A tree crown of leaves and fruit.
fn crown(noise: &Noise, p: Vec2, centre: Vec2, size: Vec2, fruit: &[u32]) -> Option<Part> {
    let d = (p - centre) / size;
    if d.length() > 1.0 + 0.22 * noise.at(p / 45.0) + 0.12 * noise.at(p / 14.0) {
        return None;
    }
    let cell = vec2(62.0, 54.0);
    let at = (p - centre) / cell + 20.0;
    let row = at.y.floor();
    let column = (at.x + 0.5 * (row % 2.0)).floor();
    let lift = noise.vector(vec2(column * 5.3, row * 7.7)) * 0.22;
    let f = (at - vec2(column + 0.5 - 0.5 * (row % 2.0), row + 0.5) - lift) * cell;
    let present = noise.at(vec2(column * 9.1, row * 4.3)) > -0.3;
    let tuft = f.x.abs() < 7.0 - (f.y + 22.0).abs() * 0.4 && (-27.0..-12.0).contains(&f.y);
    if present && (f.length() < 17.0 || tuft) {
        let tone = 0.6 - (f.x + f.y) / 38.0;
        return Some((
            ramp(fruit, tone),
            f.perp(),
            3.2,
            100 + (column * 40.0 + row) as u32,
        ));
    }
    let leaf =
        (p.x / 9.0 + 2.0 * noise.at(p / 18.0)).sin() * (p.y / 7.0 + 2.0 * noise.at(p / 21.0)).sin();
    let tone = 0.45 + 0.32 * leaf - 0.28 * (d.x + d.y) + 0.3 * noise.at(p / 40.0);
    let way = vec2(0.6, 1.0).rotate(Vec2::from_angle(2.4 * noise.at(p / 22.0)));
    Some((ramp(&VERDE, tone), way, 3.6, 30))
}

/// The garden behind the arches.
pub fn garden(noise: &Noise, p: Vec2) -> Part {
    let grain = noise.at(p / 50.0);
    let trunk = 640.0 + 9.0 * (p.y / 40.0).sin();
    let girth = 13.0 + 16.0 * step(740.0, 806.0, p.y) + 8.0 * step(600.0, 540.0, p.y);
    if let Some(part) = crown(noise, p, vec2(640.0, 462.0), vec2(160.0, 148.0), &RED) {
        return part;
    }
    if (p.x - trunk).abs() < girth && p.y > 560.0 {
        let tone = 0.75 - (p.x - trunk) / girth * 0.6 + 0.3 * grain;
        return (
            ramp(&[0x3b2a20, 0x6b4a34, 0xa87c58, 0xd2b088], tone),
            vec2(0.1, 1.0),
            4.0,
            31,
        );
    }
    for (x, top, wide) in [
        (150.0, 372.0, 30.0),
        (218.0, 440.0, 24.0),
        (1118.0, 405.0, 28.0),
    ] {
        let t = (p.y - top) / (730.0 - top);
        let edge = wide * t.max(0.0).powf(0.6) * (1.12 - t).max(0.0).powf(0.3) * 1.3;
        if (0.0..1.0).contains(&t) && (p.x - x).abs() < edge + 4.0 * noise.at(p / 12.0) {
            let tone = 0.4 - 0.35 * (p.x - x) / wide + 0.3 * noise.at(p / 16.0);
            return (ramp(&VERDE, tone), vec2(0.15, 1.0), 3.6, 32 + x as u32);
        }
    }
    if let Some(part) = crown(noise, p, vec2(985.0, 600.0), vec2(92.0, 88.0), &OCHRE) {
        return part;
    }
    if (p.x - 985.0).abs() < 8.0 && p.y > 640.0 && p.y < 760.0 {
        return (ramp(&STONE, 0.05), Vec2::Y, 3.6, 33);
    }
    if p.y > 722.0 + 9.0 * noise.at(p / 30.0) {
        let flower = noise.at(p / 8.5 + 60.0);
        let hues: &[u32] = if p.x < 560.0 { &RED } else { &OCHRE };
        let hue = if flower > 0.42 {
            ramp(hues, 0.9)
        } else {
            ramp(&VERDE, 0.35 + 0.5 * noise.at(p / 14.0))
        };
        return (hue, vec2(0.4 * grain, 1.0), 3.6, 34);
    }
    let tower = |x: f32, wide: f32, top: f32| (p.x - x).abs() < wide && p.y > top && p.y < 640.0;
    let town = tower(322.0, 17.0, 480.0) || tower(292.0, 15.0, 540.0) || tower(356.0, 18.0, 556.0);
    let ridge =
        590.0 - 44.0 * noise.at(vec2(p.x / 190.0, 2.0)) - 12.0 * noise.at(vec2(p.x / 40.0, 7.0));
    if town && p.y < ridge + 26.0 {
        let tone = if (p.x / 17.0).fract() > 0.5 {
            0.35
        } else {
            0.85
        };
        return (ramp(&ROSE, tone + 0.2 * grain), Vec2::Y, 3.4, 35);
    }
    if p.y > ridge {
        let field = ((p.y - ridge) / 34.0 + 0.8 * noise.at(vec2(p.x / 150.0, 5.0))).floor();
        let hues: &[u32] = if field as i32 % 2 == 0 {
            &VERDE
        } else {
            &OCHRE
        };
        return (
            ramp(hues, 0.72 + 0.3 * grain),
            vec2(1.0, 0.3 * grain),
            5.0,
            40 + field as u32,
        );
    }
    let cloud = step(0.1, 0.6, noise.at(p / vec2(190.0, 60.0) + 11.0));
    let air = ramp(&AIR, (p.y - 200.0) / 380.0 + 0.16 * grain);
    (
        air.lerp(srgb(0xefe3cc), 0.6 * cloud),
        vec2(1.0, 0.35 * grain),
        7.0,
        60,
    )
}

/// Distance from a rod that widens from one end to the other, in half-widths.
fn rod(p: Vec2, a: Vec2, b: Vec2, from: f32, to: f32) -> (f32, f32) {
    let t = ((p - a).dot(b - a) / a.distance_squared(b)).clamp(0.0, 1.0);
    (p.distance(a.lerp(b, t)) / (from + (to - from) * t), t)
}

/// The peacock on the ledge, its train hanging over the marble.
pub fn peacock(p: Vec2) -> Option<Part> {
    let (train, t) = rod(p, vec2(842.0, 776.0), vec2(1002.0, 978.0), 26.0, 54.0);
    let (neck, _) = rod(p, vec2(772.0, 742.0), vec2(742.0, 652.0), 27.0, 13.0);
    let body = (p - vec2(806.0, 766.0)).rotate(Vec2::from_angle(-0.25)) / vec2(66.0, 36.0);
    let head = p.distance(vec2(737.0, 646.0)) / 18.0;
    let crest = [-0.5_f32, -0.15, 0.2].iter().any(|turn| {
        let tip = vec2(743.0, 632.0) + Vec2::from_angle(turn - 1.2) * 30.0;
        rod(p, vec2(741.0, 634.0), tip, 1.8, 1.8).0 < 1.0 || p.distance(tip) < 4.5
    });
    let beak = rod(p, vec2(728.0, 647.0), vec2(710.0, 656.0), 6.0, 1.5).0;
    if p.distance(vec2(733.0, 643.0)) < 4.0 {
        return Some((ramp(&STONE, 1.0), Vec2::X, 3.0, 900));
    }
    if head.min(neck) < 1.0 || crest {
        let tone = 0.72 - 0.5 * (p.x - 752.0 - (p.y - 690.0) * 0.3) / 26.0;
        return Some((ramp(&AZURE, tone * 0.75), vec2(0.3, 1.0), 3.2, 901));
    }
    if beak < 1.0 {
        return Some((ramp(&OCHRE, 0.3), Vec2::X, 3.0, 902));
    }
    if body.length() < 1.0 {
        let scale = ((p.x * 0.7 + p.y * 0.4) / 6.0).sin() * ((p.y * 0.8 - p.x * 0.3) / 6.0).sin();
        return Some((
            ramp(&AZURE, 0.42 + 0.3 * scale - 0.35 * body.y),
            vec2(1.0, 0.5),
            3.2,
            903,
        ));
    }
    (train < 1.0).then(|| {
        let way = vec2(160.0, 202.0).normalize();
        let q = vec2(
            way.dot(p - vec2(842.0, 776.0)),
            way.perp_dot(p - vec2(842.0, 776.0)),
        );
        let row = (q.x / 30.0).floor();
        let eye = vec2(
            (q.x / 30.0).fract() - 0.5,
            ((q.y / 34.0 + 0.5 * (row % 2.0)).rem_euclid(1.0) - 0.5) * 1.13,
        ) * 30.0;
        let hue = match eye.length() {
            r if r < 5.0 => srgb(0x1d3350),
            r if r < 8.5 => ramp(&AZURE, 0.85),
            r if r < 11.5 => ramp(&OCHRE, 0.7),
            _ => ramp(&VERDE, 0.3 + 0.3 * t + 0.25 * (q.y / 3.5).sin()),
        };
        (hue, way, 3.2, 904 + (eye.length() / 4.0) as u32)
    })
}
