//! Plain numbers about a picture's look, for comparing results.

use super::Picture;
use serde::{Deserialize, Serialize};

/// Sharpness, contrast and colourfulness.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// Mean absolute Laplacian of luma, 0 to 4; more is sharper.
    pub sharpness: f32,
    /// Standard deviation of luma, 0 to 0.5.
    pub contrast: f32,
    /// Hasler and Suesstrunk, "Measuring colourfulness in natural images", 2003, on values 0..255;
    /// 0 is grey, 100 very colourful.
    pub colourfulness: f32,
}

/// Measures `picture`.
pub fn measure(picture: &Picture) -> Measures {
    let (width, height) = (picture.width, picture.height);
    // Computed where it is needed: of a large picture every further plane counts.
    let of = |p: &[f32]| f64::from(0.2126 * p[0] + 0.7152 * p[1] + 0.0722 * p[2]);
    let luma = |i: usize| of(&picture.rgb[3 * i..3 * i + 3]);
    let mut edges = 0.0;
    for y in 1..height.saturating_sub(1) {
        for x in 1..width.saturating_sub(1) {
            let i = y * width + x;
            let around = luma(i - 1) + luma(i + 1) + luma(i - width) + luma(i + width);
            edges += (4.0 * luma(i) - around).abs();
        }
    }
    let inner = (width.saturating_sub(2) * height.saturating_sub(2)).max(1);
    let opponents = |f: fn(&[f32]) -> f32| {
        let values = picture.rgb.chunks_exact(3);
        mean_std(values.map(move |p| f64::from(f(p)) * 255.0))
    };
    let (rg_mean, rg_std) = opponents(|p| p[0] - p[1]);
    let (yb_mean, yb_std) = opponents(|p| 0.5 * (p[0] + p[1]) - p[2]);
    Measures {
        sharpness: (edges / inner as f64) as f32,
        contrast: mean_std(picture.rgb.chunks_exact(3).map(of)).1 as f32,
        colourfulness: (rg_std.hypot(yb_std) + 0.3 * rg_mean.hypot(yb_mean)) as f32,
    }
}

fn mean_std(values: impl ExactSizeIterator<Item = f64> + Clone) -> (f64, f64) {
    let n = values.len().max(1) as f64;
    let mean = values.clone().sum::<f64>() / n;
    let variance = values.map(|v| (v - mean).powi(2)).sum::<f64>() / n;
    (mean, variance.sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_is_flat_and_a_chequerboard_is_sharp() {
        let grey = measure(&Picture::from_rgb(4, 4, vec![0.5; 48]));
        assert!(grey.sharpness < 1e-6 && grey.contrast < 1e-6 && grey.colourfulness < 1e-3);
        let board: Vec<f32> = (0..16)
            .flat_map(|i| [((i % 4 + i / 4) % 2) as f32; 3])
            .collect();
        let board = measure(&Picture::from_rgb(4, 4, board));
        assert!((board.sharpness - 4.0).abs() < 1e-5, "{board:?}");
        assert!((board.contrast - 0.5).abs() < 1e-5, "{board:?}");
    }
}
