//! How the run is, in words, and what can be done with it.

use super::{
    super::{
        compare::choose::compare_with, context::PaneContext, intent::Intent, library::Library,
    },
    limits,
};
use crate::{
    gui::{
        errors, icons,
        localisation::Words,
        theme::{CONTROL, GAP, palette},
        widgets,
    },
    session::{Power, RunInfo, TrainPhase, Training, engine::TrainCommand},
    train::RunSetup,
};
use egui::{Button, Label, ProgressBar, RichText, Role, Ui, WidgetInfo, vec2};

/// What the run does, in words.
pub fn phase_text(words: &Words, phase: TrainPhase) -> String {
    match phase {
        TrainPhase::Idle => words.get("train-none"),
        TrainPhase::Reading => words.get("train-reading"),
        TrainPhase::Preparing(share) => {
            let percent = format!("{:.0}", 100.0 * share);
            words.with("train-preparing", &[("percent", percent.into())])
        }
        TrainPhase::Running => words.get("train-running"),
        TrainPhase::Paused => words.get("train-paused"),
        TrainPhase::Stopped => words.get("train-stopped"),
        TrainPhase::Done => words.get("train-done"),
        TrainPhase::Failed => words.get("train-failed"),
    }
}

/// "2 h 05 min", "12 min", "40 s".
pub fn time_text(words: &Words, seconds: f64) -> String {
    let seconds = seconds.max(0.0).round() as usize;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    match (hours, minutes) {
        (0, 0) => words.with("time-seconds", &[("seconds", seconds.into())]),
        (0, _) => words.with("time-minutes", &[("minutes", minutes.into())]),
        _ => {
            let minutes = format!("{minutes:02}");
            let values = [("hours", hours.into()), ("minutes", minutes.into())];
            words.with("time-hours", &values)
        }
    }
}

/// Draws it.
pub fn show(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    training: &mut Training,
    (run, library): (Option<&RunInfo>, &Library),
) {
    let colours = palette(ui.ctx());
    let rests = training.works()
        && cx.settings.limits.rests_on_battery
        && training.power() == Some(Power::Battery);
    ui.heading(match rests {
        true => cx.text("train-rests-on-battery"),
        false => phase_text(cx.words, training.phase()),
    });
    if let Some(folder) = training.folder() {
        // As the artist calls it, and as its folder is called until that is known.
        let name = folder.file_name().unwrap_or(folder.as_os_str());
        let name = run.map_or_else(|| name.to_string_lossy(), |run| (&run.about.name).into());
        let name = RichText::new(name).weak();
        let label = ui.add(Label::new(name).truncate());
        label.on_hover_text(folder.display().to_string());
    }
    let share = match training.phase() {
        TrainPhase::Preparing(share) => share,
        _ => training.share(),
    };
    ui.add(
        ProgressBar::new(share)
            .desired_height(6.0)
            .fill(colours.accent),
    );
    let (step, steps) = training.record().steps;
    if steps > 0 {
        let values = [("step", step.into()), ("steps", steps.into())];
        ui.label(cx.words.with("train-step", &values));
    }
    ui.label(pace_text(cx, training));
    let memory = cx.budget.map(|budget| {
        // What may be taken is 70 % of it.
        let free = budget.bytes() as f64 / 0.7 / f64::from(1u32 << 30);
        cx.words
            .with("train-memory", &[("free", format!("{free:.1}").into())])
    });
    let device = if cx.gpu { "GPU" } else { "CPU" };
    let parts: Vec<String> = [Some(device.to_owned()), memory]
        .into_iter()
        .flatten()
        .collect();
    ui.label(RichText::new(parts.join("  ·  ")).weak());
    failure(ui, cx, training);
    buttons(ui, cx, training);
    if let Some(run) = run.filter(|run| run.is_begun || training.record().saved.is_some()) {
        ui.horizontal_wrapped(|ui| {
            use_in_create(ui, cx, training, run, library.busy.is_some());
            let branch = Button::new(cx.text("runs-branch")).min_size(vec2(0.0, 30.0));
            let branch = ui.add(branch).on_hover_text(cx.text("runs-branch-hint"));
            if branch.clicked() {
                cx.ask(Intent::Branch(run.folder.clone()));
            }
            compare_with(ui, cx, &library.runs, &run.folder);
        });
    }
    saved(ui, cx, training);
    if training.goes_on() {
        limits::show(ui, cx, training);
    }
    said(ui, cx, training);
}

/// How fast it goes, and how long it still takes.
fn pace_text(cx: &PaneContext<'_>, training: &Training) -> String {
    let Some(speed) = training.steps_a_second().filter(|_| training.works()) else {
        let key = match training.phase() {
            TrainPhase::Running => "train-pace-unknown",
            TrainPhase::Reading | TrainPhase::Preparing(_) => "train-pace-before",
            _ => "train-pace-rests",
        };
        return cx.text(key);
    };
    let pace = match speed >= 1.0 {
        true => ("train-speed", format!("{speed:.1}")),
        false => ("train-slow", format!("{:.1}", 1.0 / speed)),
    };
    let mut text = cx.words.with(pace.0, &[("speed", pace.1.into())]);
    if let Some(left) = training.seconds_left() {
        let left = time_text(cx.words, left);
        text = format!(
            "{text}  ·  {}",
            cx.words.with("time-left", &[("time", left.into())])
        );
    }
    text
}

/// Why it does not go on.
fn failure(ui: &mut Ui, cx: &PaneContext<'_>, training: &Training) {
    let Some(error) = training.failure() else {
        return;
    };
    let colours = palette(ui.ctx());
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(icons::ERROR).color(colours.error));
        ui.label(RichText::new(errors::sentence(error, cx.words)).color(colours.error));
    });
    let safe = match training.record().saved {
        Some(step) => cx.words.with("train-safe", &[("step", step.into())]),
        None => cx.text("train-safe-folder"),
    };
    ui.label(safe);
}

fn buttons(ui: &mut Ui, cx: &mut PaneContext<'_>, training: &Training) {
    ui.horizontal_wrapped(|ui| {
        let colours = palette(ui.ctx());
        let main = |ui: &mut Ui, icon: &str, key: &str| {
            let name = cx.words.get(key);
            let text = RichText::new(format!("{icon}  {name}")).color(colours.on_accent);
            let button = Button::new(text).fill(colours.accent);
            let response = ui.add(button.min_size(vec2(108.0, 30.0)));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
            response.clicked()
        };
        let command = match training.phase() {
            TrainPhase::Paused => {
                main(ui, icons::RESUME, "train-go-on").then_some(TrainCommand::Resume)
            }
            _ if training.goes_on() => {
                main(ui, icons::PAUSE, "train-pause").then_some(TrainCommand::Pause)
            }
            TrainPhase::Stopped | TrainPhase::Failed => match training.folder() {
                Some(folder) => main(ui, icons::RESUME, "train-go-on")
                    .then(|| TrainCommand::Start(RunSetup::resume(folder.to_owned(), |_| {}))),
                None => None,
            },
            _ => None,
        };
        if let Some(command) = command {
            cx.ask(Intent::Train(Box::new(command)));
        }
        if training.goes_on() {
            let stop = Button::new(cx.text("train-stop")).min_size(vec2(0.0, 30.0));
            if ui
                .add(stop)
                .on_hover_text(cx.text("train-stop-hint"))
                .clicked()
            {
                cx.ask(Intent::Train(Box::new(TrainCommand::Stop)));
            }
        }
    });
}

/// Its model paints in Create; that comes first when it has come to its end.
fn use_in_create(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    training: &Training,
    run: &RunInfo,
    busy: bool,
) {
    if !run.paints() {
        return;
    }
    let name = cx.text("runs-use");
    let text = format!("{}  {name}", icons::PAINT);
    let button = match training.phase() {
        TrainPhase::Done => widgets::main_button(ui, text),
        _ => Button::new(text).min_size(vec2(0.0, 30.0)),
    };
    let button = widgets::add_or_why(ui, !busy, &cx.text("runs-busy"), button);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, !busy, name.as_str()));
    if button.on_hover_text(cx.text("runs-use-hint")).clicked() {
        cx.ask(Intent::Use(run.folder.clone()));
    }
}

/// What is safe, and a way to make the rest so.
fn saved(ui: &mut Ui, cx: &mut PaneContext<'_>, training: &Training) {
    ui.horizontal(|ui| {
        let text = match training.record().saved {
            Some(step) => cx.words.with("train-saved", &[("step", step.into())]),
            None => cx.text("train-not-saved"),
        };
        ui.label(RichText::new(text).weak());
        let can = matches!(training.phase(), TrainPhase::Running)
            && training.record().saved != Some(training.record().steps.0);
        if training.goes_on() {
            let save = Button::new(cx.text("train-save"));
            let why = cx.text("train-save-why");
            if widgets::add_or_why(ui, can, &why, save).clicked() {
                cx.ask(Intent::Train(Box::new(TrainCommand::Save)));
            }
        }
    });
}

/// What is to be said of its pictures and of how it learns.
fn said(ui: &mut Ui, cx: &PaneContext<'_>, training: &Training) {
    let record = training.record();
    let mut texts = Vec::new();
    if let Some((from, to)) = record.rolled_back {
        let values = [
            ("from", from.into()),
            ("to", to.into()),
            ("times", record.roll_backs.into()),
        ];
        texts.push(cx.words.with("train-went-back", &values));
    }
    if let Some((step, best)) = record.stopped_early {
        let values = [("step", step.into()), ("best", best.into())];
        texts.push(cx.words.with("train-stopped-early", &values));
    }
    let warnings = record.warnings.iter().rev();
    texts.extend(warnings.map(|warning| errors::training::warning(warning, cx.words)));
    if texts.is_empty() {
        return;
    }
    ui.add_space(GAP);
    for text in texts {
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(CONTROL);
            ui.label(RichText::new(icons::NOTE).weak());
            ui.label(RichText::new(text).weak());
        });
    }
}
