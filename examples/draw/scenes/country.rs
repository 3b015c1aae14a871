//! The land about a mountain lake: peaks, woods, rocks and reeds.

use crate::noise::{Random, step};
use crate::render::relief::Relief;
use crate::render::solid::{Crowd, Part, ellipsoid, limb};
use crate::render::texture::{cell, fractal, noise};
use glam::{Vec2, Vec3};

/// What the foreground is made of, as tags.
pub const ROCK: u16 = 0;
pub const REED: u16 = 1;

/// Ground seen close enough for single trees, and the box it is in.
pub struct Wood {
    pub relief: Relief,
    pub middle: Vec3,
    pub half: Vec3,
}

/// The lake's far shore: how far land reaches behind it at a place, negative on the lake.
fn inland(p: Vec2) -> f32 {
    -p.y - 850.0 - 160.0 * noise(Vec3::new(p.x / 420.0, 2.2, 0.0)) + 0.00012 * p.x * p.x
}

/// The mountains round the lake.
pub fn mountains() -> Relief {
    let mut land = Relief::new(Vec2::new(-6400.0, -12500.0), 12.5, 1024, |p| {
        let d = inland(p);
        let q = Vec3::new(p.x, 0.0, p.y) / 3400.0 + Vec3::new(4.2, 0.0, 9.1);
        let bend = Vec3::new(noise(q * 1.3), 0.0, noise(q * 1.3 + 7.0)) * 0.25;
        let (mut ridges, mut strength, mut scale, mut carry) = (0.0, 0.5, 1.0, 1.0);
        for _ in 0..6 {
            let ridge = (1.0 - noise((q + bend) * scale).abs()).powi(2);
            ridges += ridge * strength * carry;
            (carry, strength, scale) = (ridge, strength * 0.5, scale * 2.05);
        }
        let bulk = step(150.0, 4200.0, d) * step(10_500.0, 7_000.0, d);
        let peak = |x: f32, z: f32, wide: f32| {
            (-(p - Vec2::new(x, z)).length_squared() / (wide * wide)).exp()
        };
        let great = peak(900.0, -6100.0, 1900.0) * 900.0 + peak(-2600.0, -5200.0, 1300.0) * 420.0;
        let gap = peak(-900.0, -5600.0, 900.0) * 500.0;
        let bank = d.clamp(-400.0, 300.0) * 0.1;
        let rise = bulk * (ridges * 1620.0 + great * (0.5 + ridges) - gap - 250.0);
        // No lake behind the lake.
        if d > 0.0 {
            (bank + rise).max(bank * 0.6)
        } else {
            bank + rise
        }
    });
    land.erode(160_000, &mut Random::new(31));
    land
}

/// Height of a conifer over its foot.
fn conifer(way: Vec2, size: f32) -> f32 {
    let lobes = 1.0 + 0.3 * (way.y.atan2(way.x) * 5.0 + size * 9.0).sin();
    let out = way.length() * lobes / (0.17 * size);
    let tiers = 0.5 * ((out * 6.0 + size).rem_euclid(1.0) - 0.5) * 0.16;
    size * (1.0 - out.powf(0.85) + tiers)
}

/// The woods of the far shore.
pub fn far_shore(land: &Relief) -> Wood {
    let corner = Vec2::new(-620.0, -1560.0);
    let mut relief = Relief::new(corner, 0.95, 1300, |p| land.height(p));
    let mut random = Random::new(8);
    let spots = random.scattered(1230.0, 1230.0, 7.5);
    let spots = spots.into_iter().map(|p| p + corner).filter(|&p| {
        let d = inland(p);
        d > 3.0 && fractal(Vec3::new(p.x, 0.0, p.y) / 90.0, 3) > -0.12 - step(60.0, 0.0, d) * 0.15
    });
    let trees: Vec<_> = spots.collect();
    let trees: Vec<_> = trees
        .into_iter()
        .map(|p| (p, random.between(13.0, 29.0)))
        .collect();
    relief.plant(&trees, conifer, 6.0);
    Wood {
        relief,
        middle: Vec3::new(0.0, 90.0, -980.0),
        half: Vec3::new(612.0, 96.0, 560.0),
    }
}

/// A wooded spit of land on the left.
pub fn spit() -> Wood {
    let corner = Vec2::new(-215.0, -345.0);
    let mut relief = Relief::new(corner, 0.25, 700, |p| {
        let q = Vec3::new(p.x, 0.0, p.y);
        let tip = -52.0 - p.x + 9.0 * noise(q / 22.0);
        let side = 20.0 - (p.y + 262.0).abs() * 0.6 + 6.0 * noise(q / 14.0 + 3.0);
        (tip * 0.14).min(side * 0.12).clamp(-2.0, 4.0) + 0.5 * fractal(q / 6.0, 4)
    });
    let mut random = Random::new(12);
    let spots = random
        .scattered(175.0, 175.0, 4.6)
        .into_iter()
        .map(|p| p + corner);
    let spots: Vec<_> = spots.filter(|&p| relief.height(p) > 0.7).collect();
    let trees: Vec<_> = spots
        .into_iter()
        .map(|p| (p, random.between(7.0, 21.0)))
        .collect();
    relief.plant(&trees, conifer, 4.2);
    Wood {
        relief,
        middle: Vec3::new(-128.0, 12.0, -258.0),
        half: Vec3::new(86.0, 14.0, 86.0),
    }
}

/// Rocks and reeds before us.
pub fn foreground() -> Crowd {
    let rocks = [
        (Vec3::new(2.6, 0.0, -7.6), Vec3::new(1.5, 0.75, 1.0)),
        (Vec3::new(4.6, 0.1, -8.6), Vec3::new(1.2, 1.15, 1.1)),
        (Vec3::new(1.15, -0.1, -6.6), Vec3::new(0.5, 0.3, 0.4)),
        (Vec3::new(0.2, -0.1, -9.4), Vec3::new(0.75, 0.32, 0.6)),
        (Vec3::new(-2.1, -0.1, -12.5), Vec3::new(0.8, 0.3, 0.5)),
        (Vec3::new(6.9, 0.0, -12.5), Vec3::new(1.6, 0.8, 1.0)),
        (Vec3::new(3.4, 0.0, -5.2), Vec3::new(0.7, 0.4, 0.5)),
    ];
    let rocks = rocks.map(|(place, radii)| {
        Part::new(ROCK, place, radii * 1.25, move |p| {
            let q = p + place;
            let facets = cell(Vec2::new(q.x + q.y * 0.7, q.z - q.y * 0.5) * 1.1, 1.0);
            let chipped = 0.16 * facets.edge.min(0.35) + 0.28 * fractal(q * 1.1, 5);
            (ellipsoid(p, radii) - chipped * radii.min_element()) * 0.6
        })
    });
    let mut random = Random::new(5);
    let mut tufts = Vec::new();
    for (x, z, count) in [
        (-3.3, -6.3, 70),
        (-2.3, -5.2, 50),
        (-4.6, -8.2, 70),
        (6.4, -9.4, 50),
    ] {
        let blades: Vec<_> = (0..count)
            .map(|_| {
                let foot = Vec3::new(random.normal() * 0.28, -0.8, random.normal() * 0.22);
                let lean = Vec3::new(
                    random.normal().clamp(-1.5, 1.5) * 0.18 + 0.12,
                    0.0,
                    random.normal() * 0.16,
                );
                (foot, lean, random.between(0.8, 1.75))
            })
            .collect();
        tufts.push(Part::new(
            REED,
            Vec3::new(x, 0.8, z),
            Vec3::new(1.2, 0.95, 1.0),
            move |p| {
                let blade = |&(foot, lean, tall): &(Vec3, Vec3, f32)| {
                    let joint = foot + Vec3::Y * tall * 0.6 + lean * 0.35;
                    let tip = foot + Vec3::Y * tall * 0.95 + lean * 1.5;
                    let stem = limb(p, foot, joint, 0.006, 0.0055);
                    stem.min(limb(p, joint, tip, 0.0055, 0.001))
                };
                blades.iter().map(blade).fold(2.0, f32::min)
            },
        ));
    }
    Crowd(rocks.into_iter().chain(tufts).collect())
}
