//! Facets: a picture broken into flat planes, each seen from a little elsewhere and brushed with
//! its own light.

use crate::canvas::{Canvas, Colour};
use crate::design::Design;
use crate::noise::{Noise, Random, step};
use crate::technique::grain::dragged;
use glam::{Vec2, Vec3};

/// The paint of one piece of the subject: in light and in shade.
#[derive(Clone, Copy)]
pub struct Paint {
    pub light: Colour,
    pub shade: Colour,
    /// Strength of the dark line round it.
    pub line: f32,
}

/// One plane: how the subject is displaced in it and how light falls across it.
#[derive(Clone, Copy)]
struct Plane {
    centre: Vec2,
    radius: f32,
    shift: Vec2,
    turn: f32,
    zoom: f32,
    fall: Vec2,
    level: f32,
    tint: Vec3,
}

/// Where planes may be cut: directions that recur hold the picture together.
const CUTS: [f32; 6] = [0.38, 1.28, -0.42, 1.85, 0.9, -1.1];

/// The subject seen in about `count` planes, painted with a dry brush; shrunk to its units.
pub fn faceted(subject: &Design<Paint>, count: usize, seed: u64) -> Canvas {
    let scale = subject.scale;
    let (w, h) = (subject.labels.width, subject.labels.height);
    let planes = planes(subject, count, seed);
    let (brush, canvas) = (
        Noise::fractal(seed as i32, 3),
        Noise::fractal(seed as i32 + 3, 2),
    );
    let edges = planes.to_seams();
    let look = |q: Vec2, plane: &Plane| {
        let away = Vec2::from_angle(plane.turn).rotate(q - plane.centre) * plane.zoom;
        let at = (plane.centre + away + plane.shift) * scale;
        subject.labels.at(at)
    };
    let picture = Canvas::from_fn(w, h, |p| {
        let q = p / scale;
        let plane = planes.at(p + 3.0 * brush.vector(q / 40.0));
        let label = look(q + 1.2 * brush.vector(q / 22.0), &plane);
        let paint = subject.pieces[usize::from(label)];
        let across = (q - plane.centre).dot(plane.fall) / plane.radius;
        let stroke_along = plane.fall.perp();
        let stroke = brush.at(Vec2::new(
            q.dot(stroke_along) * 0.018,
            q.dot(plane.fall) * 0.22,
        ));
        let tone = plane.level + 0.62 * across + 0.2 * stroke + 0.1 * canvas.at(q / 50.0);
        let mixed = paint.shade.lerp(paint.light, tone.clamp(0.0, 1.15)) * plane.tint;
        // A lighter, drier coat dragged in from the bright side, and a dark one from the other.
        let scumble = dragged(&brush, q, stroke_along, 0.35 + 0.5 * across);
        let coat = mixed.lerp(paint.light * 1.12 + 0.02, 0.42 * scumble);
        let glaze = dragged(&canvas, q + 300.0, plane.fall, 0.2 - 0.55 * across);
        let body = coat.lerp(paint.shade * 0.62, 0.5 * glaze);

        let near = [Vec2::X, Vec2::Y, Vec2::NEG_X, Vec2::NEG_Y].map(|step| q + step * 1.7);
        let drawn = near.iter().any(|&r| look(r, &plane) != label);
        let press = (0.65 + 0.7 * brush.at(q / 38.0)).clamp(0.0, 1.0);
        let contour = f32::from(u8::from(drawn)) * paint.line * press;
        let plane_line =
            step(2.8, 1.2, edges.at(p)) * (0.35 + 0.8 * brush.at(q / 65.0 + 20.0)).clamp(0.0, 0.8);
        let ridge =
            step(5.0, 1.5, (edges.at(p) - 4.0).abs()) * 0.12 * (0.5 + across).clamp(0.0, 1.0);
        let ink = Vec3::new(0.016, 0.013, 0.012);
        let painted = (body * (1.0 + ridge)).lerp(ink, contour.max(plane_line));
        painted * (1.0 + linen(q, stroke, &canvas))
    });
    picture.shrunk(scale as usize)
}

/// Light on the weave under the paint and on the furrows of the brush.
fn linen(q: Vec2, stroke: f32, canvas: &Noise) -> f32 {
    let weave = (q.x * 1.57).sin() * (q.y * 1.57).sin();
    0.035 * weave + 0.1 * stroke + 0.05 * canvas.at(q / 4.0)
}

/// Cuts the picture into planes: again and again the largest, through its middle.
fn planes<T: Copy + Send + Sync>(subject: &Design<T>, count: usize, seed: u64) -> Design<Plane> {
    let mut random = Random::new(seed);
    let scale = subject.scale as usize;
    let (w, h) = (subject.labels.width / scale, subject.labels.height / scale);
    let corner = Vec2::new(w as f32, h as f32);
    let mut outlines = vec![vec![
        Vec2::ZERO,
        Vec2::new(corner.x, 0.0),
        corner,
        Vec2::new(0.0, corner.y),
    ]];
    while outlines.len() < count {
        let largest = (0..outlines.len())
            .max_by(|&a, &b| weight(&outlines[a], corner).total_cmp(&weight(&outlines[b], corner)));
        let outline = outlines.swap_remove(largest.unwrap_or(0));
        let cut = Vec2::from_angle(CUTS[random.below(CUTS.len())] + 0.1 * random.normal());
        let through = middle(&outline)
            + Vec2::new(random.normal(), random.normal()) * area(&outline).sqrt() * 0.1;
        outlines.push(half(&outline, through, cut));
        outlines.push(half(&outline, through, -cut));
    }
    let mut make = |outline: &[Vec2]| {
        let wander = Vec2::new(random.normal(), random.normal());
        let warm = random.normal() * 0.07;
        Plane {
            centre: middle(outline),
            radius: area(outline).sqrt() * 0.6,
            shift: wander * 13.0,
            turn: 0.055 * random.normal(),
            zoom: 1.0 + 0.06 * random.normal(),
            fall: Vec2::from_angle(
                CUTS[random.below(CUTS.len())]
                    + if random.below(2) == 0 {
                        0.0
                    } else {
                        std::f32::consts::PI
                    },
            ),
            level: 0.5 + 0.2 * random.normal().clamp(-1.6, 1.6),
            tint: Vec3::new(1.0 + warm, 1.0, 1.0 - warm),
        }
    };
    let first = make(&outlines[0]);
    let mut design = Design::new(w, h, scale, first);
    for outline in &outlines {
        design.lay(outline, make(outline));
    }
    design
}

fn middle(outline: &[Vec2]) -> Vec2 {
    outline.iter().sum::<Vec2>() / outline.len() as f32
}

fn area(outline: &[Vec2]) -> f32 {
    let next = outline.iter().cycle().skip(1);
    outline
        .iter()
        .zip(next)
        .map(|(a, b)| a.perp_dot(*b))
        .sum::<f32>()
        .abs()
        / 2.0
}

/// Area, counted for more towards the middle of the picture so that planes are smaller there.
fn weight(outline: &[Vec2], size: Vec2) -> f32 {
    let away = (middle(outline) / size - 0.5).length();
    area(outline) * (1.5 - 1.3 * away)
}

/// The part of a convex outline to the left of a line.
fn half(outline: &[Vec2], through: Vec2, along: Vec2) -> Vec<Vec2> {
    let side = |p: Vec2| along.perp_dot(p - through);
    let next = outline.iter().cycle().skip(1);
    let mut kept = Vec::new();
    for (&a, &b) in outline.iter().zip(next) {
        let (from, to) = (side(a), side(b));
        if from >= 0.0 {
            kept.push(a);
        }
        if (from < 0.0) != (to < 0.0) {
            kept.push(a.lerp(b, from / (from - to)));
        }
    }
    kept
}
