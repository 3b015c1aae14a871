//! How a run is set up, as a file in its folder, so that it can be gone on with without saying all that again.

use super::{config::RunConfig, task::Task};
use crate::{
    error::{Error, Result},
    fault::TrainingFault,
    picture::write_atomically,
};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Name of the file in the folder of a run.
const FILE: &str = "settings.toml";

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

/// Reads the file of the run in `folder`, wherever that has come to lie, to resume it.
///
/// # Errors
/// If there is none, or it cannot be understood.
pub(super) fn read<T: Task>(folder: &Path) -> Result<(RunConfig, T::Config)> {
    let path = folder.join(FILE);
    let text = std::fs::read_to_string(&path).map_err(Error::io("read", &path))?;
    let file: Settings<T::Config> = toml::from_str(&text).map_err(|e| TrainingFault::Settings {
        path,
        reason: e.message().to_owned(),
    })?;
    let run = RunConfig {
        folder: folder.to_owned(),
        resume: true,
        ..file.run
    };
    Ok((run, file.settings))
}
