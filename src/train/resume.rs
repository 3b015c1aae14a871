//! Going on with a run by its folder alone, whatever it trains.

use super::{
    checkpoint::checkpoint_in,
    checkpoint_contents::Saved,
    config::RunConfig,
    run::TrainRun,
    settings,
    setup::{ReadRun, RunSetup},
    task::Task,
    tasks::{
        domains::DomainsTask, dream::DreamTask, encoder::EncoderTask, generator::GeneratorTask,
        school::SchoolTask, unpaired::UnpairedTask,
    },
};
use crate::{compute::Compute, error::Result, fault::TrainingFault};
use std::path::{Path, PathBuf};

/// Goes on with the run in `folder`, set up as it was; `change` may give it more steps, or other pauses between
/// looks and checkpoints.
///
/// # Errors
/// If there is none, its file of settings cannot be understood, or as [`TrainRun::open`].
pub fn resume(
    folder: &Path,
    change: impl FnOnce(&mut RunConfig),
    compute: &Compute,
) -> Result<TrainRun> {
    read(folder, change)?.begin(compute)
}

impl RunSetup {
    /// The run in `folder`, set up as it was; `change` may give it more steps, or other pauses between looks and
    /// checkpoints.
    pub fn resume(folder: PathBuf, change: impl FnOnce(&mut RunConfig) + Send + 'static) -> Self {
        Self::by(move || read(&folder, change))
    }
}

fn read(folder: &Path, change: impl FnOnce(&mut RunConfig)) -> Result<ReadRun> {
    let task = Saved::open(&checkpoint_in(folder))?.notes.task;
    match task.as_str() {
        DomainsTask::NAME => read_as::<DomainsTask>(folder, change),
        DreamTask::NAME => read_as::<DreamTask>(folder, change),
        EncoderTask::NAME => read_as::<EncoderTask>(folder, change),
        GeneratorTask::NAME => read_as::<GeneratorTask>(folder, change),
        SchoolTask::NAME => read_as::<SchoolTask>(folder, change),
        UnpairedTask::NAME => read_as::<UnpairedTask>(folder, change),
        _ => Err(TrainingFault::NewerRun(folder.to_owned()).into()),
    }
}

fn read_as<T: Task>(folder: &Path, change: impl FnOnce(&mut RunConfig)) -> Result<ReadRun> {
    let (mut run, task) = settings::read::<T>(folder)?;
    change(&mut run);
    ReadRun::read::<T>(run, task)
}
