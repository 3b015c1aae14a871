//! File dialogs, behind a trait so that tests can answer them.

use super::app::Studio;
use crate::session::loader::ENDINGS;
use crossbeam_channel::{Receiver, Sender, unbounded};
use std::path::PathBuf;

/// What a dialog is opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// A photograph to paint.
    Photograph,
    /// Paintings for the shelf.
    Styles,
    /// A folder to export to.
    Folder,
    /// Where to save the recipe, with a name to propose.
    SaveRecipe(String),
}

impl Studio {
    /// Opens a file dialog under the title `title`, a key.
    pub(super) fn ask_files(&mut self, want: Want, title: &str) {
        let kind = match want {
            Want::SaveRecipe(_) => "file-kind-recipe",
            _ => "file-kind-pictures",
        };
        let (title, kind) = (self.words.get(title), self.words.get(kind));
        self.dialogs.open(want, title, kind);
    }
}

/// Opens file dialogs without waiting for them.
pub trait Dialogs {
    /// Opens one; `kind` is what the files that can be chosen are called.
    fn open(&mut self, want: Want, title: String, kind: String);
    /// An answer, if one has come; no paths if it was cancelled.
    fn answer(&mut self) -> Option<(Want, Vec<PathBuf>)>;
}

/// The system's own dialogs.
pub struct SystemDialogs {
    answers: Receiver<(Want, Vec<PathBuf>)>,
    outbox: Sender<(Want, Vec<PathBuf>)>,
    ctx: egui::Context,
}

impl SystemDialogs {
    /// Dialogs that wake `ctx` when they are answered.
    pub fn new(ctx: egui::Context) -> Self {
        let (outbox, answers) = unbounded();
        Self {
            answers,
            outbox,
            ctx,
        }
    }
}

impl Dialogs for SystemDialogs {
    fn open(&mut self, want: Want, title: String, kind: String) {
        let dialog = rfd::AsyncFileDialog::new().set_title(title);
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
            Want::Photograph => {
                let picked = pictures.pick_file();
                Box::new(move || one(pollster::block_on(picked)))
            }
            Want::Styles => {
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
            let _ = outbox.send((want, wait()));
            ctx.request_repaint();
        };
        // Without a thread no dialog can be waited for; dropping a file works all the same.
        let _ = std::thread::Builder::new()
            .name("dialog".to_owned())
            .spawn(body);
    }

    fn answer(&mut self) -> Option<(Want, Vec<PathBuf>)> {
        self.answers.try_recv().ok()
    }
}
