//! What is said over the canvas: what is being saved and painted beside the picture, and messages.

use crate::{
    gui::{
        app::App,
        theme::{GAP, palette},
        toasts::{WIDTH, frame},
        widgets,
    },
    session::engine::Command,
};
use egui::{Align2, Area, Button, Context, Id, ProgressBar, Rect, Ui, vec2};
use std::sync::Arc;

/// Whether a batch goes on.
pub fn is_batching(app: &App) -> bool {
    app.create.batch.is_some()
}

/// What is said over the upper right of the `canvas`, where no control is: what is being saved and painted
/// beside the picture, and messages.
pub fn notices(app: &mut App, ctx: &Context, canvas: Rect) {
    app.shell.toasts.forget(ctx);
    // Who saved has let go of its watch.
    app.create
        .saving
        .retain(|saving| Arc::strong_count(&saving.watch) > 1);
    let learns = !app.create.shelf.styles.learning.is_empty();
    let works = learns || !app.create.saving.is_empty() || is_batching(app);
    if works {
        ctx.request_repaint_after_secs(0.1);
    } else if app.shell.toasts.is_empty() {
        return;
    }
    Area::new(Id::unique("notices"))
        .fixed_pos(canvas.right_top() + vec2(-GAP, GAP))
        .pivot(Align2::RIGHT_TOP)
        .order(egui::Order::Foreground)
        .show(ctx, |ui| {
            show_saving(app, ui);
            show_learning(app, ui);
            app.shell.toasts.show(ui, &app.shell.words);
        });
}

/// Pictures that are being saved, each with a way to stop it, and the batch.
fn show_saving(app: &mut App, ui: &mut Ui) {
    let colours = palette(ui.ctx());
    let card = frame(colours.line, ui);
    if let Some(batch) = &app.create.batch {
        let ended = card.show(ui, |ui| {
            ui.set_width(WIDTH);
            batch.show(ui, &app.shell.words)
        });
        if ended.inner {
            app.shell.engine.send(Command::EndBatch);
        }
    }
    for saving in &app.create.saving {
        card.show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.add(egui::Label::new(saving.text(&app.shell.words)).truncate());
            ui.horizontal(|ui| {
                let bar = ProgressBar::new(saving.watch.share())
                    .desired_height(6.0)
                    .desired_width(240.0);
                ui.add(bar.fill(colours.accent));
                let stopped = saving.watch.is_stopped();
                let cancel = Button::new(app.shell.words.get("cancel"));
                let why = app.shell.words.get("export-stopping");
                if widgets::add_or_why(ui, !stopped, &why, cancel).clicked() {
                    saving.watch.stop();
                }
            });
        });
    }
}

/// Paintings that are being learnt, each with a way to stop that.
fn show_learning(app: &mut App, ui: &mut Ui) {
    let colours = palette(ui.ctx());
    let card = frame(colours.line, ui);
    let styles = &app.create.shelf.styles;
    for (key, share) in &styles.learning {
        let name = styles.title(&app.shell.words, key);
        let values = [
            ("name", name.into()),
            ("percent", format!("{:.0}", 100.0 * share).into()),
        ];
        card.show(ui, |ui| {
            ui.set_width(WIDTH);
            let text = app.shell.words.with("learning-painting", &values);
            ui.add(egui::Label::new(text).truncate());
            ui.horizontal(|ui| {
                let bar = ProgressBar::new(*share)
                    .desired_height(6.0)
                    .desired_width(240.0);
                ui.add(bar.fill(colours.accent));
                if ui.button(app.shell.words.get("cancel")).clicked() {
                    app.shell.engine.send(Command::EndTuning(key.clone()));
                }
            });
        });
    }
}
