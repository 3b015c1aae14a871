//! Facets: a picture broken into straight-edged planes. Each sees the subject from a little
//! elsewhere and runs from light along one of its edges to dark along the opposite one, so that
//! light meets dark where planes meet; drawn lines run on across them.

use crate::canvas::{Canvas, Colour, Grid};
use crate::design::Design;
use crate::noise::{Noise, Random, step};
use glam::{Vec2, Vec3};
use std::f32::consts::{FRAC_PI_2, TAU};

/// The paint of one piece of the subject: in light and in shade.
#[derive(Clone, Copy)]
pub struct Paint {
    pub light: Colour,
    pub shade: Colour,
}

/// One plane: how the subject is displaced in it and which way its light falls.
#[derive(Clone, Copy)]
struct Plane {
    number: usize,
    centre: Vec2,
    shift: Vec2,
    turn: f32,
    fall: Vec2,
}

/// What a plane has cut out of one piece of the subject: where its light begins and ends along
/// the fall of the plane, how light it is on the whole, and a tint.
#[derive(Clone, Copy)]
struct Facet {
    from: f32,
    to: f32,
    level: f32,
    tint: Vec3,
}

/// A straight line that runs on across planes, drawn with failing pressure.
struct Rule {
    start: Vec2,
    end: Vec2,
    width: f32,
    colour: Colour,
}

/// Where planes are cut: a leaning grid and one diagonal. The fewer directions, the straighter
/// are the edges that style transfer makes of them.
const CUTS: [f32; 3] = [0.12, 0.12 + FRAC_PI_2, 1.0];

/// The first of so many cuts may run on as lines.
const RULED: usize = 16;

const INK: Colour = Colour::new(0.012, 0.01, 0.01);
const CHALK: Colour = Colour::new(0.86, 0.8, 0.66);

/// The subject seen in `count` planes; shrunk to its units.
pub fn faceted(subject: &Design<Paint>, count: usize, seed: u64) -> Canvas {
    let scale = subject.scale;
    let (planes, rules) = planes(subject, count, seed);
    let pieces = subject.pieces.len();
    // The facet of every pixel, numbered by its plane and its piece.
    let facets = planes.labels.map(|label, p| {
        let plane = planes.pieces[usize::from(label)];
        let away = Vec2::from_angle(plane.turn).rotate(p / scale - plane.centre);
        let piece = subject
            .labels
            .at((plane.centre + away + plane.shift) * scale);
        (plane.number * pieces + usize::from(piece)) as u32
    });
    let lit = lit(&planes, &facets, pieces, seed);
    let grain = Noise::fractal(seed as i32, 3);
    let picture = facets.map(|number, p| {
        let q = p / scale;
        let facet = lit[number as usize];
        let paint = subject.pieces[number as usize % pieces];
        let along = (q.dot(planes.at(p).fall) - facet.from) / (facet.to - facet.from).max(24.0);
        let tone = facet.level + 0.5 - along.clamp(0.0, 1.0).powf(0.8);
        let body = toned(paint, tone + 0.03 * grain.at(q / 3.0)) * facet.tint;
        let drawn = |under: Colour, rule: &Rule| under.lerp(rule.colour, rule.at(q));
        rules.iter().fold(body, drawn)
    });
    picture.shrunk(scale as usize)
}

/// Paint from its shade (0) to its light (1), towards black below and chalk above.
fn toned(paint: Paint, tone: f32) -> Colour {
    let mixed = paint.shade.lerp(paint.light, tone.clamp(0.0, 1.0));
    let below = (-tone).clamp(0.0, 0.2) * 3.0;
    let above = (tone - 1.0).clamp(0.0, 0.2) * 2.5;
    mixed.lerp(INK, below).lerp(CHALK, above)
}

impl Rule {
    /// How much of the line lies at `q`.
    fn at(&self, q: Vec2) -> f32 {
        let axis = self.end - self.start;
        let along = (q - self.start).dot(axis) / axis.length_squared();
        if !(0.0..=1.0).contains(&along) {
            return 0.0;
        }
        let across = (q - self.start).perp_dot(axis.normalize()).abs();
        let half = self.width / 2.0;
        step(half + 0.6, half - 0.6, across) * step(1.0, 0.5, along)
    }
}

/// The light of every facet.
fn lit(planes: &Design<Plane>, facets: &Grid<u32>, pieces: usize, seed: u64) -> Vec<Facet> {
    let mut random = Random::new(seed + 1);
    let unlit = |_| {
        let level = 0.5 + random.between(-1.0, 1.0);
        let warm = 0.25 * random.between(-1.0, 1.0);
        Facet {
            from: f32::MAX,
            to: f32::MIN,
            level,
            tint: Vec3::new(1.0 + warm, 1.0, 1.0 - warm),
        }
    };
    let mut lit: Vec<Facet> = (0..planes.pieces.len() * pieces).map(unlit).collect();
    for (i, &number) in facets.cells.iter().enumerate() {
        let p = Vec2::new((i % facets.width) as f32, (i / facets.width) as f32);
        let along = (p / planes.scale).dot(planes.at(p).fall);
        let facet = &mut lit[number as usize];
        facet.from = facet.from.min(along);
        facet.to = facet.to.max(along);
    }
    lit
}

/// Cuts the picture into planes, again and again the largest, through its middle and across its
/// length. Some of the first cuts run on as lines.
fn planes<T: Copy + Send + Sync>(
    subject: &Design<T>,
    count: usize,
    seed: u64,
) -> (Design<Plane>, Vec<Rule>) {
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
    let mut rules = Vec::new();
    while outlines.len() < count {
        let largest = (0..outlines.len())
            .max_by(|&a, &b| weight(&outlines[a], corner).total_cmp(&weight(&outlines[b], corner)));
        let outline = outlines.swap_remove(largest.unwrap_or(0));
        let cut = cut(&outline, &mut random);
        let size = area(&outline).sqrt();
        let through = middle(&outline) + Vec2::new(random.normal(), random.normal()) * size * 0.16;
        if outlines.len() < RULED && random.below(2) == 0 {
            let way = cut * (size * random.between(0.7, 1.6) + 60.0);
            rules.push(Rule {
                start: through - way * 0.5,
                end: through + way,
                width: random.between(3.2, 6.0),
                colour: [INK, INK, CHALK][random.below(3)],
            });
        }
        outlines.push(half(&outline, through, cut));
        outlines.push(half(&outline, through, -cut));
    }
    let mut make = |number: usize, outline: &[Vec2]| Plane {
        number,
        centre: middle(outline),
        shift: Vec2::new(random.normal(), random.normal()) * 14.0,
        turn: 0.06 * random.normal(),
        fall: fall(outline, Vec2::from_angle(random.between(0.0, TAU))),
    };
    let mut design = Design::new(w, h, scale, make(0, &outlines[0]));
    for (i, outline) in outlines.iter().enumerate() {
        design.lay(outline, make(i + 1, outline));
    }
    (design, rules)
}

/// The direction of a cut across the length of an outline: the shortest of three.
fn cut(outline: &[Vec2], random: &mut Random) -> Vec2 {
    let span = |cut: Vec2| {
        let along = outline.iter().map(|p| p.dot(cut));
        along.clone().fold(f32::MIN, f32::max) - along.fold(f32::MAX, f32::min)
    };
    let mut any = || Vec2::from_angle(CUTS[random.below(CUTS.len())] + 0.02 * random.normal());
    let tried = [any(), any(), any()];
    let shortest = tried.iter().min_by(|&&a, &&b| span(a).total_cmp(&span(b)));
    *shortest.unwrap_or(&tried[0])
}

/// Away from the edge of an outline that faces the light best.
fn fall(outline: &[Vec2], light: Vec2) -> Vec2 {
    let next = outline.iter().cycle().skip(1);
    let edges = outline.iter().zip(next).map(|(a, b)| *b - *a);
    // Outlines run clockwise on the screen, so that their inside is to the right.
    let facing = |edge: Vec2| -edge.length().sqrt() * edge.perp().normalize_or_zero().dot(light);
    let lit = edges.max_by(|&a, &b| facing(a).total_cmp(&facing(b)));
    lit.map_or(-light, |edge| edge.perp().normalize_or_zero())
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
