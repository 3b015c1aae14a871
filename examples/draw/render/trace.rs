//! From a scene to light on the film: direct light with soft shadows, mirrored light, and light
//! from all round with one bounce.

use super::camera::{Camera, Sampler, disc};
use super::denoise::{Guide, despeckled, smoothed};
use super::light::{facet, fresnel, highlight};
use super::march::{march, normal, openness};
use super::{Ray, Scene, Surface};
use crate::canvas::{Canvas, Colour, Grid};
use glam::{Vec2, Vec3};

/// Size and effort of a picture.
#[derive(Clone, Copy, Debug)]
pub struct Exposure {
    pub width: usize,
    pub height: usize,
    /// Rays a pixel.
    pub samples: usize,
    /// How far bounced light is followed; beyond, it is the light from all round.
    pub bounce: f32,
}

/// What one ray, or the mean of a pixel's, brought home.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// Light that is clean as it is.
    sharp: Colour,
    /// What soft light is multiplied with.
    albedo: Colour,
    /// Albedo times soft light, which is noisy.
    tinted: Colour,
    normal: Vec3,
    depth: f32,
}

struct Tracer<'a, S> {
    scene: &'a S,
    cone: f32,
    bounce: f32,
}

/// Light on the film. Any brightness; see `film::Look` for the print.
pub fn expose(scene: &impl Scene, camera: &Camera, exposure: Exposure) -> Canvas {
    let (width, height) = (exposure.width, exposure.height);
    let long = width.max(height);
    let tracer = Tracer {
        scene,
        cone: camera.cone(long),
        bounce: exposure.bounce,
    };
    let middle = Vec2::new(width as f32, height as f32) / 2.0;
    let seen = Grid::from_fn(width, height, |p| {
        let mut sampler = Sampler::new((p.y as usize * width + p.x as usize) as u64);
        let mut sum = Seen::default();
        for i in 0..exposure.samples {
            sampler.begin(i);
            let spot = (p - 0.5 + sampler.pair() - middle) * 2.0 / long as f32;
            let ray = camera.ray(Vec2::new(spot.x, -spot.y), sampler.pair());
            sum = sum.plus(&tracer.look(&ray, &mut sampler));
        }
        sum.times(1.0 / exposure.samples as f32)
    });
    let soft = seen.map(|s, _| s.tinted / s.albedo.max(Vec3::splat(1e-4)));
    let guide = Guide {
        normals: seen.map(|s, _| s.normal),
        depths: seen.map(|s, _| s.depth),
    };
    let soft = smoothed(&soft, &guide);
    let sharp = despeckled(&seen.map(|s, _| s.sharp));
    seen.map(|s, p| sharp.at(p) + s.albedo * soft.at(p))
}

impl<S: Scene> Tracer<'_, S> {
    fn look(&self, ray: &Ray, sampler: &mut Sampler) -> Seen {
        let scene = self.scene;
        let Some(t) = march(scene, ray, 0.01, scene.reach(), self.cone * 0.5) else {
            return Seen {
                sharp: scene.beyond(ray),
                normal: -ray.direction,
                depth: scene.reach(),
                ..Seen::default()
            };
        };
        let p = ray.at(t);
        let shape = normal(scene, p, (self.cone * t * 0.6).max(1e-4));
        let surface = scene.surface(p, shape);
        let (direct, mirrored) = self.lit(p, shape, &surface, ray.direction, sampler.pair());
        let mut sharp = surface.glow + mirrored;
        let mut soft = self.around(p, shape, &surface, sampler);
        if scene.lamp().is_soft() {
            soft += direct;
        } else {
            sharp += surface.albedo * direct;
        }
        // A wide lobe mirrors nothing one could tell.
        if surface.reflectance > 0.0 && surface.roughness < 0.6 {
            sharp += self.reflection(p, shape, &surface, ray.direction, sampler.pair());
        }
        // Air is affine in the light behind it, so albedo goes through it too.
        let veil = scene.through_air(Vec3::ZERO, ray, t);
        let albedo = scene.through_air(surface.albedo, ray, t) - veil;
        Seen {
            sharp: scene.through_air(sharp, ray, t),
            albedo,
            tinted: albedo * soft,
            normal: shape,
            depth: t,
        }
    }

    /// Light of the lamp on a surface: scattered, over albedo, and mirrored.
    fn lit(
        &self,
        p: Vec3,
        shape: Vec3,
        surface: &Surface,
        view: Vec3,
        u: Vec2,
    ) -> (Colour, Colour) {
        let lamp = self.scene.lamp();
        let beam = lamp.beam(p, u);
        let facing = surface.normal.dot(beam.towards);
        let scattered = ((facing + surface.wrap) / (1.0 + surface.wrap)).max(0.0);
        if scattered <= 0.0 || shape.dot(beam.towards) < -surface.wrap {
            return (Vec3::ZERO, Vec3::ZERO);
        }
        let start = self.lift(p);
        let ray = Ray {
            origin: p + shape * start,
            direction: beam.towards,
        };
        let far = beam.distance.min(self.scene.reach());
        if march(self.scene, &ray, start, far, self.cone * 0.2).is_some() {
            return (Vec3::ZERO, Vec3::ZERO);
        }
        let mirrored = if surface.reflectance > 0.0 && !lamp.is_soft() {
            beam.light * (highlight(surface, view, beam.towards) * std::f32::consts::PI)
        } else {
            Vec3::ZERO
        };
        (beam.light * scattered, mirrored)
    }

    /// Light from all round: one ray in a random direction, or the scene's rule of thumb.
    fn around(&self, p: Vec3, shape: Vec3, surface: &Surface, sampler: &mut Sampler) -> Colour {
        let scene = self.scene;
        if self.bounce <= 0.0 {
            let open = openness(scene, p, shape, 1.0);
            return scene.ambient(surface.normal) * open;
        }
        let spot = disc(sampler.pair());
        let (a, b) = surface.normal.any_orthonormal_pair();
        let up = (1.0 - spot.length_squared()).max(0.0).sqrt();
        let direction = a * spot.x + b * spot.y + surface.normal * up;
        let start = self.lift(p);
        let ray = Ray {
            origin: p + shape * start,
            direction,
        };
        match march(scene, &ray, start, self.bounce, self.cone * 4.0) {
            Some(t) => self.plain(&ray, t, sampler.pair()),
            None => scene.ambient(direction),
        }
    }

    /// What a surface mirrors.
    fn reflection(&self, p: Vec3, shape: Vec3, surface: &Surface, view: Vec3, u: Vec2) -> Colour {
        let half = facet(surface, u);
        let mut direction = view - half * (2.0 * view.dot(half));
        let below = direction.dot(shape);
        if below < 0.02 {
            direction = (direction - shape * (below - 0.02)).normalize();
        }
        let start = self.lift(p);
        let ray = Ray {
            origin: p + shape * start,
            direction,
        };
        let share = fresnel(surface.reflectance, -view.dot(half));
        let share = share * (1.0 - surface.roughness * surface.roughness);
        let light = match march(self.scene, &ray, start, self.scene.reach(), self.cone) {
            Some(t) => self.plain(&ray, t, u),
            None => self.scene.beyond(&ray),
        };
        // The wider the lobe, the rarer and brighter its hits; that speckle is kept down.
        let most = 12.0 / (1.0 + 40.0 * surface.roughness * surface.roughness);
        light.min(Vec3::splat(most)) * share
    }

    /// Light from a surface hit by a ray that is not from the camera.
    fn plain(&self, ray: &Ray, t: f32, u: Vec2) -> Colour {
        let p = ray.at(t);
        let shape = normal(self.scene, p, (self.cone * t).max(1e-3));
        let surface = self.scene.surface(p, shape);
        let (direct, _) = self.lit(p, shape, &surface, ray.direction, u);
        let around = self.scene.ambient(surface.normal) * openness(self.scene, p, shape, 1.0);
        let light = surface.albedo * (direct + around) + surface.glow;
        self.scene.through_air(light, ray, t)
    }

    /// How far to step off a surface before looking for the next.
    fn lift(&self, p: Vec3) -> f32 {
        (self.cone * 1.5 * p.length()).clamp(5e-4, 0.5)
    }
}

impl Seen {
    fn plus(&self, other: &Self) -> Self {
        Self {
            sharp: self.sharp + other.sharp.min(Vec3::splat(60.0)),
            albedo: self.albedo + other.albedo,
            tinted: self.tinted + other.tinted,
            normal: self.normal + other.normal,
            depth: self.depth + other.depth,
        }
    }

    fn times(&self, k: f32) -> Self {
        Self {
            sharp: self.sharp * k,
            albedo: self.albedo * k,
            tinted: self.tinted * k,
            normal: self.normal * k,
            depth: self.depth * k,
        }
    }
}
