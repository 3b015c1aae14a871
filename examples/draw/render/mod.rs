//! A small physically minded renderer: rays marched through signed distances, lit by one lamp, the
//! sky and one bounce, and developed like film.

pub mod air;
pub mod camera;
pub mod denoise;
pub mod film;
pub mod light;
pub mod march;
pub mod relief;
pub mod solid;
pub mod strands;
pub mod texture;
pub mod trace;

use crate::canvas::Colour;
use glam::Vec3;
use light::Lamp;

/// A half-line; `direction` has length one.
#[derive(Clone, Copy, Debug)]
pub struct Ray {
    pub origin: Vec3,
    pub direction: Vec3,
}

impl Ray {
    /// The point at a distance along the ray.
    pub fn at(&self, distance: f32) -> Vec3 {
        self.origin + self.direction * distance
    }
}

/// How a surface answers light.
#[derive(Clone, Copy, Debug)]
pub struct Surface {
    /// Share of light scattered, per channel.
    pub albedo: Colour,
    /// Shading normal: that of the shape, or bent by a fine relief.
    pub normal: Vec3,
    /// Share mirrored at normal incidence; 0 for a matt surface, 0.02 for water, 0.04 for glaze.
    pub reflectance: f32,
    /// Width of the mirrored lobe: 0 a mirror, 1 almost matt.
    pub roughness: f32,
    /// How far light creeps round the edge of shadow (wax, petals, fur), 0 to 1.
    pub wrap: f32,
    /// Light of its own.
    pub glow: Colour,
}

impl Surface {
    /// A matt surface.
    pub fn matt(albedo: Colour, normal: Vec3) -> Self {
        Self {
            albedo,
            normal,
            reflectance: 0.0,
            roughness: 1.0,
            wrap: 0.0,
            glow: Vec3::ZERO,
        }
    }

    /// The same under a clear coat.
    pub fn coated(self, reflectance: f32, roughness: f32) -> Self {
        Self {
            reflectance,
            roughness,
            ..self
        }
    }
}

/// A world to be photographed. Lengths are in metres, y is up.
pub trait Scene: Sync {
    /// A distance no surface is nearer than (negative inside).
    fn distance(&self, p: Vec3) -> f32;

    /// Height of a flat ground or water, which rays meet exactly instead of in small steps.
    fn floor(&self) -> Option<f32> {
        None
    }

    /// The material of the surface at `p`, whose shape has this normal.
    fn surface(&self, p: Vec3, normal: Vec3) -> Surface;

    /// Light that comes in along a ray which meets no surface.
    fn beyond(&self, ray: &Ray) -> Colour;

    /// Unshadowed light from all round on a matt surface with this normal, for places where it is
    /// not worth sampling.
    fn ambient(&self, normal: Vec3) -> Colour;

    /// The main light.
    fn lamp(&self) -> &Lamp;

    /// `colour` seen along a ray through this much air.
    fn through_air(&self, colour: Colour, _ray: &Ray, _distance: f32) -> Colour {
        colour
    }

    /// Beyond this distance there is nothing.
    fn reach(&self) -> f32;
}
