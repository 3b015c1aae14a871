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
        let upper = ENDINGS.iter().map(|ending| ending.to_uppercase());
        let endings: Vec<String> = ENDINGS
            .iter()
            .map(|e| (*e).to_owned())
            .chain(upper)
            .collect();
        let pictures = dialog.clone().add_filter(&kind, &endings);
        let wait: Box<dyn FnOnce() -> Vec<PathBuf> + Send> = match &want {
            Want::Photograph | Want::Original(_) => {
                let picked = pictures.pick_file();
                Box::new(move || one(pollster::block_on(picked)))
            }
            Want::Styles | Want::OwnPhotographs => {
                let picked = pictures.pick_files();
                Box::new(move || {
                    let files = pollster::block_on(picked).unwrap_or_default();
                    files.iter().map(|file| file.path().to_owned()).collect()
                })
            }
            Want::Folder => {
                let picked = dialog.pick_folder();
                Box::new(move || one(pollster::block_on(picked)))
            }
            Want::SaveRecipe(name) => {
                let picked = dialog
                    .add_filter(&kind, &["json"])
                    .set_file_name(name)
                    .save_file();
                Box::new(move || one(pollster::block_on(picked)))
            }
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
