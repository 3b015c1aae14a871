//! Files that are chosen, by the system's dialogs or our own list.

use crate::{
    gui::{
        app::App,
        chooser::{Asked, Chooser},
        create::{
            apply_recipe::original_came,
            arrivals::{add_style, open_photograph},
            dialogs::Dialog,
        },
        files::{Picked, Want},
        train,
    },
    session::{
        Place,
        loader::{ExportRequest, FileRequest, Source, TrainingRequest},
        typed,
    },
};
use egui::{Context, Id, Modal};
use std::path::{Path, PathBuf};

/// Opens the file list where files of this kind were last.
fn choose_files(app: &mut App, want: Want, title: String) {
    let folder = folder_for(app, &want);
    let name = want.proposed().unwrap_or_default();
    let text = folder.join(name).display().to_string();
    ask_list(app, &want, folder.clone());
    app.create.chooser = Some(Chooser {
        want,
        title,
        folder,
        list: Vec::new(),
        text,
        chosen: Vec::new(),
        exists: false,
        missing: false,
        fresh: true,
    });
}

fn ask_list(app: &App, want: &Want, path: PathBuf) {
    let endings = want.endings();
    app.shell.loader.ask(FileRequest::List(path, endings));
}

/// What lies at the path that was asked for.
pub fn files_listed(app: &mut App, asked: &Path, place: Option<Place>) {
    let Some(chooser) = &mut app.create.chooser else {
        return;
    };
    let saves = chooser.want.proposed().is_some();
    chooser.missing = false;
    match place {
        Some(Place::Folder(folder, list)) => {
            if typed(&chooser.text, &chooser.folder) == folder || !saves {
                // What is typed next lies in it.
                chooser.text = folder.join("").display().to_string();
            }
            chooser.folder = folder;
            chooser.list = list;
        }
        Some(Place::File(_)) if saves && !chooser.exists => chooser.exists = true,
        Some(Place::File(path)) => files_picked(app, vec![path]),
        Some(Place::New(path)) if saves => files_picked(app, vec![path]),
        Some(Place::New(_)) | None => {
            // Its own folder may be gone; above it there is one.
            chooser.missing = asked != chooser.folder;
            if let (false, Some(above)) = (chooser.missing, asked.parent()) {
                chooser.folder = above.to_owned();
                let (want, above) = (chooser.want.clone(), above.to_owned());
                ask_list(app, &want, above);
            }
        }
    }
}

fn files_picked(app: &mut App, paths: Vec<PathBuf>) {
    if let Some(chooser) = app.create.chooser.take() {
        answered(app, chooser.want, Picked::Paths(paths));
    }
}

/// Draws our own list, if it is open.
pub fn show_chooser(app: &mut App, ctx: &Context) {
    let Some(mut chooser) = app.create.chooser.take() else {
        return;
    };
    let folders = app.shell.settings.folders.known();
    let frame = egui::Frame::window(&ctx.global_style()).inner_margin(20);
    let modal = Modal::new(Id::unique("file list")).frame(frame);
    let shown = modal.show(ctx, |ui| {
        ui.set_width(560.0);
        chooser.show(ui, &app.shell.words, &folders)
    });
    let away = shown.should_close();
    let asked = shown.inner;
    let closes = away || matches!(asked, Some(Asked::Cancel));
    match asked {
        Some(Asked::Go(path)) => ask_list(app, &chooser.want, path),
        Some(Asked::Take(paths)) => {
            app.create.chooser = Some(chooser);
            files_picked(app, paths);
            return;
        }
        _ => {}
    }
    if !closes {
        app.create.chooser = Some(chooser);
    } else if let Want::Original(_) = chooser.want {
        answered(app, chooser.want, Picked::Paths(Vec::new()));
    }
}

/// Opens a file dialog under the title `title`, a key.
pub fn ask_files(app: &mut App, want: Want, title: &str) {
    let kind = want.kind();
    let (title, kind) = (app.shell.words.get(title), app.shell.words.get(kind));
    let folder = Some(folder_for(app, &want)).filter(|folder| folder.is_absolute());
    app.shell.files.open(want, title, kind, folder);
}

/// Where files of this kind were last.
fn folder_for(app: &App, want: &Want) -> PathBuf {
    let folders = &app.shell.settings.folders;
    let last = match want {
        Want::Photograph | Want::Original(_) | Want::OwnPhotographs => &folders.photographs,
        Want::Styles => &folders.styles,
        Want::SaveRecipe(_) => &folders.recipes,
        Want::LearnFrom(_) | Want::StudyFolder(_) | Want::SaveWalk => &folders.pictures,
        Want::TrainingSettings
        | Want::SaveTrainingSettings(_)
        | Want::Model
        | Want::SaveModel(..) => &folders.models,
        Want::Folder => match &app.create.dialog {
            Some(Dialog::Batch(batch)) => return batch.to.clone(),
            Some(Dialog::Export(export)) => return export.folder().to_owned(),
            _ => &app.shell.settings.export.folder,
        },
    };
    let first = last.clone().or_else(|| folders.recent.first().cloned());
    first.or_else(std::env::home_dir).unwrap_or_default()
}

/// Remembers where files of this kind were chosen.
fn remember_folder(app: &mut App, want: &Want, path: &Path) {
    let folder = match want.is_folder() {
        true => Some(path),
        false => path.parent(),
    };
    let Some(folder) = folder.map(Path::to_owned) else {
        return;
    };
    let folders = &mut app.shell.settings.folders;
    folders.used(&folder);
    match want {
        Want::Photograph | Want::Original(_) | Want::OwnPhotographs => {
            folders.photographs = Some(folder);
        }
        Want::Styles => folders.styles = Some(folder),
        Want::SaveRecipe(_) => folders.recipes = Some(folder),
        Want::LearnFrom(_) | Want::StudyFolder(_) | Want::SaveWalk => {
            folders.pictures = Some(folder)
        }
        Want::TrainingSettings
        | Want::SaveTrainingSettings(_)
        | Want::Model
        | Want::SaveModel(..) => folders.models = Some(folder),
        Want::Folder => {}
    }
    app.shell.save_settings();
}

/// A dialog was answered: what it was opened for is done.
pub fn answered(app: &mut App, want: Want, picked: Picked) {
    let paths = match picked {
        Picked::Paths(paths) => paths,
        Picked::NoDialog(title) => {
            choose_files(app, want, title);
            return;
        }
    };
    if let Some(path) = paths.first() {
        remember_folder(app, &want, path);
    }
    match want {
        Want::Photograph => {
            if let Some(path) = paths.into_iter().next() {
                open_photograph(app, path);
            }
        }
        Want::Styles => {
            for path in paths {
                add_style(app, Source::File(path), true);
            }
        }
        Want::OwnPhotographs => {
            for path in paths {
                let request = TrainingRequest::Photograph(Source::File(path));
                app.shell.loader.ask(request);
            }
        }
        Want::Folder => {
            let Some(path) = paths.into_iter().next() else {
                return;
            };
            match &mut app.create.dialog {
                Some(Dialog::Export(export)) => {
                    export.settings.folder = Some(path);
                    export.warned = false;
                }
                Some(Dialog::Batch(batch)) => batch.to = path,
                _ => {}
            }
        }
        Want::Original(painted) => match paths.into_iter().next() {
            Some(path) => original_came(app, &painted, path),
            None => app.create.dialog = Some(Dialog::Restore(painted)),
        },
        Want::SaveRecipe(_) => {
            if let Some(path) = paths.into_iter().next() {
                save_recipe(app, path);
            }
        }
        want => {
            if let Some(path) = paths.into_iter().next() {
                train::files::picked(app, want, path);
            }
        }
    }
}

fn save_recipe(app: &mut App, path: PathBuf) {
    // What Instant has painted knows its style, and needs no painting to be painted again.
    let recipe = app.create.art.shown_result().map_or_else(
        || app.create.art.project.named_recipe(),
        |shot| (*shot.recipe).clone(),
    );
    let text = recipe.to_json();
    app.shell.loader.ask(ExportRequest::Write(path, text));
}
