//! What is being written while the artist goes on: how far it is, and a way to stop it.

use super::{
    app::Studio,
    theme::{CORNER, palette},
};
use crate::picture::Watch;
use egui::{Align2, Area, Button, Context, Frame, Id, Margin, ProgressBar, Stroke, vec2};
use std::sync::Arc;

/// A picture that is being saved.
pub struct Saving {
    /// Name of its file.
    pub name: String,
    /// How far it is.
    pub watch: Arc<Watch>,
}

impl Studio {
    /// Pictures that are being saved, each with a way to stop it.
    pub(super) fn show_saving(&mut self, ctx: &Context) {
        // Who saved has let go of its watch.
        self.saving
            .retain(|saving| Arc::strong_count(&saving.watch) > 1);
        if self.saving.is_empty() && !self.is_batching() {
            return;
        }
        ctx.request_repaint_after_secs(0.1);
        let colours = palette(ctx);
        Area::new(Id::unique("saving"))
            .anchor(Align2::CENTER_TOP, vec2(0.0, 56.0))
            .order(egui::Order::Foreground)
            .show(ctx, |ui| {
                let card = Frame::new()
                    .fill(colours.raised)
                    .stroke(Stroke::new(1.0, colours.line))
                    .corner_radius(CORNER)
                    .inner_margin(Margin::same(12));
                if self.is_batching() {
                    card.show(ui, |ui| {
                        ui.set_width(340.0);
                        self.show_batch(ui);
                    });
                }
                for saving in &self.saving {
                    card.show(ui, |ui| {
                        ui.set_width(340.0);
                        let name = [("name", saving.name.as_str().into())];
                        let text = self.words.with("saving", &name);
                        ui.add(egui::Label::new(text).truncate());
                        ui.horizontal(|ui| {
                            let bar = ProgressBar::new(saving.watch.share())
                                .desired_height(6.0)
                                .desired_width(240.0);
                            ui.add(bar.fill(colours.accent));
                            let stopped = saving.watch.is_stopped();
                            let cancel = Button::new(self.words.get("cancel"));
                            if ui.add_enabled(!stopped, cancel).clicked() {
                                saving.watch.stop();
                            }
                        });
                    });
                }
            });
    }
}
