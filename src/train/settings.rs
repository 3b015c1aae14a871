//! How a run is set up, as a file in its folder, so that it can be gone on with without saying all that again.

use super::{config::RunConfig, task::Task};
use crate::{
    error::{Error, Result},
    fault::TrainingFault,
    picture::write_atomically,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::path::Path;

/// Name of the file in the folder of a run.
pub const SETTINGS_FILE: &str = "settings.toml";

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
    match text::<T>(run, settings) {
        Ok(text) => write_atomically(&run.folder.join(SETTINGS_FILE), text.as_bytes()),
        Err(_) => Ok(()),
    }
}

/// What stands in the file of a run; an error says why it cannot be written down.
pub(super) fn text<T: Task>(run: &RunConfig, settings: &T::Config) -> Result<String, String> {
    let file = Settings {
        task: T::NAME.to_owned(),
        run: run.clone(),
        settings: settings.clone(),
    };
    toml::to_string(&file).map_err(|e| e.to_string())
}

/// Reads the file of the run in `folder`, wherever that has come to lie, to resume it.
///
/// # Errors
/// If there is none, or it cannot be understood.
pub(super) fn read<T: Task>(folder: &Path) -> Result<(RunConfig, T::Config)> {
    let (run, settings) = read_file::<T>(&folder.join(SETTINGS_FILE))?;
    let run = RunConfig {
        folder: folder.to_owned(),
        resume: true,
        ..run
    };
    Ok((run, settings))
}

/// Reads such a file, wherever it lies.
///
/// # Errors
/// If there is none, or it cannot be understood.
pub(super) fn read_file<T: Task>(path: &Path) -> Result<(RunConfig, T::Config)> {
    let file: Settings<T::Config> = parse(path)?;
    Ok((file.run, file.settings))
}

/// The name of the task in such a file.
///
/// # Errors
/// As [`read_file`].
pub(super) fn task_in(path: &Path) -> Result<String> {
    /// All that is looked at.
    #[derive(Deserialize)]
    struct Named {
        task: String,
    }
    Ok(parse::<Named>(path)?.task)
}

fn parse<S: DeserializeOwned>(path: &Path) -> Result<S> {
    let text = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
    let parsed = toml::from_str(text.trim_start_matches('\u{feff}'));
    parsed.map_err(|e| {
        let (path, reason) = (path.to_owned(), e.message().to_owned());
        TrainingFault::Settings { path, reason }.into()
    })
}
