//! Symmetric positive semi-definite matrices, as far as distances between distributions need them.

/// No eigenvalue takes so many sweeps; two or three are usual.
const SWEEPS: usize = 60;

/// A square matrix, row by row.
#[derive(Clone, Debug)]
pub struct Square {
    /// Rows.
    pub size: usize,
    /// `size * size` numbers.
    pub values: Vec<f64>,
}

impl Square {
    /// Zeros.
    pub fn zeros(size: usize) -> Self {
        Self {
            size,
            values: vec![0.0; size * size],
        }
    }

    /// Sum of the diagonal.
    pub fn trace(&self) -> f64 {
        (0..self.size).map(|i| self.values[i * self.size + i]).sum()
    }

    /// `L`, lower triangular, of `L L^T` (Cholesky). Directions in which the matrix is zero, within rounding, get zeros.
    pub fn cholesky(&self) -> Self {
        let n = self.size;
        let mut lower = Self::zeros(n);
        let most = (0..n).map(|i| self.values[i * n + i]).fold(0.0, f64::max);
        let nothing = most * n as f64 * f64::EPSILON;
        for column in 0..n {
            for row in column..n {
                let (a, b) = (&lower.values[row * n..], &lower.values[column * n..]);
                let known: f64 = a[..column]
                    .iter()
                    .zip(&b[..column])
                    .map(|(a, b)| a * b)
                    .sum();
                let left = self.values[row * n + column] - known;
                let pivot = lower.values[column * n + column];
                lower.values[row * n + column] = if row == column {
                    if left > nothing { left.sqrt() } else { 0.0 }
                } else if pivot > 0.0 {
                    left / pivot
                } else {
                    0.0
                };
            }
        }
        lower
    }

    /// `self^T other self`.
    pub fn around(&self, other: &Self) -> Self {
        let n = self.size;
        let times = |left: &[f64], right: &[f64]| {
            let mut product = vec![0.0; n * n];
            for (row, to) in product.chunks_exact_mut(n).enumerate() {
                for k in 0..n {
                    let factor = left[row * n + k];
                    if factor != 0.0 {
                        for (to, value) in to.iter_mut().zip(&right[k * n..(k + 1) * n]) {
                            *to += factor * value;
                        }
                    }
                }
            }
            product
        };
        let transposed: Vec<f64> = (0..n * n).map(|i| self.values[i % n * n + i / n]).collect();
        Self {
            size: n,
            values: times(&times(&transposed, &other.values), &self.values),
        }
    }

    /// Its eigenvalues, in no order: tridiagonal by Householder's reflections, then QL with implicit shifts (tred2 and
    /// tql1 of EISPACK; Wilkinson and Reinsch, "Linear Algebra", 1971).
    pub fn eigenvalues(mut self) -> Vec<f64> {
        let (mut diagonal, mut beside) = self.tridiagonal();
        let n = self.size;
        // Values beside the diagonal, moved to the row before.
        beside.rotate_left(usize::from(n > 0));
        // Beside the largest value: where a matrix has no rank, what lies around is nothing but rounding itself.
        let size = diagonal.iter().zip(&beside).map(|(d, e)| d.abs() + e.abs());
        let nothing = f64::EPSILON * size.fold(0.0, f64::max);
        for first in 0..n {
            for _ in 0..SWEEPS {
                let small = |i: &usize| beside[*i].abs() <= nothing;
                let end = (first..n - 1).find(small).unwrap_or(n - 1);
                if end == first {
                    break;
                }
                turn(&mut diagonal, &mut beside, first, end);
            }
        }
        diagonal
    }

    /// Diagonal, and values beside it from the second row on.
    fn tridiagonal(&mut self) -> (Vec<f64>, Vec<f64>) {
        let n = self.size;
        let a = &mut self.values;
        let (mut diagonal, mut beside) = (vec![0.0; n], vec![0.0; n]);
        for row in (1..n).rev() {
            let start = row * n;
            let scale: f64 = a[start..start + row].iter().map(|v| v.abs()).sum();
            if row == 1 || scale == 0.0 {
                beside[row] = a[start + row - 1];
                continue;
            }
            let mut length = 0.0;
            for value in &mut a[start..start + row] {
                *value /= scale;
                length += *value * *value;
            }
            let last = a[start + row - 1];
            let step = -length.sqrt().copysign(last);
            beside[row] = scale * step;
            length -= last * step;
            a[start + row - 1] = last - step;
            // The matrix times the reflected row, over its length.
            let mut along = 0.0;
            for i in 0..row {
                let before = (0..=i).map(|k| a[i * n + k] * a[start + k]);
                let after = (i + 1..row).map(|k| a[k * n + i] * a[start + k]);
                let product: f64 = before.chain(after).sum();
                beside[i] = product / length;
                along += beside[i] * a[start + i];
            }
            let half = along / (length + length);
            for i in 0..row {
                let factor = a[start + i];
                beside[i] -= half * factor;
                for k in 0..=i {
                    a[i * n + k] -= factor * beside[k] + beside[i] * a[start + k];
                }
            }
        }
        for (i, value) in diagonal.iter_mut().enumerate() {
            *value = a[i * n + i];
        }
        if let Some(first) = beside.first_mut() {
            *first = 0.0;
        }
        (diagonal, beside)
    }
}

/// One sweep of QL over the rows `first` to `end`.
fn turn(diagonal: &mut [f64], beside: &mut [f64], first: usize, end: usize) {
    let shift = (diagonal[first + 1] - diagonal[first]) / (2.0 * beside[first]);
    let length = shift.hypot(1.0);
    let mut value =
        diagonal[end] - diagonal[first] + beside[first] / (shift + length.copysign(shift));
    let (mut sine, mut cosine, mut carried) = (1.0, 1.0, 0.0);
    for i in (first..end).rev() {
        let (over, under) = (sine * beside[i], cosine * beside[i]);
        let length = over.hypot(value);
        beside[i + 1] = length;
        if length == 0.0 {
            diagonal[i + 1] -= carried;
            beside[end] = 0.0;
            return;
        }
        (sine, cosine) = (over / length, value / length);
        value = diagonal[i + 1] - carried;
        let mixed = (diagonal[i] - value) * sine + 2.0 * cosine * under;
        carried = sine * mixed;
        diagonal[i + 1] = value + carried;
        value = cosine * mixed - under;
    }
    diagonal[first] -= carried;
    beside[first] = value;
    beside[end] = 0.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(size: usize, rank: usize) -> Square {
        let column = |k: usize, i: usize| ((7 * k + 3 * i * i + 5 * i) % 11) as f64 / 5.0 - 1.0;
        let mut matrix = Square::zeros(size);
        for (at, value) in matrix.values.iter_mut().enumerate() {
            let (i, j) = (at / size, at % size);
            *value = (0..rank).map(|k| column(k, i) * column(k, j)).sum();
        }
        matrix
    }

    #[test]
    fn eigenvalues_keep_trace_and_sum_of_squares_and_are_exact_where_they_are_known() {
        let size = 9;
        // Second differences: 2 - 2 cos(k pi / (n + 1)).
        let mut known = Square::zeros(size);
        for i in 0..size {
            known.values[i * size + i] = 2.0;
            if i + 1 < size {
                known.values[i * size + i + 1] = -1.0;
                known.values[(i + 1) * size + i] = -1.0;
            }
        }
        let mut found = known.eigenvalues();
        found.sort_by(f64::total_cmp);
        for (k, value) in found.iter().enumerate() {
            let angle = (k + 1) as f64 * std::f64::consts::PI / (size + 1) as f64;
            assert!((value - (2.0 - 2.0 * angle.cos())).abs() < 1e-12);
        }
        for (size, rank) in [(1, 1), (2, 1), (12, 5), (30, 40)] {
            let matrix = made(size, rank);
            let squares: f64 = matrix.values.iter().map(|v| v * v).sum();
            let trace = matrix.trace();
            let found = matrix.eigenvalues();
            assert!((found.iter().sum::<f64>() - trace).abs() < 1e-9 * trace);
            let of: f64 = found.iter().map(|v| v * v).sum();
            assert!((of - squares).abs() < 1e-9 * squares, "{of} {squares}");
            let zeros = found.iter().filter(|v| v.abs() < 1e-9 * trace).count();
            assert!(zeros >= size.saturating_sub(rank), "{found:?}");
        }
        assert_eq!(Square::zeros(3).eigenvalues(), [0.0; 3]);
        assert!(Square::zeros(0).eigenvalues().is_empty());
    }

    #[test]
    fn a_triangle_times_itself_is_the_matrix_whatever_its_rank() {
        for (size, rank) in [(4, 9), (8, 3)] {
            let matrix = made(size, rank);
            let lower = matrix.cholesky();
            for i in 0..size {
                for j in 0..size {
                    let product: f64 = (0..size)
                        .map(|k| lower.values[i * size + k] * lower.values[j * size + k])
                        .sum();
                    let wanted = matrix.values[i * size + j];
                    assert!(
                        (product - wanted).abs() < 1e-6 * matrix.trace(),
                        "{product} {wanted}"
                    );
                }
            }
        }
    }
}
