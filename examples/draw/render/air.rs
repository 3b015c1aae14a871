//! The air: daylight scattered once by gas and haze, and clouds in it.

use super::Ray;
use super::texture::{chance, fractal, hash};
use crate::canvas::{Canvas, Colour};
use crate::noise::step;
use glam::{Vec2, Vec3};
use std::f32::consts::PI;

/// Kilometres: radius of the Earth, and the heights over which gas and haze thin out to 1 / e.
const EARTH: f32 = 6371.0;
const GAS_HEIGHT: f32 = 8.0;
const HAZE_HEIGHT: f32 = 1.2;
/// Scattering by gas, and absorption by ozone, per kilometre at sea level.
const GAS: Vec3 = Vec3::new(0.0058, 0.0135, 0.0331);
const OZONE: Vec3 = Vec3::new(0.0009, 0.0024, 0.0002);
/// Sunlight above the air.
const SUN: f32 = 20.0;

/// Daylight for one place of the sun.
pub struct Sky {
    sun: Vec3,
    haze: f32,
    table: Canvas,
}

impl Sky {
    /// The sky with the sun in this direction; `haze` is 1 on a clear day.
    pub fn new(sun: Vec3, haze: f32) -> Self {
        let mut sky = Self {
            sun,
            haze,
            table: Canvas::filled(1, 1, Vec3::ZERO),
        };
        sky.table = Canvas::from_fn(64, 96, |p| {
            let elevation = (p.y / 96.0).powi(2) * PI / 2.0;
            let azimuth = p.x / 64.0 * PI;
            let flat = Vec3::new(azimuth.cos(), 0.0, azimuth.sin()) * elevation.cos();
            sky.scattered(flat + Vec3::Y * elevation.sin())
        });
        sky
    }

    /// Towards the sun.
    pub fn sun(&self) -> Vec3 {
        self.sun
    }

    /// Sunlight on a surface that faces it.
    pub fn sunlight(&self) -> Colour {
        self.reaching(1.0)
    }

    /// Light of the clear sky from a direction; the horizon, below it.
    pub fn light(&self, direction: Vec3) -> Colour {
        let flat = |v: Vec3| Vec2::new(v.x, v.z).normalize_or(Vec2::X);
        let azimuth = flat(direction).dot(flat(self.sun)).clamp(-1.0, 1.0).acos();
        let elevation = direction.y.clamp(0.0, 1.0).asin();
        let x = azimuth / PI * 64.0 - 0.5;
        let y = (elevation / (PI / 2.0)).sqrt() * 96.0 - 0.5;
        let corner = Vec2::new(x, y).floor();
        let f = Vec2::new(x, y) - corner;
        let at = |dx: f32, dy: f32| self.table.at(corner + Vec2::new(dx + 0.5, dy + 0.5));
        let top = at(0.0, 0.0).lerp(at(1.0, 0.0), f.x);
        top.lerp(at(0.0, 1.0).lerp(at(1.0, 1.0), f.x), f.y)
    }

    fn fading(&self) -> f32 {
        0.004 * self.haze
    }

    /// Sunlight that comes down to a height.
    fn reaching(&self, height: f32) -> Colour {
        let (mut gas, mut haze, steps) = (0.0, 0.0, 12);
        let length = chord(height, self.sun.y.max(0.01));
        for i in 0..steps {
            // Steps grow with distance: the thick air is near.
            let (a, b) = (i as f32 / steps as f32, (i + 1) as f32 / steps as f32);
            let width = (b * b - a * a) * length;
            let h = height_along(height, self.sun.y.max(0.01), (a * a + b * b) / 2.0 * length);
            gas += (-h / GAS_HEIGHT).exp() * width;
            haze += (-h / HAZE_HEIGHT).exp() * width;
        }
        let depth = (GAS + OZONE) * gas + Vec3::splat(self.fading() * 1.1 * haze);
        (-depth).exp() * SUN
    }

    fn scattered(&self, direction: Vec3) -> Colour {
        let cosine = direction.dot(self.sun);
        let gas_phase = 3.0 / (16.0 * PI) * (1.0 + cosine * cosine);
        let g = 0.76_f32;
        let lobe = (1.0 + g * g - 2.0 * g * cosine).powf(1.5);
        let haze_phase = (1.0 - g * g) / (4.0 * PI * lobe);
        let length = chord(0.0, direction.y);
        let (mut light, mut depth, steps) = (Vec3::ZERO, Vec3::ZERO, 32);
        for i in 0..steps {
            let (a, b) = (i as f32 / steps as f32, (i + 1) as f32 / steps as f32);
            let width = (b * b - a * a) * length;
            let h = height_along(0.0, direction.y, (a * a + b * b) / 2.0 * length);
            let gas = GAS * ((-h / GAS_HEIGHT).exp() * width);
            let haze = Vec3::splat(self.fading() * (-h / HAZE_HEIGHT).exp() * width);
            let out = gas + haze * 1.1 + OZONE * ((-h / GAS_HEIGHT).exp() * width);
            let sun = self.reaching(h.max(0.0));
            // Light scattered more than once comes from all sides and keeps less of its colour.
            let again = sun.lerp(Vec3::splat(sun.element_sum() / 3.0), 0.5) * 0.05;
            let inward = sun * (gas * gas_phase + haze * haze_phase) + again * (gas + haze);
            light += inward * (-(depth + out / 2.0)).exp();
            depth += out;
        }
        light
    }
}

/// Length of a ray from a height to where the air ends, by the sine of its elevation.
fn chord(height: f32, sine: f32) -> f32 {
    let (r, top) = (EARTH + height, EARTH + 60.0);
    let b = r * sine;
    (b * b + top * top - r * r).sqrt() - b
}

fn height_along(height: f32, sine: f32, distance: f32) -> f32 {
    let r = EARTH + height;
    (r * r + distance * distance + 2.0 * r * distance * sine).sqrt() - EARTH
}

/// A layer of heaped clouds. Lengths are in metres.
pub struct Clouds {
    pub base: f32,
    pub thickness: f32,
    /// Size of a heap.
    pub size: f32,
    /// Share of the sky covered, about.
    pub cover: f32,
    /// Where in the endless field of clouds we are.
    pub place: Vec3,
}

impl Clouds {
    /// `behind` seen along `ray` through the clouds.
    pub fn over(&self, behind: Colour, ray: &Ray, sky: &Sky) -> Colour {
        if ray.direction.y < 0.015 {
            return behind;
        }
        let near = self.base / ray.direction.y;
        // A random start, for even steps would show as slices.
        let start = chance(hash((ray.direction * 1e5).as_ivec3()), 0);
        let steps = 22;
        let stride = self.thickness / ray.direction.y.max(0.12) / steps as f32;
        let cosine = ray.direction.dot(sky.sun());
        let lobe = |g: f32| (1.0 - g * g) / (4.0 * PI * (1.0 + g * g - 2.0 * g * cosine).powf(1.5));
        let phase = lobe(0.7) * 0.5 + lobe(-0.1) * 0.5;
        let sunlight = sky.sunlight() * phase * 2.6;
        let from_above = sky.light(Vec3::Y) * 0.5 + sky.light(ray.direction) * 0.35;
        let (mut light, mut clear) = (Vec3::ZERO, 1.0);
        for i in 0..steps {
            let p = ray.origin + ray.direction * (near + (i as f32 + start) * stride);
            let density = self.density(p);
            if density <= 0.0 {
                continue;
            }
            let towards = |d: f32| self.density(p + sky.sun() * d * self.size);
            let shade = (towards(0.06) + towards(0.16) + towards(0.34)) * self.size * 0.0035;
            // Powdery edges scatter less back than the inside does.
            let lit = ((-shade).exp() + 0.35 * (-shade * 0.25).exp()) * sunlight;
            let gone = (-density * stride * 0.009).exp();
            light += (lit + from_above) * (clear * (1.0 - gone));
            clear *= gone;
            if clear < 0.02 {
                break;
            }
        }
        // Far clouds drown in the air before them.
        let far = (-near / 26_000.0).exp();
        behind * (1.0 - far * (1.0 - clear)) + light * far
    }

    fn density(&self, p: Vec3) -> f32 {
        let level = (p.y - self.base) / self.thickness;
        if !(0.0..1.0).contains(&level) {
            return 0.0;
        }
        let q = p / self.size + self.place;
        let round = step(0.0, 0.12, level) * (1.0 - level).powf(0.6);
        let heap = fractal(q * 0.45, 2) + 0.5 * fractal(q, 5);
        ((heap + (self.cover - 0.75)) * 1.6 + (round - 1.0) * 0.5).clamp(0.0, 0.5) * 2.0
    }
}
