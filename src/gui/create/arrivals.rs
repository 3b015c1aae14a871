//! Files arrive: photographs, styles, what is pasted by name.

use crate::{
    gui::{app::App, toasts::Kind},
    session::loader::{FileRequest, Source, StyleRequest},
};
use std::path::PathBuf;

/// Files were pasted by their names.
pub fn files_pasted(app: &mut App, mut paths: Vec<PathBuf>, style: bool) {
    let is_json = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "json");
    if paths.is_empty() {
        let text = app.shell.words.get("nothing-to-paste");
        app.shell.toasts.say(Kind::Note, text);
    } else if style {
        for path in paths {
            add_style(app, Source::File(path), true);
        }
    } else if paths.len() == 1 && paths[0].extension().is_some() && !is_json(&paths[0]) {
        open_photograph(app, paths.remove(0));
    } else {
        // Folders, recipes and several files are what they are when they are dropped.
        arrive(app, paths);
    }
}

/// Files came, dropped or named at the start. What they are is found out on another thread.
pub fn arrive(app: &mut App, files: Vec<PathBuf>) {
    app.shell.loader.ask(FileRequest::Sort(files));
}

/// Asks for a painting that becomes a card.
pub fn add_style(app: &App, source: Source, choose: bool) {
    app.shell.loader.ask(StyleRequest::Add(source, choose));
}

/// Opens the photograph that ships.
pub fn open_sample(app: &mut App) {
    app.create.art.project.is_sample = true;
    app.shell
        .loader
        .ask(FileRequest::Photograph(Source::sample()));
}

/// Opens a photograph, or a painting that tells of which it is one.
pub fn open_photograph(app: &mut App, path: PathBuf) {
    app.shell
        .loader
        .ask(FileRequest::Open(path, app.shell.settings.recent.clone()));
}
