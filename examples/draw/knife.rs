//! Paint spread with a palette knife: flat slabs, two colours half mixed, ridges where the blade
//! lifts and bare streaks where the paint ran out.

use crate::{
    canvas::{Canvas, Colour, Field},
    noise::{Noise, Random, step},
};
use glam::Vec2;

/// One stroke of the knife.
pub struct Knife {
    /// Middle of the slab in pixels.
    pub at: Vec2,
    /// Direction in which the blade moves, radians.
    pub angle: f32,
    /// Way of the blade in pixels.
    pub long: f32,
    /// Length of the edge in pixels.
    pub broad: f32,
    /// Colour of the load.
    pub paint: Colour,
    /// A colour picked up beside it.
    pub second: Colour,
}

/// Spreads the load.
pub fn spread(colour: &mut Canvas, body: &mut Field, knife: &Knife, random: &mut Random) {
    let streaks = Noise::fractal(random.below(1 << 20) as i32, 3);
    let along = Vec2::from_angle(knife.angle);
    let reach = (knife.long.hypot(knife.broad) / 2.0).ceil() as i32 + 2;
    let mixed = random.between(-0.5, 0.5);
    let dry = random.between(-0.1, 0.32);
    for y in -reach..=reach {
        for x in -reach..=reach {
            let d = Vec2::new(x as f32, y as f32);
            let (u, v) = (d.dot(along) / knife.long, d.dot(along.perp()) / knife.broad);
            // Marks of the blade run along its way and hardly change.
            let mark = streaks.at(Vec2::new(u * 0.9, v * 5.0));
            let rough = streaks.at(Vec2::new(u * 6.0, v * 6.0) + 40.0);
            let inside = (0.5 - u.abs() + 0.05 * rough).min(0.5 - v.abs() + 0.025 * rough);
            let bare = step(0.0, 0.12, 0.62 + mark - dry * step(-0.1, 0.5, u) * 2.6);
            let alpha = step(0.0, 2.0 / knife.broad.min(knife.long), inside) * bare;
            if alpha <= 0.0 {
                continue;
            }
            let (px, py) = (knife.at.x as i32 + x, knife.at.y as i32 + y);
            let share = 0.55 * step(0.1, 0.5, mark + mixed);
            if let Some(cell) = colour.get_mut(px, py) {
                let load = knife.paint.lerp(knife.second, share) * (1.0 + 0.10 * mark);
                *cell = cell.lerp(load, alpha);
            }
            if let Some(cell) = body.get_mut(px, py) {
                let rim = step(0.09, 0.01, 0.5 - v.abs()) * 0.5 + step(0.40, 0.5, u) * 0.9;
                let thick = 0.45 + 0.10 * mark + rim * (0.8 + 0.8 * rough);
                *cell = *cell * (1.0 - alpha) + (0.3 * *cell + thick) * alpha;
            }
        }
    }
}
