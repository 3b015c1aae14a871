//! All that a run is at a step, to and from its checkpoint.

use super::{
    checkpoint::{self, Named},
    controls::{Change, TrainControls},
    events::Measured,
};
use crate::{
    error::{Error, Result},
    fault::TrainingFault,
    nn::{TrainedOn, Weights, frozen_with},
    optim::Learner,
};
use burn::{
    module::Module,
    tensor::{Device, TensorData},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

mod before;

/// Version of the notes.
const FORMAT: u64 = 2;

/// What a checkpoint remembers beside tensors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notes {
    /// Version of these notes.
    pub format: u64,
    /// Name of the task.
    pub task: String,
    /// Steps done.
    pub step: usize,
    /// Seed of every random choice.
    pub seed: u64,
    /// How often the run went back to a checkpoint.
    pub rolled_back: u64,
    /// Settings of the task that cannot change on the way.
    pub settings: Map<String, Value>,
    /// Controls, each with the step from which on they acted.
    pub changes: Vec<Change>,
    /// All measurements.
    pub curve: Vec<Measured>,
    /// What it learns from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<TrainedOn>,
    /// What the task itself has found out at its beginning, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub found: BTreeMap<String, String>,
    /// Steps that each optimiser has done, by the name of its network.
    pub times: BTreeMap<String, usize>,
}

impl Notes {
    /// Those of a new run.
    pub fn new(task: &str, seed: u64, settings: Map<String, Value>) -> Self {
        Self {
            format: FORMAT,
            task: task.to_owned(),
            step: 0,
            seed,
            rolled_back: 0,
            settings,
            changes: Vec::new(),
            curve: Vec::new(),
            data: Vec::new(),
            found: BTreeMap::new(),
            times: BTreeMap::new(),
        }
    }

    /// The controls in force, if any were ever told.
    pub fn controls(&self) -> Option<&TrainControls> {
        self.changes.last().map(|change| &change.controls)
    }

    /// The best measurement.
    pub fn best(&self) -> Option<&Measured> {
        let all = self.curve.iter();
        all.min_by(|a, b| a.score.total_cmp(&b.score))
    }
}

/// What a task adds to a checkpoint.
#[derive(Default)]
pub struct CheckpointContents {
    tensors: Named,
    times: BTreeMap<String, usize>,
    found: BTreeMap<String, String>,
}

impl CheckpointContents {
    /// What the task has found out at its beginning and cannot find out again: what it began with, what its folders were like.
    pub fn found(&mut self, name: &str, text: impl ToString) {
        self.found.insert(name.to_owned(), text.to_string());
    }

    /// A network that learns and its optimiser; each network of a task has a name of its own.
    pub fn learner<M: Module>(&mut self, name: &str, learner: &Learner<M>) {
        let (net, adam) = (&learner.net, &learner.adam);
        let time = checkpoint::pack(&format!("{name}."), net, adam, &mut self.tensors);
        self.times.insert(name.to_owned(), time);
    }

    /// A network that does not learn, such as an average.
    pub fn network<M: Module>(&mut self, name: &str, net: &M) {
        checkpoint::pack_values(&format!("{name}."), net, &mut self.tensors);
    }

    /// Something of the task's own: a pool of pictures, a learnt code.
    pub fn tensor(&mut self, name: &str, data: TensorData) {
        self.tensors.push((name.to_owned(), data));
    }

    /// All tensors, for what adds several by itself.
    pub fn tensors(&mut self) -> &mut Named {
        &mut self.tensors
    }

    /// All of `other` under names that begin with `prefix`: a task with several of something that saves itself.
    pub fn nest(&mut self, prefix: &str, other: Self) {
        let named = |name: String| format!("{prefix}{name}");
        let tensors = other.tensors.into_iter();
        self.tensors
            .extend(tensors.map(|(name, data)| (named(name), data)));
        let times = other.times.into_iter();
        self.times
            .extend(times.map(|(name, time)| (named(name), time)));
        let found = other.found.into_iter();
        self.found
            .extend(found.map(|(name, text)| (named(name), text)));
    }

    /// Writes the checkpoint, atomically.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(super) fn write(self, file: &Path, notes: &mut Notes) -> Result<()> {
        notes.times = self.times;
        notes.found = self.found;
        let text = serde_json::to_string(notes).map_err(|e| TrainingFault::Notes(e.to_string()))?;
        checkpoint::write(file, &self.tensors, text, [].into())
    }
}

/// By what notes are told apart.
#[derive(Deserialize)]
struct Version {
    format: Option<u64>,
    kind: Option<String>,
}

/// A checkpoint that was read.
pub struct Saved {
    /// What it remembers beside tensors.
    pub notes: Notes,
    /// All its tensors.
    pub weights: Weights,
    file: PathBuf,
    /// Names of networks in a file of before.
    old_names: &'static [(&'static str, &'static str)],
}

impl Saved {
    /// Reads the checkpoint `file`, also one that an earlier version wrote.
    ///
    /// # Errors
    /// If it is missing, broken, or of a version that cannot be gone on with.
    pub fn open(file: &Path) -> Result<Self> {
        let folder = || file.parent().unwrap_or(file).to_owned();
        if !file.exists() {
            return Err(TrainingFault::NoRun(folder()).into());
        }
        let (text, _, weights) = checkpoint::read(file)?;
        let broken = |e: serde_json::Error| {
            Error::weights(
                file,
                format!("its notes are broken ({e})"),
                "start a new run, or go on with a copy of the file",
            )
        };
        // Read from the text itself, since a map of values would forget the order of weights.
        let version: Version = serde_json::from_str(&text).map_err(broken)?;
        let (notes, old_names) = match (version.format, version.kind.as_deref()) {
            (Some(FORMAT), _) => (serde_json::from_str(&text).map_err(broken)?, &[] as &[_]),
            (Some(_), _) => return Err(TrainingFault::NewerRun(folder()).into()),
            (None, Some(before::KIND)) => (before::notes(&text).map_err(broken)?, before::NAMES),
            (None, _) => return Err(TrainingFault::OldRun(folder()).into()),
        };
        Ok(Self {
            notes,
            weights,
            file: file.to_owned(),
            old_names,
        })
    }

    /// The same networks under other notes, with the tensors whose names are `kept`.
    pub(super) fn renewed(self, notes: Notes, kept: impl Fn(&str) -> bool) -> Self {
        let tensors = self.weights.iter().filter(|(name, _)| kept(name));
        let tensors = tensors.map(|(name, weight)| {
            let data = TensorData::new(weight.values.clone(), weight.shape.clone());
            (name.to_owned(), data)
        });
        Self {
            weights: Weights::from_tensors(tensors.collect(), &self.file.to_string_lossy()),
            notes,
            ..self
        }
    }

    /// What [`CheckpointContents::nest`] added under `prefix`, with the settings of the whole.
    pub fn nested(&self, prefix: &str) -> Self {
        let mut notes = self.notes.clone();
        notes.times = stripped(prefix, &self.notes.times);
        notes.found = stripped(prefix, &self.notes.found);
        let tensors = self.weights.iter().filter_map(|(name, weight)| {
            let data = TensorData::new(weight.values.clone(), weight.shape.clone());
            Some((name.strip_prefix(prefix)?.to_owned(), data))
        });
        Self {
            notes,
            weights: Weights::from_tensors(tensors.collect(), &self.file.to_string_lossy()),
            file: self.file.clone(),
            old_names: self.old_names,
        }
    }

    /// What names of tensors of this network begin with.
    pub fn prefix(&self, name: &str) -> String {
        let old = self.old_names.iter().find(|(new, _)| *new == name);
        format!("{}.", old.map_or(name, |(_, old)| old))
    }

    /// Reads what [`CheckpointContents::learner`] wrote.
    ///
    /// # Errors
    /// If a tensor is missing or of another shape.
    pub fn learner<M: Module>(
        &self,
        name: &str,
        learner: &mut Learner<M>,
        device: &Device,
    ) -> Result<()> {
        let time = self.notes.times.get(name).copied().unwrap_or(0);
        let (net, adam) = (learner.net.clone(), &mut learner.adam);
        learner.net =
            checkpoint::unpack(&self.prefix(name), &self.weights, net, adam, time, device)?;
        Ok(())
    }

    /// Reads what [`CheckpointContents::network`] wrote into `net`, frozen.
    ///
    /// # Errors
    /// If a tensor is missing or of another shape.
    pub fn network<M: Module>(&self, name: &str, net: M) -> Result<M> {
        let values = checkpoint::values(&self.prefix(name), &self.weights, &net)?;
        Ok(frozen_with(net, values))
    }

    /// A setting of the task, or what it has found out, as text.
    ///
    /// # Errors
    /// If the checkpoint does not know it.
    pub fn setting(&self, name: &str) -> Result<String> {
        let value = self.notes.settings.get(name).map(shown);
        let value = value.or_else(|| self.notes.found.get(name).cloned());
        value.ok_or_else(|| {
            Error::weights(
                &self.file,
                format!("it does not say '{name}'"),
                "start a new run in another folder",
            )
        })
    }
}

/// What is named with `prefix`, without it.
fn stripped<T: Clone>(prefix: &str, all: &BTreeMap<String, T>) -> BTreeMap<String, T> {
    let own = all.iter().filter_map(|(name, value)| {
        let name = name.strip_prefix(prefix)?;
        Some((name.to_owned(), value.clone()))
    });
    own.collect()
}

/// A setting as text.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
