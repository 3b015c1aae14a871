//! What was learnt to paint one style better: an offset of what its code does to one generator.

use super::modulation::MODULATION_SIZE;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Numbers are multiples of 1 over this: what is finer is not seen, and whole numbers are short in recipes.
const FINENESS: f32 = 1024.0;
/// Largest number that means something; those that were learnt stay below 10.
const LARGEST: f32 = 1000.0;

/// An offset of what a style code does to the decoder of one generator; to another one it means nothing. Plain data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Tuning {
    painter: Arc<str>,
    offset: Arc<[f32]>,
}

/// It in files.
#[derive(Clone, Serialize, Deserialize)]
struct Written {
    painter: String,
    /// In units of 1 over [`FINENESS`].
    offset: Vec<i32>,
}

impl From<Tuning> for Written {
    fn from(tuning: Tuning) -> Self {
        let whole = |n: &f32| (n * FINENESS).round() as i32;
        Self {
            painter: (*tuning.painter).to_owned(),
            offset: tuning.offset.iter().map(whole).collect(),
        }
    }
}

impl TryFrom<Written> for Tuning {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        let number = |n: &i32| *n as f32 / FINENESS;
        Self::new(&written.painter, written.offset.iter().map(number))
    }
}

impl Tuning {
    /// What was learnt for the generator of this hash: as many numbers as
    /// [`Generator::modulate`](super::Generator::modulate) gives, rounded to what files keep.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn new(painter: &str, offset: impl Iterator<Item = f32>) -> Result<Self, String> {
        let offset: Arc<[f32]> = offset.map(|n| (n * FINENESS).round() / FINENESS).collect();
        let count = offset.len();
        if count != MODULATION_SIZE {
            return Err(format!(
                "a tuned style has {MODULATION_SIZE} numbers beside its code, not {count}"
            ));
        }
        if offset.iter().any(|n| n.is_nan() || n.abs() > LARGEST) {
            return Err("a number of the tuned style has no meaning".to_owned());
        }
        Ok(Self {
            painter: painter.into(),
            offset,
        })
    }

    /// Hash of the generator.
    pub fn painter(&self) -> &str {
        &self.painter
    }

    /// The numbers.
    pub fn offset(&self) -> &[f32] {
        &self.offset
    }

    /// The sum of tunings of one generator, each by its share; those of others than the first one's are left out.
    pub fn mix<'a>(all: impl Iterator<Item = (&'a Self, f32)>) -> Option<Self> {
        let mut all = all.peekable();
        let painter = Arc::clone(&all.peek()?.0.painter);
        let mut sum = vec![0.0; MODULATION_SIZE];
        for (tuning, share) in all.filter(|(tuning, _)| tuning.painter == painter) {
            for (sum, number) in sum.iter_mut().zip(&*tuning.offset) {
                *sum += number * share;
            }
        }
        Self::new(&painter, sum.into_iter()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tuning(painter: &str, value: f32) -> Tuning {
        Tuning::new(painter, std::iter::repeat_n(value, MODULATION_SIZE)).expect("a tuning")
    }

    #[test]
    fn it_comes_back_from_text_as_it_was_and_nonsense_is_refused() {
        let one = tuning("ab", 0.123_456);
        let text = serde_json::to_string(&one).expect("text");
        assert_eq!(serde_json::from_str::<Tuning>(&text).expect("back"), one);
        let short = text.replace("[126,", "[");
        assert!(serde_json::from_str::<Tuning>(&short).is_err());
        assert!(serde_json::from_str::<Tuning>(&text.replacen("126", "2000000000", 1)).is_err());
        assert!(Tuning::new("ab", std::iter::repeat_n(f32::NAN, MODULATION_SIZE)).is_err());
    }

    #[test]
    fn a_mix_is_the_weighted_sum_of_those_of_one_generator() {
        let (a, b, other) = (tuning("ab", 1.0), tuning("ab", -0.5), tuning("cd", 9.0));
        let mixed = Tuning::mix([(&a, 0.5), (&other, 0.25), (&b, 0.25)].into_iter());
        assert_eq!(mixed, Some(tuning("ab", 0.375)));
        assert_eq!(Tuning::mix(std::iter::empty()), None);
    }
}
