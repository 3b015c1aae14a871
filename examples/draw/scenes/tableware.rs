//! A table, the cloth on it and a jug.

use crate::canvas::srgb;
use crate::noise::step;
use crate::render::Surface;
use crate::render::solid::{Profile, block, carve, melt, turned};
use crate::render::texture::{bump, chance, fractal, noise};
use glam::{Vec2, Vec3, Vec3Swizzles};

/// The table top: half its sides, and its middle.
pub const TABLE_HALF: Vec3 = Vec3::new(0.95, 0.03, 0.5);
pub const TABLE_MIDDLE: Vec3 = Vec3::new(0.0, -0.03, -0.14);

/// A jug about its middle.
pub fn jug() -> impl Fn(Vec3) -> f32 {
    let profile = Profile(
        [
            (-0.15, 0.056),
            (-0.138, 0.06),
            (-0.1, 0.085),
            (-0.055, 0.097),
            (0.0, 0.085),
        ]
        .into_iter()
        .chain([
            (0.05, 0.058),
            (0.085, 0.05),
            (0.115, 0.054),
            (0.14, 0.063),
            (0.15, 0.064),
        ])
        .map(|(y, r)| Vec2::new(y, r))
        .collect(),
    );
    move |p| {
        let p = turned(p, 0.35);
        // The lip is pulled out to a spout on one side.
        let pull = step(0.07, 0.15, p.y) * step(0.1, 0.9, -p.x / p.xz().length().max(1e-4));
        let q = Vec3::new(
            p.x + 0.028 * pull,
            p.y - 0.012 * pull,
            p.z * (1.0 + 0.35 * pull),
        );
        let ridges = 0.0006 * (p.y * 260.0).sin();
        let outer = (q.xz().length() - profile.radius(q.y) + ridges) * 0.75;
        let solid = outer.max(-0.15 - q.y);
        let cup = carve(solid, (outer + 0.005).max(-0.14 - q.y), 0.004);
        let cup = cup.max(q.y - 0.148);
        let v = Vec2::new((p.x - 0.075) * 1.05, (p.y - 0.045) * 0.74);
        let handle = Vec2::new(v.length() - 0.06, p.z * 0.8).length() - 0.0095;
        melt(cup, handle.max(-outer - 0.002), 0.016) * 0.85
    }
}

/// Folds stand up from the table and deepen where the cloth hangs.
pub fn cloth(p: Vec3) -> f32 {
    let top = block(p - TABLE_MIDDLE, TABLE_HALF, 0.012);
    if top > 0.07 {
        return top - 0.055;
    }
    let hang = step(0.0, -0.16, p.y);
    let along = p.z - p.y * step(0.3, 0.34, p.z);
    let q = Vec2::new(p.x - 0.17, along - 0.1);
    let turned = Vec2::from_angle(0.62).rotate(q);
    let hem = 0.004 * noise(p * 30.0);
    let outline = (turned.abs() - Vec2::new(0.3, 0.27)).max_element() + hem;
    if outline > 0.03 {
        return outline * 0.55;
    }
    let warp = fractal(Vec3::new(p.x * 2.6, along * 2.0, 3.0), 2) * 0.12;
    let line = p.x * 0.9 + along * 0.28 + warp;
    let ridge = |x: f32, sharp: f32| (1.0 - (x - x.floor() - 0.5).abs() * 2.0).powf(sharp);
    let soft = step(0.0, 1.0, ridge(line * 6.2, 1.0))
        * (0.6 + noise(Vec3::new(line * 5.0, along * 5.0, 1.0)) * 0.6);
    let creases = ridge(line * 13.0 + along * 5.0, 2.0) * 0.4;
    let weight = 0.026 + 0.022 * hang;
    // Under the fruit it lies flat.
    let free = step(0.1, 0.17, (p.xz() - Vec2::new(0.11, 0.03)).length());
    let fold = 0.003 + (soft + creases * 0.3) * weight * (0.12 + 0.88 * free.max(hang));
    let sheet = (top - fold).abs() - 0.0016;
    sheet.max(outline).max(-0.005 - p.y.max(top)) * 0.55
}

/// Old boards, oiled.
pub fn wood(p: Vec3, n: Vec3) -> Surface {
    let board = (p.z / 0.135 + 0.3).floor();
    let gap = ((p.z / 0.135 + 0.3).rem_euclid(1.0) - 0.5).abs();
    let q = p + Vec3::new(board * 7.7, 0.0, 0.0);
    let bend = fractal(q * Vec3::new(1.4, 4.0, 5.0), 3);
    let rings = (bend * 9.0 + q.z * 26.0).sin() * 0.5 + 0.5;
    let pores = fractal(q * Vec3::new(9.0, 240.0, 240.0), 3);
    let tone = chance(board as i32 as u32, 3);
    let albedo = srgb(0x8a_5a33).lerp(srgb(0x4a_2c18), 0.25 + 0.4 * rings + 0.4 * tone - 0.2);
    let albedo = albedo * (1.0 + 0.7 * pores) * (1.0 - 0.8 * step(0.485, 0.497, gap));
    let worn = step(0.1, 0.45, fractal(p * 6.0, 4));
    let n = bump(n, p, 0.0006, |p| {
        0.0016 * fractal((p + Vec3::X * board) * Vec3::new(9.0, 200.0, 200.0), 2)
            - 0.002 * step(0.47, 0.5, ((p.z / 0.135 + 0.3).rem_euclid(1.0) - 0.5).abs())
    });
    Surface::matt(albedo.max(Vec3::splat(0.01)), n).coated(0.035, 0.34 + 0.25 * worn)
}

/// Linen with blue stripes along its hem.
pub fn linen(p: Vec3, n: Vec3) -> Surface {
    let weave = (p.x * 2600.0).sin() * ((p.z - p.y) * 2600.0).sin();
    let slub = noise(p * Vec3::new(500.0, 60.0, 60.0)) + noise(p * Vec3::new(60.0, 500.0, 500.0));
    let q = Vec2::from_angle(0.62).rotate(Vec2::new(p.x - 0.17, p.z - p.y.min(0.0) - 0.1));
    let edge = 0.27 - q.y.abs();
    let stripe = [0.035, 0.05, 0.056].map(|at| {
        step(
            0.0042,
            0.0032,
            (edge - at).abs() * if at < 0.04 { 0.6 } else { 2.0 },
        )
    });
    let blue = stripe.iter().copied().fold(0.0, f32::max);
    let albedo =
        srgb(0xe6_dccb).lerp(srgb(0x2f_4f7a), blue * 0.85) * (1.0 + 0.05 * slub + 0.05 * weave);
    let n = bump(n, p, 0.0005, |p| 0.0009 * fractal(p * 90.0, 3));
    Surface {
        wrap: 0.12,
        ..Surface::matt(albedo * 0.88, n)
    }
}

/// Glaze that ran down over clay; `p` about the middle of the jug.
pub fn glaze(p: Vec3, n: Vec3) -> Surface {
    let turn = p.z.atan2(p.x);
    let ring = Vec3::new(turn.cos(), p.y * 4.0, turn.sin());
    // Glaze runs down in tongues over the bare clay.
    let tongue = -0.085
        + 0.02 * noise(ring * Vec3::new(3.0, 0.0, 3.0))
        + 0.012 * noise(ring * Vec3::new(8.0, 0.0, 8.0));
    let covered = step(tongue - 0.001, tongue + 0.001, p.y);
    let flow = fractal(Vec3::new(ring.x * 9.0, p.y * 14.0, ring.z * 9.0), 4);
    let pool = step(tongue + 0.03, tongue, p.y) + 0.4 * step(0.12, 0.15, p.y);
    let teal = srgb(0x1f_6f78).lerp(
        srgb(0x0c_2f4a),
        (0.5 + flow * 1.2 + 0.5 * pool).clamp(0.0, 1.0),
    );
    let rust = step(0.137, 0.15, p.y + 0.006 * flow);
    let teal = teal.lerp(srgb(0x8a_5a34), rust * 0.8);
    let specks = step(0.62, 0.75, noise(p * 420.0));
    let clay = srgb(0xa8_6844) * (1.0 + 0.3 * fractal(p * 120.0, 3)) * (1.0 - 0.4 * specks);
    let albedo = clay.lerp(teal * (1.0 - 0.5 * specks), covered);
    let n = bump(n, p, 0.0008, |p| 0.0006 * fractal(p * 45.0, 2));
    Surface::matt(albedo, n).coated(0.055 * covered + 0.01, 0.07 + 0.5 * (1.0 - covered))
}
