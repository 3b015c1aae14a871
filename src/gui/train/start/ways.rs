//! Which ways of a translation are learnt.

use super::Start;
use crate::{
    gui::{theme::GAP, train::context::PaneContext},
    train::TaskSettings,
};
use egui::Ui;

/// Whether the way back is learnt too; of other tasks nothing.
pub fn ways(start: &mut Start, ui: &mut Ui, cx: &PaneContext<'_>) {
    let TaskSettings::Unpaired(config) = &start.plan().settings.task else {
        return;
    };
    let mut both = !config.one_sided;
    ui.add_space(GAP);
    let changed = ui
        .checkbox(&mut both, cx.text("start-way-back"))
        .on_hover_text(cx.text("start-way-back-hint"))
        .changed();
    if changed {
        start.planning.change(|plan| {
            if let TaskSettings::Unpaired(config) = &mut plan.settings.task {
                config.one_sided = !both;
            }
        });
    }
}
