//! Soft copies of fields and pictures.

use crate::canvas::Grid;
use rayon::prelude::*;
use std::ops::{Add, Mul, Sub};

/// `grid` blurred by `radius` pixels (standard deviation): three running means each way, close to
/// a Gaussian.
pub fn blurred<T>(grid: &Grid<T>, radius: f32) -> Grid<T>
where
    T: Copy + Send + Sync + Add<Output = T> + Sub<Output = T> + Mul<f32, Output = T>,
{
    let half = ((radius * radius * 4.0 + 1.0).sqrt() / 2.0)
        .round()
        .max(1.0) as usize;
    let mut result = grid.clone();
    for _ in 0..2 {
        result.cells.par_chunks_mut(result.width).for_each(|row| {
            for _ in 0..3 {
                run_mean(row, half);
            }
        });
        result = turned(&result);
    }
    result
}

fn turned<T: Copy + Send + Sync>(grid: &Grid<T>) -> Grid<T> {
    let (w, h) = (grid.width, grid.height);
    let cell = |i: usize| grid.cells[(i % h) * w + i / h];
    Grid {
        width: h,
        height: w,
        cells: (0..w * h).into_par_iter().map(cell).collect(),
    }
}

/// Replaces every value by the mean of those up to `half` away; the ends repeat.
fn run_mean<T>(row: &mut [T], half: usize)
where
    T: Copy + Add<Output = T> + Sub<Output = T> + Mul<f32, Output = T>,
{
    let source = row.to_vec();
    let last = source.len() - 1;
    let share = 1.0 / (2 * half + 1) as f32;
    let mut sum = source[0] * half as f32;
    for k in 0..=half {
        sum = sum + source[k.min(last)];
    }
    for (i, cell) in row.iter_mut().enumerate() {
        *cell = sum * share;
        sum = sum + source[(i + half + 1).min(last)] - source[i.saturating_sub(half)];
    }
}
