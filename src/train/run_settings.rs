//! How a run is set up, whatever it trains: for who sets one up without knowing its task.

use super::{
    config::{RunConfig, RunDefaults},
    settings,
    setup::RunSetup,
    task::Task as _,
    tasks::{
        dream::{DreamConfig, DreamTask},
        school::{self, SchoolConfig, SchoolTask},
    },
};
use crate::{
    error::Result,
    fault::{PictureRole, TrainingFault},
    picture::write_atomically,
};
use std::path::{Path, PathBuf};

/// How a run is set up; what the file of settings in its folder says.
#[derive(Clone, Debug, PartialEq)]
pub struct RunSettings {
    /// What all runs are made of.
    pub run: RunConfig,
    /// What is learnt, and how.
    pub task: TaskSettings,
}

/// What an artist can teach, and how that is set up. A further task is a further case here, and nothing else in the window.
#[derive(Clone, Debug, PartialEq)]
pub enum TaskSettings {
    /// One school of painters.
    School(SchoolConfig),
    /// Pictures from noise.
    Dream(DreamConfig),
}

/// Pictures that a task learns from.
#[derive(Clone, Copy, Debug)]
pub struct PictureList<'a> {
    /// What they are for.
    pub role: PictureRole,
    /// Folders, files and packs.
    pub folders: &'a [PathBuf],
    /// Least side in pixels; smaller ones are left out.
    pub side: usize,
    /// From so many on it learns well.
    pub enough: usize,
    /// Whether it can do without any.
    pub optional: bool,
}

impl TaskSettings {
    /// One of each kind, as they are in a new run.
    pub fn all() -> Vec<Self> {
        vec![
            Self::School(SchoolConfig::new(Vec::new(), Vec::new())),
            Self::Dream(DreamConfig::new(Vec::new(), crate::nn::DREAM_SIDES[0])),
        ]
    }

    /// The name of the task, as in checkpoints.
    pub fn name(&self) -> &'static str {
        match self {
            Self::School(_) => SchoolTask::NAME,
            Self::Dream(_) => DreamTask::NAME,
        }
    }

    /// How long most runs of it take.
    pub fn defaults(&self) -> RunDefaults {
        match self {
            Self::School(_) => SchoolConfig::RUN,
            Self::Dream(_) => DreamConfig::RUN,
        }
    }

    /// The pictures that it learns from, the most important first.
    pub fn pictures(&self) -> Vec<PictureList<'_>> {
        match self {
            Self::School(config) => vec![
                PictureList {
                    role: PictureRole::Paintings,
                    folders: &config.paintings,
                    side: config.side,
                    enough: school::MANY,
                    optional: false,
                },
                PictureList {
                    role: PictureRole::Photographs,
                    folders: &config.contents,
                    side: config.side,
                    enough: school::ENOUGH,
                    optional: true,
                },
            ],
            Self::Dream(config) => vec![PictureList {
                role: PictureRole::Pictures,
                folders: &config.pictures,
                side: config.side,
                enough: DreamConfig::ENOUGH,
                optional: false,
            }],
        }
    }

    /// Folders, files and packs of list `index` of [`TaskSettings::pictures`].
    pub fn folders(&mut self, index: usize) -> Option<&mut Vec<PathBuf>> {
        match (self, index) {
            (Self::School(config), 0) => Some(&mut config.paintings),
            (Self::School(config), 1) => Some(&mut config.contents),
            (Self::Dream(config), 0) => Some(&mut config.pictures),
            _ => None,
        }
    }

    /// Pixels that a step learns from, to which the time it takes is nearly proportional.
    pub fn pixels(&self) -> usize {
        let (batch, side) = match self {
            Self::School(config) => (config.batch, config.side),
            Self::Dream(config) => (config.batch, config.side),
        };
        batch * side * side
    }
}

impl RunSettings {
    /// Reads a file of settings, wherever it lies.
    ///
    /// # Errors
    /// If there is none, or it cannot be understood, or is of a task that is not the artist's.
    pub fn open(file: &Path) -> Result<Self> {
        let name = settings::task_in(file)?;
        let (run, task) = match name.as_str() {
            SchoolTask::NAME => {
                let (run, task) = settings::read_file::<SchoolTask>(file)?;
                (run, TaskSettings::School(task))
            }
            DreamTask::NAME => {
                let (run, task) = settings::read_file::<DreamTask>(file)?;
                (run, TaskSettings::Dream(task))
            }
            _ => {
                let (path, reason) = (file.to_owned(), format!("its task is '{name}'"));
                return Err(TrainingFault::Settings { path, reason }.into());
            }
        };
        Ok(Self { run, task })
    }

    /// Writes them to a file.
    ///
    /// # Errors
    /// If a folder's name is no text, or the file cannot be written.
    pub fn save(&self, file: &Path) -> Result<()> {
        let text = match &self.task {
            TaskSettings::School(task) => settings::text::<SchoolTask>(&self.run, task),
            TaskSettings::Dream(task) => settings::text::<DreamTask>(&self.run, task),
        };
        let text = text.map_err(TrainingFault::Notes)?;
        write_atomically(file, text.as_bytes())
    }

    /// The run, to be read and begun.
    pub fn setup(self) -> RunSetup {
        match self.task {
            TaskSettings::School(task) => RunSetup::new::<SchoolTask>(self.run, task),
            TaskSettings::Dream(task) => RunSetup::new::<DreamTask>(self.run, task),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_every_task_are_read_as_they_were_written_and_others_are_refused() {
        let folder = tempfile::tempdir().expect("folder");
        for (i, mut task) in TaskSettings::all().into_iter().enumerate() {
            let lists = task.pictures().len();
            for list in 0..lists {
                let paths = task.folders(list).expect("a list");
                paths.push(PathBuf::from(format!("/pictures/{list} 画")));
            }
            assert!(task.folders(lists).is_none());
            let settings = RunSettings {
                run: RunConfig {
                    folder: folder.path().to_owned(),
                    steps: 700,
                    seed: 7,
                    validate_every: 50,
                    save_every: 20,
                    patience: None,
                    parent: None,
                    resume: false,
                },
                task,
            };
            let file = folder.path().join(format!("{i}.toml"));
            settings.save(&file).expect("written");
            assert_eq!(RunSettings::open(&file).expect("read"), settings);
        }
        let file = folder.path().join("other.toml");
        for text in [
            "",
            "task = 3",
            "task = \"encoder\"",
            "task = \"school\"",
            "\u{0}",
        ] {
            std::fs::write(&file, text).expect("written");
            assert!(RunSettings::open(&file).is_err(), "{text}");
        }
        assert!(RunSettings::open(folder.path()).is_err());
    }
}
