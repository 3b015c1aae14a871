//! What changes while a run goes on: weights of the losses and the pace, and the file in which an artist says so.

use super::terms::Terms;
use crate::{
    error::{Error, Result},
    fault::TrainingFault,
    picture::write_atomically,
};
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    time::SystemTime,
};

/// A weight of a task's loss that an artist can change while it learns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightSpec {
    /// Name in files; the front ends' words for it are found by it.
    pub name: &'static str,
    /// What it is in a new run.
    pub default: f32,
}

/// A weight of a task, for its list.
pub const fn weight(name: &'static str, default: f32) -> WeightSpec {
    WeightSpec { name, default }
}

impl WeightSpec {
    /// Whether `weight` can be one: from 0 to 10,000.
    pub fn allows(weight: f32) -> bool {
        (0.0..=10_000.0).contains(&weight)
    }
}

/// All that can change between two steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainControls {
    /// The learning rate, as a share of what its schedule says.
    #[serde(default = "one")]
    pub pace: f32,
    /// Weights of the terms of the loss. One that is not there weighs nothing: a run that was saved before there was
    /// such a term goes on without it.
    #[serde(alias = "lambdas")]
    pub weights: Terms,
}

fn one() -> f32 {
    1.0
}

impl TrainControls {
    /// Name of [`TrainControls::pace`] among the weights of a file.
    const PACE: &str = "pace";

    /// Those of a new run.
    pub fn new(specs: &[WeightSpec]) -> Self {
        Self {
            pace: 1.0,
            weights: specs.iter().map(|spec| (spec.name, spec.default)).collect(),
        }
    }

    /// The weight of a term.
    pub fn weight(&self, name: &str) -> f32 {
        self.weights.get(name).unwrap_or(0.0)
    }

    /// These, with `some` of the numbers instead.
    #[must_use]
    pub fn with(mut self, some: &Terms) -> Self {
        for (name, value) in some.iter() {
            if name == Self::PACE {
                self.pace = value;
            } else {
                self.weights.set(name.to_owned(), value);
            }
        }
        self
    }
}

/// Controls that act from a step on; what a run remembers of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Steps done before.
    pub step: usize,
    /// All of them since.
    #[serde(flatten)]
    pub controls: TrainControls,
}

/// `controls.toml` in the folder of a run: a number written there acts from the next step on.
///
/// Looked at before every step, read only when it changed. What does not stand there stays what it is.
pub struct ControlsFile {
    path: PathBuf,
    specs: &'static [WeightSpec],
    seen: Option<(SystemTime, u64)>,
    wanted: Terms,
}

impl ControlsFile {
    /// Name of the file in the folder of a run.
    pub const NAME: &str = "controls.toml";

    /// The file of the run in `folder`, which need not exist, of a task with these weights.
    pub fn new(folder: &Path, specs: &'static [WeightSpec]) -> Self {
        Self {
            path: folder.join(Self::NAME),
            specs,
            seen: None,
            wanted: Terms::default(),
        }
    }

    /// Writes the file with `controls` as comments, to be edited, unless it exists.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn offer(&self, controls: &TrainControls) -> Result<()> {
        if self.path.exists() {
            return Ok(());
        }
        let mut text =
            "# Weights of this run, and its pace, a share of the learning rate. Remove a # and \
                        change the number: it acts from the next step on.\n"
                .to_owned();
        let pace = (TrainControls::PACE, controls.pace);
        for (name, value) in controls.weights.iter().chain([pace]) {
            // With a point, as floating-point numbers are written in TOML.
            text.push_str(&format!("# {name} = {value:?}\n"));
        }
        write_atomically(&self.path, text.as_bytes())
    }

    /// Reads the file if it changed since the last call; whether it did. A file that went away wants
    /// nothing more.
    ///
    /// # Errors
    /// If it cannot be understood, once for each change; what it said before stays in force.
    pub fn refresh(&mut self) -> Result<bool> {
        let seen = std::fs::metadata(&self.path)
            .ok()
            .and_then(|data| Some((data.modified().ok()?, data.len())));
        if seen == self.seen {
            return Ok(false);
        }
        self.seen = seen;
        if seen.is_none() {
            self.wanted = Terms::default();
            return Ok(true);
        }
        let text = std::fs::read_to_string(&self.path).map_err(Error::io("read", &self.path))?;
        self.wanted = self
            .wanted(&text)
            .map_err(|reason| TrainingFault::Controls {
                path: self.path.clone(),
                reason,
            })?;
        Ok(true)
    }

    /// `now` with the numbers that stand in the file.
    pub fn over(&self, now: TrainControls) -> TrainControls {
        now.with(&self.wanted)
    }

    fn wanted(&self, text: &str) -> Result<Terms, String> {
        let wanted: Terms = toml::from_str(text).map_err(|e| e.message().to_owned())?;
        for (name, value) in wanted.iter() {
            let known = name == TrainControls::PACE || self.specs.iter().any(|s| s.name == name);
            if !known {
                return Err(format!("there is no weight '{name}'"));
            }
            if !WeightSpec::allows(value) {
                return Err(format!("{value} is no weight; weights are 0 to 10000"));
            }
        }
        Ok(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPECS: &[WeightSpec] = &[
        WeightSpec {
            name: "style",
            default: 1.0,
        },
        WeightSpec {
            name: "content",
            default: 0.22,
        },
    ];

    #[test]
    fn what_stands_in_the_file_acts_and_a_broken_one_changes_nothing() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join(ControlsFile::NAME);
        let mut file = ControlsFile::new(folder.path(), SPECS);
        let now = || TrainControls::new(SPECS);
        assert!(!file.refresh().expect("no file"));
        // What is offered is only offered.
        file.offer(&now()).expect("written");
        assert!(file.refresh().expect("read"));
        assert_eq!(file.over(now()), now());
        let offered = std::fs::read_to_string(&path).expect("read");
        let edited = offered
            .replace("# content = 0.22", "content = 0.5")
            .replace("# pace = 1.0", "pace = 0.25");
        std::fs::write(&path, edited).expect("written");
        assert!(file.refresh().expect("read"));
        let mut changed = now();
        changed.weights.set("content", 0.5);
        changed.pace = 0.25;
        assert_eq!(file.over(now()), changed);
        assert!(!file.refresh().expect("not read again"));
        for broken in ["content = -1", "contents = 1", "content = nan", "content ="] {
            std::fs::write(&path, broken).expect("written");
            let message = file.refresh().expect_err(broken).to_string();
            assert!(message.contains("controls.toml"), "{message}");
            assert!(!file.refresh().expect("said once"));
            assert_eq!(file.over(now()), changed);
        }
        // Whole numbers are numbers.
        std::fs::write(&path, "content = 2").expect("written");
        file.refresh().expect("read");
        assert_eq!(file.over(now()).weight("content"), 2.0);
        std::fs::remove_file(&path).expect("removed");
        assert!(file.refresh().expect("gone"));
        assert_eq!(file.over(now()), now());
    }

    #[test]
    fn changes_of_runs_of_before_are_read() {
        let old = r#"{"step":7,"lambdas":{"style":1.0,"content":0.5}}"#;
        let change: Change = serde_json::from_str(old).expect("a change");
        assert_eq!((change.step, change.controls.pace), (7, 1.0));
        assert_eq!(change.controls.weight("content"), 0.5);
        assert_eq!(change.controls.weight("halo"), 0.0);
        let text = serde_json::to_string(&change).expect("text");
        let again: Change = serde_json::from_str(&text).expect("a change");
        assert_eq!(again, change);
    }
}
