//! A run that begins with what another one has learnt, under settings of its own.

use super::{
    checkpoint::{BEST, checkpoint_in},
    checkpoint_contents::{Notes, Saved},
};
use crate::{
    error::Result,
    fault::TrainingFault,
    nn::{SCHOOL_PAINTINGS, SCHOOL_PHOTOGRAPHS, TrainedOn},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// What pictures are called of which a network knew before the run that it learns in now.
pub const BEFORE: &str = ", before the school";

/// Which of a run's weights are begun with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// Those that did best on pictures that are not learnt from.
    #[default]
    Best,
    /// Those of the newest checkpoint.
    Latest,
}

/// The run that another one begins with: a branch has its networks and its controls, and steps, optimisers, pictures and
/// measurements of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    /// Its folder.
    pub run: PathBuf,
    /// Which of its weights.
    #[serde(default)]
    pub kept: Kept,
}

impl Parent {
    /// The checkpoint that is begun with: the newest one, where there was no look at the validation yet.
    fn checkpoint(&self) -> PathBuf {
        let best = self.run.join(BEST);
        match self.kept {
            Kept::Best if best.is_file() => best,
            _ => checkpoint_in(&self.run),
        }
    }

    /// What a new run in `folder` of the task `name`, with this seed and these settings, begins with.
    ///
    /// # Errors
    /// If it is gone or broken, or of another task.
    pub(super) fn begin(
        &self,
        folder: &Path,
        name: &str,
        seed: u64,
        settings: Map<String, Value>,
    ) -> Result<Saved> {
        let saved = Saved::open(&self.checkpoint())?;
        let before = &saved.notes;
        if before.task != name {
            return Err(TrainingFault::OtherTask {
                folder: folder.to_owned(),
                had: before.task.clone(),
                wanted: name.to_owned(),
            }
            .into());
        }
        let mut notes = Notes {
            data: learnt_before(&before.data),
            found: before.found.clone(),
            // Without times of its optimisers it begins with fresh ones.
            ..Notes::new(name, seed, settings)
        };
        notes.changes.extend(before.changes.last().cloned());
        notes.changes.iter_mut().for_each(|change| change.step = 0);
        // What tells of pictures is found out anew: they may be others.
        let of_pictures = [SCHOOL_PAINTINGS, SCHOOL_PHOTOGRAPHS];
        let kept = |tensor: &str| !of_pictures.iter().any(|name| tensor.ends_with(name));
        Ok(saved.renewed(notes, kept))
    }
}

/// What was learnt from, as whatever begins with it remembers that.
pub fn learnt_before(data: &[TrainedOn]) -> Vec<TrainedOn> {
    let told = data.iter().cloned().map(|data| TrainedOn {
        what: match data.what.ends_with(BEFORE) {
            true => data.what,
            false => format!("{}{BEFORE}", data.what),
        },
        ..data
    });
    told.collect()
}

/// What a run learns from, with what it knew `before` it began.
pub(super) fn with_before(mut own: Vec<TrainedOn>, before: &[TrainedOn]) -> Vec<TrainedOn> {
    let before = before.iter().filter(|data| data.what.ends_with(BEFORE));
    for data in before {
        if !own.contains(data) {
            own.push(data.clone());
        }
    }
    own
}
