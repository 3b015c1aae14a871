//! What a new run begins with, where that is another run.

use super::Start;
use crate::{
    gui::{
        icons,
        theme::{CORNER, palette},
        train::context::PaneContext,
    },
    session::RunInfo,
    train::Kept,
};
use egui::{Button, Frame, RichText, Stroke, Ui};

/// Says which run it begins with, and with which of its weights.
pub fn parent(start: &mut Start, ui: &mut Ui, cx: &PaneContext<'_>, runs: &[RunInfo]) {
    let Some(mut parent) = start.plan().settings.run.parent.clone() else {
        return;
    };
    let known = runs.iter().find(|run| run.folder == parent.run);
    let name = known.map_or_else(
        || parent.run.file_name().unwrap_or_default().to_string_lossy(),
        |run| run.about.name.as_str().into(),
    );
    let title = [("name", name.into_owned().into())];
    let title = cx.words.with("start-parent", &title);
    let mut begins_fresh = false;
    Frame::new()
        .stroke(Stroke::new(1.0, palette(ui.ctx()).accent))
        .corner_radius(CORNER)
        .inner_margin(12)
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(format!("{}  {title}", icons::BRANCH)).strong());
                for (kept, key, hint) in [
                    (Kept::Best, "start-parent-best", "start-parent-best-hint"),
                    (
                        Kept::Latest,
                        "start-parent-latest",
                        "start-parent-latest-hint",
                    ),
                ] {
                    ui.selectable_value(&mut parent.kept, kept, cx.text(key))
                        .on_hover_text(cx.text(hint));
                }
                let fresh = ui.add(Button::new(cx.text("start-parent-none")));
                begins_fresh = fresh.clicked();
            });
            ui.label(RichText::new(cx.text("start-parent-hint")).weak());
        });
    let parent = (!begins_fresh).then_some(parent);
    start
        .planning
        .change(|plan| plan.settings.run.parent.clone_from(&parent));
}
