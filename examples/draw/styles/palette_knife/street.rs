//! A wet street at dusk: houses, lamps, a tram and people under umbrellas.

use crate::canvas::{Colour, srgb};
use crate::noise::{Noise, step};
use crate::technique::painter::{Touch, ramp};
use glam::{Vec2, vec2};

/// Width and height in pixels.
pub const SIZE: (usize, usize) = (1280, 1024);

/// Where the street vanishes.
const EYE: Vec2 = vec2(585.0, 560.0);

const SKY: [u32; 6] = [0x22305e, 0x3a4a86, 0x7a6ea6, 0xd08a8a, 0xf4b070, 0xfbdc9a];

const WALLS: [[u32; 3]; 5] = [
    [0x17203c, 0x2a3a5e, 0x55688e],
    [0x2a1a34, 0x5a3148, 0x9a5a52],
    [0x15303c, 0x2c5560, 0x6a9490],
    [0x2c2440, 0x57466e, 0x93809e],
    [0x30222a, 0x6e4636, 0xb98050],
];

const WINDOW: [u32; 3] = [0xf08a2c, 0xf9c04c, 0xfdeaa0];

const STONES: [u32; 4] = [0x141a30, 0x27304e, 0x47557c, 0x8e93b4];

/// Street lamps: foot, and height to the light.
const LAMPS: [(f32, f32, f32); 7] = [
    (182.0, 778.0, 470.0),
    (372.0, 680.0, 265.0),
    (461.0, 632.0, 152.0),
    (512.0, 602.0, 88.0),
    (1010.0, 772.0, 455.0),
    (786.0, 664.0, 224.0),
    (692.0, 616.0, 120.0),
];

/// People under umbrellas: foot, height, colours of umbrella and coat.
const PEOPLE: [(f32, f32, f32, [u32; 2], u32); 5] = [
    (452.0, 838.0, 268.0, [0x9c1424, 0xee4030], 0x161a2e),
    (838.0, 760.0, 160.0, [0x1a2650, 0x4468b0], 0x2a2036),
    (292.0, 742.0, 138.0, [0x1d3a40, 0x4a8f8a], 0x1a1c30),
    (905.0, 775.0, 150.0, [0x5a3a10, 0xe0a030], 0x1a1c30),
    (655.0, 668.0, 74.0, [0x2a1a34, 0x6a4a7a], 0x161a2e),
];

/// A surface: its colour, the way the knife goes over it, how broad, and a number of its own.
type Slab = (Colour, Vec2, f32, u32);

fn sky(noise: &Noise, p: Vec2) -> Slab {
    let glow = (1.0 - p.distance(EYE + vec2(20.0, -40.0)) / 520.0).max(0.0);
    let cloud = noise.at(p / vec2(300.0, 120.0));
    let tone = 0.12 + 0.85 * glow + 0.22 * cloud;
    (ramp(&SKY, tone), vec2(1.0, -0.45 + 0.6 * cloud), 40.0, 1)
}

/// Left and right rows of houses in perspective.
fn house(noise: &Noise, p: Vec2) -> Option<Slab> {
    let right = p.x > EYE.x;
    let aside = (p.x - EYE.x).abs() - if right { 34.0 } else { 26.0 };
    if aside < 12.0 {
        return None;
    }
    let plot = aside.ln() * 1.9 + if right { 0.4 } else { 0.0 };
    let own = |row: f32| {
        noise.at(vec2(
            plot.floor() * 7.3 + row,
            if right { 50.0 } else { 3.0 },
        ))
    };
    let up = (EYE.y - p.y) / aside;
    let top = 1.12 + 0.5 * own(0.0) - 0.12 * step(500.0, 800.0, aside);
    if !(-0.5..top).contains(&up) {
        return None;
    }
    let hues = &WALLS[((own(9.0) + 1.0) * 40.0) as usize % WALLS.len()];
    let near = step(20.0, 620.0, aside);
    let (column, row) = (plot.fract() * 3.0, up * 5.2);
    let form = 10 + (plot.floor() as u32 + 40) * 2 + u32::from(right);
    if up < -0.2 {
        // Shop fronts.
        let lit = noise.at(vec2((plot * 2.0).floor() * 3.7, 20.0)) > -0.25;
        let tone = 0.5 - 0.9 * (up + 0.35) + 0.4 * noise.at(p / 30.0);
        let hue = if lit {
            ramp(&WINDOW, tone)
        } else {
            ramp(hues, 0.2)
        };
        return Some((hue, vec2(0.05, 1.0), 13.0, form + 200));
    }
    let pane =
        (0.28..0.76).contains(&column.fract()) && (0.22..0.78).contains(&row.rem_euclid(1.0));
    let chance = noise.at(vec2(
        plot.floor() * 5.1 + column.floor() * 2.3,
        row.floor() * 3.1,
    ));
    if pane && up < top - 0.1 {
        let id = form + 300 + (row + 9.0) as u32 * 11 + column as u32 * 400;
        let hue = if chance > 0.02 {
            ramp(&WINDOW, 0.3 + chance)
        } else {
            ramp(hues, 0.05)
        };
        return Some((hue, vec2(0.0, 1.0), 5.5 + 8.0 * near, id));
    }
    // Walls take light from the sky at the end of the street.
    let tone = 0.42 + 0.45 * (1.0 - near) + 0.4 * noise.at(p / 60.0) - 0.2 * up;
    let wall = ramp(hues, tone).lerp(srgb(0xd89a86), 0.4 * (1.0 - near) * step(0.0, 0.6, up));
    Some((wall, vec2(0.06, 1.0), 13.0 + 17.0 * near, form))
}

/// Lamps with their halos.
fn lamp(p: Vec2) -> Option<Slab> {
    LAMPS.iter().find_map(|&(x, y, tall)| {
        let d = (p - vec2(x, y - tall)) / tall;
        if (d * vec2(1.0, 0.8)).length() < 0.062 {
            return Some((ramp(&[0xfdf6d0, 0xfff0a8], d.y * 8.0), Vec2::X, 6.0, 5));
        }
        let post = d.x.abs() < 0.012 + 0.006 * d.y && (0.05..1.0).contains(&d.y);
        post.then(|| (srgb(0x10141f), Vec2::Y, 5.5, 6))
    })
}

/// People with umbrellas.
fn person(p: Vec2) -> Option<Slab> {
    PEOPLE
        .iter()
        .enumerate()
        .find_map(|(i, &(x, y, tall, umbrella, coat))| {
            let (d, form) = ((p - vec2(x, y)) / tall, 2000 + 4 * i as u32);
            let dome = vec2(d.x / 0.34, (d.y + 0.86) / 0.21);
            let size = (tall * 0.04).clamp(5.0, 8.0);
            if dome.length() < 1.0 && dome.y < 0.12 * (dome.x * 9.0).cos().abs() {
                let tone = 0.55 - 0.5 * dome.x - 0.5 * (dome.y + 0.4);
                return Some((
                    ramp(&umbrella, tone),
                    vec2(dome.x, -1.2),
                    size,
                    form + dome.x.signum().max(0.0) as u32,
                ));
            }
            let width = 0.075 + 0.075 * step(-0.78, -0.25, d.y);
            let legs = d.y > -0.24 && (d.x.abs() < 0.025 || d.x.abs() > 0.1);
            let body = d.x.abs() < width && (-0.84..0.0).contains(&d.y) && !legs;
            let edge = if d.x > width * 0.45 {
                srgb(0xc08a5a)
            } else {
                srgb(coat)
            };
            body.then_some((edge, Vec2::Y, 5.5, form + 2))
        })
}

/// The tram in the distance.
fn tram(p: Vec2) -> Option<Slab> {
    let d = (p - vec2(604.0, 606.0)) / 52.0;
    if d.x.abs() > 1.0 || !(-2.3..0.55).contains(&d.y) {
        return None;
    }
    let lights = d
        .distance(vec2(-0.55, 0.05))
        .min(d.distance(vec2(0.55, 0.05)))
        < 0.24;
    let glass = d.x.abs() < 0.8 && (-1.85..-0.75).contains(&d.y);
    let hex = if lights {
        0xfff4c0
    } else if glass {
        0xf9cf6a
    } else if d.y > -0.6 {
        0xb02a28
    } else {
        0xe8d0a0
    };
    Some((
        srgb(hex),
        vec2(0.1, 1.0),
        5.5,
        7 + u32::from(lights) + 2 * u32::from(glass),
    ))
}

/// Everything that stands, without the street.
fn standing(noise: &Noise, p: Vec2) -> Slab {
    let (mut colour, way, size, form) = tram(p)
        .or_else(|| house(noise, p))
        .unwrap_or_else(|| sky(noise, p));
    for (x, y, tall) in LAMPS {
        let reach = p.distance(vec2(x, y - tall)) / tall;
        colour = colour.lerp(srgb(0xfbb54e), 0.62 * (-reach * reach * 22.0).exp());
    }
    (colour, way, size, form)
}

/// The wet street: what stands above it hangs mirrored in it, drawn out downwards and broken.
fn street(noise: &Noise, p: Vec2, curb: f32) -> Slab {
    let depth = (p.y - EYE.y) / (SIZE.1 as f32 - EYE.y);
    let shake = noise.at(p / vec2(50.0, 9.0)) * (8.0 + 34.0 * depth);
    let q = vec2(p.x + shake, curb - (p.y - curb) * 0.8);
    let mirrored = standing(noise, q).0;
    let near = PEOPLE
        .iter()
        .filter(|one| (one.0 - p.x).abs() < one.2 * 0.36 && one.1 < p.y);
    let foot = near.fold(-1e4, |low: f32, one| low.max(one.1));
    let person = person(vec2(p.x + shake * 0.35, foot - (p.y - foot) * 1.8));
    let lamp = LAMPS
        .iter()
        .filter(|(_, y, _)| p.y > *y - 8.0)
        .map(|&(x, y, tall)| {
            let wide = tall * (0.035 + 0.04 * (p.y - y) / tall) + shake.abs() * 0.2;
            let fall = step(1.5, 0.2, (p.y - y) / tall);
            (-((p.x + shake * 0.5 - x) / wide).powi(2)).exp() * fall
        });
    let shine = lamp.fold(0.0, f32::max) * step(-0.5, 0.1, noise.at(p / vec2(60.0, 12.0)));
    let stone = ramp(
        &STONES,
        0.4 + 0.5 * noise.at(p / vec2(120.0, 26.0)) - 0.15 * depth,
    );
    let wet = 0.35 + 0.5 * step(-0.35, 0.3, noise.at(p / vec2(190.0, 40.0) + 9.0));
    let mut colour = stone.lerp(mirrored * 0.9, wet);
    if let Some((dark, ..)) = person {
        colour = colour.lerp(dark * 0.85, 0.72);
    }
    colour = colour.lerp(srgb(0xfcc766), 0.9 * shine);
    let rails = [-0.14, 0.2].iter().any(|slope: &f32| {
        ((p.x - EYE.x - 10.0) - slope * (p.y - EYE.y - 30.0) * 1.5).abs() < 1.0 + 3.0 * depth
    });
    if rails && p.y > 640.0 {
        let way = (p - EYE).normalize_or(Vec2::Y);
        return (ramp(&SKY, 0.62 + 0.4 * noise.at(p / 40.0)), way, 5.5, 4);
    }
    let flat = noise.at(p / vec2(130.0, 40.0)) > 0.2;
    (
        colour,
        if flat {
            vec2(1.0, 0.06)
        } else {
            vec2(0.05, 1.0)
        },
        12.0 + 15.0 * depth,
        2 + u32::from(flat),
    )
}

/// What the scene asks for at a point.
pub fn touch(noise: &Noise, p: Vec2) -> Touch {
    let aside = (p.x - EYE.x).abs() - 30.0;
    let curb = EYE.y + 36.0 + 0.45 * aside.max(0.0) * 0.72;
    let slab = person(p).or_else(|| lamp(p)).or_else(|| tram(p));
    let (colour, way, size, form) = slab.unwrap_or_else(|| {
        if p.y > curb {
            street(noise, p, curb)
        } else {
            standing(noise, p)
        }
    });
    Touch {
        colour,
        way,
        size,
        form,
    }
}
