//! Doing what panes, keys and buttons ask for.

use crate::{
    gui::{
        actions::Action,
        app::{App, Workspace},
        create::{
            apply_recipe::{restore_recipe, wear},
            arrivals::open_photograph,
            autosave::put_aside,
            batch_dialog::BatchDialog,
            batch_progress::BatchProgress,
            choosing::ask_files,
            clipboard::copy_look,
            crop::Cropping,
            dialogs::Dialog,
            effects::take_effects,
            export::parts::clean,
            export_actions::{copy_picture, deliver, export_again, new_export, open_export},
            intent::{Intent, Naming, Subject},
            titles::{ask_paintings, joined_titles, picture_title, style_titles},
            variations::Sheet,
        },
        files::Want,
        toasts::Kind,
    },
    session::{
        Phase, Project,
        engine::{Command, Shown, SnapshotId},
        loader::FileRequest,
    },
    stylize::Engine,
};
use egui::{Context, ViewportCommand};
use std::sync::Arc;

/// Does what panes ask for.
pub fn perform(app: &mut App, ctx: &Context, intents: Vec<Intent>) {
    for intent in intents {
        perform_one(app, ctx, intent);
    }
    take_effects(app);
}

fn perform_one(app: &mut App, ctx: &Context, intent: Intent) {
    let (art, engine) = (&mut app.create.art, app.shell.engine.as_mut());
    match intent {
        Intent::Act(action) => act(app, ctx, action),
        Intent::Files(want, title) => ask_files(app, want, title),
        Intent::Open(path) => open_photograph(app, path),
        Intent::ReadStyles => ask_paintings(app),
        Intent::Crop(subject) => begin_crop(app, subject),
        Intent::Name(naming, proposed) => {
            let name = proposed.unwrap_or_else(|| match naming {
                Naming::Found => joined_titles(app, " + "),
                _ => style_titles(app),
            });
            app.create.dialog = Some(Dialog::Name(naming, name));
        }
        Intent::RemoveStyle(key, path) => {
            app.create.dialog = Some(Dialog::Remove(key, path));
        }
        Intent::RemoveLook(path) => app.create.dialog = Some(Dialog::RemoveLook(path)),
        Intent::Wear(look) => wear(app, &look),
        Intent::Note(text) => app.shell.toasts.say(Kind::Note, text),
        Intent::SaveSettings => app.shell.save_settings(),
        Intent::Thumbnails(paths) => {
            if let Some(request) = app.shell.thumbnails.next(&paths) {
                app.shell.loader.ask(request);
            }
        }
        Intent::ShowSnapshot(id) => art.show(engine, id),
        Intent::ShowNewest => art.show_newest(engine),
        Intent::Branch(id) => branch_from(app, id),
        Intent::Compare(id) => art.compare_with(engine, Some(id)),
        Intent::ExportSnapshot(id) => {
            let mut dialog = new_export(app);
            dialog.what = Shown::Snapshot(id);
            open_export(app, dialog);
        }
        Intent::Restore(recipe) => restore_recipe(app, &recipe),
        Intent::AskBatch(from, pictures) => {
            let dialog = BatchDialog::new(&app.shell.words, art, from, pictures);
            app.create.dialog = Some(Dialog::Batch(Box::new(dialog)));
        }
        Intent::Batch(batch) => {
            if art.project.is_sample {
                // Nobody waits for it.
                art.pause(engine, true);
            }
            app.create.batch = Some(BatchProgress::new(batch.pictures.len()));
            engine.send(Command::Batch(batch));
        }
        Intent::Deliver(name, delivered) => deliver(app, name, *delivered),
        Intent::ApplySettings => app.shell.apply_settings(ctx),
        Intent::LayOut => app.shell.lay_out(ctx),
        Intent::Quit => {
            app.quit(ctx);
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        Intent::Send(command) => engine.send(*command),
        Intent::Load(request) => app.shell.loader.ask(*request),
    }
}

/// Begins to choose a part, if the picture is there.
fn begin_crop(app: &mut App, subject: Subject) {
    let before = app.create.canvas.before.as_ref();
    let begun = Cropping::begin(subject, &app.create.art.project, before);
    let Some((cropping, to_make)) = begun else {
        return;
    };
    app.create.cropping = Some(cropping);
    if let Some(painting) = to_make {
        app.shell.loader.ask(FileRequest::Screen(painting));
    }
}

/// Opens the sheet of variations; its pictures are painted meanwhile.
fn open_variations(app: &mut App) {
    let create = &mut app.create;
    let (words, settings) = (&app.shell.words, &app.shell.settings);
    let sheet = Sheet::new(words, settings, &create.art.project, &create.shelf.styles);
    if let Some(sheet) = sheet {
        let starts = Command::Variations(sheet.starts());
        app.shell.engine.send(starts);
        create.dialog = Some(Dialog::Variations(Box::new(sheet)));
    }
}

/// Goes on from a snapshot: a look of Instant's is taken over, Refine goes on from its own.
fn branch_from(app: &mut App, id: SnapshotId) {
    let snapshots = app.create.art.snapshots();
    let look = snapshots
        .get(id)
        .filter(|snapshot| snapshot.own && snapshot.recipe.engine == Engine::Instant);
    match look.map(|snapshot| Arc::clone(&snapshot.recipe)) {
        Some(recipe) => restore_recipe(app, &recipe),
        None => app.create.art.branch(app.shell.engine.as_mut(), id),
    }
}

/// Does what is asked for, if it can be done now.
pub fn act(app: &mut App, ctx: &Context, action: Action) {
    match action {
        Action::Open => {
            ask_files(app, Want::Photograph, "action-open");
        }
        Action::OpenStyle => {
            ask_files(app, Want::Styles, "add-style");
        }
        Action::Paste | Action::PasteStyle => {
            // What is pasted comes in a later frame, when the hand may have left the keys.
            app.create.drops.pastes_style = action == Action::PasteStyle;
            ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
        }
        Action::Copy
        | Action::CopyLook
        | Action::Export
        | Action::ExportAgain
        | Action::SaveRecipe => hand_out(app, ctx, action),
        Action::Variations => open_variations(app),
        // What was kept may hold a run to go on with; who asks again does not want to wait for it.
        Action::Run if may_go_on(app) && !app.create.works.refines => {
            app.create.works.refines = true;
        }
        Action::Run => app.create.art.run_or_go_on(app.shell.engine.as_mut()),
        Action::Pause => {
            let pause = app.create.art.is_painting();
            app.create.art.pause(app.shell.engine.as_mut(), pause);
        }
        Action::Stop => app.create.art.stop(app.shell.engine.as_mut()),
        Action::Undo => {
            let before = app.create.art.undo();
            go_to(app, before);
        }
        Action::Redo => {
            let after = app.create.art.redo();
            go_to(app, after);
        }
        Action::Fit
        | Action::Full
        | Action::Fill
        | Action::ZoomIn
        | Action::ZoomOut
        | Action::Compare => app.create.canvas.act(action),
        Action::Snapshot => {
            if app.create.art.has_result() {
                app.shell.engine.send(Command::Snapshot);
            }
        }
        Action::Crop => begin_crop(app, Subject::Photograph),
        Action::CropStyle => {
            if let Some(chosen) = app.create.art.project.styles.first() {
                begin_crop(app, Subject::Style(chosen.key.clone()));
            }
        }
        Action::PreviousStyle => neighbour(app, -1),
        Action::NextStyle => neighbour(app, 1),
        Action::Seed => {
            if !app.create.inspector.seed_locked {
                let seed = &mut app.create.art.project.recipe.seed;
                *seed = (seed.wrapping_mul(48_271) + 11) % 100_000;
            }
        }
        Action::Panels | Action::FullScreen => lay_out(app, ctx, action),
        Action::ToCreate => app.workspace = Workspace::Create,
        Action::ToTrain => app.workspace = Workspace::Train,
        Action::Settings => app.create.dialog = Some(Dialog::Settings),
        Action::Help => app.create.dialog = Some(Dialog::Help(String::new())),
        Action::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
    }
    take_effects(app);
}

/// Hands the picture out, or how it is painted.
fn hand_out(app: &mut App, ctx: &Context, action: Action) {
    let art = &app.create.art;
    let (painted, ready) = (art.has_result(), art.project.start().is_some());
    match action {
        Action::Copy if painted => copy_picture(app),
        Action::CopyLook if ready => copy_look(app, ctx),
        Action::Export if painted => {
            let dialog = new_export(app);
            open_export(app, dialog);
        }
        Action::ExportAgain if painted => export_again(app),
        Action::SaveRecipe => {
            let name = format!("{}.json", clean(&picture_title(app)));
            ask_files(app, Want::SaveRecipe(name), "action-save-recipe");
        }
        _ => {}
    }
}

/// Shows and hides what stands round the picture.
fn lay_out(app: &mut App, ctx: &Context, action: Action) {
    if action == Action::Panels {
        let hidden = &mut app.shell.settings.layout.panels_hidden;
        *hidden = !*hidden;
    } else {
        let full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
        ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!full));
    }
}

/// Whether work on the photograph that was kept is still being read, and nothing was begun meanwhile.
fn may_go_on(app: &App) -> bool {
    let art = &app.create.art;
    art.is_own() && art.phase() == Phase::Idle && app.create.works.keeping.waits()
}

fn go_to(app: &mut App, project: Option<Project>) {
    let Some(project) = project else { return };
    if project.photograph_hash() != app.create.art.project.photograph_hash()
        && let Some(photograph) = &project.photograph
    {
        put_aside(app);
        app.create.works.by_undo = true;
        // Its pictures for the screen are made anew.
        app.shell
            .loader
            .ask(FileRequest::Screen(Arc::clone(photograph)));
    }
    app.create.art.go_to(project);
    ask_paintings(app);
}

/// Chooses the style before or after the chosen one.
fn neighbour(app: &mut App, by: isize) {
    let order = app.create.shelf.styles.order(&app.shell.settings);
    let has = |i: &usize| {
        app.create
            .art
            .project
            .has(&app.create.shelf.styles.cards[*i].key)
    };
    let here = order.iter().position(has).unwrap_or(0);
    if !order.is_empty() {
        let next = (here as isize + by).rem_euclid(order.len() as isize) as usize;
        let key = app.create.shelf.styles.cards[order[next]].key.clone();
        app.create.art.project.choose(key);
        ask_paintings(app);
    }
}
