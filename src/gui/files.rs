//! File dialogs, behind a trait so that tests can answer them.

use crate::session::loader::{ENDINGS, OpenedRecipe};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

/// A dialog that ends without an answer in less time was never seen.
const UNSEEN: Duration = Duration::from_millis(400);

/// What a dialog is opened for.
#[derive(Clone, Debug)]
pub enum Want {
    /// A photograph to paint.
    Photograph,
    /// The photograph of a painting that was not found.
    Original(Box<OpenedRecipe>),
    /// Paintings for the shelf.
    Styles,
    /// Photographs that a run of training is to paint.
    OwnPhotographs,
    /// A folder to export to.
    Folder,
    /// Where to save the recipe, with a name to propose.
    SaveRecipe(String),
    /// A folder to learn from, for this list of pictures.
    LearnFrom(usize),
    /// Settings of a training.
    TrainingSettings,
    /// Where to save the settings of a training, with a name to propose.
    SaveTrainingSettings(String),
    /// A model.
    Model,
    /// A folder of pictures for a blind study; whether they stand above both.
    StudyFolder(bool),
    /// A folder for a walk between two dreams.
    SaveWalk,
    /// Where to save the model of the run in a folder, with a name to propose.
    SaveModel(PathBuf, String),
}

impl Want {
    /// Endings of the files that can be chosen; none for a folder.
    pub fn endings(&self) -> &'static [&'static str] {
        match self {
            Self::Photograph | Self::Original(_) | Self::Styles | Self::OwnPhotographs => &ENDINGS,
            Self::Folder | Self::LearnFrom(_) | Self::StudyFolder(_) | Self::SaveWalk => &[],
            Self::SaveRecipe(_) => &["json"],
            Self::TrainingSettings | Self::SaveTrainingSettings(_) => &["toml"],
            Self::Model | Self::SaveModel(..) => &["safetensors"],
        }
    }

    /// What such files are called: a key.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SaveRecipe(_) => "file-kind-recipe",
            Self::TrainingSettings | Self::SaveTrainingSettings(_) => "file-kind-training",
            Self::Model | Self::SaveModel(..) => "file-kind-model",
            _ => "file-kind-pictures",
        }
    }

    /// Whether several files can be chosen at once.
    pub fn is_several(&self) -> bool {
        matches!(self, Self::Styles | Self::OwnPhotographs)
    }

    /// Whether a folder is chosen.
    pub fn is_folder(&self) -> bool {
        matches!(
            self,
            Self::Folder | Self::LearnFrom(_) | Self::StudyFolder(_) | Self::SaveWalk
        )
    }

    /// The name that is proposed for a file that is to be saved.
    pub fn proposed(&self) -> Option<&str> {
        match self {
            Self::SaveRecipe(name)
            | Self::SaveTrainingSettings(name)
            | Self::SaveModel(_, name) => Some(name),
            _ => None,
        }
    }
}

/// What came of a dialog.
#[derive(Debug)]
pub enum Picked {
    /// These; none if it was cancelled.
    Paths(Vec<PathBuf>),
    /// There is no dialog on this desktop; under which title it was to be.
    NoDialog(String),
}

/// Opens file dialogs without waiting for them.
pub trait Dialogs {
    /// Opens one; `kind` is what the files that can be chosen are called, and `folder` where it begins.
    fn open(&mut self, want: Want, title: String, kind: String, folder: Option<PathBuf>);
    /// An answer, if one has come.
    fn answer(&mut self) -> Option<(Want, Picked)>;
}

/// The system's own dialogs.
pub struct SystemDialogs {
    answers: Receiver<(Want, Picked)>,
    outbox: Sender<(Want, Picked)>,
    ctx: egui::Context,
}

impl SystemDialogs {
    /// Dialogs that wake `ctx` when they are answered.
    pub fn new(ctx: egui::Context) -> Self {
        // More dialogs than anybody opens at once; one more would wait with its answer.
        let (outbox, answers) = bounded(16);
        Self {
            answers,
            outbox,
            ctx,
        }
    }
}

impl Dialogs for SystemDialogs {
    fn open(&mut self, want: Want, title: String, kind: String, folder: Option<PathBuf>) {
        let mut dialog = rfd::AsyncFileDialog::new().set_title(title.as_str());
        if let Some(folder) = folder.filter(|folder| folder.is_dir()) {
            dialog = dialog.set_directory(folder);
        }
        let (outbox, ctx) = (self.outbox.clone(), self.ctx.clone());
        let one = |handle: Option<rfd::FileHandle>| {
            handle.map(|h| h.path().to_owned()).into_iter().collect()
        };
        // The future is made here, on the main thread, as macOS wants it.
        let endings = want.endings().iter();
        let endings: Vec<String> = endings
            .flat_map(|ending| [(*ending).to_owned(), ending.to_uppercase()])
            .collect();
        let several = want.is_several();
        let wait: Box<dyn FnOnce() -> Vec<PathBuf> + Send> = if want.is_folder() {
            let picked = dialog.pick_folder();
            Box::new(move || one(pollster::block_on(picked)))
        } else if let Some(name) = want.proposed() {
            let dialog = dialog.add_filter(&kind, want.endings());
            let picked = dialog.set_file_name(name).save_file();
            Box::new(move || one(pollster::block_on(picked)))
        } else if several {
            let picked = dialog.add_filter(&kind, &endings).pick_files();
            Box::new(move || {
                let files = pollster::block_on(picked).unwrap_or_default();
                files.iter().map(|file| file.path().to_owned()).collect()
            })
        } else {
            let picked = dialog.add_filter(&kind, &endings).pick_file();
            Box::new(move || one(pollster::block_on(picked)))
        };
        let body = move || {
            let begin = Instant::now();
            let paths = wait();
            // No hand cancels a dialog so soon: there was none.
            let none = paths.is_empty() && begin.elapsed() < UNSEEN;
            let picked = if none {
                Picked::NoDialog(title)
            } else {
                Picked::Paths(paths)
            };
            let _ = outbox.send((want, picked));
            ctx.request_repaint();
        };
        // Without a thread no dialog can be waited for; dropping a file works all the same.
        let _ = std::thread::Builder::new()
            .name("dialog".to_owned())
            .spawn(body);
    }

    fn answer(&mut self) -> Option<(Want, Picked)> {
        self.answers.try_recv().ok()
    }
}
