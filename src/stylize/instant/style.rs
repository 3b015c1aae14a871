//! Styles as points of the latent space.

use crate::nn::CODE_SIZE;
use serde::{Deserialize, Serialize};

/// A style: the numbers that the encoder sees in a painting (see [`style_code`](crate::nn::style_code)),
/// or numbers between or beside such. Plain data: it can be kept, mixed and sent anywhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<f32>", into = "Vec<f32>")]
pub struct Style(Vec<f32>);

impl TryFrom<Vec<f32>> for Style {
    type Error = String;

    fn try_from(numbers: Vec<f32>) -> Result<Self, String> {
        if numbers.len() != CODE_SIZE {
            return Err(format!(
                "a style code has {CODE_SIZE} numbers, not {}",
                numbers.len()
            ));
        }
        if numbers.iter().any(|n| n.is_nan() || n.abs() > 1e6) {
            return Err("a number of the style code has no meaning".to_owned());
        }
        Ok(Self(numbers))
    }
}

impl From<Style> for Vec<f32> {
    fn from(style: Style) -> Self {
        style.0
    }
}

impl Style {
    /// A mixture, a place between styles; weights are normalised to sum 1. `None` if there is no
    /// style or no weight.
    pub fn mix(styles: &[(Style, f32)]) -> Option<Self> {
        let total: f32 = styles.iter().map(|(_, weight)| weight).sum();
        let mut mixed = vec![0.0; CODE_SIZE];
        for (Style(code), weight) in styles.iter().filter(|_| total > 0.0) {
            for (sum, number) in mixed.iter_mut().zip(code) {
                *sum += number * (weight / total);
            }
        }
        (total > 0.0).then_some(Self(mixed))
    }

    /// The numbers of the code, [`CODE_SIZE`] of them.
    pub fn numbers(&self) -> &[f32] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixing_is_a_weighted_mean_and_nonsense_is_refused() {
        let style = |value: f32| Style::try_from(vec![value; CODE_SIZE]).expect("a style");
        let mixed = Style::mix(&[(style(1.0), 3.0), (style(5.0), 1.0)]).expect("a mixture");
        assert!(mixed.numbers().iter().all(|n| (n - 2.0).abs() < 1e-6));
        assert_eq!(Style::mix(&[(style(1.0), 0.0)]), None);
        assert_eq!(Style::mix(&[]), None);
        assert!(Style::try_from(vec![0.0; 3]).is_err());
        assert!(Style::try_from(vec![f32::NAN; CODE_SIZE]).is_err());
    }
}
