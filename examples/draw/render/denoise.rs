//! Smooths sampled light within surfaces and not across their edges: Dammertz' wavelet with holes.

use crate::canvas::{Canvas, Field};
use glam::{Vec2, Vec3};

/// What tells surfaces apart.
pub struct Guide {
    pub normals: Canvas,
    pub depths: Field,
}

/// `light` with its noise spread out.
pub fn smoothed(light: &Canvas, guide: &Guide) -> Canvas {
    let mut result = light.clone();
    for level in 0..4 {
        result = pass(&result, guide, (1 << level) as f32, 0.5_f32.powi(level));
    }
    result
}

fn pass(light: &Canvas, guide: &Guide, stride: f32, tolerance: f32) -> Canvas {
    const KERNEL: [f32; 5] = [0.0625, 0.25, 0.375, 0.25, 0.0625];
    let size = light.size();
    light.map(|here, p| {
        let (n, z) = (guide.normals.at(p), guide.depths.at(p));
        let (mut sum, mut total) = (Vec3::ZERO, 0.0);
        for (dy, ky) in (-2..=2).zip(KERNEL) {
            for (dx, kx) in (-2..=2).zip(KERNEL) {
                let q = p + Vec2::new(dx as f32, dy as f32) * stride;
                if q.min_element() < 0.0 || q.cmpge(size).any() {
                    continue;
                }
                let there = light.at(q);
                let turn = n.distance_squared(guide.normals.at(q)) * 24.0;
                let jump = (z - guide.depths.at(q)).abs() / (z * 0.004 * stride + 1e-4);
                // Relative, as the eye sees it; noise shrinks from level to level.
                let contrast = here.distance(there) / (here + there).length().max(1e-4);
                let unlike = turn + jump + (contrast / (0.9 * tolerance)).powi(2);
                let weight = kx * ky * (-unlike).exp();
                sum += there * weight;
                total += weight;
            }
        }
        sum / total.max(1e-6)
    })
}

/// `light` without single pixels far brighter than all their neighbours: rare bright hits.
pub fn despeckled(light: &Canvas) -> Canvas {
    light.map(|here, p| {
        let around = (-1..=1).flat_map(|y| (-1..=1).map(move |x| Vec2::new(x as f32, y as f32)));
        let around = around.filter(|&way| way != Vec2::ZERO);
        // The second brightest, as specks come in pairs.
        let (mut most, mut second) = (0.0_f32, 0.0_f32);
        for way in around {
            let v = light.at(p + way).element_sum();
            second = second.max(v.min(most));
            most = most.max(v);
        }
        let limit = 1.5 * second + 0.01;
        here * (limit / here.element_sum().max(limit))
    })
}
