//! Resizing with a Lanczos filter that widens when it shrinks, so nothing aliases.

use super::Picture;
use fast_image_resize::{
    FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer,
    images::{Image, ImageRef},
};

/// `picture` at exactly `width` x `height` (each at least 1). Alpha is resized with the colours,
/// which are weighted by it so that hidden colours do not bleed into visible ones.
pub fn resize(picture: &Picture, width: usize, height: usize) -> Picture {
    if (picture.width, picture.height) == (width, height) {
        return picture.clone();
    }
    let size = (picture.width, picture.height);
    let (rgb, alpha) = match &picture.alpha {
        None => {
            let mut rgb = resize_values(&picture.rgb, size, (width, height));
            clamp(&mut rgb, range(&picture.rgb));
            (rgb, None)
        }
        Some(alpha) => {
            let rgba: Vec<f32> = picture
                .rgb
                .chunks_exact(3)
                .zip(alpha)
                .flat_map(|(p, &a)| [p[0], p[1], p[2], a])
                .collect();
            let rgba = resize_plane(&rgba, size, (width, height), PixelType::F32x4);
            let pixels = rgba.chunks_exact(4);
            let mut rgb: Vec<f32> = pixels.clone().flat_map(|p| [p[0], p[1], p[2]]).collect();
            clamp(&mut rgb, range(&picture.rgb));
            (rgb, Some(pixels.map(|p| p[3].clamp(0.0, 1.0)).collect()))
        }
    };
    Picture {
        width,
        height,
        rgb,
        alpha,
        metadata: picture.metadata.clone(),
        warnings: picture.warnings.clone(),
    }
}

/// `picture` with a long side of at most `long`.
pub fn at_most(picture: &Picture, long: usize) -> Picture {
    if picture.long_side() <= long {
        return picture.clone();
    }
    let (width, height) = fit_long_side(picture.width, picture.height, long);
    resize(picture, width, height)
}

/// The size whose long side is `long` and whose short side keeps the proportion, rounded, at
/// least 1.
pub fn fit_long_side(width: usize, height: usize, long: usize) -> (usize, usize) {
    let scale = |short: usize, from: usize| {
        ((short as f64 * long as f64 / from as f64).round() as usize).max(1)
    };
    if width >= height {
        (long, scale(height, width))
    } else {
        (scale(width, height), long)
    }
}

/// Interleaved three-channel floats of any range at another size.
pub fn resize_values(values: &[f32], from: (usize, usize), to: (usize, usize)) -> Vec<f32> {
    if from == to {
        return values.to_vec();
    }
    resize_plane(values, from, to, PixelType::F32x3)
}

/// 0 to 1, or what the values reach beyond it.
pub(super) fn range(values: &[f32]) -> (f32, f32) {
    let reach = |(least, most): (f32, f32), v: &f32| (least.min(*v), most.max(*v));
    values.iter().fold((0.0, 1.0), reach)
}

/// Lanczos overshoots at edges.
fn clamp(values: &mut [f32], (least, most): (f32, f32)) {
    values.iter_mut().for_each(|v| *v = v.clamp(least, most));
}

/// Resizes interleaved floats; `kind` is F32x3 or F32x4 (with straight alpha last).
fn resize_plane(
    values: &[f32],
    (from_w, from_h): (usize, usize),
    (to_w, to_h): (usize, usize),
    kind: PixelType,
) -> Vec<f32> {
    let mut to = Image::new(to_w as u32, to_h as u32, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    ImageRef::new(
        from_w as u32,
        from_h as u32,
        bytemuck::cast_slice(values),
        kind,
    )
    .map_err(|e| e.to_string())
    .and_then(|from| {
        Resizer::new()
            .resize(&from, &mut to, &options)
            .map_err(|e| e.to_string())
    })
    // Sizes are at least 1 and the buffers match them, the two things that can be wrong here.
    .unwrap_or_else(|e| unreachable!("resizing valid buffers failed: {e}"));
    bytemuck::pod_collect_to_vec(to.buffer())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_keep_the_long_side_exact() {
        assert_eq!(fit_long_side(1000, 667, 512), (512, 342));
        assert_eq!(fit_long_side(667, 1000, 512), (342, 512));
        assert_eq!(fit_long_side(3000, 1, 16), (16, 1));
        assert_eq!(fit_long_side(17, 5, 640), (640, 188));
    }

    #[test]
    fn hidden_colours_do_not_bleed() {
        let mut picture = Picture::from_rgb(2, 1, vec![0.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
        picture.alpha = Some(vec![0.0, 1.0]);
        let small = resize(&picture, 1, 1);
        assert!(small.rgb.iter().all(|&v| v > 0.95), "{:?}", small.rgb);
    }
}
