//! How a run is set up, as a file in its folder, so that it can be gone on with without saying all that again.

use super::{
    RunConfig, TrainRun,
    run::checkpoint_in,
    snapshot::Saved,
    task::Task,
    tasks::{encoder::EncoderTask, generator::GeneratorTask},
};
use crate::{
    error::{Error, Result},
    fault::TrainingFault,
    picture::write_atomically,
};
use burn::tensor::Device;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Name of the file in the folder of a run.
pub const FILE: &str = "settings.toml";

/// What stands in the file.
#[derive(Serialize, Deserialize)]
struct Settings<C> {
    /// Name of the task.
    task: String,
    run: RunConfig,
    settings: C,
}

/// Writes the file of a run.
///
/// # Errors
/// If it cannot be written. Folders whose names are no text are in no file, and no reason to stop.
pub(super) fn write<T: Task>(run: &RunConfig, settings: &T::Config) -> Result<()> {
    let file = Settings {
        task: T::NAME.to_owned(),
        run: run.clone(),
        settings: settings.clone(),
    };
    match toml::to_string(&file) {
        Ok(text) => write_atomically(&run.folder.join(FILE), text.as_bytes()),
        Err(_) => Ok(()),
    }
}

/// Goes on with the run in `folder`, set up as it was; `change` may give it more steps, or other pauses between
/// looks and checkpoints.
///
/// # Errors
/// If there is none, its file of settings cannot be understood, or as [`TrainRun::open`].
pub fn resume(
    folder: &Path,
    change: impl FnOnce(&mut RunConfig),
    device: &Device,
) -> Result<TrainRun> {
    let task = Saved::open(&checkpoint_in(folder))?.notes.task;
    match task.as_str() {
        EncoderTask::NAME => resume_as::<EncoderTask>(folder, change, device),
        GeneratorTask::NAME => resume_as::<GeneratorTask>(folder, change, device),
        _ => Err(TrainingFault::NewerRun(folder.to_owned()).into()),
    }
}

fn resume_as<T: Task>(
    folder: &Path,
    change: impl FnOnce(&mut RunConfig),
    device: &Device,
) -> Result<TrainRun> {
    let path = folder.join(FILE);
    let text = std::fs::read_to_string(&path).map_err(Error::io("read", &path))?;
    let file: Settings<T::Config> = toml::from_str(&text).map_err(|e| TrainingFault::Settings {
        path,
        reason: e.message().to_owned(),
    })?;
    let mut run = file.run;
    // The folder may have been moved.
    (run.folder, run.resume) = (folder.to_owned(), true);
    change(&mut run);
    TrainRun::open::<T>(run, file.settings, device)
}
