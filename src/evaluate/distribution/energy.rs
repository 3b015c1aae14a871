//! Energy distance (Székely and Rizzo, "Energy statistics", Journal of Statistical Planning and Inference 2013).
//!
//! It grows with the distance of features where the kernel of [`kid`](super::kid) grows with its sixth power, so no single odd
//! picture decides it: what a few dozen crops can tell, it tells.

use super::Rows;
use rayon::prelude::*;
use serde::Serialize;

/// An energy distance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Energy {
    /// `2 E|x - y| - E|x - x'| - E|y - y'|`, unbiased: around 0, also below it, for two halves of one collection.
    pub value: f64,
    /// Its deviation, by leaving out each picture once (jackknife, Efron and Stein 1981).
    pub deviation: f64,
}

/// The distance of `a` and `b`, of which so many rows in a row belong to one picture each, between features as root mean squares. Pairs
/// of one picture say nothing about a collection and are left out; `None` with fewer than two pictures on a side.
pub fn energy(a: &Rows, b: &Rows, of_picture: [usize; 2]) -> Option<Energy> {
    let [a, b] = [(a, of_picture[0]), (b, of_picture[1])].map(|(rows, of)| Side::new(rows, of));
    if a.pictures().min(b.pictures()) < 2 || a.rows.size != b.rows.size {
        return None;
    }
    let across = sums(&a, &b);
    let (within_a, within_b) = (sums(&a, &a), sums(&b, &b));
    let value = |without: [Option<usize>; 2]| {
        2.0 * across.mean(without, false)
            - within_a.mean([without[0], without[0]], true)
            - within_b.mean([without[1], without[1]], true)
    };
    // Of two pictures none can be left out.
    let jackknife = |side: &Side<'_>, leave: &dyn Fn(usize) -> [Option<usize>; 2]| {
        let n = side.pictures();
        if n < 3 {
            return 0.0;
        }
        let values: Vec<f64> = (0..n).map(|i| value(leave(i))).collect();
        let mean = values.iter().sum::<f64>() / n as f64;
        let squares = values.iter().map(|v| (v - mean) * (v - mean));
        squares.sum::<f64>() * (n - 1) as f64 / n as f64
    };
    let variance = jackknife(&a, &|i| [Some(i), None]) + jackknife(&b, &|i| [None, Some(i)]);
    Some(Energy {
        value: value([None, None]),
        deviation: variance.sqrt(),
    })
}

/// Rows, and how many in a row belong to one picture.
struct Side<'a> {
    rows: &'a Rows,
    of: usize,
}

impl<'a> Side<'a> {
    fn new(rows: &'a Rows, of: usize) -> Self {
        Self {
            rows,
            of: of.max(1),
        }
    }

    fn pictures(&self) -> usize {
        self.rows.len().div_ceil(self.of)
    }

    fn rows_of(&self, picture: usize) -> std::ops::Range<usize> {
        picture * self.of..((picture + 1) * self.of).min(self.rows.len())
    }
}

/// Sums of distances between the rows of pictures, and how many there are: those of each picture of the one side, of each of the
/// other, of each to itself, and of all.
struct Sums {
    rows: Vec<(f64, f64)>,
    columns: Vec<(f64, f64)>,
    own: Vec<(f64, f64)>,
    all: (f64, f64),
}

fn plus(a: (f64, f64), b: &(f64, f64)) -> (f64, f64) {
    (a.0 + b.0, a.1 + b.1)
}

fn minus(a: (f64, f64), b: &(f64, f64)) -> (f64, f64) {
    (a.0 - b.0, a.1 - b.1)
}

fn sums(a: &Side<'_>, b: &Side<'_>) -> Sums {
    let cell = |i: usize, j: usize| {
        let (mut sum, mut count) = (0.0, 0.0);
        for x in a.rows_of(i) {
            for y in b.rows_of(j) {
                sum += apart(a.rows.row(x), b.rows.row(y));
                count += 1.0;
            }
        }
        (sum, count)
    };
    let cells: Vec<Vec<_>> = (0..a.pictures())
        .into_par_iter()
        .map(|i| (0..b.pictures()).map(|j| cell(i, j)).collect())
        .collect();
    let total = |row: &Vec<(f64, f64)>| row.iter().fold((0.0, 0.0), plus);
    let rows: Vec<_> = cells.iter().map(total).collect();
    let column = |j: usize| cells.iter().map(|row| &row[j]).fold((0.0, 0.0), plus);
    Sums {
        columns: (0..b.pictures()).map(column).collect(),
        own: (0..cells.len())
            .map(|i| cells[i].get(i).copied().unwrap_or_default())
            .collect(),
        all: rows.iter().fold((0.0, 0.0), plus),
        rows,
    }
}

impl Sums {
    /// The mean distance, without one picture of a side or of both; of one collection to itself without pairs of one picture.
    fn mean(&self, without: [Option<usize>; 2], itself: bool) -> f64 {
        let mut left = self.all;
        if itself {
            left = self.own.iter().fold(left, minus);
        }
        match without {
            [Some(i), Some(_)] => {
                // A row and a column, which share a cell that counted as nothing already.
                left = minus(minus(left, &self.rows[i]), &self.columns[i]);
                left = plus(plus(left, &self.own[i]), &self.own[i]);
            }
            [Some(i), None] => left = minus(left, &self.rows[i]),
            [None, Some(j)] => left = minus(left, &self.columns[j]),
            [None, None] => {}
        }
        left.0 / left.1.max(1.0)
    }
}

/// Root mean square of the difference of two rows.
fn apart(x: &[f32], y: &[f32]) -> f64 {
    let squares = x.iter().zip(y).map(|(x, y)| {
        let apart = f64::from(*x) - f64::from(*y);
        apart * apart
    });
    (squares.sum::<f64>() / x.len().max(1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(values: &[f32]) -> Rows {
        Rows {
            size: 1,
            values: values.to_vec(),
        }
    }

    #[test]
    fn it_is_what_the_formula_says_also_for_several_rows_of_a_picture() {
        let (a, b) = (rows(&[0.0, 1.0, 3.0]), rows(&[2.0, 5.0]));
        // Across 2 5 1 4 1 2, within 1 3 2 and 3.
        let energy = energy(&a, &b, [1, 1]).expect("a distance");
        assert!((energy.value - (2.0 * 15.0 / 6.0 - 2.0 - 3.0)).abs() < 1e-12);
        // Each of the three left out once; of the other side there are too few.
        let without: [f64; 3] = [
            2.0 * (1.0 + 4.0 + 1.0 + 2.0) / 4.0 - 2.0 - 3.0,
            2.0 * (2.0 + 5.0 + 1.0 + 2.0) / 4.0 - 3.0 - 3.0,
            2.0 * (2.0 + 5.0 + 1.0 + 4.0) / 4.0 - 1.0 - 3.0,
        ];
        let mean = without.iter().sum::<f64>() / 3.0;
        let variance: f64 = without.iter().map(|v| (v - mean).powi(2)).sum::<f64>() * 2.0 / 3.0;
        assert!((energy.deviation - variance.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn pairs_of_one_picture_are_left_out_and_one_picture_is_too_few() {
        let (a, b) = (rows(&[0.0, 0.0, 2.0, 2.0]), rows(&[1.0, 1.0, 1.0, 1.0]));
        let value = |of| energy(&a, &b, of).map(|energy| energy.value);
        // Across 1 everywhere; within, of pairs of two pictures, 2 and 0.
        assert_eq!(value([2, 2]), Some(0.0));
        assert!(value([1, 1]).expect("a distance") > 0.6);
        assert_eq!(value([4, 2]), None);
    }

    #[test]
    fn one_odd_picture_moves_it_less_than_the_cubic_kernel() {
        let plain: Vec<f32> = (0..40)
            .map(|i| ((i * 17 % 40) as f32 - 20.0) / 12.0)
            .collect();
        let mut odd = plain.clone();
        odd[7] = 30.0;
        let (own, other) = (rows(&plain), rows(&odd));
        let energy = energy(&own, &other, [1, 1]).expect("a distance").value;
        let kid = super::super::kid(&own, &other).expect("a distance").value;
        assert!(energy.abs() < 0.1 && kid.abs() > 100.0, "{energy} {kid}");
    }
}
