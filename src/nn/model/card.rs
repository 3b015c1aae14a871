//! A model's card: what whoever is about to use it wants to know.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a model is, what it learnt from and how good it is. Each part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    /// What it is, in a sentence or two.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// Under which licence it may be used.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// What it learnt from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<TrainedOn>,
    /// The settings of its training.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, serde_json::Value>,
    /// How good it is, by name of the measure.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub measures: BTreeMap<String, f64>,
    /// What it does badly.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub weaknesses: String,
}

/// Pictures that a model learnt from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrainedOn {
    /// What they are.
    pub what: String,
    /// How many; 0 if that is not known.
    pub count: usize,
    /// Under which terms they may be used.
    pub licence: String,
}

impl Card {
    /// With what another card says: its words instead of those that are here, its settings and measures beside them.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        for (own, other) in [
            (&mut self.about, other.about),
            (&mut self.licence, other.licence),
            (&mut self.weaknesses, other.weaknesses),
        ] {
            if !other.is_empty() {
                *own = other;
            }
        }
        if !other.data.is_empty() {
            self.data = other.data;
        }
        self.settings.extend(other.settings);
        self.measures.extend(other.measures);
        self
    }

    /// Reads the text of a header; none is an empty card.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        serde_json::from_str(text).map_err(|e| format!("its card cannot be read ({e})"))
    }
}
