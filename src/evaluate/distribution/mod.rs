//! How far a collection of pictures is from another one: what generators are judged by.
//!
//! Distances are between [`Rows`] of features, whatever network they come from, and computed in 64 bits. Lower is better for
//! [`kid`], [`energy()`] and [`Gaussian::frechet`]; [`coverage`] has shares.

mod coverage;
mod energy;
mod features;
mod frechet;
mod kid;
mod symmetric;

pub use coverage::{Coverage, coverage};
pub use energy::{Energy, energy};
pub use features::{Eye, FEATURES, FeatureSpace};
pub use frechet::Gaussian;
pub use kid::{Kid, kid};

/// Features of pictures, a row each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Numbers of a row.
    pub size: usize,
    /// All rows, one after the other.
    pub values: Vec<f32>,
}

impl Rows {
    /// No rows yet, of `size` numbers.
    pub fn new(size: usize) -> Self {
        Self {
            size,
            values: Vec::new(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.values.len() / self.size.max(1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The mean deviation of their numbers: how different they are.
    pub fn spread(&self) -> f32 {
        let count = self.len().max(1) as f64;
        let deviation = |i: usize| {
            let column = || {
                self.values
                    .iter()
                    .skip(i)
                    .step_by(self.size)
                    .map(|v| f64::from(*v))
            };
            let mean = column().sum::<f64>() / count;
            (column().map(|v| (v - mean).powi(2)).sum::<f64>() / count).sqrt()
        };
        let sum: f64 = (0..self.size).map(deviation).sum();
        (sum / self.size.max(1) as f64) as f32
    }

    /// Row `i`.
    fn row(&self, i: usize) -> &[f32] {
        &self.values[i * self.size..(i + 1) * self.size]
    }
}

/// `x . y` in 64 bits.
fn product(x: &[f32], y: &[f32]) -> f64 {
    let parts = x.chunks(8).zip(y.chunks(8));
    let part = |(x, y): (&[f32], &[f32])| -> f64 {
        let terms = x.iter().zip(y).map(|(x, y)| f64::from(*x) * f64::from(*y));
        terms.sum()
    };
    parts.map(part).sum()
}

#[cfg(test)]
mod tests;
