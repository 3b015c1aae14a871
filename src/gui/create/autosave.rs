//! The work on each photograph is kept while it is done and comes back with it: at the next start, from the recent
//! photographs, by undo.

use crate::{
    compute::{Levels, Pixels},
    gui::{
        app::App,
        create::{
            autosave_state::Opening,
            effects::{shown_side, take_effects},
            titles::{ask_paintings, picture_title},
        },
        toasts::Kind,
    },
    picture::{Crop, Picture},
    session::{
        Desk, Preview, SaveDue, SavedWork, StyleKey,
        engine::{Command, Event, KeptWork, Loaded, Restored},
        loader::{self, KeptAnswer, KeptRequest},
    },
};
use egui::Context;
use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

/// How long a window that closes waits for a step of the engine, to keep its picture too.
const PATIENCE: Duration = Duration::from_secs(8);

/// Saves the work when it is time.
pub fn keep_work(app: &mut App, ctx: &Context) {
    turn_to_work(app);
    let now = app.shell.attention.now();
    let held = ctx.input(|input| input.pointer.any_down());
    // The sample as it comes is nobody's work.
    let own = app.create.art.is_own();
    if held || !own {
        return;
    }
    let snapshots = app
        .create
        .art
        .snapshots()
        .all()
        .iter()
        .map(|snapshot| snapshot.id);
    let step = app
        .create
        .art
        .run_state()
        .map_or(0, |run| run.standing.step);
    match app
        .create
        .works
        .keeping
        .due(now, &app.create.art.project, step, snapshots)
    {
        SaveDue::Nothing => {}
        SaveDue::In(seconds) => ctx.request_repaint_after_secs(seconds as f32),
        SaveDue::Settings => {
            let desk = desk_of(app);
            let work = app.create.works.keeping.settings(now, desk);
            app.shell.loader.ask(KeptRequest::Save(Box::new(work)));
        }
        SaveDue::Pictures => {
            let desk = desk_of(app);
            let command = app.create.works.keeping.ask(now, desk);
            app.shell.engine.send(command);
        }
    }
}

/// The engine's pictures are written down.
pub fn kept_came(app: &mut App, kept: KeptWork) {
    if let Some(work) = app.create.works.keeping.came(kept) {
        app.shell.loader.ask(KeptRequest::Save(Box::new(work)));
    }
}

fn desk_of(app: &App) -> Desk {
    Desk {
        title: picture_title(app),
        project: app.create.art.project.clone(),
        run: app.create.art.run_state(),
        snapshots: app.create.art.snapshots().all().to_vec(),
        preview: preview_of(app),
    }
}

/// The picture as it stands, or the photograph.
fn preview_of(app: &App) -> Option<Preview> {
    let bytes = |width, height, rgba| Preview::Bytes {
        width,
        height,
        rgba,
    };
    if let Some(frame) = app.create.canvas.after.frame() {
        match &frame.pixels {
            Pixels::Cpu(rgba) => {
                return Some(bytes(frame.width, frame.height, Arc::clone(rgba)));
            }
            Pixels::Levels(Levels(levels)) => {
                let small = levels.last()?;
                return Some(bytes(
                    small.width,
                    small.height,
                    small.rgba.as_slice().into(),
                ));
            }
            Pixels::Gpu(_) => {}
        }
    }
    if let Some(thumbnail) = app.create.art.snapshots().newest() {
        return Some(Preview::Picture(thumbnail));
    }
    let small = app.create.canvas.before.as_ref()?.smallest()?;
    Some(bytes(
        small.width,
        small.height,
        small.rgba.as_slice().into(),
    ))
}

/// Another photograph is about to be worked on: the work on this one is kept, and its run is given up.
pub fn put_aside(app: &mut App) {
    let own = app.create.art.is_own();
    let same = app.create.works.keeping.of() == app.create.art.project.photograph_hash();
    if own && same && app.create.works.keeping.of().is_some() && !app.create.works.keeping.waits() {
        let desk = desk_of(app);
        let command = app.create.works.keeping.ask(0.0, desk);
        app.shell.engine.send(command);
    }
    app.create.art.give_up_run(app.shell.engine.as_mut());
}

/// Undo may have brought another photograph: what was kept of the work on it is asked for.
fn turn_to_work(app: &mut App) {
    if app.create.works.keeping.of() != app.create.art.project.photograph_hash() {
        let hash = app
            .create
            .art
            .project
            .photograph_hash()
            .map(ToOwned::to_owned);
        app.shell.autosave.turn_to(hash.as_deref());
        app.create.works.keeping.turn_to(hash.as_deref());
        app.create.works.asks = true;
        app.create.works.refines = false;
    }
    let Some(loaded) = app
        .create
        .art
        .project
        .photograph
        .clone()
        .filter(|_| app.create.works.asks)
    else {
        return;
    };
    // What was just put aside is to be written first.
    if !app.create.works.keeping.is_writing(&loaded.source.blake3) {
        app.create.works.asks = false;
        app.shell.loader.ask(KeptRequest::Of(loaded));
    }
}

/// What was kept of the work on this photograph has come, after undo.
pub fn work_came(app: &mut App, hash: &str, kept: Option<Box<loader::RestoredWork>>) {
    if app.create.works.keeping.of() != Some(hash) || !app.create.works.keeping.waits() {
        return;
    }
    known(app, hash, kept);
    if std::mem::take(&mut app.create.works.refines) {
        app.create.art.run_or_go_on(app.shell.engine.as_mut());
    }
}

/// What was kept of the work on the photograph is known.
fn known(app: &mut App, hash: &str, kept: Option<Box<loader::RestoredWork>>) {
    let Some(kept) = kept.filter(|kept| kept.found.saved.source.blake3 == hash) else {
        app.create.works.keeping.found(None);
        if std::mem::take(&mut app.create.works.by_undo) {
            app.create.art.without_run();
        }
        return;
    };
    let loader::RestoredWork { found, restored } = *kept;
    let saved = app.shell.autosave.adopt(found);
    app.create.works.keeping.found(Some(&saved));
    // What a recipe asks for that was opened is begun all the same.
    let instead = std::mem::take(&mut app.create.works.by_undo);
    bring_back_run(app, saved, restored, instead);
}

/// A photograph comes with what was kept of the work on it.
pub fn bring_back(app: &mut App, loaded: &Arc<Loaded>, kept: loader::RestoredWork) {
    let loader::RestoredWork { found, restored } = kept;
    let same_file = found.saved.source.blake3 == loaded.source.blake3;
    let is_sample = found.saved.photograph.is_none();
    let project = found.saved.project.project(loaded, is_sample);
    app.create.art.open_kept(project);
    app.create
        .works
        .keeping
        .turn_to(Some(&loaded.source.blake3));
    if same_file {
        let saved = app.shell.autosave.adopt(found);
        app.create.works.keeping.found(Some(&saved));
        bring_back_run(app, saved, restored, true);
    } else {
        // The file was changed since: its settings are still good, pictures and crop are not.
        app.shell.autosave.turn_to(Some(&loaded.source.blake3));
        app.create.works.keeping.found(None);
        app.create.art.project.recipe.crop = Crop::default();
        app.create.art.without_run();
    }
    leave_out_missing_styles(app);
    ask_paintings(app);
}

/// Styles that are on the shelf no more cannot be painted in.
pub fn leave_out_missing_styles(app: &mut App) {
    if !app.create.shelf.styles.is_read {
        return;
    }
    let there =
        |key: &StyleKey| matches!(key, StyleKey::Random(_)) || app.create.shelf.styles.has(key);
    let (here, gone): (Vec<_>, Vec<_>) = std::mem::take(&mut app.create.art.project.styles)
        .into_iter()
        .partition(|chosen| chosen.is_ready() || there(&chosen.key));
    app.create.art.project.styles = here;
    if gone.is_empty() {
        return;
    }
    app.shell
        .toasts
        .say(Kind::Note, app.shell.words.get("kept-style-missing"));
    if app.create.art.project.styles.is_empty()
        && app.create.art.project.recipe.mixed_style.is_none()
    {
        app.create.art.project.choose(StyleKey::Shipped("impasto"));
    }
}

/// Refine's picture and the snapshots come back. If there is no picture, Instant may paint `instead`.
fn bring_back_run(app: &mut App, saved: SavedWork, restored: Restored, instead: bool) {
    let side = shown_side(app);
    let engine = app.shell.engine.as_mut();
    app.create
        .art
        .restore_run(engine, saved.run, restored, instead, side);
    take_effects(app);
}

/// What was open at the last end is being read.
pub fn begin_opening(app: &mut App, ctx: &Context, title: String, picture: Option<&Picture>) {
    app.create.works.opening = Some(Opening::new(ctx, title, picture));
}

/// The window closes: all is kept, the picture of a run too if its step ends soon.
pub fn keep_last(app: &mut App) {
    let own = app.create.art.is_own();
    if !own || app.create.works.keeping.of().is_none() || app.create.works.keeping.waits() {
        return;
    }
    let begin = Instant::now();
    // Snapshots that are being written are told of in what comes last.
    while app.create.works.keeping.is_busy() && begin.elapsed() < PATIENCE {
        for answer in app.shell.loader.answers() {
            if let loader::Answer::Kept(KeptAnswer::Saved(number, _)) = answer {
                app.create.works.keeping.written(number);
            }
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let desk = desk_of(app);
    let command = app.create.works.keeping.ask(0.0, desk);
    let Command::Keep { number: last, .. } = command else {
        return;
    };
    app.shell.engine.send(command);
    let mut came = false;
    while !came && begin.elapsed() < PATIENCE {
        for event in app.shell.engine.events() {
            let Event::Kept(kept) = event else { continue };
            came |= kept.number == last && !kept.failed;
            if let Some(work) = app.create.works.keeping.came(*kept) {
                // Nobody is left to tell if this fails; what was saved before is still whole.
                let _ = app.shell.autosave.write(&work);
            }
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    if !came {
        let desk = desk_of(app);
        let work = app.create.works.keeping.settings(0.0, desk);
        let _ = app.shell.autosave.write(&work);
    }
}

/// A save was written, or could not be: that is said once, not every minute.
pub fn work_saved(
    app: &mut App,
    number: u64,
    written: Result<Option<PathBuf>, Arc<crate::error::Error>>,
) {
    app.create.works.keeping.written(number);
    match written {
        Ok(only_here) => {
            app.create.works.cannot_save = false;
            if let Some(path) = only_here.filter(|path| !app.shell.settings.recent.contains(path)) {
                app.shell.settings.opened(&path);
                app.shell.save_settings();
            }
        }
        Err(error) if !app.create.works.cannot_save => {
            app.create.works.cannot_save = true;
            app.shell.complain(&error);
        }
        Err(_) => {}
    }
}
