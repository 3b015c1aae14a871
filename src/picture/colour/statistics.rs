//! The two ways of keeping a photograph's own colours (Gatys et al., "Preserving Color in Neural Artistic
//! Style Transfer", 2016).

use crate::picture::tone::{in_gamut, luma};

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
