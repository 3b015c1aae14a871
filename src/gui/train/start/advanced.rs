//! Settings of a run that most artists leave as they are.

use super::{Start, pictures::named};
use crate::{
    gui::{
        files::Want,
        icons,
        train::{context::PaneContext, intent::Intent},
    },
    nn::{DREAM_SIDES, THROUGH_SIDES},
    session::{Length, Plan},
    train::{DreamConfig, Freedom, TaskSettings, Teaching},
};
use egui::{Button, Checkbox, DragValue, Role, Ui, WidgetInfo, vec2};
use std::ops::RangeInclusive;

/// All of them, folded away at first.
pub fn advanced(start: &mut Start, ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let name = cx.text("start-more-settings");
    let open = start.unfolded;
    let icon = if open { icons::OPENED } else { icons::FOLDED };
    let button = Button::new(format!("{icon}  {name}")).frame(false);
    let fold = ui.add(button.min_size(vec2(0.0, 24.0)));
    fold.widget_info(|| WidgetInfo::selected(Role::DisclosureTriangle, true, open, name.as_str()));
    if fold.clicked() {
        start.unfolded = !open;
    }
    if !open {
        return;
    }
    let mut plan = start.plan().clone();
    // What a branch has learnt stands in networks of its parent's size; which of their layers learn is its own.
    let own = plan.settings.run.parent.is_none();
    task_settings(ui, cx, &mut plan.settings.task, own);
    let usual = plan.settings.task.defaults().patience;
    let run = &mut plan.settings.run;
    number(ui, cx, "set-look", &mut run.validate_every, 10..=10_000);
    if plan.length != Length::UntilStopped {
        let mut early = run.patience.is_some();
        ui.checkbox(&mut early, cx.text("set-early"))
            .on_hover_text(cx.text("set-early-hint"));
        run.patience = run.patience.or(usual).filter(|_| early);
    }
    let mut seed = usize::try_from(run.seed).unwrap_or_default();
    number(ui, cx, "set-seed", &mut seed, 0..=99_999);
    run.seed = seed as u64;
    start.planning.change(|planned| planned.clone_from(&plan));
    settings_files(ui, cx, &plan);
}

/// Those of the task itself; which networks there are only where they are its `own`.
fn task_settings(ui: &mut Ui, cx: &PaneContext<'_>, task: &mut TaskSettings, own: bool) {
    match task {
        TaskSettings::School(config) => teaching(ui, cx, &mut config.teaching),
        TaskSettings::Domains(config) => teaching(ui, cx, &mut config.teaching),
        TaskSettings::Unpaired(config) => {
            ui.checkbox(&mut config.turned, cx.text("set-turned"))
                .on_hover_text(cx.text("set-turned-hint"));
            number(ui, cx, "set-batch", &mut config.batch, 1..=64);
        }
        TaskSettings::Dream(config) => {
            named(ui, &cx.text("set-side"), |ui| {
                if !own {
                    ui.disable();
                }
                let sides = match config.through_instant {
                    true => &THROUGH_SIDES[..],
                    false => &DREAM_SIDES,
                };
                for side in sides {
                    ui.selectable_value(&mut config.side, *side, format!("{side} px"));
                }
            });
            let through = Checkbox::new(&mut config.through_instant, cx.text("set-through"));
            let through = ui.add_enabled(own, through);
            if through.on_hover_text(cx.text("set-through-hint")).changed() {
                let usual = match config.through_instant {
                    true => DreamConfig::new(Vec::new()),
                    false => DreamConfig::alone(Vec::new()),
                };
                (config.side, config.batch) = (usual.side, usual.batch);
            }
            ui.checkbox(&mut config.mirrored, cx.text("set-mirrored"))
                .on_hover_text(cx.text("set-mirrored-hint"));
            number(ui, cx, "set-batch", &mut config.batch, 1..=128);
        }
    }
}

/// Those of schools, of one or of several.
fn teaching(ui: &mut Ui, cx: &PaneContext<'_>, teaching: &mut Teaching) {
    named(ui, &cx.text("set-layers"), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (freedom, key) in [
            (Freedom::Auto, "set-layers-auto"),
            (Freedom::All, "set-layers-all"),
            (Freedom::Few, "set-layers-few"),
        ] {
            ui.selectable_value(&mut teaching.freedom, freedom, cx.text(key))
                .on_hover_text(cx.text("set-layers-hint"));
        }
    });
    ui.checkbox(&mut teaching.turned, cx.text("set-turned"))
        .on_hover_text(cx.text("set-turned-hint"));
    number(ui, cx, "set-batch", &mut teaching.batch, 1..=64);
}

/// Opens and saves all settings as a file.
fn settings_files(ui: &mut Ui, cx: &mut PaneContext<'_>, plan: &Plan) {
    ui.horizontal_wrapped(|ui| {
        let open = ui.button(cx.text("set-open"));
        if open.on_hover_text(cx.text("set-open-hint")).clicked() {
            cx.ask(Intent::Files(Want::TrainingSettings, "set-open"));
        }
        let save = ui.button(cx.text("set-save"));
        if save.on_hover_text(cx.text("set-save-hint")).clicked() {
            let name = plan.title().unwrap_or_else(|| "training".to_owned());
            let want = Want::SaveTrainingSettings(format!("{name}.toml"));
            cx.ask(Intent::Files(want, "set-save"));
        }
    });
}

fn number(
    ui: &mut Ui,
    cx: &PaneContext<'_>,
    key: &str,
    value: &mut usize,
    range: RangeInclusive<usize>,
) {
    let name = cx.text(key);
    named(ui, &name, |ui| {
        let edit = ui.add(DragValue::new(value).range(range));
        edit.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name.as_str()));
    });
}
