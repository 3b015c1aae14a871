//! The directions of noise along which dreams differ most.

use crate::nn::NOISE;

/// Rounds of the iteration; the leading directions have long settled by then.
const ROUNDS: usize = 80;

/// Leading eigenvectors of `W W^T` for a first layer `W` of `NOISE` rows: the principal axes of what it makes of noise of unit
/// variance, by orthogonal iteration (Shen and Zhou, "Closed-form factorization of latent semantics in GANs", CVPR 2021). Each of
/// length 1, the one along which most changes first.
pub fn principal_axes(first: &[f32], count: usize) -> Vec<Vec<f32>> {
    let columns = first.len() / NOISE;
    let row = |i: usize| &first[i * columns..(i + 1) * columns];
    let mut matrix = vec![0.0f64; NOISE * NOISE];
    for i in 0..NOISE {
        for j in 0..=i {
            let product = row(i).iter().zip(row(j)).map(|(a, b)| f64::from(a * b));
            let product: f64 = product.sum();
            (matrix[i * NOISE + j], matrix[j * NOISE + i]) = (product, product);
        }
    }
    let begin = |k: usize| (0..NOISE).map(move |i| ((i * (k + 3) + k) as f64 * 0.7).cos());
    let mut axes: Vec<Vec<f64>> = (0..count).map(|k| begin(k).collect()).collect();
    for _ in 0..ROUNDS {
        for axis in &mut axes {
            let times = matrix.chunks_exact(NOISE);
            *axis = times.map(|row| dot(row, axis)).collect();
        }
        orthonormal(&mut axes);
    }
    let single = axes.into_iter().map(|axis| {
        // Which of both directions is a matter of taste; the same one every time.
        let most = axis.iter().fold(
            0.0f64,
            |most, v| if v.abs() > most.abs() { *v } else { most },
        );
        let sign = if most < 0.0 { -1.0 } else { 1.0 };
        axis.iter().map(|v| (sign * v) as f32).collect()
    });
    single.collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Each without its share in those before, and of length 1 (Gram and Schmidt).
fn orthonormal(axes: &mut [Vec<f64>]) {
    for k in 0..axes.len() {
        let (before, rest) = axes.split_at_mut(k);
        let axis = &mut rest[0];
        for other in before {
            let share = dot(axis, other);
            axis.iter_mut()
                .zip(other)
                .for_each(|(v, o)| *v -= share * *o);
        }
        let length = dot(axis, axis).sqrt().max(1e-300);
        axis.iter_mut().for_each(|v| *v /= length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_are_the_directions_that_were_put_in_with_the_strongest_first() {
        // Noise 5 moves four columns by 3, noise 40 two others by 2, all else by little.
        let mut first = vec![0.0; NOISE * 8];
        for i in 0..NOISE {
            first[i * 8 + 7] = 0.01 * i as f32 / NOISE as f32;
        }
        first[5 * 8..5 * 8 + 4].fill(3.0);
        first[40 * 8 + 4..40 * 8 + 6].fill(-2.0);
        let axes = principal_axes(&first, 2);
        for (axis, place) in axes.iter().zip([5, 40]) {
            assert!((axis[place] - 1.0).abs() < 1e-3, "{}", axis[place]);
            let length: f32 = axis.iter().map(|v| v * v).sum();
            assert!((length - 1.0).abs() < 1e-5);
        }
        assert!(
            principal_axes(&vec![0.0; NOISE * 8], 3)
                .iter()
                .flatten()
                .all(|v| v.is_finite())
        );
    }
}
