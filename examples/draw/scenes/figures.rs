//! People and things in a street.

use crate::canvas::srgb;
use crate::render::Surface;
use crate::render::solid::{Part, block, drum, ellipsoid, limb, melt, ring, turned};
use crate::render::texture::noise;
use glam::{Vec3, Vec3Swizzles};

/// Somebody on the way, about 1.7 m tall.
#[derive(Clone, Copy)]
pub struct Walker {
    pub place: Vec3,
    /// The way they walk, about the y axis; 0 towards us.
    pub turn: f32,
    pub height: f32,
    /// A skirt, or trousers.
    pub skirt: bool,
    pub hat: bool,
    /// How far the stride is opened.
    pub stride: f32,
}

impl Walker {
    /// The figure, with this tag.
    pub fn part(self, tag: u16) -> Part {
        let centre = self.place + Vec3::Y * 0.9;
        Part::new(tag, centre, Vec3::new(0.5, 0.95, 0.5), move |p| {
            let k = self.height / 1.7;
            self.body(turned(p + Vec3::Y * 0.9, self.turn) / k) * k * 0.85
        })
    }

    fn body(&self, p: Vec3) -> f32 {
        let s = self.stride;
        let leg = |side: f32| {
            let (hip, z) = (Vec3::new(side * 0.09, 0.88, 0.0), side * s);
            let knee = Vec3::new(side * 0.1, 0.47, z * 0.6 + 0.05);
            let foot = Vec3::new(side * 0.1, 0.06, z);
            let shin = limb(p, knee, foot, 0.062, 0.045);
            let shoe = limb(p, foot, foot + Vec3::new(0.0, -0.02, 0.15), 0.05, 0.035);
            limb(p, hip, knee, 0.095, 0.065).min(shin).min(shoe)
        };
        let arm = |side: f32| {
            let shoulder = Vec3::new(side * 0.19, 1.38, 0.0);
            let elbow = Vec3::new(side * 0.26, 1.1, -side * s * 0.3);
            let hand = Vec3::new(side * 0.24, 0.86, -side * s * 0.7 + 0.06);
            limb(p, shoulder, elbow, 0.062, 0.05).min(limb(p, elbow, hand, 0.048, 0.036))
        };
        let folds = 0.02 * noise(p * Vec3::new(9.0, 2.5, 9.0));
        let chest = ellipsoid(p - Vec3::new(0.0, 1.22, 0.0), Vec3::new(0.205, 0.3, 0.135));
        let hips = ellipsoid(p - Vec3::new(0.0, 0.92, 0.0), Vec3::new(0.18, 0.19, 0.14));
        let mut body = melt(chest, hips, 0.12) + folds;
        if self.skirt {
            body = melt(
                body,
                (limb(p, Vec3::Y * 0.98, Vec3::Y * 0.5, 0.15, 0.3).max(0.42 - p.y)) + folds,
                0.08,
            );
        }
        body = melt(body, arm(1.0).min(arm(-1.0)), 0.05)
            .min(leg(1.0))
            .min(leg(-1.0));
        let neck = limb(p, Vec3::Y * 1.42, Vec3::new(0.0, 1.55, 0.02), 0.06, 0.05);
        let head = ellipsoid(
            p - Vec3::new(0.0, 1.6, 0.025),
            Vec3::new(0.078, 0.108, 0.095),
        );
        let mut all = melt(body, neck.min(head), 0.03);
        if self.hat {
            let crown = drum(p - Vec3::Y * 1.7, 0.09, 0.05, 0.03);
            all = all
                .min(crown)
                .min(drum(p - Vec3::Y * 1.655, 0.165, 0.008, 0.006));
        }
        all
    }

    /// Clothes, skin and hair; `tag` chooses their colours.
    pub fn surface(&self, tag: u16, p: Vec3, n: Vec3) -> Surface {
        let p = p - self.place;
        let y = p.y / self.height * 1.7;
        let pick = |hues: [u32; 4]| srgb(hues[(tag % 4) as usize]);
        let hand = y > 0.78 && y < 0.95 && p.xz().length() > 0.2;
        let hair = y > 1.62 || (y > 1.5 && n.z < -0.3);
        let albedo = if y > 1.64 && self.hat {
            pick([0xd8_c490, 0x3a_342e, 0xc8_b078, 0x5a_4a3a])
        } else if hair {
            pick([0x3a_2618, 0x6a_4426, 0x2a_2220, 0x8a_6a3a])
        } else if y > 1.46 || hand {
            srgb(0xd0_9a7c)
        } else if y > 0.95 {
            pick([0xe0_d8c8, 0x2f_4a6a, 0xc0_3a30, 0x6a_7f5a])
        } else if self.skirt && y > 0.42 {
            pick([0x35_5a80, 0xb8_4a3a, 0xd8_b860, 0x5a_4a6a])
        } else if self.skirt && y > 0.1 {
            srgb(0xc8_957a)
        } else {
            pick([0x3a_3634, 0x4a_4238, 0x2a_2c34, 0x55_4a3a])
        };
        Surface {
            wrap: 0.1,
            ..Surface::matt(albedo, n)
        }
    }
}

/// A bicycle that leans to its left, along z.
pub fn bicycle(tag: u16, centre: Vec3) -> Part {
    Part::new(tag, centre, Vec3::new(0.35, 0.62, 0.95), |p| {
        let p = p + Vec3::Y * 0.55;
        let p = Vec3::new(p.x + 0.16 * p.y, p.y, p.z);
        let at = |y: f32, z: f32| Vec3::new(0.0, y, z);
        let wheel = |z: f32| {
            let q = p - at(0.34, z);
            let tyre = ring(Vec3::new(q.y, q.x, q.z), 0.325, 0.017);
            let turn = q.y.atan2(q.z);
            let spoke = (turn * 10.0).sin().abs() * q.length() * 0.1;
            let spokes = Vec3::new(q.x, spoke, 0.0).length() - 0.002;
            tyre.min(spokes.max(q.length() - 0.32) * 0.5)
        };
        let tube = |a: Vec3, b: Vec3| limb(p, a, b, 0.016, 0.016);
        let (crank, seat, head) = (at(0.3, 0.02), at(0.84, 0.18), at(0.82, -0.42));
        let frame = tube(crank, seat)
            .min(tube(crank, head))
            .min(tube(head, seat - Vec3::Y * 0.08));
        let rear = tube(crank, at(0.34, 0.53)).min(tube(at(0.34, 0.53), seat - Vec3::Y * 0.08));
        let fork = tube(head + Vec3::Y * 0.14, at(0.34, -0.53));
        let bar = limb(
            p,
            at(1.0, -0.44) - Vec3::X * 0.27,
            at(1.0, -0.44) + Vec3::X * 0.27,
            0.016,
            0.016,
        );
        let saddle = ellipsoid(p - at(0.92, 0.2), Vec3::new(0.07, 0.035, 0.14));
        let basket = block(p - at(0.92, -0.62), Vec3::new(0.17, 0.12, 0.13), 0.03);
        let solid = frame
            .min(rear)
            .min(fork)
            .min(bar)
            .min(saddle)
            .min(basket.max(-basket - 0.02));
        solid.min(wheel(0.53)).min(wheel(-0.53)) * 0.9
    })
}

/// A lantern on a bracket that reaches `out` from the wall along x.
pub fn lantern(tag: u16, centre: Vec3, out: f32) -> Part {
    Part::new(tag, centre, Vec3::new(0.85, 0.6, 0.25), move |p| {
        let arm = limb(
            p,
            Vec3::new(-0.6 * out, 0.36, 0.0),
            Vec3::new(0.0, 0.42, 0.0),
            0.022,
            0.018,
        );
        let stay = limb(
            p,
            Vec3::new(-0.6 * out, 0.0, 0.0),
            Vec3::new(-0.15 * out, 0.4, 0.0),
            0.015,
            0.015,
        );
        let cap = limb(p, Vec3::Y * 0.4, Vec3::Y * 0.2, 0.015, 0.17).max(0.2 - p.y);
        let wide = 0.12 + 0.1 * p.y;
        let glass = block(p, Vec3::new(wide, 0.2, wide), 0.01) * 0.9;
        arm.min(stay).min(cap).min(glass)
    })
}

/// A shrub in a pot.
pub fn shrub(tag: u16, place: Vec3, size: f32) -> Part {
    let centre = place + Vec3::Y * size * 0.9;
    Part::new(tag, centre, Vec3::new(0.62, 0.95, 0.62) * size, move |p| {
        let q = (p + Vec3::Y * size * 0.9) / size;
        let pot = limb(q, Vec3::Y * 0.1, Vec3::Y * 0.45, 0.22, 0.3)
            .max(q.y - 0.45)
            .max(-q.y);
        let leaves = ellipsoid(q - Vec3::Y * 1.05, Vec3::new(0.45, 0.62, 0.45));
        let rough = 0.09 * noise(q * 5.0) + 0.06 * noise(q * 13.0) + 0.03 * noise(q * 31.0);
        pot.min((leaves - rough) * 0.6) * size
    })
}
