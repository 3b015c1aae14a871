//! Choosing the run that another one is compared with.

use crate::{
    gui::{
        icons,
        train::{
            context::PaneContext,
            intent::{Intent, Shown},
        },
        widgets,
    },
    session::RunInfo,
};
use egui::{Button, ComboBox, Role, ScrollArea, Ui, WidgetInfo, vec2};
use std::path::{Path, PathBuf};

/// Those that can be compared with the run in `folder`, the ones that learn the same first.
fn others<'a>(runs: &'a [RunInfo], folder: &Path) -> Vec<&'a RunInfo> {
    let task = |run: &RunInfo| run.settings.as_ref().ok().map(|own| own.task.name());
    let own = runs.iter().find(|run| run.folder == folder);
    let own = own.and_then(task);
    let is_other = |run: &&RunInfo| run.folder != folder && run.record.steps.1 > 0;
    let mut all: Vec<_> = runs.iter().filter(is_other).collect();
    all.sort_by_key(|run| task(run) != own);
    all
}

/// A button that asks with which of `runs` the one in `folder` is compared.
pub fn compare_with(ui: &mut Ui, cx: &mut PaneContext<'_>, runs: &[RunInfo], folder: &Path) {
    let others = others(runs, folder);
    let text = format!("{}  {}", icons::COMPARE, cx.text("compare-with"));
    let button = Button::new(text).min_size(vec2(0.0, 30.0));
    let (name, can) = (cx.text("compare-with"), !others.is_empty());
    let told = || WidgetInfo::labeled(Role::Button, can, name.as_str());
    if !can {
        let response = widgets::add_or_why(ui, false, &cx.text("compare-why"), button);
        response.widget_info(told);
        return;
    }
    let (response, _) = egui::containers::menu::MenuButton::from_button(button).ui(ui, |ui| {
        ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            for other in others {
                if ui.button(other.about.name.as_str()).clicked() {
                    let (one, other) = (folder.to_owned(), other.folder.clone());
                    cx.ask(Intent::Show(Shown::Compare(one, other)));
                }
            }
        });
    });
    response.widget_info(told);
    response.on_hover_text(cx.text("compare-with-hint"));
}

/// A choice called `name` of one of `runs`, `chosen` now, that is not the `other` one.
pub fn choose(
    ui: &mut Ui,
    name: &str,
    (runs, other): (&[RunInfo], &Path),
    chosen: &mut PathBuf,
    width: f32,
) {
    let now = runs.iter().find(|run| run.folder == *chosen);
    let combo = ComboBox::from_id_salt(name)
        .selected_text(now.map_or("", |run| run.about.name.as_str()))
        .width(width)
        .truncate()
        .show_ui(ui, |ui| {
            for run in others(runs, other) {
                let text = run.about.name.as_str();
                ui.selectable_value(chosen, run.folder.clone(), text);
            }
        });
    let response = combo.response;
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
}
