//! What the loader answers.

use super::{actions::tell, intent::Shown, waiting};
use crate::{
    gui::{
        app::{App, Workspace},
        create::arrivals::{add_style, open_photograph},
        still_picture::StillPicture,
        toasts::Kind,
    },
    nn::{ModelInfo, ModelKind},
    session::{
        Installed,
        engine::TrainCommand,
        loader::{LibraryAnswer, LibraryRequest, Source, StyleRequest},
    },
};
use std::path::PathBuf;

/// Takes in what is known of trainings.
pub fn hear(app: &mut App, answer: LibraryAnswer) {
    match answer {
        LibraryAnswer::Surveying(folders, done, of) => {
            app.train.start.surveying = Some((folders, done, of));
        }
        LibraryAnswer::Surveyed(surveyed) => app.train.start.surveyed(surveyed),
        LibraryAnswer::Whole(path, size, levels) => {
            app.train
                .start
                .picture_came(&path, size, StillPicture::new(levels));
        }
        LibraryAnswer::Runs(runs, bin) => {
            let library = &mut app.train.library;
            (library.runs, library.bin, library.is_read) = (runs, bin, true);
            let there = |folder: &PathBuf| library.runs.iter().any(|run| run.folder == *folder);
            let all_there = match &app.train.shown {
                Shown::Run(folder) => there(folder),
                Shown::Compare(one, other) => there(one) && there(other),
                Shown::Start | Shown::Running | Shown::Dreams | Shown::Study => true,
            };
            if !all_there {
                app.train.shown = Shown::Start;
            }
        }
        LibraryAnswer::Made(settings, later) => {
            app.shell.loader.ask(LibraryRequest::Runs);
            // The one that it was to wait for may have ended meanwhile.
            if later && app.train.running.goes_on() {
                let mut queue = app.shell.settings.queue.clone();
                queue.push(settings.run.folder);
                waiting::wait(app, queue);
                app.shell.note("queue-waits");
                return;
            }
            tell(app, TrainCommand::Start(settings.setup()));
            app.train.shown = Shown::Running;
        }
        LibraryAnswer::Opened(settings) => {
            app.train.shown = Shown::Start;
            app.train.start.open(*settings);
        }
        LibraryAnswer::Saved(path) => {
            app.train.library.busy = None;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = [("name", name.into_owned().into())];
            let text = app.shell.words.with("runs-saved", &name);
            app.shell.toasts.saved(text, path);
        }
        LibraryAnswer::Installed(installed) => put_to_use(app, *installed),
        LibraryAnswer::DreamModels(models) => app.train.dreams.models_came(models),
        LibraryAnswer::DreamKept(path, style) => {
            app.workspace = Workspace::Create;
            match style {
                true => add_style(app, Source::File(path), true),
                false => open_photograph(app, path),
            }
        }
        LibraryAnswer::Imported(installed) if installed.model.kind == ModelKind::Dream => {
            dream_with(app, installed.model);
        }
        LibraryAnswer::Imported(installed) => {
            let name = [("name", installed.model.name.as_str().into())];
            let text = app.shell.words.with("runs-imported", &name);
            app.shell.toasts.say(Kind::Good, text);
            known(app, &installed.styles, false);
        }
    }
}

/// Create paints with a model from now on, in its own style where it has one, and is shown.
fn put_to_use(app: &mut App, installed: Installed) {
    app.train.library.busy = None;
    if installed.model.kind == ModelKind::Dream {
        return dream_with(app, installed.model);
    }
    known(app, &installed.styles, true);
    let ModelInfo {
        name,
        hash,
        domains,
        ..
    } = installed.model;
    let values = [
        ("name", name.as_str().into()),
        ("count", domains.len().into()),
    ];
    let key = match domains.is_empty() {
        true => "runs-used",
        false => "runs-used-domains",
    };
    let text = app.shell.words.with(key, &values);
    app.shell.toasts.say(Kind::Good, text);
    let recipe = &mut app.create.art.project.recipe;
    (recipe.painter, recipe.painter_blake3) = (name, hash);
    recipe.domain.clear();
    app.workspace = Workspace::Create;
}

/// Dreams of a model are shown.
fn dream_with(app: &mut App, model: ModelInfo) {
    app.train.dreams.want(model.hash);
    app.train.shown = Shown::Dreams;
    app.shell.loader.ask(LibraryRequest::DreamModels);
}

/// There is another model, and its styles are on the shelf from now on; the first one is chosen if `choose`.
fn known(app: &mut App, styles: &[PathBuf], choose: bool) {
    app.shell.loader.ask(StyleRequest::Generators);
    for (i, style) in styles.iter().enumerate() {
        let source = Source::File(style.clone());
        let request = StyleRequest::Add(source, choose && i == 0);
        app.shell.loader.ask(request);
    }
}

/// Something could not be done with trainings, which is told elsewhere.
pub fn failed(app: &mut App, request: &LibraryRequest) {
    app.train.library.busy = None;
    if matches!(request, LibraryRequest::Whole(_)) {
        app.train.start.parting = None;
    }
    if !matches!(request, LibraryRequest::Survey(_)) {
        app.shell.loader.ask(LibraryRequest::Runs);
    }
}
