//! Checkpoints of `impasto train style` as they were written before runs had tasks: they are gone on with exactly.

use super::{FORMAT, Notes};
use crate::{
    loss::Adversarial,
    nn::Traits,
    train::{controls::Change, events::Measured, terms::Terms},
};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

/// What they call their task.
pub(super) const KIND: &str = "style";
/// Networks that had another name.
pub(super) const NAMES: &[(&str, &str)] = &[("discriminator", "critic")];

#[derive(Deserialize)]
struct Old {
    step: usize,
    seed: u64,
    batch: usize,
    side: usize,
    /// 0 or absent before it could be another than `side`.
    #[serde(default)]
    style_side: usize,
    /// Steps of Adam over the generator.
    generator_time: usize,
    /// Form of the adversarial loss and steps of Adam over the discriminator.
    #[serde(default)]
    adversarial: Option<(Adversarial, usize)>,
    #[serde(default = "one")]
    scales: usize,
    #[serde(default)]
    traits: Traits,
    #[serde(default)]
    changes: Vec<Change>,
    rolled_back: u64,
    curve: Vec<OldMeasured>,
}

fn one() -> usize {
    1
}

#[derive(Deserialize)]
struct OldMeasured {
    step: usize,
    style: f32,
    levels: Vec<f32>,
    content: f32,
    score: f32,
}

impl OldMeasured {
    /// By the names that they had when runs came to have tasks.
    fn values(&self) -> Terms {
        let levels = self.levels.iter().zip(1..);
        let levels = levels.map(|(level, i)| (format!("style.relu{i}_1"), *level));
        let means = [("style", self.style), ("content", self.content)];
        let means = means.map(|(name, value)| (name.to_owned(), value));
        means.into_iter().chain(levels).collect()
    }
}

/// Their notes as they are now.
pub(super) fn notes(text: &str) -> serde_json::Result<Notes> {
    let old: Old = serde_json::from_str(text)?;
    let style_side = match old.style_side {
        0 => old.side,
        side => side,
    };
    let form = old.adversarial.map(|(form, _)| form);
    let settings = json!({
        "batch": old.batch,
        "side": old.side,
        "style_side": style_side,
        "recoloured": 0.0,
        "scales": old.scales,
        "adversarial": form.map_or_else(|| "none".to_owned(), |form| form.to_string()),
        "traits": old.traits.to_string(),
    });
    let mut times = BTreeMap::from([("generator".to_owned(), old.generator_time)]);
    times.extend(
        old.adversarial
            .map(|(_, time)| ("discriminator".to_owned(), time)),
    );
    let curve = old.curve.into_iter().map(|old| Measured {
        values: old.values(),
        step: old.step,
        score: old.score,
    });
    Ok(Notes {
        data: Vec::new(),
        found: BTreeMap::new(),
        format: FORMAT,
        task: "generator".to_owned(),
        step: old.step,
        seed: old.seed,
        rolled_back: old.rolled_back,
        settings: settings.as_object().cloned().unwrap_or_default(),
        changes: old.changes,
        curve: curve.collect(),
        times,
    })
}
