//! What comes from outside: from the engine, from the desktop, from the hand.

use crate::{
    gui::create::shelf::learn::hear_learning,
    gui::{
        actions::Action,
        app::App,
        create::{
            actions::act,
            arrivals::{add_style, arrive, files_pasted},
            autosave::kept_came,
            batch_dialog::{file_name, names_of},
            clipboard::paste_look,
            crop::Cropping,
            dialogs::Dialog,
            drop_state,
            effects::take_effects,
            export_actions::say_saved,
            titles::has_ended,
        },
        errors,
        shell::DeviceNote,
        toasts::Kind,
        train,
    },
    session::{
        engine::{BatchNews, Command, Event, View},
        loader::{FileRequest, LookRequest, Source, StyleRequest},
    },
};
use egui::Context;
use std::path::PathBuf;

/// How far the batch is.
fn batch_came(app: &mut App, news: BatchNews) {
    if !news.over {
        if let Some(batch) = &mut app.create.batch {
            batch.came(news);
        }
        return;
    }
    app.create.batch = None;
    let values = [
        ("painted", news.painted.into()),
        ("total", news.total.into()),
        ("there", news.there.into()),
        ("failed", news.failed.len().into()),
    ];
    let key = match (news.stopped, news.there > 0) {
        (true, _) => "batch-stopped",
        (false, true) => "batch-over-there",
        (false, false) => "batch-over",
    };
    let mut text = app.shell.words.with(key, &values);
    let folder = (news.painted + news.there > 0).then_some(news.to);
    let mut details = String::new();
    if !news.failed.is_empty() {
        let sentence = |(_, error): &(PathBuf, _)| {
            let error: &std::sync::Arc<crate::error::Error> = error;
            errors::details(error, &app.shell.words)
        };
        let sentences: Vec<String> = news.failed.iter().map(sentence).collect();
        let names = names_of(news.failed.iter().map(|(path, _)| path));
        let names = [("names", names.into())];
        text = format!("{text}\n{}", app.shell.words.with("batch-failed", &names));
        details = sentences.join("\n");
    }
    for (path, warning) in &news.warned {
        let said = errors::warning(&file_name(path), *warning, &app.shell.words);
        text = format!("{text}\n{said}");
    }
    has_ended(app, &text);
    app.shell.toasts.report(text, folder, details);
}

/// Takes in what is dropped, pasted and copied.
pub fn hear_input(app: &mut App, ctx: &Context) {
    let (dropped, hovering, over, pasted) = ctx.input(|input| {
        let raw = &input.raw;
        let dropped: Vec<PathBuf> = raw
            .dropped_files
            .iter()
            .map(|file| file.path().to_owned())
            .collect();
        let pasted: Vec<egui::Event> = input
            .events
            .iter()
            .filter(|event| {
                matches!(
                    event,
                    egui::Event::Paste(_) | egui::Event::PasteImage(_) | egui::Event::Copy
                )
            })
            .cloned()
            .collect();
        let over = match raw.hovered_files.as_slice() {
            [only] => only.path.clone(),
            _ => None,
        };
        (dropped, raw.hovered_files.len(), over, pasted)
    });
    hover_files(app, hovering, over);
    if !dropped.is_empty() {
        arrive(app, dropped);
    }
    if ctx.text_edit_focused() {
        return;
    }
    for event in pasted {
        match event {
            egui::Event::PasteImage(image) => {
                let bytes = image.pixels.iter().flat_map(|p| p.to_srgba_unmultiplied());
                let source = Source::Pasted {
                    width: image.size[0],
                    height: image.size[1],
                    rgba: bytes.collect(),
                };
                if std::mem::take(&mut app.create.drops.pastes_style) {
                    add_style(app, source, true);
                } else {
                    app.shell.loader.ask(FileRequest::Photograph(source));
                }
            }
            egui::Event::Paste(text) => {
                let style = std::mem::take(&mut app.create.drops.pastes_style);
                if paste_look(app, &text) {
                    continue;
                }
                files_pasted(app, drop_state::paths_in(&text), style);
            }
            _ => act(app, ctx, Action::Copy),
        }
    }
}

/// Files hover over the window. Whether the only one is a folder is looked for when it comes.
fn hover_files(app: &mut App, count: usize, only: Option<PathBuf>) {
    if count != app.create.drops.hovering {
        app.create.drops.hovering_folder = None;
        if let Some(path) = only {
            app.shell.loader.ask(FileRequest::Hovers(path));
        }
    }
    app.create.drops.hovering = count;
}

/// Takes in what the engine tells.
pub fn hear_engine(app: &mut App, ctx: &Context) {
    for event in app.shell.engine.events() {
        note_event(app, &event);
        let on_request = app.shell.settings.paint_on_request;
        let rest = app
            .create
            .art
            .hear(app.shell.engine.as_mut(), event, on_request);
        take_effects(app);
        if let Some(event) = rest {
            hear_beside(app, ctx, event);
        }
    }
}

/// How long things take on this device, and what is worth to be kept soon.
fn note_event(app: &mut App, event: &Event) {
    let refines = app.create.art.refines();
    match event {
        Event::Instant {
            size,
            seconds,
            result: true,
            ..
        } if !refines => app.shell.note_pace(*size, *seconds),
        Event::Step(standing) if refines && standing.seconds_per_pixel > 0.0 => {
            let (settings, device) = (&mut app.shell.settings, usize::from(app.shell.device.gpu));
            let paces = match app.create.art.moves_decoder() {
                true => &mut settings.decoder_pace,
                false => &mut settings.pace,
            };
            paces[device] = standing.seconds_per_pixel;
        }
        Event::Snapshot(snapshot) => app.create.works.keeping.now |= snapshot.own,
        _ => {}
    }
}

/// What the engine tells beside the picture.
fn hear_beside(app: &mut App, ctx: &Context, event: Event) {
    match event {
        Event::Device { name, reason, gpu } => {
            app.shell.device = DeviceNote { name, reason, gpu };
        }
        Event::Kept(kept) => kept_came(app, *kept),
        Event::Exported(path) => say_saved(app, path),
        Event::Batch(news) => batch_came(app, *news),
        Event::Train(news) => train::events::hear(app, news),
        Event::Tune(key, news) => hear_learning(app, key, news),
        Event::Dream(news) => app.train.dreams.hear(ctx, news),
        Event::Gallery(small) => app.create.shelf.styles.gallery.came(ctx, small),
        Event::Look(name, recipe, picture) => {
            let work = LookRequest::Keep(name, recipe, picture);
            app.shell.loader.ask(work);
        }
        Event::Variation(number, picture) => {
            if let Some(Dialog::Variations(sheet)) = &mut app.create.dialog {
                sheet.came(ctx, number, &picture);
            }
        }
        Event::Found(name, style) => app.shell.loader.ask(StyleRequest::Keep(name, style)),
        Event::Copied((width, height), rgba) => {
            let size = [width, height];
            ctx.copy_image(egui::ColorImage::from_rgba_unmultiplied(size, &rgba));
            let size = [("size", format!("{width} × {height}").into())];
            let text = app.shell.words.with("copied", &size);
            app.shell.toasts.say(Kind::Good, text);
        }
        Event::Measured(picture) => {
            if let Some(Dialog::Export(export)) = &mut app.create.dialog {
                export.measured(picture);
            }
        }
        Event::Failed { error, .. } => app.shell.complain(&error),
        // These are the picture's.
        Event::Instant { .. }
        | Event::Share(_)
        | Event::Distances(_)
        | Event::Started { .. }
        | Event::Grown(_)
        | Event::Step(_)
        | Event::Snapshot(_)
        | Event::Forgot(_)
        | Event::Finished { .. } => {}
    }
}

/// Takes the newest frames of the engine onto the canvas.
pub fn take_frames(app: &mut App, ctx: &Context, frame: &eframe::Frame) {
    let gpu = frame.wgpu_render_state();
    if let Some(new) = app.shell.engine.frame(View::Main)
        && !app.create.art.is_stale()
    {
        if app.create.canvas.after.size().is_none() {
            app.create.canvas.appeared = Some(ctx.input(|input| input.time));
        }
        app.create.canvas.after.set(ctx, gpu, new);
    }
    if let Some(new) = app.shell.engine.frame(View::Compare) {
        app.create.canvas.other.set(ctx, gpu, new);
    }
    let sharp = app.create.canvas.is_sharp();
    app.create.canvas.after.sharpen(ctx, gpu, sharp);
    app.create.canvas.other.sharpen(ctx, gpu, sharp);
}

/// Lets the engine rest while a hand moves the picture, so that it moves smoothly.
pub fn rest_engine(app: &mut App, ctx: &Context) {
    const AFTER: f64 = 0.2;
    let now = ctx.input(|input| input.time);
    if app.create.canvas.moved
        || app
            .create
            .cropping
            .as_ref()
            .is_some_and(Cropping::is_dragged)
    {
        app.create.canvas.moved = false;
        if app.create.resting.is_none() {
            app.shell.engine.send(Command::Rest(true));
        }
        app.create.resting = Some(now);
    }
    if let Some(since) = app.create.resting {
        if now - since < AFTER {
            ctx.request_repaint_after_secs(AFTER as f32);
        } else {
            app.shell.engine.send(Command::Rest(false));
            app.create.resting = None;
        }
    }
}
