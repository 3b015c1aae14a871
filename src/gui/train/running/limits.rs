//! How long a run goes on, and what it may take of the machine.

use super::{
    super::{clock::clock, context::PaneContext, intent::Intent, words::duration},
    status::time_text,
};
use crate::{
    gui::widgets,
    session::{TimeOfDay, Training, Until, engine::TrainCommand},
};
use egui::{ComboBox, Role, Ui, WidgetInfo};
use std::{
    num::NonZeroUsize,
    time::{Duration, Instant},
};

/// Times after which a run may be stopped, in minutes.
const TIMES: [u64; 6] = [10, 30, 60, 120, 240, 480];
/// Width of the names, in points.
const NAME: f32 = 96.0;

/// Draws them.
pub fn show(ui: &mut Ui, cx: &mut PaneContext<'_>, training: &mut Training) {
    stop_after(ui, cx, training);
    let before = cx.settings.limits;
    if !cx.gpu {
        cores(ui, cx);
    }
    if training.power().is_some() {
        let name = cx.text("train-battery");
        ui.checkbox(&mut cx.settings.limits.rests_on_battery, name)
            .on_hover_text(cx.words.get("train-battery-hint"));
    }
    let limits = cx.settings.limits;
    if limits != before {
        cx.ask(Intent::Train(Box::new(TrainCommand::Limit(limits))));
    }
}

/// After which time it is stopped.
fn stop_after(ui: &mut Ui, cx: &PaneContext<'_>, training: &mut Training) {
    let now = Instant::now();
    let (until, left) = (training.until(), training.stops_in(now));
    ui.horizontal(|ui| {
        let name = cx.text("train-stop-after");
        widgets::name_of(ui, NAME, &name);
        let shown = match (until, left) {
            (Some(Until::At(..)), _) => cx.text("train-stop-clock"),
            (_, Some(left)) => time_text(cx.words, left.as_secs_f64()),
            _ => cx.text("train-stop-never"),
        };
        let combo = ComboBox::from_id_salt("stop after")
            .selected_text(shown)
            .height(320.0)
            .width(ui.available_width())
            .show_ui(ui, |ui| {
                let never = cx.text("train-stop-never");
                if ui.selectable_label(until.is_none(), never).clicked() {
                    training.stop(None);
                }
                for minutes in TIMES {
                    let text = duration(60.0 * minutes as f64, cx.words);
                    if ui.selectable_label(false, text).clicked() {
                        let then = now + Duration::from_secs(60 * minutes);
                        training.stop(Some(Until::After(then)));
                    }
                }
                let is_clock = matches!(until, Some(Until::At(..)));
                let text = cx.text("train-stop-clock");
                if ui.selectable_label(is_clock, text).clicked() && !is_clock {
                    training.stop(Some(Until::at(TimeOfDay::MORNING)));
                }
            });
        let combo = combo.response;
        combo.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name.as_str()));
    });
    if let Some(Until::At(mut time, _)) = training.until() {
        ui.horizontal(|ui| {
            let name = cx.text("train-stop-clock");
            widgets::name_of(ui, NAME, "");
            if clock(ui, cx, &name, &mut time) {
                training.stop(Some(Until::at(time)));
            }
        })
        .response
        .on_hover_text(cx.text("train-stop-clock-hint"));
    }
    if let Some(left) = left {
        let next = if left.as_secs() < 120 { 1.0 } else { 20.0 };
        ui.ctx().request_repaint_after_secs(next);
    }
}

/// On how many cores it computes.
fn cores(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let all = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    if all < 2 {
        return;
    }
    let mut cores = cx.settings.limits.cores;
    let said = |count: Option<NonZeroUsize>| match count {
        Some(count) => count.to_string(),
        None => cx.words.with("train-cores-all", &[("count", all.into())]),
    };
    ui.horizontal(|ui| {
        let name = cx.text("train-cores");
        widgets::name_of(ui, NAME, &name).on_hover_text(cx.text("train-cores-hint"));
        let combo = ComboBox::from_id_salt("cores")
            .selected_text(said(cores))
            .width(ui.available_width())
            .show_ui(ui, |ui| {
                let some = (1..all).map(NonZeroUsize::new);
                for choice in some.chain([None]) {
                    ui.selectable_value(&mut cores, choice, said(choice));
                }
            });
        let combo = combo.response.on_hover_text(cx.text("train-cores-hint"));
        combo.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name.as_str()));
    });
    cx.settings.limits.cores = cores;
}
