//! Walking along rays to the first surface, and its normal.

use super::{Ray, Scene};
use glam::Vec3;

/// Distance along `ray` to the first surface between `near` and `far`. A surface counts as met
/// within `cone` times the distance, about the width of the pixel there.
pub fn march(scene: &impl Scene, ray: &Ray, near: f32, far: f32, cone: f32) -> Option<f32> {
    let floor = scene
        .floor()
        .map(|height| (height - ray.origin.y) / ray.direction.y);
    let floor = floor.filter(|&t| t > near && t < far);
    let far = floor.unwrap_or(far);
    let mut t = near;
    for _ in 0..360 {
        let gap = scene.distance(ray.at(t));
        if gap < cone * t + 1e-5 {
            return Some(t);
        }
        t += gap;
        if t > far {
            return floor;
        }
    }
    // Rays that graze a surface run out of steps just beside it.
    (scene.distance(ray.at(t)) < 40.0 * cone * t).then_some(t)
}

/// Normal of the surface at `p`, from four distances on a tetrahedron of size `h`.
pub fn normal(scene: &impl Scene, p: Vec3, h: f32) -> Vec3 {
    if scene.floor().is_some_and(|height| p.y - height < h * 0.5) {
        return Vec3::Y;
    }
    let corners = [
        Vec3::new(1.0, -1.0, -1.0),
        Vec3::new(-1.0, -1.0, 1.0),
        Vec3::new(-1.0, 1.0, -1.0),
        Vec3::ONE,
    ];
    let gradient: Vec3 = corners.iter().map(|&c| c * scene.distance(p + c * h)).sum();
    gradient.normalize_or(Vec3::Y)
}

/// Share of the surroundings not hidden by surfaces within about `radius` of `p`.
pub fn openness(scene: &impl Scene, p: Vec3, normal: Vec3, radius: f32) -> f32 {
    let (mut hidden, mut weight) = (0.0, 0.5);
    for i in 1..=5 {
        let h = radius * i as f32 / 5.0;
        hidden += (h - scene.distance(p + normal * h)).max(0.0) / h * weight;
        weight *= 0.75;
    }
    (1.0 - hidden * 0.75).clamp(0.05, 1.0)
}
