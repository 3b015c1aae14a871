//! What the picture and its parts are called, in the artist's language.

use crate::{
    gui::app::App,
    session::{engine::Loaded, loader::PASTED},
};
use std::path::PathBuf;

/// Something has ended that took its time: the desktop says so while the window is not looked at.
pub fn has_ended(app: &App, text: &str) {
    if app.shell.attention.is_away() {
        app.shell.taskbar.ended(picture_title(app), text.to_owned());
    }
}

/// Whether it came from the clipboard and has no name of the artist's.
fn is_pasted(app: &App, loaded: &Loaded) -> bool {
    let own = |path: &PathBuf| !app.shell.autosave.keeps(path);
    loaded.source.name == PASTED && !loaded.path.as_ref().is_some_and(own)
}

/// What the photograph is called.
pub fn photo_title(app: &App) -> String {
    match &app.create.art.project.photograph {
        Some(_) if app.create.art.project.is_sample => app.shell.words.get("sample-lake"),
        Some(loaded) if is_pasted(app, loaded) => app.shell.words.get("pasted"),
        Some(loaded) => {
            let name = std::path::Path::new(&loaded.source.name);
            let stem = name.file_stem().unwrap_or_default();
            stem.to_string_lossy().into_owned()
        }
        None => app.shell.words.get("photograph"),
    }
}

/// "PHOTO - STYLE", in the artist's language.
pub fn picture_title(app: &App) -> String {
    format!("{} - {}", photo_title(app), style_titles(app))
}

/// The chosen styles in the artist's language.
pub fn style_titles(app: &App) -> String {
    joined_titles(app, ", ")
}

/// The same, joined by `between`.
pub fn joined_titles(app: &App, between: &str) -> String {
    let styles = &app.create.shelf.styles;
    styles.titles(&app.shell.words, &app.create.art.project, between)
}

/// Asks for the chosen styles that were not read yet.
pub fn ask_paintings(app: &mut App) {
    let styles = &app.create.shelf.styles;
    styles.read(&mut app.create.art, &app.shell.loader);
}
