//! Where a photograph has what must be recognised: eyes, lettering, wires, outlines.

use super::{Picture, Planes, tone::luma};

/// Deviation of the blur over which detail is seen, in pixels, and that over which it is compared with what is
/// around, as a share of the long side.
const NEAR: f32 = 1.5;
const AROUND: f32 = 0.06;
/// Steps of luma below this are grain of the sensor.
const GRAIN: f32 = 0.015;

/// How much of a detail every pixel is, 0 in flat areas and even textures to 1, row by row: the steepness of luma near
/// by, compared with what is usual around. An eye in a face and a wire before the sky are details, leaves among leaves less.
pub fn detail(picture: &Picture) -> Vec<f32> {
    let (width, height) = (picture.width, picture.height);
    let cells = width * height;
    let rgb = picture.matte();
    let lumas: Vec<f32> = rgb
        .chunks_exact(3)
        .map(|p| luma([p[0], p[1], p[2]]))
        .collect();
    let mut steep = Planes {
        width,
        height,
        values: vec![0.0; cells],
    };
    for y in 0..height {
        for x in 0..width {
            let at = |x: usize, y: usize| lumas[y * width + x];
            let across = at((x + 1).min(width - 1), y) - at(x.saturating_sub(1), y);
            let down = at(x, (y + 1).min(height - 1)) - at(x, y.saturating_sub(1));
            steep.values[y * width + x] = across.hypot(down) / 2.0;
        }
    }
    let near = steep.blurred(NEAR);
    let around = steep.blurred((AROUND * width.max(height) as f32).max(2.0 * NEAR));
    (0..cells)
        .map(|i| {
            let (near, around) = (near.values[i], around.values[i]);
            // 0 at what is usual around, 1 from three times of it on.
            let stands_out = (near / (around + GRAIN) - 0.75) / 2.0;
            stands_out.clamp(0.0, 1.0)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_eye_is_a_detail_and_grain_and_texture_are_not() {
        let at = |x: usize, y: usize| -> f32 {
            let eye = x.abs_diff(30) < 3 && y.abs_diff(30) < 2;
            let texture = x >= 100;
            let grain = (x * 7 + y * 13) % 5;
            0.5 + 0.002 * grain as f32
                + if eye { 0.4 } else { 0.0 }
                + if texture {
                    0.2 * ((x / 3 + y / 3) % 2) as f32
                } else {
                    0.0
                }
        };
        let rgb = (0..160 * 80)
            .flat_map(|i| [at(i % 160, i / 160); 3])
            .collect();
        let found = detail(&Picture::from_rgb(160, 80, rgb));
        let found = |x: usize, y: usize| found[y * 160 + x];
        assert!(found(28, 30) > 0.8, "{}", found(28, 30));
        assert!(found(60, 30) < 0.05 && found(10, 70) < 0.05);
        assert!(found(140, 40) < 0.3, "{}", found(140, 40));
    }
}
