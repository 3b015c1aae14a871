//! Fruit: apples, pears, half a lemon and grapes.

use crate::canvas::srgb;
use crate::noise::{Random, step};
use crate::render::Surface;
use crate::render::solid::{Part, Profile, carve, ellipsoid, limb, melt, turned};
use crate::render::texture::{bump, cell, chance, fractal, noise};
use glam::{Quat, Vec2, Vec3, Vec3Swizzles};

const STEM: u16 = 4;
const GRAPE: u16 = 5;
const CUT: u16 = 6;
const LEMON: u16 = 7;
/// Apples and pears count on from these.
const APPLE: u16 = 10;
const PEAR: u16 = 20;

/// Where they lie, and the way their stems point.
const APPLES: [(Vec3, Vec3); 3] = [
    (Vec3::new(0.02, 0.042, 0.1), Vec3::new(0.12, 1.0, 0.2)),
    (Vec3::new(0.125, 0.042, 0.02), Vec3::new(-0.3, 1.0, 0.5)),
    (Vec3::new(-0.285, 0.037, 0.1), Vec3::new(-0.5, 0.7, 0.6)),
];
const PEARS: [(Vec3, Vec3); 2] = [
    (Vec3::new(0.06, 0.0, -0.085), Vec3::new(0.1, 1.0, 0.02)),
    (Vec3::new(0.185, 0.04, -0.11), Vec3::new(0.9, 0.16, 0.35)),
];
const LEMON_PLACE: Vec3 = Vec3::new(-0.075, 0.036, 0.19);
const LEMON_AXIS: Vec3 = Vec3::new(-0.4, 0.36, 0.85);

/// Turns a fruit's axis upright.
fn upright(axis: Vec3) -> Quat {
    Quat::from_rotation_arc(axis.normalize(), Vec3::Y)
}

/// All of it, where it lies.
pub fn parts() -> Vec<Part> {
    let mut parts = Vec::new();
    for (i, (place, axis)) in (APPLE..).zip(APPLES) {
        let stand = upright(axis);
        parts.push(Part::mixed(place, Vec3::splat(0.066), move |p| {
            let q = stand * p;
            let wide = q.xz() / (1.0 + 3.0 * q.y);
            let lobes = 1.0 + 0.025 * (5.0 * q.z.atan2(q.x)).cos() * step(0.02, -0.04, q.y);
            let apple = Vec2::new(wide.length() * lobes - 0.019, q.y).length() - 0.0265;
            let stem = limb(
                q,
                Vec3::Y * 0.01,
                Vec3::new(0.006, 0.042, 0.0),
                0.0012,
                0.0022,
            );
            let apple = (apple * 0.8, i);
            if stem < apple.0 { (stem, STEM) } else { apple }
        }));
    }
    let pear = Profile(
        [
            (-0.002, 0.0),
            (0.004, 0.022),
            (0.02, 0.038),
            (0.04, 0.042),
            (0.065, 0.033),
        ]
        .into_iter()
        .chain([
            (0.085, 0.021),
            (0.105, 0.0165),
            (0.116, 0.012),
            (0.121, 0.0),
        ])
        .map(|(y, r)| Vec2::new(y, r))
        .collect(),
    );
    for (i, (place, axis)) in (PEAR..).zip(PEARS) {
        let (pear, stand) = (pear.clone(), upright(axis));
        parts.push(Part::mixed(place, Vec3::splat(0.15), move |p| {
            let q = stand * p;
            let bent = q - Vec3::X * (2.0 * (q.y - 0.04).powi(2));
            let wavy = 0.0012 * noise(q * 40.0);
            let stem = limb(
                q,
                Vec3::new(0.012, 0.11, 0.0),
                Vec3::new(0.03, 0.146, 0.004),
                0.0018,
                0.0024,
            );
            let body = melt(
                pear.turn(bent) + wavy,
                ellipsoid(bent - Vec3::Y * 0.06, Vec3::new(0.012, 0.055, 0.012)),
                0.01,
            );
            if stem < body {
                (stem, STEM)
            } else {
                (body * 0.9, i)
            }
        }));
    }
    let stand = upright(LEMON_AXIS);
    parts.push(Part::mixed(LEMON_PLACE, Vec3::splat(0.06), move |p| {
        let q = stand * p;
        let whole = melt(
            ellipsoid(q, Vec3::new(0.032, 0.041, 0.032)),
            limb(q, Vec3::Y * -0.04, Vec3::Y * 0.03, 0.005, 0.008),
            0.014,
        );
        let rind = (carve(whole, 0.002 - q.y, 0.002).max(q.y), LEMON);
        let face = (whole + 0.003).max(q.y - 0.0006);
        if face < rind.0 + 0.0004 && whole < -0.0025 {
            (face, CUT)
        } else {
            rind
        }
    }));
    parts.push(grapes());
    parts
}

fn grapes() -> Part {
    let mut random = Random::new(77);
    let mut balls: Vec<(Vec3, f32)> = Vec::new();
    for _ in 0..4000 {
        let along = random.between(0.0, 1.0);
        let wide = 0.055 * (1.0 - 0.75 * along);
        let spot = Vec2::new(random.normal(), random.normal()) * wide * 0.55;
        let radius = random.between(0.0105, 0.0135);
        let layer = random.between(0.0, 1.0) * (0.04 - 0.025 * along);
        let p = Vec3::new(along * 0.15 - 0.06, radius + 0.006 + layer, spot.y);
        if balls
            .iter()
            .all(|(q, r)| p.distance(*q) > (r + radius) * 0.93)
            && spot.y.abs() < 0.06
        {
            balls.push((p, radius));
        }
    }
    Part::mixed(
        Vec3::new(0.245, 0.03, 0.14),
        Vec3::new(0.14, 0.045, 0.1),
        move |p| {
            let q = turned(p, -0.35) + Vec3::Y * 0.03;
            let near = balls.iter().map(|(c, r)| (q - *c).length() - r);
            let stalk = limb(
                q,
                Vec3::new(-0.115, 0.05, 0.02),
                Vec3::new(-0.02, 0.04, 0.0),
                0.002,
                0.0015,
            );
            let ball = near.fold(1.0, f32::min);
            if stalk < ball {
                (stalk, STEM)
            } else {
                (ball, GRAPE)
            }
        },
    )
}

/// The skin of the fruit with this tag.
pub fn surface(tag: u16, p: Vec3, n: Vec3) -> Surface {
    match tag {
        STEM => Surface::matt(srgb(0x4b_3a22) * (1.0 + 0.4 * noise(p * 300.0)), n),
        GRAPE => {
            let bloom = step(-0.1, 0.5, fractal(p * 60.0, 4) + 0.25 * n.y);
            let skin = srgb(0x2c_0f26).lerp(srgb(0x5a_1f2c), step(-0.3, 0.6, noise(p * 30.0)));
            let albedo = skin.lerp(srgb(0x77_7f9c), 0.32 * bloom);
            let grape = Surface::matt(albedo, n).coated(0.045, 0.16 + 0.3 * bloom);
            Surface {
                wrap: 0.25,
                ..grape
            }
        }
        CUT => lemon_flesh(p, n),
        LEMON => {
            let n = bump(n, p, 0.0004, |p| {
                0.0007 * noise(p * 420.0) + 0.001 * noise(p * 130.0)
            });
            let albedo = srgb(0xe8_b91c).lerp(srgb(0xc9_a52a), 0.5 + fractal(p * 40.0, 3));
            Surface::matt(albedo, n).coated(0.04, 0.36)
        }
        tag if tag >= PEAR => pear_skin(p, n, (tag - PEAR) as usize),
        tag => apple_skin(p, n, (tag - APPLE) as usize),
    }
}

fn apple_skin(p: Vec3, n: Vec3, index: usize) -> Surface {
    let (place, axis) = APPLES[index];
    let q = upright(axis) * (p - place);
    let turn = q.z.atan2(q.x) + index as f32;
    let round = Vec3::new(turn.cos(), 0.0, turn.sin());
    let streak = fractal(round * 7.0 + Vec3::Y * q.y * 9.0, 2) * 0.5
        + fractal(round * 34.0 + Vec3::Y * q.y * 30.0, 3) * 0.45;
    let blush = round.x * 0.5 + 0.8 * fractal(round * 1.3, 2) + 5.0 * q.y + 0.28;
    let red = srgb(0xa8_1a1c).lerp(srgb(0x6a_0c14), step(-0.2, 0.5, streak + 0.2));
    let ground = srgb(0xd9_b23c).lerp(srgb(0x9a_a83a), step(0.0, 0.02, q.y));
    let albedo = ground.lerp(red, step(-0.55, 0.6, blush + streak * 1.1));
    let dots = cell(Vec2::new(turn * 7.0, q.y * 190.0), 0.9);
    let dot = step(0.16, 0.08, dots.offset.length()) * chance(dots.id, 2);
    let albedo = albedo.lerp(srgb(0xe2_c486), dot * 0.55);
    let hollow = step(0.017, 0.004, q.xz().length()) * step(0.0, 0.01, q.y.abs());
    let albedo = albedo.lerp(srgb(0x6d_5a2a), hollow * 0.8);
    let n = bump(n, p, 0.001, |p| 0.0012 * fractal(p * 30.0, 2));
    Surface::matt(albedo, n).coated(0.042, 0.2)
}

fn pear_skin(p: Vec3, n: Vec3, index: usize) -> Surface {
    let (place, axis) = PEARS[index];
    let q = upright(axis) * (p - place);
    let russet = step(
        0.05,
        0.4,
        fractal(q * 45.0, 5) + step(0.07, 0.12, q.y) * 0.25,
    );
    let blush = step(-0.2, 0.6, -q.x * 14.0 + q.z * 6.0 + fractal(q * 20.0, 3));
    let albedo = srgb(0xb9_b548).lerp(srgb(0xcf_8a3a), blush * 0.75);
    let albedo = albedo.lerp(srgb(0x8a_6a30), russet * 0.6);
    let turn = q.z.atan2(q.x);
    let dots = cell(Vec2::new(turn * 9.0, q.y * 230.0), 1.0);
    let dot = step(0.2, 0.1, dots.offset.length());
    let n = bump(n, p, 0.0006, |p| 0.0009 * fractal(p * 90.0, 3));
    Surface::matt(albedo.lerp(srgb(0x6b_4a22), dot * 0.5), n).coated(0.035, 0.34)
}

fn lemon_flesh(p: Vec3, n: Vec3) -> Surface {
    let q = upright(LEMON_AXIS) * (p - LEMON_PLACE);
    let (r, turn) = (q.xz().length() / 0.031, q.z.atan2(q.x));
    let wedge = (turn / std::f32::consts::TAU * 9.0).rem_euclid(1.0);
    let skin = step(0.035, 0.0, (0.5 - (wedge - 0.5).abs()) * r)
        + step(0.82, 0.86, r)
        + step(0.09, 0.05, r);
    let juice = fractal(Vec3::new(turn * 9.0, r * 5.0, 0.0), 4);
    let flesh = srgb(0xe9_b830).lerp(srgb(0xf3_dc7c), (0.5 + juice).clamp(0.0, 1.0));
    let albedo = flesh
        .lerp(srgb(0xf2_ebc8), skin.min(1.0))
        .lerp(srgb(0xe8_b91c), step(0.95, 0.98, r));
    let n = bump(n, p, 0.0005, |p| 0.001 * fractal(p * 300.0, 2));
    let face = Surface::matt(albedo, n).coated(0.04, 0.2);
    Surface { wrap: 0.3, ..face }
}
