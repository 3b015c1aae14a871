//! One sentence at a time for those who are new here, on a line of its own under the canvas so that it covers
//! nothing, until they have had enough.

use crate::gui::{
    create::{context::PaneContext, intent::Intent},
    icons,
    theme::palette,
    widgets,
};
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

/// The line of the tip; none for those who have had enough.
pub fn tip(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    if cx.settings.no_tips {
        return;
    }
    let project = &cx.art.project;
    if cx.settings.tip == 0 && project.photograph.is_some() && !project.is_sample {
        // That one has been found out. Before the sample has been read there is no photograph at all.
        cx.settings.tip = 1;
    }
    let text = cx.words.get(TIPS[cx.settings.tip % TIPS.len()]);
    let before = (cx.settings.tip, cx.settings.no_tips);
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
                let next = cx.words.get("tip-next");
                if widgets::icon_button(ui, icons::NEXT, &next).clicked() {
                    cx.settings.tip = (cx.settings.tip + 1) % TIPS.len();
                }
                let close = cx.words.get("tip-close");
                if widgets::icon_button(ui, icons::CLOSE, &close).clicked() {
                    cx.settings.no_tips = true;
                }
            });
        });
    if (cx.settings.tip, cx.settings.no_tips) != before {
        cx.ask(Intent::SaveSettings);
    }
}
