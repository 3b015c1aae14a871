//! Still life: a glazed jug, fruit and a linen cloth on an old table by a window.

use crate::canvas::{Canvas, Colour, srgb};
use crate::noise::step;
use crate::render::camera::Camera;
use crate::render::film::Look;
use crate::render::light::Lamp;
use crate::render::solid::{
    Crowd, Near, Part, Profile, block, carve, ellipsoid, limb, melt, turned,
};
use crate::render::texture::{bump, cell, chance, fractal, noise};
use crate::render::trace::{Exposure, expose};
use crate::render::{Ray, Scene, Surface};
use glam::{Quat, Vec2, Vec3, Vec3Swizzles};

const TABLE: u16 = 0;
const WALL: u16 = 1;
const CLOTH: u16 = 2;
const JUG: u16 = 3;
const STEM: u16 = 4;
const GRAPE: u16 = 5;
const CUT: u16 = 6;
const LEMON: u16 = 7;
/// Apples and pears count on from these.
const APPLE: u16 = 10;
const PEAR: u16 = 20;

const TABLE_HALF: Vec3 = Vec3::new(0.95, 0.03, 0.5);
const TABLE_MIDDLE: Vec3 = Vec3::new(0.0, -0.03, -0.14);
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

struct StillLife {
    things: Crowd,
    window: Lamp,
}

/// The picture.
pub fn draw() -> Canvas {
    let window = Lamp::Window {
        centre: Vec3::new(-1.35, 0.72, 0.42),
        across: Vec3::new(0.12, 0.0, 0.42),
        up: Vec3::new(0.0, 0.5, 0.0),
        radiance: Vec3::new(9.0, 8.4, 7.4),
    };
    let scene = StillLife {
        things: things(),
        window,
    };
    let camera = Camera::new(
        Vec3::new(0.08, 0.37, 1.3),
        Vec3::new(0.005, 0.083, 0.0),
        65.0,
    );
    let exposure = Exposure {
        width: 1280,
        height: 1024,
        samples: 8,
        bounce: 0.6,
    };
    let look = Look {
        exposure: 3.2,
        tint: Vec3::new(1.03, 1.0, 0.95),
        glare: 0.05,
        vignette: 0.35,
        saturation: 1.08,
        grain: 2.2,
        seed: 1652,
    };
    look.print(&expose(&scene, &camera.focused(1.24, 0.006), exposure))
}

/// `p` about a thing at `place` that stands along `axis`.
fn about(p: Vec3, axis: Vec3) -> Vec3 {
    Quat::from_rotation_arc(axis.normalize(), Vec3::Y) * p
}

fn things() -> Crowd {
    let mut parts = vec![
        Part::new(
            CLOTH,
            Vec3::new(0.16, -0.1, 0.16),
            Vec3::new(0.5, 0.3, 0.36),
            |p| cloth(p + Vec3::new(0.16, -0.1, 0.16)),
        ),
        Part::new(
            JUG,
            Vec3::new(-0.13, 0.15, -0.08),
            Vec3::new(0.19, 0.155, 0.12),
            jug(),
        ),
    ];
    for (i, (place, axis)) in (APPLE..).zip(APPLES) {
        parts.push(Part::mixed(place, Vec3::splat(0.066), move |p| {
            let q = about(p, axis);
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
        let pear = pear.clone();
        parts.push(Part::mixed(place, Vec3::splat(0.15), move |p| {
            let q = about(p, axis);
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
    parts.push(Part::mixed(LEMON_PLACE, Vec3::splat(0.06), |p| {
        let q = about(p, LEMON_AXIS);
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
    Crowd(parts)
}

fn grapes() -> Part {
    let mut random = crate::noise::Random::new(77);
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

fn jug() -> impl Fn(Vec3) -> f32 {
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
fn cloth(p: Vec3) -> f32 {
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

impl StillLife {
    fn near(&self, p: Vec3) -> Near {
        let table = block(p - TABLE_MIDDLE, TABLE_HALF, 0.006);
        let wall = (p.z + 1.15, WALL);
        let known = if table < wall.0 { (table, TABLE) } else { wall };
        self.things.nearest(p, known)
    }
}

impl Scene for StillLife {
    fn distance(&self, p: Vec3) -> f32 {
        self.near(p).0
    }

    fn surface(&self, p: Vec3, n: Vec3) -> Surface {
        match self.near(p).1 {
            TABLE => wood(p, n),
            WALL => {
                let stain = fractal(p * 2.5, 5);
                let n = bump(n, p, 0.002, |p| 0.012 * fractal(p * 9.0, 4));
                Surface::matt(
                    srgb(0x6a_5a4c).lerp(srgb(0x3f_372f), 0.5 + stain * 1.3) * 0.75,
                    n,
                )
            }
            CLOTH => linen(p, n),
            JUG => glaze(p - Vec3::new(-0.13, 0.15, -0.08), n),
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

    fn beyond(&self, ray: &Ray) -> Colour {
        let Some(spot) = self.window.pane(ray) else {
            return Vec3::new(0.05, 0.04, 0.03);
        };
        let bars =
            (spot * Vec2::new(1.0, 1.5) + Vec2::new(0.0, 0.5)).map(|v| (v - v.round()).abs());
        let glass = step(0.05, 0.07, bars.x) * step(0.05, 0.07, bars.y);
        Vec3::new(9.0, 8.6, 8.0) * (0.03 + 0.97 * glass) * (0.8 + 0.35 * spot.y)
    }

    fn ambient(&self, normal: Vec3) -> Colour {
        Vec3::new(0.050, 0.046, 0.044) * (1.0 + 0.5 * normal.y - 0.3 * normal.x)
    }

    fn lamp(&self) -> &Lamp {
        &self.window
    }

    fn reach(&self) -> f32 {
        5.0
    }
}

fn wood(p: Vec3, n: Vec3) -> Surface {
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

fn linen(p: Vec3, n: Vec3) -> Surface {
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

fn glaze(p: Vec3, n: Vec3) -> Surface {
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

fn apple_skin(p: Vec3, n: Vec3, index: usize) -> Surface {
    let (place, axis) = APPLES[index];
    let q = about(p - place, axis);
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
    let q = about(p - place, axis);
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
    let q = about(p - LEMON_PLACE, LEMON_AXIS);
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
