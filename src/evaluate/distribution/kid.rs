//! Kernel inception distance (Binkowski et al., "Demystifying MMD GANs", ICLR 2018).

use super::{Rows, product};
use rand::{SeedableRng, seq::index::sample};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::Serialize;

/// Subsets over which is averaged, and pictures of each side in one of them.
const SUBSETS: usize = 100;
const SUBSET: usize = 1000;
/// With fewer pictures a subset is half of them, so that subsets differ.
const FEW: usize = 200;

/// A kernel distance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Kid {
    /// Mean over subsets of the unbiased squared maximum mean discrepancy: around 0, also below it, for two halves of one
    /// collection.
    pub value: f64,
    /// Deviation over the subsets.
    pub deviation: f64,
    /// Pictures of each side in a subset.
    pub subset: usize,
}

/// The distance of `a` and `b` by the cubic kernel `(x . y / d + 1)^3`; `None` with fewer than four on a side.
///
/// Subsets are the same each time.
pub fn kid(a: &Rows, b: &Rows) -> Option<Kid> {
    let least = a.len().min(b.len());
    let subset = if least < FEW {
        least / 2
    } else {
        least.min(SUBSET)
    };
    if subset < 2 || a.size != b.size {
        return None;
    }
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let pairs: Vec<_> = (0..SUBSETS)
        .map(|_| {
            let mut of = |rows: &Rows| sample(&mut rng, rows.len(), subset).into_vec();
            (of(a), of(b))
        })
        .collect();
    let values: Vec<f64> = pairs.iter().map(|(i, j)| mmd2(a, i, b, j)).collect();
    let count = values.len() as f64;
    let value = values.iter().sum::<f64>() / count;
    let squares = values.iter().map(|v| (v - value) * (v - value));
    Some(Kid {
        value,
        deviation: (squares.sum::<f64>() / count).sqrt(),
        subset,
    })
}

/// The unbiased estimate of the squared maximum mean discrepancy of the rows `i` of `a` and `j` of `b`, as many each.
pub(super) fn mmd2(a: &Rows, i: &[usize], b: &Rows, j: &[usize]) -> f64 {
    let kernel = |x: &[f32], y: &[f32]| (product(x, y) / x.len() as f64 + 1.0).powi(3);
    let own = |rows: &Rows, chosen: &[usize]| -> f64 {
        // Rows in order: a sum depends on the order of its terms.
        let sums: Vec<f64> = (0..chosen.len())
            .into_par_iter()
            .map(|k| {
                let others = chosen[..k].iter();
                let kernels = others.map(|o| kernel(rows.row(chosen[k]), rows.row(*o)));
                2.0 * kernels.sum::<f64>()
            })
            .collect();
        sums.iter().sum()
    };
    let across: Vec<f64> = i
        .par_iter()
        .map(|x| j.iter().map(|y| kernel(a.row(*x), b.row(*y))).sum())
        .collect();
    let m = i.len() as f64;
    let within = (own(a, i) + own(b, j)) / (m * (m - 1.0));
    within - 2.0 * across.iter().sum::<f64>() / (m * m)
}
