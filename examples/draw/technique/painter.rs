//! Painting from a design: what colour, direction and size of touch each place asks for, worked
//! from broad passes to fine ones.

use crate::canvas::{Colour, srgb};
use crate::noise::Random;
use crate::technique::brush::{Stroke, Tool};
use crate::technique::flow::trace;
use crate::technique::paint::Paint;
use glam::{Vec2, Vec3};

/// What the design asks for at a point.
#[derive(Clone, Copy, Debug)]
pub struct Touch {
    pub colour: Colour,
    /// Direction of the stroke, any length.
    pub way: Vec2,
    /// Half-width of the strokes that finish this place, in pixels.
    pub size: f32,
    /// Strokes end where this number changes.
    pub form: u32,
}

/// One pass of strokes over the whole picture.
#[derive(Clone, Debug)]
pub struct Pass {
    pub tool: Tool,
    /// Half-width of the strokes; places that ask for much finer or coarser ones are left out.
    pub half: f32,
    /// Length, in half-widths.
    pub length: f32,
    /// Distance between strokes, in half-widths.
    pub spacing: f32,
    /// How much colours vary from stroke to stroke.
    pub jitter: f32,
}

/// A colour near `colour`: lighter or darker, warmer or colder, by about `amount`.
pub fn vary(colour: Colour, amount: f32, random: &mut Random) -> Colour {
    let light = random.normal() * amount;
    let warm = random.normal() * amount * 0.6;
    let green = random.normal() * amount * 0.35;
    let shift = Vec3::new(light + warm, light + green, light - warm);
    (colour * shift.exp()).min(Vec3::splat(0.97))
}

/// Strokes of one pass from a design.
pub fn strokes(
    size: Vec2,
    pass: &Pass,
    design: &dyn Fn(Vec2) -> Touch,
    random: &mut Random,
) -> Vec<Stroke> {
    let mut made = Vec::new();
    for p in random.scattered(size.x, size.y, pass.half * pass.spacing) {
        let touch = design(p);
        let fit = touch.size / pass.half;
        // Where the last pass was fine enough, only a few accents follow.
        if fit < 0.7 || (fit > 1.6 && random.between(0.0, 1.0) > 0.06) {
            continue;
        }
        let half = pass.half * random.between(0.75, 1.25);
        let length = half * pass.length * random.between(0.6, 1.4);
        let spine = trace(p, length, half, |q| {
            let here = design(q);
            (here.form == touch.form).then(|| here.way.normalize_or(Vec2::X))
        });
        if spine.len() > 1 {
            let colour = vary(touch.colour, pass.jitter, random);
            let second = vary(touch.colour, pass.jitter * 1.8, random);
            made.push(Stroke::new(spine, [colour, second], random));
        }
    }
    made
}

/// Works through `passes` in order.
pub fn paint(
    paint: &mut Paint,
    passes: &[Pass],
    design: &dyn Fn(Vec2) -> Touch,
    random: &mut Random,
) {
    let size = paint.colour.size();
    for pass in passes {
        paint.lay(&pass.tool, &strokes(size, pass, design, random));
    }
}

/// The colour at `t`, 0 to 1, of evenly spaced sRGB `colours`.
pub fn ramp(colours: &[u32], t: f32) -> Colour {
    let last = colours.len().saturating_sub(1);
    let place = t.clamp(0.0, 1.0) * last as f32;
    let i = (place as usize).min(last.saturating_sub(1));
    srgb(colours[i]).lerp(srgb(colours[(i + 1).min(last)]), place - i as f32)
}
