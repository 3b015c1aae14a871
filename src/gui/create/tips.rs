//! One sentence at a time for those who are new here, on a line of its own under the canvas so that it covers
//! nothing, until they have had enough.

use crate::gui::{app::App, icons, theme::palette, widgets};
use egui::{Frame, Margin, Panel, Ui};

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

/// Room for the two buttons at the end of the line, in points.
const BUTTONS: f32 = 96.0;

impl App {
    /// The line of the tip; none for those who have had enough, and none while something is cropped.
    pub(in crate::gui) fn tip(&mut self, ui: &mut Ui) {
        if self.shell.settings.no_tips || self.create.cropping.is_some() {
            return;
        }
        if self.shell.settings.tip == 0 && !self.create.art.project.is_sample {
            // That one has been found out.
            self.shell.settings.tip = 1;
        }
        let text = self
            .shell
            .words
            .get(TIPS[self.shell.settings.tip % TIPS.len()]);
        let before = (self.shell.settings.tip, self.shell.settings.no_tips);
        let colours = palette(ui.ctx());
        let frame = Frame::new()
            .fill(colours.raised)
            .inner_margin(Margin::symmetric(12, 3));
        Panel::bottom("tip")
            .resizable(false)
            .show_separator_line(false)
            .frame(frame)
            .show(ui, |ui| {
                ui.horizontal(|ui| {
                    let room = ui.available_width() - BUTTONS;
                    widgets::name_of(ui, room, &text);
                    let next = self.shell.words.get("tip-next");
                    if widgets::icon_button(ui, icons::NEXT, &next).clicked() {
                        self.shell.settings.tip = (self.shell.settings.tip + 1) % TIPS.len();
                    }
                    let close = self.shell.words.get("tip-close");
                    if widgets::icon_button(ui, icons::CLOSE, &close).clicked() {
                        self.shell.settings.no_tips = true;
                    }
                });
            });
        if (self.shell.settings.tip, self.shell.settings.no_tips) != before {
            self.shell.save_settings();
        }
    }
}
