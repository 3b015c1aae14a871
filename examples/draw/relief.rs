//! Light that rakes over thick paint, paper, stone or thread.

use crate::canvas::{Canvas, Field, Grid};
use glam::{Vec2, Vec3};

/// How a surface answers light.
#[derive(Clone, Copy)]
pub struct Surface {
    /// Height of the relief in pixels for a field of 1.
    pub depth: f32,
    /// How strongly slopes darken and lighten, 0 to 1.
    pub shade: f32,
    /// Brightness of the highlights.
    pub gloss: f32,
}

/// `colour` with the relief `height` under a light from the upper left.
pub fn lit(colour: &Canvas, height: &Field, surface: Surface) -> Canvas {
    let light = Vec3::new(-0.55, -0.65, 0.55).normalize();
    let half = (light + Vec3::Z).normalize();
    Grid::from_fn(colour.width, colour.height, |p| {
        let h = |x, y| height.at(p + Vec2::new(x, y));
        // Sobel's operator: noise of one pixel does not glitter.
        let dx = h(1.0, -1.0) + 2.0 * h(1.0, 0.0) + h(1.0, 1.0)
            - h(-1.0, -1.0)
            - 2.0 * h(-1.0, 0.0)
            - h(-1.0, 1.0);
        let dy = h(-1.0, 1.0) + 2.0 * h(0.0, 1.0) + h(1.0, 1.0)
            - h(-1.0, -1.0)
            - 2.0 * h(0.0, -1.0)
            - h(1.0, -1.0);
        let slope = Vec2::new(dx, dy) * surface.depth / 8.0;
        let normal = Vec3::new(-slope.x, -slope.y, 1.0).normalize();
        let diffuse = normal.dot(light) / light.z;
        let shine = normal.dot(half).max(0.0).powi(24) - half.z.powi(24);
        let shaded = colour.at(p) * (1.0 + surface.shade * (diffuse - 1.0)).max(0.15);
        shaded + Vec3::splat(surface.gloss * shine.max(0.0))
    })
}
