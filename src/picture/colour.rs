//! Colour: ICC conversion into the working space (sRGB-encoded floats) and out of it, and the two
//! ways of keeping a photograph's own colours (Gatys et al., "Preserving Color in Neural Artistic
//! Style Transfer", 2016).

use super::tone::{in_gamut, luma};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

fn options() -> TransformOptions {
    TransformOptions {
        prefer_fixed_point: false,
        ..TransformOptions::default()
    }
}

fn parse(icc: &[u8]) -> Option<ColorProfile> {
    crate::error::catch_panic(|| ColorProfile::new_from_slice(icc).ok())
        .ok()
        .flatten()
}

/// Whether `icc` is a profile of printing inks.
pub(super) fn is_cmyk_profile(icc: Option<&[u8]>) -> bool {
    icc.and_then(parse)
        .is_some_and(|p| p.color_space == DataColorSpace::Cmyk)
}

/// Whether pictures can be converted back into this profile on export.
pub(super) fn is_rgb_profile(icc: &[u8]) -> bool {
    parse(icc).is_some_and(|p| p.color_space == DataColorSpace::Rgb)
}

/// An sRGB profile to embed.
pub(super) fn srgb_profile() -> Option<Vec<u8>> {
    ColorProfile::new_srgb().encode().ok()
}

/// Converts interleaved RGB from `icc` to sRGB in place. A profile that cannot be used, or that is
/// not about RGB (a grey profile after expansion to RGB), leaves the values as they are: untagged
/// means sRGB.
pub(super) fn to_srgb(rgb: &mut [f32], icc: &[u8]) {
    if let Some(profile) = parse(icc) {
        convert(rgb, &profile, &ColorProfile::new_srgb());
    }
}

/// Converts interleaved RGB from sRGB to `icc` in place; false, and unchanged, if it cannot.
pub(super) fn from_srgb(rgb: &mut [f32], icc: &[u8]) -> bool {
    parse(icc).is_some_and(|profile| convert(rgb, &ColorProfile::new_srgb(), &profile))
}

fn convert(rgb: &mut [f32], from: &ColorProfile, to: &ColorProfile) -> bool {
    if from.color_space != DataColorSpace::Rgb || to.color_space != DataColorSpace::Rgb {
        return false;
    }
    let Ok(transform) = from.create_transform_f32(Layout::Rgb, to, Layout::Rgb, options()) else {
        return false;
    };
    // By strips, so that a large picture does not need a second copy of itself.
    let mut strip = vec![0.0; 3 << 16];
    for part in rgb.chunks_mut(3 << 16) {
        let out = &mut strip[..part.len()];
        if transform.transform(part, out).is_err() {
            return false;
        }
        for (value, new) in part.iter_mut().zip(out) {
            *value = new.clamp(0.0, 1.0);
        }
    }
    true
}

/// Ink values (0 = none, 255 = full; CMYK interleaved) to sRGB floats through a CMYK profile.
pub(super) fn cmyk_to_srgb(inks: &[u8], icc: &[u8]) -> Option<Vec<f32>> {
    let profile = parse(icc).filter(|p| p.color_space == DataColorSpace::Cmyk)?;
    let transform = profile
        .create_transform_8bit(
            Layout::Rgba,
            &ColorProfile::new_srgb(),
            Layout::Rgb,
            options(),
        )
        .ok()?;
    let mut rgb = vec![0; inks.len() / 4 * 3];
    transform.transform(inks, &mut rgb).ok()?;
    Some(rgb.iter().map(|&v| f32::from(v) / 255.0).collect())
}

type M3 = [[f64; 3]; 3];

/// Mean and covariance of colours.
#[derive(Clone, Copy, Debug)]
pub struct ColourStatistics {
    /// Mean.
    pub mean: [f64; 3],
    covariance: M3,
}

impl ColourStatistics {
    /// From what was measured elsewhere.
    pub fn new(mean: [f64; 3], mut covariance: [[f64; 3]; 3]) -> Self {
        // A flat picture has no directions; a little variance keeps its square root invertible.
        (0..3).for_each(|i| covariance[i][i] += 1e-5);
        Self { mean, covariance }
    }

    /// Of interleaved RGB.
    pub fn of(rgb: &[f32]) -> Self {
        let n = (rgb.len() / 3).max(1) as f64;
        let mut mean = [0.0; 3];
        for p in rgb.chunks_exact(3) {
            (0..3).for_each(|i| mean[i] += f64::from(p[i]) / n);
        }
        let mut covariance = [[0.0; 3]; 3];
        for p in rgb.chunks_exact(3) {
            let d = [0, 1, 2].map(|i| f64::from(p[i]) - mean[i]);
            for i in 0..3 {
                (0..3).for_each(|j| covariance[i][j] += d[i] * d[j] / n);
            }
        }
        Self::new(mean, covariance)
    }

    /// The matrix that takes these colours, without their mean, to the covariance of `target`:
    /// `S_t^(1/2) S_p^(-1/2)` with symmetric square roots (Gatys et al. 2016).
    pub fn map_to(&self, target: &Self) -> [[f64; 3]; 3] {
        product(
            &symmetric_function(&target.covariance, f64::sqrt),
            &symmetric_function(&self.covariance, |l| 1.0 / l.sqrt()),
        )
    }
}

fn product(a: &M3, b: &M3) -> M3 {
    let mut c = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            c[i][j] = (0..3).map(|k| a[i][k] * b[k][j]).sum();
        }
    }
    c
}

/// `V f(L) V^T` of a symmetric matrix by Jacobi rotations.
fn symmetric_function(matrix: &M3, f: impl Fn(f64) -> f64) -> M3 {
    let (mut a, mut v) = (*matrix, [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
    for _ in 0..30 {
        for (p, q) in [(0, 1), (0, 2), (1, 2)] {
            if a[p][q].abs() < 1e-15 {
                continue;
            }
            let theta = 0.5 * (2.0 * a[p][q]).atan2(a[p][p] - a[q][q]);
            let (s, c) = theta.sin_cos();
            let mut r = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
            (r[p][p], r[q][q], r[p][q], r[q][p]) = (c, c, -s, s);
            let mut rt = r;
            (rt[p][q], rt[q][p]) = (r[q][p], r[p][q]);
            a = product(&product(&rt, &a), &r);
            v = product(&v, &r);
        }
    }
    let mut out = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..3 {
            out[i][j] = (0..3)
                .map(|k| v[i][k] * f(a[k][k].max(1e-9)) * v[j][k])
                .sum();
        }
    }
    out
}

/// Moves the colours of `picture` to the mean and covariance of the colours of `target` (both
/// interleaved RGB): the linear method of Gatys et al. 2016 with symmetric square roots,
/// `x -> S_t^(1/2) S_p^(-1/2) (x - m_p) + m_t`, clamped to 0..1.
pub fn match_statistics(picture: &mut [f32], target: &[f32]) {
    let (own, target) = (ColourStatistics::of(picture), ColourStatistics::of(target));
    let map = own.map_to(&target);
    for p in picture.chunks_exact_mut(3) {
        let d = [0, 1, 2].map(|i| f64::from(p[i]) - own.mean[i]);
        for i in 0..3 {
            let value = target.mean[i] + (0..3).map(|j| map[i][j] * d[j]).sum::<f64>();
            p[i] = value.clamp(0.0, 1.0) as f32;
        }
    }
}

/// Gives `painted` the chroma of `original` (interleaved RGB of the same size), in the luma/chroma
/// space of ITU-R BT.709: only lightness has been painted.
pub fn take_chroma(original: &[f32], painted: &mut [f32]) {
    for (o, p) in original.chunks_exact(3).zip(painted.chunks_exact_mut(3)) {
        let own = [o[0], o[1], o[2]];
        let (from, to) = (luma(own), luma([p[0], p[1], p[2]]));
        p.copy_from_slice(&in_gamut(to, own.map(|v| v - from)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matching_reaches_mean_and_covariance() {
        let wave = |i: usize, k: f32| 0.5 + 0.2 * (i as f32 * k).sin();
        let mut a: Vec<f32> = (0..3000).map(|i| wave(i, 0.37)).collect();
        let b: Vec<f32> = (0..3000)
            .map(|i| 0.3 + 0.1 * wave(i, 0.11 + 0.2 * (i % 3) as f32))
            .collect();
        match_statistics(&mut a, &b);
        let statistics = |rgb| {
            let ColourStatistics { mean, covariance } = ColourStatistics::of(rgb);
            (mean, covariance)
        };
        let ((ma, ca), (mb, cb)) = (statistics(&a), statistics(&b));
        for i in 0..3 {
            assert!((ma[i] - mb[i]).abs() < 1e-3, "mean {ma:?} {mb:?}");
            for j in 0..3 {
                assert!(
                    (ca[i][j] - cb[i][j]).abs() < 2e-4,
                    "covariance {ca:?} {cb:?}"
                );
            }
        }
    }

    #[test]
    fn lightness_is_painted_and_hue_kept() {
        let mut out = [0.5, 0.5, 0.5];
        take_chroma(&[0.8, 0.3, 0.2], &mut out);
        let luma = 0.2126 * out[0] + 0.7152 * out[1] + 0.0722 * out[2];
        assert!((luma - 0.5).abs() < 1e-4, "{out:?}");
        assert!(out[0] > out[1] && out[1] > out[2], "{out:?}");
    }
}
