//! How far a collection of pictures is from another one: what generators are judged by.
//!
//! Distances are between [`Rows`] of features, whatever network they come from, and computed in 64 bits. Lower is better for
//! [`kid`] and [`Gaussian::frechet`]; [`coverage`] has shares.

mod coverage;
mod features;
mod frechet;
mod kid;
mod symmetric;

pub use coverage::{Coverage, coverage};
pub use features::{FEATURES, FeatureSpace};
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
