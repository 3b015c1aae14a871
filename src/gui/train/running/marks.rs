//! What was changed on the way, as marks on the axis of time and in words.

use super::{curves::Told, term_words};
use crate::{gui::localisation::Words, session::Record};

/// A change of a weight.
pub struct Mark {
    /// From which step on it acted.
    pub step: usize,
    /// What was changed, in words.
    pub text: String,
    /// The place of its run among those that are drawn.
    pub run: usize,
    /// What that is called, where there are several.
    of: Option<String>,
}

impl Mark {
    /// When it was changed, and in which run where there are several.
    pub fn title(&self, words: &Words) -> String {
        let step = words.with("train-at-step", &[("step", self.step.into())]);
        match &self.of {
            Some(of) => format!("{of} · {step}"),
            None => step,
        }
    }
}

/// What was changed in all `runs`, by step.
pub fn marks(runs: &[Told<'_>], words: &Words) -> Vec<Mark> {
    let of_run = |(run, told): (usize, &Told<'_>)| {
        let of = told.of.map(str::to_owned);
        let all = changes(told.record, words).into_iter();
        all.map(move |(step, text)| Mark {
            step,
            text,
            run,
            of: of.clone(),
        })
    };
    let mut all: Vec<Mark> = runs.iter().enumerate().flat_map(of_run).collect();
    all.sort_by_key(|mark| mark.step);
    all
}

/// What was changed at a step, in words; the first controls of a run are no change.
fn changes(record: &Record, words: &Words) -> Vec<(usize, String)> {
    let pairs = record.changes.iter().zip(record.changes.iter().skip(1));
    let mut all: Vec<(usize, String)> = Vec::new();
    for (before, after) in pairs {
        let (before, step, after) = (&before.controls, after.step, &after.controls);
        let pace = (before.pace != after.pace).then_some(("pace", before.pace, after.pace));
        let weights = after.weights.iter().filter_map(|(name, now)| {
            let was = before.weight(name);
            (was != now).then_some((name, was, now))
        });
        let parts: Vec<String> = pace
            .into_iter()
            .chain(weights)
            .map(|(name, was, now)| {
                let values = [
                    ("name", term_words::name(words, name).into()),
                    ("from", term_words::number(f64::from(was)).into()),
                    ("to", term_words::number(f64::from(now)).into()),
                ];
                words.with("train-changed", &values)
            })
            .collect();
        if !parts.is_empty() {
            all.push((step, parts.join("\n")));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        session::Language,
        train::{Change, TrainControls},
    };

    #[test]
    fn what_was_changed_is_said_with_its_values() {
        let controls = |style: f32, pace| TrainControls {
            pace,
            weights: [("style", style), ("content", 0.2)].into_iter().collect(),
        };
        let change = |step, style, pace| Change {
            step,
            controls: controls(style, pace),
        };
        let record = Record {
            changes: vec![
                change(0, 1.0, 1.0),
                change(40, 2.0, 1.0),
                change(60, 2.0, 1.0),
                change(90, 2.0, 0.5),
            ],
            ..Record::default()
        };
        let words = Words::new(Language::English);
        let told = changes(&record, &words);
        let steps: Vec<usize> = told.iter().map(|(step, _)| *step).collect();
        assert_eq!(steps, [40, 90]);
        assert!(told[0].1.contains("Style") && told[0].1.contains("2.00"));
        assert!(told[1].1.contains("0.5"));
    }
}
