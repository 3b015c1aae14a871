//! The main light: the sun or a window, and how a surface mirrors it.

use super::camera::disc;
use super::{Ray, Surface};
use crate::canvas::Colour;
use glam::{Vec2, Vec3};
use std::f32::consts::PI;

/// A light whose place is known, so that rays can be sent to it.
#[derive(Clone, Copy, Debug)]
pub enum Lamp {
    /// A far disc: direction towards it, its angular radius, and the light it lays on a surface
    /// that faces it.
    Sun {
        towards: Vec3,
        radius: f32,
        light: Colour,
    },
    /// A bright rectangle: centre, half its sides, and its radiance.
    Window {
        centre: Vec3,
        across: Vec3,
        up: Vec3,
        radiance: Colour,
    },
}

/// One ray to a lamp.
pub struct Beam {
    pub towards: Vec3,
    pub distance: f32,
    /// Light on a surface that faces the beam, over pi, if nothing is in between.
    pub light: Colour,
}

impl Lamp {
    /// A beam from a point of the lamp, chosen by two numbers in 0..1, to `p`.
    pub fn beam(&self, p: Vec3, u: Vec2) -> Beam {
        match *self {
            Self::Sun {
                towards,
                radius,
                light,
            } => {
                let (a, b) = towards.any_orthonormal_pair();
                let spot = disc(u) * radius;
                Beam {
                    towards: (towards + a * spot.x + b * spot.y).normalize(),
                    distance: f32::INFINITY,
                    light: light / PI,
                }
            }
            Self::Window {
                centre,
                across,
                up,
                radiance,
            } => {
                let u = u * 2.0 - 1.0;
                let way = centre + across * u.x + up * u.y - p;
                let distance = way.length();
                let towards = way / distance;
                let area = across.cross(up) * 4.0;
                let light = radiance * (area.dot(towards).abs() / (distance * distance * PI));
                Beam {
                    towards,
                    distance,
                    light,
                }
            }
        }
    }

    /// Where `ray` crosses a window, -1 to 1 each way.
    pub fn pane(&self, ray: &Ray) -> Option<Vec2> {
        let Self::Window {
            centre, across, up, ..
        } = *self
        else {
            return None;
        };
        let out = across.cross(up);
        let distance = (centre - ray.origin).dot(out) / ray.direction.dot(out);
        let v = ray.at(distance) - centre;
        let spot = Vec2::new(
            v.dot(across) / across.length_squared(),
            v.dot(up) / up.length_squared(),
        );
        (distance > 0.0 && spot.abs().max_element() < 1.0).then_some(spot)
    }

    /// Whether its light is even enough to be smoothed with the light from all round.
    pub fn is_soft(&self) -> bool {
        matches!(self, Self::Window { .. })
    }
}

/// Schlick's share of light mirrored at this cosine.
pub fn fresnel(reflectance: f32, cosine: f32) -> f32 {
    reflectance + (1.0 - reflectance) * (1.0 - cosine.clamp(0.0, 1.0)).powi(5)
}

/// Light of a narrow beam mirrored towards `-view` by the microfacets of Trowbridge and Reitz.
pub fn highlight(surface: &Surface, view: Vec3, towards: Vec3) -> f32 {
    let half = (towards - view).normalize();
    let (nl, nv) = (surface.normal.dot(towards), surface.normal.dot(-view));
    if nl <= 0.0 || nv <= 0.0 {
        return 0.0;
    }
    // The sun has a size: even a mirror shows it as a disc, not as a point.
    let a = (surface.roughness * surface.roughness).max(0.004);
    let nh = surface.normal.dot(half);
    let spread = a * a / (nh * nh * (a * a - 1.0) + 1.0).powi(2);
    let k = a / 2.0;
    let masking = (nl * (1.0 - k) + k) * (nv * (1.0 - k) + k);
    fresnel(surface.reflectance, half.dot(towards)) * spread * nl / (4.0 * masking)
}

/// A normal of a microfacet, spread as in `highlight`.
pub fn facet(surface: &Surface, u: Vec2) -> Vec3 {
    let a = surface.roughness * surface.roughness;
    let cosine = ((1.0 - u.y) / (1.0 + (a * a - 1.0) * u.y)).sqrt();
    let sine = (1.0 - cosine * cosine).max(0.0).sqrt();
    let (x, y) = surface.normal.any_orthonormal_pair();
    let turn = Vec2::from_angle(u.x * 2.0 * PI) * sine;
    x * turn.x + y * turn.y + surface.normal * cosine
}
