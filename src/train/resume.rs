//! Going on with a run by its folder alone, whatever it trains.

use super::{
    TrainRun,
    checkpoint::checkpoint_in,
    config::RunConfig,
    settings,
    snapshot::Saved,
    task::Task,
    tasks::{encoder::EncoderTask, generator::GeneratorTask, school::SchoolTask},
};
use crate::{compute::Compute, error::Result, fault::TrainingFault};
use std::path::Path;

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
    let task = Saved::open(&checkpoint_in(folder))?.notes.task;
    match task.as_str() {
        EncoderTask::NAME => resume_as::<EncoderTask>(folder, change, compute),
        GeneratorTask::NAME => resume_as::<GeneratorTask>(folder, change, compute),
        SchoolTask::NAME => resume_as::<SchoolTask>(folder, change, compute),
        _ => Err(TrainingFault::NewerRun(folder.to_owned()).into()),
    }
}

fn resume_as<T: Task>(
    folder: &Path,
    change: impl FnOnce(&mut RunConfig),
    compute: &Compute,
) -> Result<TrainRun> {
    let (mut run, task) = settings::read::<T>(folder)?;
    change(&mut run);
    TrainRun::open::<T>(run, task, compute)
}
