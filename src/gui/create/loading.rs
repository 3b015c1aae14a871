//! What the loader answers.

use crate::{
    error::Error,
    gui::create::shelf::learn::{painting_forgotten, painting_learnt},
    gui::{
        app::App,
        create::{
            apply_recipe::painted_came,
            arrivals::{add_style, open_photograph, open_sample},
            autosave::{begin_opening, bring_back, put_aside, work_came, work_saved},
            batch_dialog::names_of,
            choosing::files_listed,
            dialogs::Dialog,
            effects::take_effects,
            export_actions::{no_room, room_came, say_saved},
            shelf::styles::Card,
            style_events::{
                code_came, looks_came, painting_came, shelf_came, style_kept, style_removed,
                style_renamed,
            },
        },
        errors, live_picture,
        still_picture::StillPicture,
        toasts::Kind,
        train::{self, intent::Shown},
    },
    session::{
        Origin, Painting,
        engine::Loaded,
        loader::{
            Answer, ExportAnswer, ExportRequest, FileAnswer, FileRequest, KeptAnswer, Opened,
            RecentAnswer, RecentRequest, Request, SAMPLE, Sorted, Source, StudyAnswer, StyleAnswer,
        },
    },
};
use egui::Context;
use std::{path::PathBuf, sync::Arc};

fn files_sorted(app: &mut App, sorted: Sorted) {
    let Sorted {
        recipe,
        folder,
        codes,
        mut files,
        is_painting,
        bad,
    } = sorted;
    refuse(app, &bad);
    if files.len() != 1 && recipe.is_none() {
        app.create.works.opening = None;
    }
    if files.is_empty() && !bad.is_empty() && app.create.art.project.photograph.is_none() {
        // The window was opened with nothing that it can show: the canvas is not left empty.
        open_sample(app);
    }
    for code in codes {
        add_style(app, Source::File(code), true);
    }
    if let Some(recipe) = recipe {
        app.shell.loader.ask(FileRequest::Recipe(
            recipe,
            app.shell.settings.recent.clone(),
        ));
    }
    if let Some((folder, pictures)) = folder {
        if app.create.art.project.photograph.is_none() {
            // The window was opened with it: the canvas is not left empty for that.
            open_sample(app);
        }
        if pictures.is_empty() {
            let name = folder.display().to_string();
            let text = app
                .shell
                .words
                .with("empty-folder", &[("name", name.into())]);
            app.shell.toasts.say(Kind::Note, text);
        } else {
            app.create.dialog = Some(Dialog::Folder(folder, pictures));
        }
        return;
    }
    let own_photograph =
        app.create.art.project.photograph.is_some() && !app.create.art.project.is_sample;
    match files.len() {
        0 => {}
        1 if !own_photograph || is_painting => open_photograph(app, files.remove(0)),
        _ => app.create.dialog = Some(Dialog::Drop(files)),
    }
}

/// Says which files cannot be used: one with its reason, several by their names.
fn refuse(app: &mut App, bad: &[(PathBuf, Arc<Error>)]) {
    match bad {
        [] => {}
        [(_, error)] => app.shell.complain(error),
        _ => {
            let names = [("names", names_of(bad.iter().map(|(path, _)| path)).into())];
            let text = app.shell.words.with("drop-bad", &names);
            let details = bad
                .iter()
                .map(|(_, e)| errors::details(e, &app.shell.words));
            app.shell
                .toasts
                .fail(text, details.collect::<Vec<_>>().join("\n"));
        }
    }
}

/// Says what is to be said of a picture that was read.
fn warn_of(app: &mut App, loaded: &Loaded) {
    for warning in &loaded.picture.warnings {
        let text = errors::warning(&loaded.source.name, *warning, &app.shell.words);
        app.shell.toasts.say(Kind::Note, text);
    }
}

/// Takes in what the loader answers.
pub fn hear_loader(app: &mut App, ctx: &Context) {
    for answer in app.shell.loader.answers() {
        match answer {
            Answer::File(answer) => hear_file(app, ctx, answer),
            Answer::Library(answer) => train::loading::hear(app, answer),
            Answer::Kept(answer) => hear_kept(app, ctx, answer),
            Answer::Style(answer) => hear_style(app, ctx, answer),
            Answer::Looks(looks, kept) => looks_came(app, ctx, looks, kept),
            Answer::Recent(RecentAnswer::Missing(missing)) => {
                app.shell.thumbnails.missing = missing;
            }
            Answer::Recent(RecentAnswer::Thumbnail(path, level)) => {
                app.shell.thumbnails.came(ctx, path, level.as_ref());
            }
            Answer::Export(answer) => hear_export(app, answer),
            Answer::Training(answer) => train::events::read(app, ctx, answer),
            Answer::Study(answer) => {
                if matches!(answer, StudyAnswer::Opened(Some(_))) {
                    app.train.shown = Shown::Study;
                }
                app.train.study.hear(ctx, answer);
            }
            Answer::Failed(request, error) => request_failed(app, &request, &error),
        }
    }
}

fn hear_file(app: &mut App, ctx: &Context, answer: FileAnswer) {
    match answer {
        FileAnswer::Photograph(opened) => {
            warn_of(app, &opened.loaded);
            photograph_came(app, ctx, *opened);
        }
        FileAnswer::Recipe(painted) => painted_came(app, *painted),
        FileAnswer::Sorted(sorted) => files_sorted(app, sorted),
        FileAnswer::Hovers(folder) => app.create.drops.hovering_folder = folder,
        FileAnswer::Listed(asked, place) => files_listed(app, &asked, place),
        FileAnswer::Screen(blake3, levels) => {
            let still = StillPicture::new(levels);
            if app.create.art.project.photograph_hash() == Some(&blake3) {
                show_photograph(app, ctx, still.again());
            }
            if let Some(cropping) = &mut app.create.cropping {
                cropping.picture_came(&blake3, still);
            }
        }
    }
}

fn hear_kept(app: &mut App, ctx: &Context, answer: KeptAnswer) {
    match answer {
        KeptAnswer::Opening(title, picture) => begin_opening(app, ctx, title, picture.as_deref()),
        KeptAnswer::NothingOpen(why) => {
            app.create.works.opening = None;
            app.create.art.refine_sample_once(why.is_none());
            if app.create.art.project.photograph.is_none() {
                open_sample(app);
            }
            if let Some(error) = why {
                app.shell.complain(&error);
            }
        }
        KeptAnswer::Of(hash, kept) => work_came(app, &hash, kept),
        KeptAnswer::Saved(number, written) => work_saved(app, number, written),
    }
}

fn hear_style(app: &mut App, ctx: &Context, answer: StyleAnswer) {
    let styles = &mut app.create.shelf.styles;
    match answer {
        StyleAnswer::Added(key, kept, loaded, card) => {
            if !styles.has(&key) {
                let origin = Origin::Painting(Painting::File(kept));
                styles.cards.push(Card::new(key.clone(), origin));
            }
            if let Some(there) = styles.get_mut(&key) {
                there.set(ctx, &card);
            }
            if let Some(loaded) = loaded {
                warn_of(app, &loaded);
                app.create.art.project.choose(key.clone());
                painting_came(app, &key, &loaded);
            }
        }
        StyleAnswer::Painting(key, loaded) => painting_came(app, &key, &loaded),
        StyleAnswer::Code(key, path, found, choose) => code_came(app, &key, path, &found, choose),
        StyleAnswer::Kept(key, path, found) => style_kept(app, &key, path, &found),
        StyleAnswer::Renamed(key, path) => style_renamed(app, &key, path),
        StyleAnswer::Removed(key) => style_removed(app, &key),
        StyleAnswer::Card(key, level) => {
            if let Some(card) = styles.get_mut(&key) {
                card.set(ctx, &level);
            }
        }
        StyleAnswer::Own(own, tunings) => {
            app.create.shelf.styles.tunings = *tunings;
            shelf_came(app, own);
        }
        StyleAnswer::Learnt(key, tuning) => painting_learnt(app, &key, tuning),
        StyleAnswer::Unlearnt(key, painter) => painting_forgotten(app, &key, &painter),
        StyleAnswer::Generators(known) => app.create.inspector.models.came(known),
    }
}

fn hear_export(app: &mut App, answer: ExportAnswer) {
    match answer {
        ExportAnswer::Estimate(file, bytes) => {
            if let Some(Dialog::Export(export)) = &mut app.create.dialog {
                export.estimated(&file, bytes);
            }
        }
        ExportAnswer::Room(path, there) => room_came(app, &path, there),
        ExportAnswer::Written(path) => say_saved(app, path),
    }
}

fn request_failed(app: &mut App, request: &Request, error: &Error) {
    if let Request::File(FileRequest::Photograph(Source::File(path)) | FileRequest::Open(path, _)) =
        request
        && !app.shell.thumbnails.missing.contains(path)
    {
        app.shell.settings.recent.retain(|other| other != path);
    }
    app.train.running.failed(request);
    if matches!(request, Request::Export(ExportRequest::Room(_))) {
        no_room(app);
    }
    let opens = matches!(
        request,
        Request::File(FileRequest::Photograph(_) | FileRequest::Open(..) | FileRequest::Recipe(..))
    );
    if opens
        && app.create.works.opening.take().is_some()
        && app.create.art.project.photograph.is_none()
    {
        // What the window was opened with cannot be shown: the canvas is not left empty.
        open_sample(app);
    }
    if let Request::Study(request) = request {
        app.train.study.failed(request);
    }
    if let Request::Library(request) = request {
        train::loading::failed(app, request);
    }
    app.shell.complain(error);
}

/// A photograph was read.
fn photograph_came(app: &mut App, ctx: &Context, opened: Opened) {
    let Opened {
        loaded,
        levels,
        kept,
        again,
    } = opened;
    let sample = loaded.path.is_none() && loaded.source.name == SAMPLE;
    let there = app.create.art.project.photograph.is_some();
    if there && (again || (sample && !app.create.art.project.is_sample)) {
        // It was asked for first and came last.
        return;
    }
    app.create.works.opening = None;
    if let Some(path) = loaded.path.clone() {
        app.shell.settings.opened(&path);
        app.shell
            .loader
            .ask(RecentRequest::Missing(app.shell.settings.recent.clone()));
        app.shell.save_settings();
    }
    let same = app.create.art.project.photograph_hash() == Some(&loaded.source.blake3);
    show_photograph(app, ctx, StillPicture::new(levels));
    app.create.canvas.fit();
    app.create.cropping = None;
    if same {
        // The same in another file, perhaps.
        app.create.art.project.photograph = Some(loaded);
    } else {
        put_aside(app);
        // The settings of a recipe that was opened before it are its own.
        let known = app
            .create
            .works
            .awaited
            .as_ref()
            .is_some_and(|a| a.is(&loaded));
        let crop = app.create.works.awaited.as_ref().filter(|_| known);
        let crop = crop.map(|awaited| awaited.crop_of(&loaded));
        match kept.filter(|_| !known) {
            Some(kept) => bring_back(app, &loaded, *kept),
            None => app.create.art.open(loaded, sample, crop),
        }
    }
    if !app.create.art.project.is_sample {
        app.create.works.awaited = None;
    }
    if !there {
        app.create.art.begin_history();
    }
    take_effects(app);
}

fn show_photograph(app: &mut App, ctx: &Context, still: StillPicture) {
    if let Some(small) = still.smallest() {
        let texture = live_picture::small(ctx, small.width, small.height, &small.rgba);
        app.create.shelf.photo_card = Some(texture);
    }
    app.create.canvas.before = Some(still);
}
