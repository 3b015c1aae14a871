//! Precision and recall (Kynkaanniemi et al., NeurIPS 2019), density and coverage (Naeem et al., ICML 2020).

use super::{Rows, product};
use rayon::prelude::*;
use serde::Serialize;

/// Neighbours by which a picture's surroundings are measured.
const NEAR: usize = 3;
const DENSE: usize = 5;

/// What generated pictures have of real ones.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// Share of the generated ones that lie among real ones.
    pub precision: f64,
    /// Share of the real ones that lie among generated ones.
    pub recall: f64,
    /// How many real ones' surroundings a generated one lies in, over those expected; can exceed 1.
    pub density: f64,
    /// Share of the real ones in whose surroundings a generated one lies. The most honest one for small collections.
    pub coverage: f64,
}

impl Coverage {
    /// With fewer pictures on a side the shares mean nothing.
    pub const LEAST: usize = 100;
}

/// What `generated` ones have of `real` ones; `None` with so few that there are no neighbours.
pub fn coverage(real: &Rows, generated: &Rows) -> Option<Coverage> {
    let least = real.len().min(generated.len());
    if least <= DENSE || real.size != generated.size {
        return None;
    }
    let [near_real, dense_real] = radii(real, [NEAR, DENSE]);
    let [near_generated, _] = radii(generated, [NEAR, DENSE]);
    let across = distances(real, generated);
    let (reals, fakes) = (real.len(), generated.len());
    let at = |i: usize, j: usize| across[i * fakes + j];
    let share = |count: usize, of: usize| count as f64 / of as f64;
    let inside = |radii: &[f64], j: usize| (0..reals).any(|i| at(i, j) < radii[i]);
    let precise = (0..fakes).filter(|j| inside(&near_real, *j)).count();
    let recalled = (0..reals).filter(|i| (0..fakes).any(|j| at(*i, j) < near_generated[j]));
    let within = |i: usize| (0..fakes).filter(|j| at(i, *j) < dense_real[i]).count();
    let dense: usize = (0..reals).map(within).sum();
    let covered = (0..reals).filter(|i| within(*i) > 0).count();
    Some(Coverage {
        precision: share(precise, fakes),
        recall: share(recalled.count(), reals),
        density: share(dense, DENSE * fakes),
        coverage: share(covered, reals),
    })
}

/// Distances of all rows of `a` to all of `b`, row by row.
fn distances(a: &Rows, b: &Rows) -> Vec<f64> {
    let lengths: Vec<f64> = (0..b.len()).map(|j| product(b.row(j), b.row(j))).collect();
    (0..a.len())
        .into_par_iter()
        .flat_map_iter(|i| {
            let own = product(a.row(i), a.row(i));
            let to = lengths.iter().enumerate();
            to.map(move |(j, length)| {
                (own + length - 2.0 * product(a.row(i), b.row(j)))
                    .max(0.0)
                    .sqrt()
            })
        })
        .collect()
}

/// Distances from each row to its neighbours of these numbers.
fn radii(rows: &Rows, neighbours: [usize; 2]) -> [Vec<f64>; 2] {
    let all = distances(rows, rows);
    let mut radii = [Vec::new(), Vec::new()];
    for own in all.chunks_exact(rows.len()) {
        let mut sorted = own.to_vec();
        sorted.sort_by(f64::total_cmp);
        // The first is the row itself.
        for (radii, neighbour) in radii.iter_mut().zip(neighbours) {
            radii.push(sorted[neighbour]);
        }
    }
    radii
}
