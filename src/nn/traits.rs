//! In what generators differ from each other though their weights have the same shapes: it stands in the
//! file of the weights, which paint as they learnt only with it.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What convolutions find beyond the border of their maps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Padding {
    /// Nothing.
    #[default]
    Zeros,
    /// The cells at the border once more, so that a picture is no darker there.
    Replicate,
}

/// The noise that is painted into strokes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// Every cell for itself.
    #[default]
    White,
    /// Blurred, and as much of an octave of four times the size.
    Smooth,
}

/// Traits of a generator; by default those of files that do not name any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Traits {
    /// Padding of every convolution.
    pub padding: Padding,
    /// Grain at 1/8 and 1/4.
    pub grain: Grain,
    /// A binomial blur `[1, 2, 1]` along both sides after the two inner shuffles, after which a lattice is no
    /// longer the cheapest texture (as "blurred up-sampling" in StyleGAN, Karras et al., CVPR 2019).
    pub blurred_shuffles: bool,
    /// Whether the MLP of the style code reads a number more, see [`FREEDOM`].
    pub freedom: bool,
}

/// Freedom from the photograph's shapes, in halvings of the weight that they had while the generator learnt: 0 is
/// the weight that its training chose, 1 half of it.
pub const FREEDOM: std::ops::RangeInclusive<f32> = -1.25..=2.0;

/// Name of the note of a weights file.
pub const NOTE: &str = "traits";
/// No traits take more bytes.
const LONGEST: usize = 1000;

impl Traits {
    /// Names on the command line, each with what has that trait alone.
    pub const NAMES: [(&str, Self); 4] = {
        let none = Self {
            padding: Padding::Zeros,
            grain: Grain::White,
            blurred_shuffles: false,
            freedom: false,
        };
        [
            (
                "replicate",
                Self {
                    padding: Padding::Replicate,
                    ..none
                },
            ),
            (
                "smooth",
                Self {
                    grain: Grain::Smooth,
                    ..none
                },
            ),
            (
                "blurred",
                Self {
                    blurred_shuffles: true,
                    ..none
                },
            ),
            (
                "free",
                Self {
                    freedom: true,
                    ..none
                },
            ),
        ]
    };

    /// The traits that either has.
    fn with(self, other: Self) -> Self {
        let none = Self::default();
        Self {
            padding: if other.padding == none.padding {
                self.padding
            } else {
                other.padding
            },
            grain: if other.grain == none.grain {
                self.grain
            } else {
                other.grain
            },
            blurred_shuffles: self.blurred_shuffles || other.blurred_shuffles,
            freedom: self.freedom || other.freedom,
        }
    }

    /// All that was found to be worth it: what new generators have.
    pub const LEARNT: Self = Self {
        padding: Padding::Replicate,
        grain: Grain::Smooth,
        blurred_shuffles: true,
        freedom: true,
    };

    /// Reads the text of a note.
    ///
    /// # Errors
    /// What cannot be understood.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST || !text.starts_with('{') {
            return Err("they are no short list of names and values".to_owned());
        }
        serde_json::from_str(text).map_err(|e| e.to_string())
    }

    /// The text of the note in a file's header.
    pub fn note(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl fmt::Display for Traits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has = Self::NAMES
            .iter()
            .filter(|(_, one)| self.with(*one) == *self);
        let names: Vec<&str> = has.map(|(name, _)| *name).collect();
        f.write_str(&if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(",")
        })
    }
}

impl FromStr for Traits {
    type Err = String;

    /// Names with commas between, or `none`.
    fn from_str(text: &str) -> Result<Self, String> {
        if text.trim() == "none" {
            return Ok(Self::default());
        }
        text.split(',')
            .map(str::trim)
            .try_fold(Self::default(), |all, name| {
                let known = Self::NAMES.iter().find(|(known, _)| *known == name);
                let (_, one) = known.ok_or_else(|| {
                    format!(
                        "'{name}' is no trait; use none, or some of replicate,smooth,blurred,free"
                    )
                })?;
                Ok(all.with(*one))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for text in [
            "none",
            "blurred",
            "replicate,smooth",
            "replicate,smooth,blurred,free",
        ] {
            let traits: Traits = text.parse().expect(text);
            assert_eq!(traits.to_string(), text);
        }
        assert_eq!(Traits::LEARNT.to_string(), "replicate,smooth,blurred,free");
        assert!("replicate,wings".parse::<Traits>().is_err() && "".parse::<Traits>().is_err());
    }

    #[test]
    fn a_note_is_read_as_it_was_written_and_anything_else_refused() {
        for traits in [Traits::default(), Traits::LEARNT] {
            assert_eq!(Traits::parse(&traits.note()), Ok(traits));
        }
        assert_eq!(Traits::parse("{}"), Ok(Traits::default()));
        let long = format!("{{{}}}", " ".repeat(LONGEST));
        for wrong in [
            "",
            "[]",
            r#"{"padding":"mirror"}"#,
            r#"{"wings":true}"#,
            &long,
        ] {
            assert!(Traits::parse(wrong).is_err(), "{wrong}");
        }
    }
}
