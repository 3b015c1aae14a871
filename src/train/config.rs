//! What all runs are made of, whatever they train.

use super::branch::Parent;
use crate::data::Parts;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What all runs are made of, whatever they train.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunConfig {
    /// Folder of the run.
    pub folder: PathBuf,
    /// Steps of the whole run.
    pub steps: usize,
    /// Seed of every random choice.
    pub seed: u64,
    /// Steps between looks at the validation, each with a sheet of samples.
    pub validate_every: usize,
    /// Steps between checkpoints.
    pub save_every: usize,
    /// End after so many looks in a row at which nothing was better than before.
    pub patience: Option<usize>,
    /// The run whose networks it begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// The parts of its pictures that it learns from, of those of which not all is used as it stands.
    #[serde(default, skip_serializing_if = "Parts::is_empty")]
    pub parts: Parts,
    /// Go on from the folder's checkpoint.
    #[serde(skip)]
    pub resume: bool,
}

/// What suits a task, where nobody says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunDefaults {
    /// Steps of the whole run.
    pub steps: usize,
    /// Steps between looks at the validation.
    pub validate_every: usize,
    /// End after so many looks in a row at which nothing was better than before.
    pub patience: Option<usize>,
}
