//! How a run is set up, whatever it trains: for who sets one up without knowing its task.

use super::{
    config::{RunConfig, RunDefaults},
    settings,
    setup::RunSetup,
    task::Task as _,
    tasks::{
        domains::{Domain, DomainsConfig, DomainsTask},
        dream::{DreamConfig, DreamTask},
        school::{self, SchoolConfig, SchoolTask},
        unpaired::{UnpairedConfig, UnpairedTask},
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

/// What an artist can teach, and how that is set up. A further task is a further case here, and nothing else in the window but its
/// settings.
#[derive(Clone, Debug, PartialEq)]
pub enum TaskSettings {
    /// One school of painters.
    School(SchoolConfig),
    /// Pictures of one kind as those of another, and back.
    Unpaired(UnpairedConfig),
    /// Several schools at once, each asked for by its name.
    Domains(DomainsConfig),
    /// Pictures from noise.
    Dream(DreamConfig),
}

/// Pictures that a task learns from.
#[derive(Clone, Copy, Debug)]
pub struct PictureList<'a> {
    /// What they are for.
    pub role: PictureRole,
    /// What the artist calls them, where there are several lists of their role; empty if that is still to be said.
    pub name: Option<&'a str>,
    /// Folders, files and packs.
    pub folders: &'a [PathBuf],
    /// Least side in pixels; smaller ones are left out.
    pub side: usize,
    /// From so many on it learns well.
    pub enough: usize,
    /// Whether it can do without any.
    pub optional: bool,
}

impl<'a> PictureList<'a> {
    fn new(role: PictureRole, folders: &'a [PathBuf], side: usize, enough: usize) -> Self {
        Self {
            role,
            name: None,
            folders,
            side,
            enough,
            optional: false,
        }
    }

    /// Photographs to practise on, which a school can do without.
    fn practice(folders: &'a [PathBuf], side: usize) -> Self {
        Self {
            optional: true,
            ..Self::new(PictureRole::Photographs, folders, side, school::ENOUGH)
        }
    }

    fn of_domain(domain: &'a Domain, side: usize) -> Self {
        Self {
            name: Some(&domain.name),
            ..Self::new(PictureRole::Pictures, &domain.folders, side, school::MANY)
        }
    }
}

impl TaskSettings {
    /// One of each kind, as they are in a new run.
    pub fn all() -> Vec<Self> {
        vec![
            Self::School(SchoolConfig::new(Vec::new(), Vec::new())),
            Self::Unpaired(UnpairedConfig::new(Vec::new(), Vec::new())),
            Self::Domains(DomainsConfig::new(vec![Domain::default(); 2])),
            Self::Dream(DreamConfig::new(Vec::new())),
        ]
    }

    /// The name of the task, as in checkpoints.
    pub fn name(&self) -> &'static str {
        match self {
            Self::School(_) => SchoolTask::NAME,
            Self::Unpaired(_) => UnpairedTask::NAME,
            Self::Domains(_) => DomainsTask::NAME,
            Self::Dream(_) => DreamTask::NAME,
        }
    }

    /// How long most runs of it take.
    pub fn defaults(&self) -> RunDefaults {
        match self {
            Self::School(_) => SchoolConfig::RUN,
            Self::Unpaired(_) => UnpairedConfig::RUN,
            Self::Domains(_) => DomainsConfig::RUN,
            Self::Dream(config) => config.run(),
        }
    }

    /// Whether its models paint pictures that they are given.
    pub fn paints(&self) -> bool {
        !matches!(self, Self::Dream(_))
    }

    /// The pictures that it learns from, the most important first.
    pub fn pictures(&self) -> Vec<PictureList<'_>> {
        match self {
            Self::School(config) => {
                let side = config.teaching.side;
                let role = PictureRole::Paintings;
                vec![
                    PictureList::new(role, &config.paintings, side, school::MANY),
                    PictureList::practice(&config.contents, side),
                ]
            }
            Self::Unpaired(config) => {
                let UnpairedConfig { from, to, side, .. } = config;
                let list =
                    |role, folders| PictureList::new(role, folders, *side, UnpairedConfig::ENOUGH);
                vec![list(PictureRole::From, from), list(PictureRole::To, to)]
            }
            Self::Domains(config) => {
                let side = config.teaching.side;
                let domains = config.domains.iter();
                let domains = domains.map(|domain| PictureList::of_domain(domain, side));
                let practice = PictureList::practice(&config.contents, side);
                domains.chain([practice]).collect()
            }
            Self::Dream(config) => {
                let DreamConfig { pictures, side, .. } = config;
                let role = PictureRole::Pictures;
                vec![PictureList::new(role, pictures, *side, DreamConfig::ENOUGH)]
            }
        }
    }

    /// Folders, files and packs of list `index` of [`TaskSettings::pictures`].
    pub fn folders(&mut self, index: usize) -> Option<&mut Vec<PathBuf>> {
        match (self, index) {
            (Self::School(config), 0) => Some(&mut config.paintings),
            (Self::School(config), 1) => Some(&mut config.contents),
            (Self::Unpaired(config), 0) => Some(&mut config.from),
            (Self::Unpaired(config), 1) => Some(&mut config.to),
            (
                Self::Domains(DomainsConfig {
                    domains, contents, ..
                }),
                i,
            ) => match i == domains.len() {
                true => Some(contents),
                false => domains.get_mut(i).map(|domain| &mut domain.folders),
            },
            (Self::Dream(config), 0) => Some(&mut config.pictures),
            _ => None,
        }
    }

    /// The domains of a task that has several, by label.
    pub fn domains(&self) -> Option<&[Domain]> {
        match self {
            Self::Domains(config) => Some(&config.domains),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn domains_mut(&mut self) -> Option<&mut Vec<Domain>> {
        match self {
            Self::Domains(config) => Some(&mut config.domains),
            _ => None,
        }
    }

    /// Pixels that a step learns from, to which the time it takes is nearly proportional.
    pub fn pixels(&self) -> usize {
        let (batch, side) = match self {
            Self::School(config) => (config.teaching.batch, config.teaching.side),
            Self::Domains(config) => (config.teaching.batch, config.teaching.side),
            // Each way learns from crops of both sides.
            Self::Unpaired(config) if config.one_sided => (2 * config.batch, config.side),
            Self::Unpaired(config) => (4 * config.batch, config.side),
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
            UnpairedTask::NAME => {
                let (run, task) = settings::read_file::<UnpairedTask>(file)?;
                (run, TaskSettings::Unpaired(task))
            }
            DomainsTask::NAME => {
                let (run, task) = settings::read_file::<DomainsTask>(file)?;
                (run, TaskSettings::Domains(task))
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
            TaskSettings::Unpaired(task) => settings::text::<UnpairedTask>(&self.run, task),
            TaskSettings::Domains(task) => settings::text::<DomainsTask>(&self.run, task),
            TaskSettings::Dream(task) => settings::text::<DreamTask>(&self.run, task),
        };
        let text = text.map_err(TrainingFault::Notes)?;
        write_atomically(file, text.as_bytes())
    }

    /// The run, to be read and begun.
    pub fn setup(self) -> RunSetup {
        match self.task {
            TaskSettings::School(task) => RunSetup::new::<SchoolTask>(self.run, task),
            TaskSettings::Unpaired(task) => RunSetup::new::<UnpairedTask>(self.run, task),
            TaskSettings::Domains(task) => RunSetup::new::<DomainsTask>(self.run, task),
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
                    parts: crate::data::Parts::default(),
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

    #[test]
    fn files_of_before_say_the_same_and_are_written_as_they_were() {
        let common = "freedom = \"all\"\nspread = 0.5\nadversarial = \"hinge\"\nscales = 1\nprojected = true\n\
             label_smoothing = 0.1\nturned = false\nrate = 0.0003\ncooldown = 0.3\nbatch = 3\nside = 128\n\
             style_side = 192\nmeasured_side = 256\n";
        let run = "[run]\nfolder = \"/runs/it\"\nsteps = 6000\nseed = 7\nvalidate_every = 250\nsave_every = 100\n\
             patience = 40\n\n[settings]\n";
        let domains = "\n[[settings.domains]]\nname = \"waves\"\nfolders = [\"/a\", \"/b\"]\n\n\
             [[settings.domains]]\nname = \"greys\"\nfolders = [\"/c\"]\n";
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("settings.toml");
        for text in [
            format!("task = \"school\"\n\n{run}paintings = [\"/a\"]\ncontents = []\n{common}"),
            format!("task = \"domains\"\n\n{run}contents = [\"/d\"]\n{common}{domains}"),
        ] {
            std::fs::write(&file, &text).expect("written");
            let settings = RunSettings::open(&file).expect("read");
            let teaching = match &settings.task {
                TaskSettings::School(config) => &config.teaching,
                TaskSettings::Domains(config) => &config.teaching,
                _ => panic!("another task"),
            };
            assert_eq!((teaching.batch, teaching.start.clone()), (3, None));
            settings.save(&file).expect("written");
            assert_eq!(std::fs::read_to_string(&file).expect("read"), text);
        }
    }
}
