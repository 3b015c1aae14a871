//! Leaded glass with the light behind it.

use crate::blur::blurred;
use crate::canvas::{Canvas, Colour, Field};
use crate::design::Design;
use crate::distance::uphill;
use crate::noise::{Noise, Random, step};
use glam::{Vec2, Vec3};

/// Half the width of a lead came, in units of the design.
const LEAD: f32 = 3.4;

/// One pane.
#[derive(Clone, Copy)]
pub struct Pane {
    pub colour: Colour,
    /// How much its streaks differ from it, 0 to 1.
    pub streaks: f32,
}

/// The window of a design whose panes carry `paint` (1 where the enamel is opaque), lit from
/// behind by `light`, both in pixels of the design; shrunk to its units.
pub fn window(
    design: &Design<Pane>,
    paint: &Field,
    light: impl Fn(Vec2) -> f32 + Sync,
    seed: u64,
) -> Canvas {
    let scale = design.scale;
    let mut random = Random::new(seed);
    let cuts: Vec<(f32, f32, Vec3)> = design
        .pieces
        .iter()
        .map(|_| {
            let tint = Vec3::new(random.normal(), random.normal(), random.normal()) * 0.1;
            let turn = random.between(0.0, std::f32::consts::PI);
            (turn, random.between(-1.0, 1.0), Vec3::ONE + tint)
        })
        .collect();
    let (waves, seeds) = (Noise::fractal(seed as i32, 3), bubbles(design, seed + 1));
    let (seams, joints) = (design.to_seams(), design.to_joints());
    let (w, h) = (design.labels.width, design.labels.height);
    let glass = Canvas::from_fn(w, h, |p| {
        let label = usize::from(design.labels.at(p));
        let (pane, (turn, slope, tint)) = (design.pieces[label], cuts[label]);
        let q = Vec2::from_angle(turn).rotate(p / scale);
        let offset = Vec2::new(label as f32 * 7.3, label as f32 * 3.1);
        let drawn = waves.vector(q / 60.0 + offset);
        let streak = waves.at(Vec2::new(q.x / 190.0, q.y / 17.0) + offset + drawn * 0.35);
        let ripple = waves.at(q / 9.0 + offset);
        let tone = 1.0 + pane.streaks * (0.85 * streak + 0.16 * ripple) + 0.12 * slope;
        // Thick glass is deeper in colour, not only darker.
        let depth = pane.colour.powf(1.0 / tone.clamp(0.35, 1.9));
        let edge = 0.5 + 0.5 * step(LEAD, LEAD + 13.0, seams.at(p));
        let shine = 1.0 + 0.9 * seeds.at(p);
        depth * tint * light(p) * edge * shine * (1.0 - 0.93 * paint.at(p))
    });
    let bloom = blurred(&glass, 9.0 * scale);
    let lead = Canvas::from_fn(w, h, |p| {
        let came = LEAD + 2.6 * step(9.0, 3.0, joints.at(p)) + 0.5 * waves.at(p / scale / 14.0);
        let across = seams.at(p) / came;
        let cover = step(1.12, 0.9, across);
        let outward = uphill(&seams, p, scale * 1.5);
        let facing = outward.dot(Vec2::new(-0.6, -0.8)) * across;
        let solder = step(7.0, 2.0, joints.at(p));
        let grey = 0.012 + 0.05 * facing.max(0.0).powi(2) + 0.03 * solder * waves.at(p / 9.0).abs();
        let metal = Vec3::new(0.9, 0.98, 1.1) * grey + bloom.at(p) * 0.05;
        (glass.at(p) + bloom.at(p) * 0.16).lerp(metal, cover)
    });
    lead.shrunk(scale as usize)
}

/// Small bubbles in the glass: bright in the middle, dark rimmed.
fn bubbles(design: &Design<Pane>, seed: u64) -> Field {
    let mut random = Random::new(seed);
    let (w, h) = (design.labels.width, design.labels.height);
    let mut field = Field::filled(w, h, 0.0);
    for centre in random.scattered(w as f32, h as f32, 15.0 * design.scale) {
        let size = random.between(0.6, 2.2) * design.scale * random.between(0.5, 1.0);
        let stretch = Vec2::new(random.between(1.0, 1.9), 1.0);
        let reach = (size * 2.2) as i32;
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                let away = (Vec2::new(dx as f32, dy as f32) / stretch).length() / size;
                if let Some(cell) = field.get_mut(centre.x as i32 + dx, centre.y as i32 + dy) {
                    *cell +=
                        (1.0 - away * away).max(0.0) - 0.45 * step(0.45, 0.0, (away - 1.0).abs());
                }
            }
        }
    }
    field
}
