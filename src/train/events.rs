//! What a run tells whoever drives it.

use super::{
    controls::{Change, TrainControls},
    terms::Terms,
};
use crate::{
    data::Split,
    error::{Error, Result},
    fault::TrainWarning,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{
    collections::BTreeMap,
    io::{BufRead, Write},
    path::{Path, PathBuf},
};

/// Quality on pictures that are not trained on, at a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Steps done.
    pub step: usize,
    /// By which the best weights are chosen; less is better.
    pub score: f32,
    /// What it is made of.
    pub values: Terms,
}

/// What came of a run that is over; `summary.json` in its folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The task.
    pub task: String,
    /// Steps done.
    pub steps: usize,
    /// Seed of every random choice.
    pub seed: u64,
    /// Pictures by their roles.
    pub pictures: BTreeMap<String, Split>,
    /// Settings that belonged to the run from its first step on.
    pub settings: Map<String, Value>,
    /// The weights of the losses, each with the step from which on it acted.
    pub controls: Vec<Change>,
    /// The best measurement on validation pictures.
    pub best: Measured,
    /// The weights of that step, measured on pictures that nothing was ever chosen by; none where the
    /// folders are too small to keep some.
    pub test: Option<Measured>,
}

/// Name of the log in the folder of a run.
const LOG: &str = "log.jsonl";

/// What a run reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum TrainEvent {
    /// What must be done before the first step is done in part.
    Preparing {
        /// The share that is done, 0 to 1.
        share: f32,
    },
    /// All is prepared, and from now on there is something to keep.
    Started {
        /// First step of this session.
        step: usize,
        /// Steps of the whole run.
        steps: usize,
        /// Pictures by their roles.
        pictures: BTreeMap<String, Split>,
    },
    /// Something is to be said, and the run goes on.
    Warned(TrainWarning),
    /// Steps were done; losses are means since the last report.
    Steps {
        /// Steps done.
        step: usize,
        /// Values of the losses, before their weights.
        losses: Terms,
        /// Learning rate.
        rate: f64,
        /// Steps a second in this session.
        speed: f64,
    },
    /// Controls act from now on; also the first ones of a run.
    Controlled(Change),
    /// The networks were measured on validation pictures.
    Measured(Measured),
    /// A sheet of samples was written.
    Preview {
        /// The file.
        path: PathBuf,
    },
    /// The state was saved.
    Saved {
        /// Steps done.
        step: usize,
    },
    /// A loss was not a number; the run went back to its last checkpoint and draws other crops, with the controls
    /// that it had there.
    RolledBack {
        /// The step that failed.
        from: usize,
        /// The step of the checkpoint.
        to: usize,
        /// The controls in force.
        controls: TrainControls,
    },
    /// Nothing got better for a while, and the run ends before its last step.
    StoppedEarly {
        /// Steps done.
        step: usize,
        /// The step whose weights are kept.
        best: usize,
    },
    /// The run is over; what came of it.
    Finished(Summary),
}

impl TrainEvent {
    /// Appends it to the log in the folder of its run, as a line; preparations are not worth one.
    ///
    /// # Errors
    /// If the log cannot be written, which is no reason to stop.
    pub fn log(&self, folder: &Path) -> Result<()> {
        if matches!(self, Self::Preparing { .. }) {
            return Ok(());
        }
        let path = folder.join(LOG);
        let line = serde_json::to_string(self).unwrap_or_default();
        let opened = std::fs::File::options()
            .create(true)
            .append(true)
            .open(&path);
        let written = opened.and_then(|mut opened| writeln!(opened, "{line}"));
        written.map_err(Error::io("write", &path))
    }
}

/// What the run in `folder` has told so far, from its first session on: `hear` gets one event after the other. Lines that are
/// none, as those of a newer version, are passed over.
///
/// # Errors
/// If there is no log, or it cannot be read.
pub fn read_log(folder: &Path, mut hear: impl FnMut(TrainEvent)) -> Result<()> {
    let path = folder.join(LOG);
    let file = std::fs::File::open(&path).map_err(Error::io("read", &path))?;
    for line in std::io::BufReader::new(file).split(b'\n') {
        let line = line.map_err(Error::io("read", &path))?;
        if let Ok(event) = serde_json::from_slice(&line) {
            hear(event);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_read_as_it_was_told_and_what_is_no_event_is_passed_over() {
        let folder = tempfile::tempdir().expect("folder");
        let terms: Terms = [("style", 0.5), ("content", 0.25)].into_iter().collect();
        let controls = TrainControls {
            pace: 0.5,
            weights: terms.clone(),
        };
        let change = Change {
            step: 7,
            controls: controls.clone(),
        };
        let told = [
            TrainEvent::Started {
                step: 0,
                steps: 90,
                pictures: BTreeMap::new(),
            },
            TrainEvent::Warned(TrainWarning::Grey { grey: 2, of: 3 }),
            TrainEvent::Controlled(change),
            TrainEvent::Steps {
                step: 25,
                losses: terms.clone(),
                rate: 1e-3,
                speed: 2.0,
            },
            TrainEvent::Measured(Measured {
                step: 30,
                score: 0.5,
                values: terms,
            }),
            TrainEvent::RolledBack {
                from: 40,
                to: 25,
                controls,
            },
            TrainEvent::Saved { step: 25 },
        ];
        for event in &told {
            event.log(folder.path()).expect("written");
        }
        let path = folder.path().join(LOG);
        let whole = std::fs::read(&path).expect("read");
        // A program that was killed may leave half a line.
        let broken = [
            b"{\"event\":\"of tomorrow\"}\n\xff\n",
            &whole[..],
            b"{\"event\":\"st",
        ]
        .concat();
        std::fs::write(&path, broken).expect("written");
        let mut heard = Vec::new();
        read_log(folder.path(), |event| heard.push(event)).expect("read");
        assert_eq!(heard, told);
        assert!(read_log(&folder.path().join("none"), |_| {}).is_err());
    }
}
