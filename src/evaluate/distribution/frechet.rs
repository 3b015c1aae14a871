//! Frechet distance of two Gaussians (Heusel et al., "GANs Trained by a Two Time-Scale Update Rule", NeurIPS 2017;
//! Dowson and Landau 1982).

use super::symmetric::Square;

/// Mean and covariance of features, gathered row by row: memory does not grow with the pictures.
#[derive(Clone, Debug)]
pub struct Gaussian {
    count: usize,
    /// Sums of what is left of rows after the first one is taken away, which keeps numbers small.
    origin: Vec<f64>,
    sum: Vec<f64>,
    products: Square,
}

impl Gaussian {
    /// Of no rows yet, of `size` numbers.
    pub fn new(size: usize) -> Self {
        Self {
            count: 0,
            origin: vec![0.0; size],
            sum: vec![0.0; size],
            products: Square::zeros(size),
        }
    }

    /// One row more.
    pub fn add(&mut self, row: &[f32]) {
        if self.count == 0 {
            self.origin = row.iter().copied().map(f64::from).collect();
        }
        self.count += 1;
        let left = row.iter().zip(&self.origin);
        let left: Vec<f64> = left
            .map(|(value, origin)| f64::from(*value) - origin)
            .collect();
        for (sum, value) in self.sum.iter_mut().zip(&left) {
            *sum += value;
        }
        let rows = self.products.values.chunks_exact_mut(left.len().max(1));
        for (to, factor) in rows.zip(&left) {
            for (to, value) in to.iter_mut().zip(&left) {
                *to += factor * value;
            }
        }
    }

    /// Rows so far.
    pub fn count(&self) -> usize {
        self.count
    }

    fn mean(&self) -> Vec<f64> {
        let count = self.count as f64;
        let sums = self.sum.iter().zip(&self.origin);
        sums.map(|(sum, origin)| origin + sum / count).collect()
    }

    /// Unbiased.
    fn covariance(&self) -> Square {
        let (n, count) = (self.sum.len(), self.count as f64);
        let mut covariance = self.products.clone();
        for (at, value) in covariance.values.iter_mut().enumerate() {
            let means = self.sum[at / n] * self.sum[at % n] / count;
            *value = (*value - means) / (count - 1.0);
        }
        covariance
    }

    /// `|m - m'|^2 + tr(C + C' - 2 (C C')^(1/2))`; `None` with fewer than two rows on a side.
    ///
    /// Biased upwards, the more the fewer rows there are: distances from different numbers of rows cannot be compared.
    pub fn frechet(&self, other: &Self) -> Option<f64> {
        if self.count.min(other.count) < 2 || self.sum.len() != other.sum.len() {
            return None;
        }
        let means = self.mean().into_iter().zip(other.mean());
        let apart: f64 = means.map(|(a, b)| (a - b) * (a - b)).sum();
        let (own, others) = (self.covariance(), other.covariance());
        // C C' has the eigenvalues of L^T C' L, which is symmetric.
        let shared = own.cholesky().around(&others).eigenvalues();
        let shared: f64 = shared.into_iter().map(|value| value.max(0.0).sqrt()).sum();
        Some(apart + own.trace() + others.trace() - 2.0 * shared)
    }
}
