//! The form of a cat's head and the pattern of its coat. The head is about two units wide.

use crate::canvas::{Colour, srgb};
use crate::noise::step;
use crate::render::solid::{Near, carve, ellipsoid, limb, melt};
use crate::render::texture::{fractal, noise};
use glam::{Quat, Vec3};

/// What the cat is made of, as tags.
pub const FUR: u16 = 0;
pub const EYE: u16 = 1;
pub const NOSE: u16 = 2;
pub const EAR: u16 = 3;

/// The eye on the side where x is positive; the other mirrors it.
pub const EYE_PLACE: Vec3 = Vec3::new(0.4, 0.07, 0.6);
const EYE_RADIUS: f32 = 0.25;
pub const NOSE_PLACE: Vec3 = Vec3::new(0.0, -0.24, 1.07);

/// `p` in the frame of the eye on its side, outer corner up.
fn in_eye(p: Vec3) -> Vec3 {
    let q = Vec3::new(p.x.abs(), p.y, p.z) - EYE_PLACE;
    Quat::from_rotation_z(-0.3) * q
}

/// How far a place of the face is from the opening of an eye.
pub fn lid(p: Vec3) -> f32 {
    let q = in_eye(p);
    let inner = 0.03 * step(0.05, -0.3, q.x);
    ellipsoid(
        q - Vec3::new(0.0, -inner, 0.22),
        Vec3::new(0.213, 0.158 - inner, 0.42),
    )
}

/// Distance to the cat, in its own frame.
pub fn near(p: Vec3) -> Near {
    let m = Vec3::new(p.x.abs(), p.y, p.z);
    let skull = ellipsoid(p - Vec3::new(0.0, 0.05, -0.05), Vec3::new(0.98, 0.86, 0.88));
    let cheek = ellipsoid(m - Vec3::new(0.5, -0.32, 0.24), Vec3::new(0.48, 0.4, 0.44));
    let bridge = limb(
        p,
        Vec3::new(0.0, 0.25, 0.68),
        Vec3::new(0.0, -0.18, 0.96),
        0.24,
        0.14,
    );
    let pad = ellipsoid(
        m - Vec3::new(0.18, -0.41, 0.83),
        Vec3::new(0.25, 0.19, 0.23),
    );
    let chin = ellipsoid(p - Vec3::new(0.0, -0.6, 0.72), Vec3::new(0.19, 0.15, 0.2));
    let face = melt(melt(skull, cheek, 0.35), bridge, 0.22);
    let face = melt(melt(face, pad, 0.13), chin, 0.1);
    let face = carve(face, lid(p), 0.05);
    let neck = ellipsoid(p - Vec3::new(0.0, -1.5, -0.55), Vec3::new(0.92, 1.1, 0.8));
    let body = ellipsoid(p - Vec3::new(0.15, -3.1, -1.3), Vec3::new(1.55, 1.9, 1.6));
    let trunk = melt(melt(neck, body, 0.6), face, 0.35);
    // An ear is a flattened cone, hollowed from the front and side.
    let e = (m - Vec3::new(0.6, 0.5, -0.12)) * Vec3::new(1.0, 1.0, 1.7);
    let tip = Vec3::new(0.27, 0.98, -0.1);
    let outer = limb(e, Vec3::ZERO, tip, 0.47, 0.05) * 0.6;
    let hollow = limb(e - Vec3::new(0.02, 0.0, 0.3), Vec3::ZERO, tip, 0.31, 0.0) * 0.6;
    let ear = carve(outer, hollow, 0.04);
    let mut best = (melt(trunk, ear, 0.12), FUR);
    if hollow < 0.03 && m.y > 0.66 && best.0 > ear - 0.02 {
        best.1 = EAR;
    }
    let eye = (m - EYE_PLACE).length() - EYE_RADIUS;
    if eye < best.0 {
        best = (eye, EYE);
    }
    let wide = p - NOSE_PLACE;
    let wing = ellipsoid(
        wide,
        Vec3::new(0.125 + 0.5 * wide.y.clamp(-0.1, 0.06), 0.085, 0.075),
    );
    let nostril = ellipsoid(
        m - NOSE_PLACE - Vec3::new(0.062, -0.025, 0.062),
        Vec3::new(0.032, 0.02, 0.05),
    );
    let nose = carve(wing, nostril, 0.02);
    if nose < best.0 { (nose, NOSE) } else { best }
}

/// Ginger with stripes, white about the mouth and on the chest.
pub fn coat(p: Vec3) -> Colour {
    let m = Vec3::new(p.x.abs(), p.y, p.z);
    let wobble = 0.35 * noise(p * 3.1) + 0.2 * noise(p * 7.0);
    let bars = if p.y > -1.0 && p.z > -0.8 {
        let brow = (m.x * 23.0 * (1.0 - 0.3 * p.y) + wobble * 1.7).cos() * step(0.12, 0.42, p.y);
        let side = (p.y * 15.0 - m.x * 5.0 + wobble * 2.4).sin()
            * step(0.5, 0.75, m.x)
            * step(0.4, 0.1, p.y);
        brow + side
    } else {
        (p.y * 5.5 + m.x * 2.2 + wobble * 3.5).sin()
    };
    let dark = step(0.05, 0.75, bars + 0.4 * fractal(p * 6.0, 3));
    let warm = srgb(0xcf_9052).lerp(srgb(0xb8_6c30), 0.5 + 0.5 * noise(p * 2.0));
    let ginger = warm.lerp(srgb(0x6e_300f), dark * 0.85);
    let muzzle = ellipsoid(m - Vec3::new(0.0, -0.56, 0.8), Vec3::new(0.46, 0.36, 0.6));
    let blaze = limb(
        p,
        Vec3::new(0.0, -0.2, 1.0),
        Vec3::new(0.0, 0.2, 0.85),
        0.1,
        0.02,
    );
    let bib = ellipsoid(p - Vec3::new(0.0, -1.75, 0.1), Vec3::new(0.62, 1.1, 0.9));
    let white = muzzle.min(blaze).min(bib) + 0.12 * wobble;
    let around_eye = step(0.16, 0.05, lid(p)) * 0.75;
    let cream = srgb(0xf2_e8d8);
    ginger.lerp(cream, step(0.06, -0.06, white).max(around_eye))
}
