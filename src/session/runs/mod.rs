//! The artist's trainings: a folder each, in `runs/` of the data folder; what is known of them, and what is done with them.

mod about;
mod bin;
mod differences;
mod model;

pub use about::About;
pub use bin::{bring_back, empty_bin, in_bin, to_bin};
pub use differences::{Difference, SettingValue, setting_differences};
pub use model::{Installed, export_run, install, install_run};

use super::{
    own_files::{check_own, file_name},
    training::Record,
};
use crate::{
    error::{Error, Result},
    fault::TrainingFault,
    train::{RunSettings, SETTINGS_FILE, TaskSettings, TrainEvent, read_log},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// A training as its folder tells of it.
#[derive(Clone, Debug)]
pub struct RunInfo {
    /// Its folder.
    pub folder: PathBuf,
    /// What the artist calls it, and says of it.
    pub about: About,
    /// How it was set up; or why that cannot be told, and it cannot be gone on with.
    pub settings: Result<RunSettings, Arc<Error>>,
    /// What it has told.
    pub record: Record,
    /// Steps a second, as told last.
    pub speed: Option<f64>,
    /// Whether there is something to go on with.
    pub is_begun: bool,
    /// The newest sheet of samples that is there.
    pub sheet: Option<PathBuf>,
}

/// The folder of all of them below the data folder.
pub fn runs_folder(data: &Path) -> PathBuf {
    data.join("runs")
}

/// All of them, the newest first.
pub fn runs(data: &Path) -> Vec<RunInfo> {
    let mut all: Vec<RunInfo> = folders_in(&runs_folder(data))
        .iter()
        .map(|folder| RunInfo::read(folder))
        .collect();
    all.sort_by_key(|run| std::cmp::Reverse(run.about.began));
    all
}

/// Folders in a folder, without hidden ones.
fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.map(|entry| entry.path()).filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        path.is_dir() && !name.starts_with('.')
    });
    folders.collect()
}

impl RunInfo {
    /// The one in `folder`. Whatever is missing or broken in it is told as such.
    pub fn read(folder: &Path) -> Self {
        let (mut record, mut speed) = (Record::default(), None);
        // One that was never begun has no log, and of a broken one what comes before is known.
        let _ = read_log(folder, |event| {
            if let TrainEvent::Steps { speed: told, .. } = &event {
                speed = Some(*told).filter(|speed| speed.is_finite() && *speed > 0.0);
            }
            record.hear(folder, event);
        });
        let sheets = record.sheets.iter().rev().map(|sheet| sheet.path.clone());
        Self {
            folder: folder.to_owned(),
            about: About::read(folder),
            settings: RunSettings::open(&folder.join(SETTINGS_FILE)).map_err(Arc::new),
            speed,
            is_begun: folder.join(crate::train::CHECKPOINT).is_file(),
            sheet: sheets.into_iter().find(|path| path.is_file()),
            record,
        }
    }

    /// Whether its model paints photographs.
    pub fn paints(&self) -> bool {
        let task = self.settings.as_ref().map(|settings| &settings.task);
        task.is_ok_and(TaskSettings::paints)
    }

    /// Whether it learns a way back, of which there is a model too.
    pub fn has_way_back(&self) -> bool {
        let task = self.settings.as_ref().map(|settings| &settings.task);
        matches!(task, Ok(TaskSettings::Unpaired(config)) if !config.one_sided)
    }

    /// Steps a second that other settings of the same task would make, as this run did.
    pub fn speed_of(&self, settings: &RunSettings) -> Option<f64> {
        let own = self.settings.as_ref().ok()?;
        let share = own.task.pixels() as f64 / settings.task.pixels().max(1) as f64;
        (own.task.name() == settings.task.name()).then_some(self.speed? * share)
    }
}

/// Makes the folder of a new run that is to be called `name`, `now` seconds after 1970; returns how it is set up, in there.
///
/// # Errors
/// If the folder cannot be made or written to.
pub fn new_run(data: &Path, name: &str, now: u64, settings: RunSettings) -> Result<RunSettings> {
    let runs = runs_folder(data);
    std::fs::create_dir_all(&runs).map_err(Error::io("create", &runs))?;
    let folder = free_folder(&runs, &file_name(name));
    std::fs::create_dir(&folder).map_err(Error::io("create", &folder))?;
    let about = About {
        name: name.trim().to_owned(),
        note: String::new(),
        began: now,
    };
    about.write(&folder)?;
    let mut settings = settings;
    settings.run.folder = folder.clone();
    settings.run.resume = false;
    settings.save(&folder.join(SETTINGS_FILE))?;
    Ok(settings)
}

/// The first of `NAME`, `NAME-2`, ... that does not exist in `folder`.
pub(super) fn free_folder(folder: &Path, name: &str) -> PathBuf {
    let numbered = (2..).map(|n| folder.join(format!("{name}-{n}")));
    let mut all = std::iter::once(folder.join(name)).chain(numbered);
    all.find(|path| !path.exists())
        .unwrap_or_else(|| folder.join(name))
}

/// What the artist calls a run, and says of it, is this from now on.
///
/// # Errors
/// If it is none of the artist's runs, is gone, or cannot be written to.
pub fn describe_run(folder: &Path, name: &str, note: &str, data: &Path) -> Result<()> {
    check_own(folder, &runs_folder(data))?;
    if !folder.is_dir() {
        return Err(TrainingFault::NoRun(folder.to_owned()).into());
    }
    let mut about = About::read(folder);
    if !name.trim().is_empty() {
        name.trim().clone_into(&mut about.name);
    }
    note.trim().clone_into(&mut about.note);
    about.write(folder)
}

#[cfg(test)]
mod tests;
