//! How far every pixel is from the nearest marked one (Felzenszwalb and Huttenlocher).

use crate::canvas::{Field, Grid};
use glam::Vec2;
use rayon::prelude::*;

const FAR: f32 = 1e12;

/// Distance in pixels to the nearest cell for which `marked` is true.
pub fn distance<T: Copy + Send + Sync>(grid: &Grid<T>, marked: impl Fn(T) -> bool + Sync) -> Field {
    let (w, h) = (grid.width, grid.height);
    let start: Vec<f32> = grid
        .cells
        .iter()
        .map(|&c| if marked(c) { 0.0 } else { FAR })
        .collect();
    let columns = nearest_squares(&transposed(&start, w), h);
    let squares = nearest_squares(&transposed(&columns, h), w);
    Field {
        width: w,
        height: h,
        cells: squares.iter().map(|v| v.sqrt()).collect(),
    }
}

/// Direction in which a field grows, as a unit vector; zero where it is level.
pub fn uphill(field: &Field, p: Vec2, reach: f32) -> Vec2 {
    let (x, y) = (Vec2::new(reach, 0.0), Vec2::new(0.0, reach));
    let slope = Vec2::new(
        field.at(p + x) - field.at(p - x),
        field.at(p + y) - field.at(p - y),
    );
    slope.normalize_or_zero()
}

fn transposed(cells: &[f32], width: usize) -> Vec<f32> {
    let height = cells.len() / width;
    let cell = |i: usize| cells[(i % height) * width + i / height];
    (0..cells.len()).into_par_iter().map(cell).collect()
}

/// The lower envelope of the parabolas that stand on each cell of a row, for every row.
fn nearest_squares(cells: &[f32], width: usize) -> Vec<f32> {
    let mut result = vec![0.0; cells.len()];
    let rows = result.par_chunks_mut(width).zip(cells.par_chunks(width));
    rows.for_each(|(out, row)| {
        let mut hull = vec![0usize; width];
        let mut from = vec![f32::NEG_INFINITY; width];
        let mut top = 0;
        let meet = |q: usize, v: usize| {
            let (qf, vf) = (q as f64, v as f64);
            let height = f64::from(row[q]) - f64::from(row[v]);
            ((height + qf * qf - vf * vf) / (2.0 * (qf - vf))) as f32
        };
        for q in 1..width {
            while top > 0 && meet(q, hull[top]) <= from[top] {
                top -= 1;
            }
            from[top + 1] = meet(q, hull[top]);
            hull[top + 1] = q;
            top += 1;
            if top + 1 == width {
                break;
            }
        }
        let mut k = 0;
        for (x, out) in out.iter_mut().enumerate() {
            while k < top && from[k + 1] < x as f32 {
                k += 1;
            }
            let away = x as f32 - hull[k] as f32;
            *out = away * away + row[hull[k]];
        }
    });
    result
}
