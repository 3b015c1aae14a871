//! What is being written while the artist goes on: how far it is, and a way to stop it.

use crate::{
    gui::{
        app::App,
        localisation::Words,
        theme::{GAP, palette},
        toasts::{WIDTH, frame},
        widgets,
    },
    picture::Watch,
};
use egui::{Align2, Area, Button, Context, Id, ProgressBar, Rect, Ui, vec2};
use std::sync::Arc;

/// A picture that is being saved.
pub struct Saving {
    /// Name of its file; none if it goes to the clipboard.
    pub name: Option<String>,
    /// How far it is.
    pub watch: Arc<Watch>,
}

impl Saving {
    /// What is being done.
    fn text(&self, words: &Words) -> String {
        let Some(name) = &self.name else {
            return words.get("copying");
        };
        let key = if self.watch.is_painting() {
            "painting-file"
        } else {
            "saving"
        };
        words.with(key, &[("name", name.as_str().into())])
    }
}

impl App {
    /// What is said over the upper right of the `canvas`, where no control is: what is being saved and painted
    /// beside the picture, and messages.
    pub(in crate::gui) fn notices(&mut self, ctx: &Context, canvas: Rect) {
        self.shell.toasts.forget(ctx);
        // Who saved has let go of its watch.
        self.create
            .saving
            .retain(|saving| Arc::strong_count(&saving.watch) > 1);
        let works = !self.create.saving.is_empty() || self.is_batching();
        if works {
            ctx.request_repaint_after_secs(0.1);
        } else if self.shell.toasts.is_empty() {
            return;
        }
        Area::new(Id::unique("notices"))
            .fixed_pos(canvas.right_top() + vec2(-GAP, GAP))
            .pivot(Align2::RIGHT_TOP)
            .order(egui::Order::Foreground)
            .show(ctx, |ui| {
                self.show_saving(ui);
                self.shell.toasts.show(ui, &self.shell.words);
            });
    }

    /// Pictures that are being saved, each with a way to stop it, and the batch.
    fn show_saving(&mut self, ui: &mut Ui) {
        let colours = palette(ui.ctx());
        let card = frame(colours.line, ui);
        if self.is_batching() {
            card.show(ui, |ui| {
                ui.set_width(WIDTH);
                self.show_batch(ui);
            });
        }
        for saving in &self.create.saving {
            card.show(ui, |ui| {
                ui.set_width(WIDTH);
                ui.add(egui::Label::new(saving.text(&self.shell.words)).truncate());
                ui.horizontal(|ui| {
                    let bar = ProgressBar::new(saving.watch.share())
                        .desired_height(6.0)
                        .desired_width(240.0);
                    ui.add(bar.fill(colours.accent));
                    let stopped = saving.watch.is_stopped();
                    let cancel = Button::new(self.shell.words.get("cancel"));
                    let why = self.shell.words.get("export-stopping");
                    if widgets::add_or_why(ui, !stopped, &why, cancel).clicked() {
                        saving.watch.stop();
                    }
                });
            });
        }
    }
}
