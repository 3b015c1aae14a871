//! Styles as points of the latent space.

use crate::nn::{CODE_SIZE, Tuning};
use serde::{Deserialize, Serialize};

/// A style: the numbers that the encoder sees in a painting (see [`style_code`](crate::nn::style_code)),
/// or numbers between or beside such, and what a generator learnt to paint it better, if it was tuned. Plain data: it can
/// be kept, mixed and sent anywhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Style {
    code: Vec<f32>,
    tuning: Option<Tuning>,
}

/// A style in files: the bare numbers of its code, unless it was tuned.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Plain(Vec<f32>),
    Tuned { code: Vec<f32>, tuning: Tuning },
}

impl TryFrom<Written> for Style {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        match written {
            Written::Plain(code) => Self::try_from(code),
            Written::Tuned { code, tuning } => Ok(Self::try_from(code)?.tuned(Some(tuning))),
        }
    }
}

impl From<Style> for Written {
    fn from(style: Style) -> Self {
        let code = style.code;
        match style.tuning {
            None => Self::Plain(code),
            Some(tuning) => Self::Tuned { code, tuning },
        }
    }
}

impl TryFrom<Vec<f32>> for Style {
    type Error = String;

    fn try_from(code: Vec<f32>) -> Result<Self, String> {
        if code.len() != CODE_SIZE {
            return Err(format!(
                "a style code has {CODE_SIZE} numbers, not {}",
                code.len()
            ));
        }
        if code.iter().any(|n| n.is_nan() || n.abs() > 1e6) {
            return Err("a number of the style code has no meaning".to_owned());
        }
        Ok(Self { code, tuning: None })
    }
}

impl Style {
    /// A mixture, a place between styles; weights are normalised to sum 1. `None` if there is no
    /// style or no weight. What was tuned takes part by its share; of styles that were tuned for different generators
    /// only those that are for the generator of the first.
    pub fn mix(styles: &[(Style, f32)]) -> Option<Self> {
        let total: f32 = styles.iter().map(|(_, weight)| weight).sum();
        if total.is_nan() || total <= 0.0 {
            return None;
        }
        let mut code = vec![0.0; CODE_SIZE];
        for (style, weight) in styles {
            for (sum, number) in code.iter_mut().zip(&style.code) {
                *sum += number * (weight / total);
            }
        }
        let tunings = styles.iter();
        let tunings = tunings.filter_map(|(style, weight)| Some((style.tuning()?, weight / total)));
        Some(Self {
            code,
            tuning: Tuning::mix(tunings),
        })
    }

    /// The numbers of the code, [`CODE_SIZE`] of them.
    pub fn numbers(&self) -> &[f32] {
        &self.code
    }

    /// What was learnt beside the code.
    pub fn tuning(&self) -> Option<&Tuning> {
        self.tuning.as_ref()
    }

    /// The same code with what was learnt beside it.
    #[must_use]
    pub fn tuned(self, tuning: Option<Tuning>) -> Self {
        Self { tuning, ..self }
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
