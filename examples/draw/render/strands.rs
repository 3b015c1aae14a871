//! Fur: single hairs grown on a surface and drawn back to front, each lit along its length.

use super::camera::Camera;
use super::march::{march, normal, openness};
use super::{Ray, Scene};
use crate::canvas::{Canvas, Colour};
use crate::noise::Random;
use glam::{Vec2, Vec3};
use rayon::prelude::*;

const JOINTS: usize = 6;

/// How the hair at one place grows.
#[derive(Clone, Copy, Debug)]
pub struct Hair {
    pub colour: Colour,
    /// The way it leaves the skin; need not have length one.
    pub way: Vec3,
    /// What its tip is bent by, as a share of its length.
    pub bend: Vec3,
    pub length: f32,
    /// Thickness at the root.
    pub width: f32,
    /// How bright the sheen along it is.
    pub gloss: f32,
}

/// A hair in the world with its light.
pub struct Strand {
    joints: [Vec3; JOINTS],
    colours: [Colour; JOINTS],
    width: f32,
}

/// Grows about `count` hairs where `hair` gives one, as evenly as the camera sees the surface.
pub fn grow(
    scene: &impl Scene,
    camera: &Camera,
    count: usize,
    random: &mut Random,
    hair: impl Fn(Vec3, Vec3, &mut Random) -> Option<Hair> + Sync,
) -> Vec<Strand> {
    let starts: Vec<_> = (0..count)
        .map(|i| {
            let film = Vec2::new(random.between(-1.1, 1.1), random.between(-1.1, 1.1));
            let lens = Vec2::new(random.between(0.0, 1.0), random.between(0.0, 1.0));
            (camera.ray(film, lens), i as u64)
        })
        .collect();
    let strands = starts.into_par_iter().filter_map(|(ray, i)| {
        let t = march(scene, &ray, 0.01, scene.reach(), 1e-3)?;
        let root = ray.at(t);
        let n = normal(scene, root, 1e-3);
        let mut random = Random::new(i);
        let hair = hair(root, n, &mut random)?;
        Some(strand(scene, camera, root, n, &hair, &mut random))
    });
    strands.collect()
}

/// One hair from `root` on, lit.
pub fn strand(
    scene: &impl Scene,
    camera: &Camera,
    root: Vec3,
    n: Vec3,
    hair: &Hair,
    random: &mut Random,
) -> Strand {
    let way = hair.way.normalize_or(n);
    let along = |t: f32| root + (way * t + hair.bend * (t * t)) * hair.length;
    let share = |i: usize| i as f32 / (JOINTS - 1) as f32;
    let joints = std::array::from_fn(|i| along(share(i)));
    let spot = Vec2::new(random.between(0.0, 1.0), random.between(0.0, 1.0));
    let middle = along(0.5).max(root + n * 0.02);
    let beam = scene.lamp().beam(middle, spot);
    let ray = Ray {
        origin: root + n * 0.03,
        direction: beam.towards,
    };
    let far = beam.distance.min(scene.reach());
    let seen = f32::from(march(scene, &ray, 0.02, far, 2e-3).is_none());
    let around = scene.ambient(n) * openness(scene, root, n, 0.5);
    let view = (root - camera.eye()).normalize();
    let colours = std::array::from_fn(|i| {
        let t = share(i);
        let tangent = (way + hair.bend * (2.0 * t)).normalize();
        // Kajiya and Kay: a thin cylinder scatters by the angle to its axis, not to its side.
        let (tl, tv) = (tangent.dot(beam.towards), tangent.dot(-view));
        let (sl, sv) = (
            (1.0 - tl * tl).max(0.0).sqrt(),
            (1.0 - tv * tv).max(0.0).sqrt(),
        );
        let facing = ((n.dot(beam.towards) + 0.35) / 1.35).max(0.0);
        let direct = beam.light * seen;
        let sheen = (sl * sv - tl * tv).max(0.0).powi(26) * hair.gloss * facing.sqrt();
        // The fur shades its own roots.
        let deep = 0.3 + 0.7 * t.sqrt();
        (hair.colour * (direct * facing * (0.35 + 0.65 * sl) + around) + direct * sheen) * deep
    });
    Strand {
        joints,
        colours,
        width: hair.width,
    }
}

/// Draws hairs over a picture taken with the same camera, the farthest first.
pub fn draw(canvas: &mut Canvas, camera: &Camera, strands: &[Strand]) {
    let depth = |s: &Strand| camera.project(s.joints[1]).map_or(0.0, |(_, depth)| depth);
    let mut order: Vec<_> = strands.iter().map(|s| (depth(s), s)).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let half = canvas.width.max(canvas.height) as f32 / 2.0;
    let middle = canvas.size() / 2.0;
    for (depth, strand) in order {
        if depth <= 0.0 {
            continue;
        }
        let place = |p: Vec3| {
            let film = camera.project(p).map_or(Vec2::ZERO, |(film, _)| film);
            middle + Vec2::new(film.x, -film.y) * half
        };
        let spots = strand.joints.map(place);
        let scale = camera.scale(depth) * half;
        let blur = camera.blur(depth) * half;
        for i in 1..JOINTS {
            let taper = 1.0 - 0.85 * (i as f32 / JOINTS as f32).powi(2);
            let colour = (strand.colours[i - 1] + strand.colours[i]) / 2.0;
            segment(
                canvas,
                spots[i - 1],
                spots[i],
                strand.width * scale * taper,
                blur,
                colour,
            );
        }
    }
}

/// Part of a hair of `width` pixels, spread over `blur` pixels more to either side.
fn segment(canvas: &mut Canvas, a: Vec2, b: Vec2, width: f32, blur: f32, colour: Colour) {
    let reach = width / 2.0 + blur + 0.5;
    let strength = (width / (width + 1.6 * blur)).min(1.0) * width.min(1.0);
    let (low, high) = (a.min(b) - reach, a.max(b) + reach);
    let way = b - a;
    let length = way.length_squared().max(1e-6);
    for y in low.y.floor() as i32..=high.y.ceil() as i32 {
        for x in low.x.floor() as i32..=high.x.ceil() as i32 {
            let Some(cell) = canvas.get_mut(x, y) else {
                continue;
            };
            let v = Vec2::new(x as f32 + 0.5, y as f32 + 0.5) - a;
            let t = v.dot(way) / length;
            // Half open, so that neighbours do not cover their joint twice.
            if (0.0..1.0).contains(&t) || blur > 1.0 {
                let d = (v - way * t.clamp(0.0, 1.0)).length();
                let cover = ((reach - d) / (1.0 + blur)).clamp(0.0, 1.0);
                *cell = cell.lerp(colour, cover * strength);
            }
        }
    }
}
