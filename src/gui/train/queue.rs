//! Trainings that wait for the one that goes on.

use super::{context::PaneContext, intent::Intent};
use crate::{
    gui::{
        icons,
        theme::GAP,
        widgets::{heading, icon_button},
    },
    session::RunInfo,
};
use egui::{Label, Layout, Ui, vec2};
use std::path::PathBuf;

/// Draws those that wait, in their order, which can be changed; nothing if none do. `busy` tells that one goes on.
pub fn show(ui: &mut Ui, cx: &mut PaneContext<'_>, runs: &[RunInfo], busy: bool) {
    let known = |folder: &&PathBuf| runs.iter().find(|run| run.folder == **folder);
    let queue: Vec<PathBuf> = cx.settings.queue.clone();
    let waiting: Vec<&RunInfo> = queue.iter().filter_map(|folder| known(&folder)).collect();
    if waiting.is_empty() {
        return;
    }
    ui.add_space(GAP);
    ui.label(heading(&cx.text("queue")));
    let mut order: Vec<PathBuf> = waiting.iter().map(|run| run.folder.clone()).collect();
    let (before, last) = (order.clone(), order.len() - 1);
    for (place, run) in waiting.iter().enumerate() {
        let name = [("name", run.about.name.as_str().into())];
        ui.horizontal(|ui| {
            let room = (ui.available_width() - 128.0).max(40.0);
            let left = Layout::left_to_right(egui::Align::Center);
            ui.allocate_ui_with_layout(vec2(room, 28.0), left, |ui| {
                ui.set_min_width(room);
                let text = format!("{}  {}", place + 1, run.about.name);
                ui.add(Label::new(text).truncate());
            });
            ui.spacing_mut().item_spacing.x = 4.0;
            let mut small = |icon, key, can| {
                let name = cx.words.with(key, &name);
                ui.add_enabled_ui(can, |ui| icon_button(ui, icon, &name).clicked())
                    .inner
            };
            if small(icons::UP, "queue-up", place > 0) {
                order.swap(place, place - 1);
            }
            if small(icons::DOWN, "queue-down", place < last) {
                order.swap(place, place + 1);
            }
            if small(icons::TAKE_OUT, "queue-remove", true) {
                order.remove(place);
            }
        });
        if order != before {
            break;
        }
    }
    if order != before {
        cx.ask(Intent::Queue(order));
    } else if !busy && ui.button(cx.text("queue-begin")).clicked() {
        cx.ask(Intent::Next);
    }
}
