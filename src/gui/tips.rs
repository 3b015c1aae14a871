//! One sentence at a time for those who are new here, over the lower edge of the canvas, until they have had
//! enough.

use super::{
    app::Studio,
    icons,
    theme::{CORNER, palette},
};
use crate::session::loader::Ask;
use egui::{Align2, Area, Frame, Id, Label, Margin, Rect, Stroke, Ui, vec2};

/// Keys of the sentences, the most useful first.
const TIPS: [&str; 7] = [
    "tip-open",
    "tip-mix",
    "tip-original",
    "tip-refine",
    "tip-strength",
    "tip-folder",
    "tip-keys",
];

impl Studio {
    pub(super) fn tip(&mut self, ui: &Ui, canvas: Rect) {
        if self.settings.no_tips {
            return;
        }
        let colours = palette(ui.ctx());
        if self.settings.tip == 0 && !self.project.is_sample {
            // That one has been found out.
            self.settings.tip = 1;
        }
        let text = self.words.get(TIPS[self.settings.tip % TIPS.len()]);
        let room = (canvas.width() - 140.0).clamp(120.0, 460.0);
        let before = (self.settings.tip, self.settings.no_tips);
        Area::new(Id::unique("tip"))
            .fixed_pos(canvas.center_bottom() - vec2(0.0, 48.0))
            .pivot(Align2::CENTER_BOTTOM)
            .order(egui::Order::Middle)
            .show(ui.ctx(), |ui| {
                Frame::new()
                    .fill(colours.raised)
                    .stroke(Stroke::new(1.0, colours.line))
                    .corner_radius(CORNER)
                    .inner_margin(Margin::symmetric(12, 4))
                    .show(ui, |ui| {
                        ui.horizontal(|ui| {
                            let font = egui::TextStyle::Body.resolve(ui.style());
                            let wide =
                                ui.painter()
                                    .layout_no_wrap(text.clone(), font, colours.text);
                            let width = wide.size().x.ceil().min(room);
                            ui.vertical(|ui| {
                                ui.set_width(width + 1.0);
                                ui.add_space(7.0);
                                ui.add(Label::new(text).wrap());
                            });
                            let next = self.words.get("tip-next");
                            if super::icon_button(ui, icons::NEXT, &next).clicked() {
                                self.settings.tip = (self.settings.tip + 1) % TIPS.len();
                            }
                            let close = self.words.get("tip-close");
                            if super::icon_button(ui, icons::CLOSE, &close).clicked() {
                                self.settings.no_tips = true;
                            }
                        });
                    });
            });
        if (self.settings.tip, self.settings.no_tips) != before {
            let settings = Box::new(self.settings.clone());
            self.loader.ask(Ask::Settings(settings));
        }
    }
}
