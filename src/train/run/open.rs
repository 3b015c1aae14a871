//! How a run begins, or is gone on with.

use super::{Phase, TrainRun};
use crate::{
    compute::Compute,
    error::{Error, Result},
    fault::{OtherSetting, TrainWarning, TrainingFault},
    train::{
        branch::{Parent, with_before},
        checkpoint::checkpoint_in,
        checkpoint_contents::{Notes, Saved, shown},
        config::RunConfig,
        driven::{Driven as _, Driver},
        events::TrainEvent,
        settings,
        task::{Opening, Task},
    },
};
use serde_json::{Map, Value};
use std::time::Instant;

/// A run whose pictures and checkpoint are read, for the thread that owns the tensors to [begin](Unbegun::begin).
pub struct Unbegun<T: Task> {
    config: RunConfig,
    task: T::Config,
    data: T::Data,
    saved: Option<Saved>,
}

impl<T: Task> Unbegun<T> {
    /// Reads the pictures and, to resume, the checkpoint; on any thread, and as long as that takes.
    ///
    /// # Errors
    /// If the folder holds a run that this one is not, or pictures cannot be read.
    pub fn read(config: RunConfig, task: T::Config) -> Result<Self> {
        let saved = saved::<T>(&config, &task)?;
        Ok(Self {
            data: T::read(&task, &config.parts)?,
            config,
            task,
            saved,
        })
    }

    /// The run, before its first piece of work.
    ///
    /// # Errors
    /// If the run's folder cannot be made, or the task cannot begin.
    pub fn begin(self, compute: &Compute) -> Result<TrainRun> {
        let Self {
            config,
            task,
            data,
            saved,
        } = self;
        let fresh = !config.resume;
        std::fs::create_dir_all(&config.folder).map_err(Error::io("create", &config.folder))?;
        settings::write::<T>(&config, &task)?;
        let opening = Opening {
            seed: config.seed,
            steps: config.steps,
            device: &compute.device,
            saved: saved.as_ref(),
            begins: fresh,
        };
        let driven = Driver::new(T::open(&task, data, &opening)?, T::schedule(&task));
        let known = saved
            .as_ref()
            .map_or(&[] as &[_], |saved| &saved.notes.data);
        let data = with_before(driven.learns_from(), known);
        let mut events = Vec::new();
        let notes = match saved {
            Some(Saved { mut notes, .. }) => {
                if !fresh && !notes.data.is_empty() && notes.data != data {
                    events.push(TrainEvent::Warned(TrainWarning::OtherPictures));
                }
                if fresh || !notes.data.is_empty() {
                    notes.data = data;
                }
                notes
            }
            None => Notes {
                data,
                ..Notes::new(T::NAME, config.seed, T::fixed(&task))
            },
        };
        Ok(TrainRun {
            // What a new run is before its first step is kept as well: it may have to go back there.
            unsaved: fresh,
            saved_at: Instant::now(),
            notes,
            task: Box::new(driven),
            config,
            phase: Phase::Preparing,
            wanted: None,
            looked: None,
            recent: Vec::new(),
            began: None,
            events,
        })
    }
}

impl TrainRun {
    /// Reads the pictures and begins a run, or goes on with the one in the folder: [`Unbegun::read`] and
    /// [`Unbegun::begin`] in one go.
    ///
    /// # Errors
    /// If the folder cannot be used, or holds a run that this one is not, or pictures cannot be read.
    pub fn open<T: Task>(config: RunConfig, task: T::Config, compute: &Compute) -> Result<Self> {
        Unbegun::<T>::read(config, task)?.begin(compute)
    }
}

/// The checkpoint to go on with, or what a branch begins with; none for another new run.
fn saved<T: Task>(config: &RunConfig, task: &T::Config) -> Result<Option<Saved>> {
    let file = checkpoint_in(&config.folder);
    if !config.resume {
        return match file.exists() {
            true => Err(TrainingFault::FolderTaken(config.folder.clone()).into()),
            false => {
                let begin = |parent: &Parent| {
                    parent.begin(&config.folder, T::NAME, config.seed, T::fixed(task))
                };
                config.parent.as_ref().map(begin).transpose()
            }
        };
    }
    let saved = Saved::open(&file)?;
    if saved.notes.task != T::NAME {
        return Err(TrainingFault::OtherTask {
            folder: config.folder.clone(),
            had: saved.notes.task,
            wanted: T::NAME.to_owned(),
        }
        .into());
    }
    let others = others(&saved.notes, config.seed, &T::fixed(task));
    match others.is_empty() {
        true => Ok(Some(saved)),
        false => Err(TrainingFault::OtherSettings(others).into()),
    }
}

/// Settings that the run of `notes` was started with and that are others now.
fn others(notes: &Notes, seed: u64, settings: &Map<String, Value>) -> Vec<OtherSetting> {
    let seeds = (notes.seed != seed).then(|| OtherSetting {
        name: "seed".to_owned(),
        had: notes.seed.to_string(),
        given: seed.to_string(),
    });
    let changed = settings
        .iter()
        .filter(|(name, value)| !is_same(notes.settings.get(*name), value));
    let changed = changed.map(|(name, value)| OtherSetting {
        name: name.clone(),
        had: notes.settings.get(name).map(shown).unwrap_or_default(),
        given: shown(value),
    });
    seeds.into_iter().chain(changed).collect()
}

/// Whether a setting is what it was; what a run of before could not do yet, it does not.
fn is_same(had: Option<&Value>, now: &Value) -> bool {
    match had {
        Some(had) => had == now,
        None => *now == Value::Bool(false) || now.as_f64() == Some(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_run_of_before_did_not_know_is_off() {
        assert!(is_same(None, &json!(false)) && is_same(None, &json!(0.0)));
        assert!(!is_same(None, &json!(true)) && !is_same(None, &json!(0.5)));
        assert!(
            is_same(Some(&json!(0.5)), &json!(0.5)) && !is_same(Some(&json!(0.5)), &json!(0.0))
        );
    }
}
