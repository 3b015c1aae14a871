//! A run that does not go on now: what it has become, and what can be done with it.

use super::{Library, card::state_of};
use crate::{
    gui::{
        errors,
        files::Want,
        icons,
        theme::{GAP, palette},
        train::{
            compare::choose::compare_with,
            context::PaneContext,
            intent::{Intent, Question},
            start::pictures::named,
            words::{ago, duration, learns_from, task_key},
        },
        widgets::{self, heading},
    },
    session::RunInfo,
};
use egui::{Button, DragValue, Label, RichText, Role, ScrollArea, Ui, WidgetInfo, vec2};
use std::path::Path;

/// Width of what is known of a run beside its picture, in points.
const FACTS: f32 = 320.0;

impl Library {
    /// Draws the run in `folder`; `busy` tells that another one goes on.
    pub fn page(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, folder: &Path, busy: bool) {
        let Some(at) = self.runs.iter().position(|run| run.folder == folder) else {
            return;
        };
        let scroll = ScrollArea::vertical()
            .id_salt("run page")
            .auto_shrink([false, false]);
        scroll.show(ui, |ui| {
            ui.set_max_width(ui.available_width() - 8.0);
            let run = &self.runs[at];
            ui.label(RichText::new(&run.about.name).size(20.0).strong());
            let state = state_of(cx, run, false);
            let line = format!("{state} · {}", ago(run.about.began, cx.words));
            ui.label(RichText::new(line).weak());
            if let Err(error) = &run.settings {
                let text = errors::sentence(error, cx.words);
                ui.label(RichText::new(text).color(palette(ui.ctx()).error));
            }
            ui.add_space(GAP);
            self.buttons(ui, cx, at);
            if self.busy.as_ref() == Some(&self.runs[at].folder) {
                // Its styles are looked for in all its pictures, which takes a while.
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(RichText::new(cx.text("runs-using")).weak());
                });
            }
            ui.add_space(GAP);
            // What is known stands beside the picture, or below it where there is no room.
            let room = ui.available_width();
            let picture = self.sheet.points(ui, cx, &self.runs[at]).x;
            if picture > 0.0 && room >= picture.max(360.0) + FACTS + 3.0 * GAP {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 3.0 * GAP;
                    ui.vertical(|ui| {
                        ui.set_width(picture.max(360.0));
                        self.sheet.show(ui, cx, &self.runs[at]);
                    });
                    ui.vertical(|ui| {
                        ui.set_max_width(FACTS);
                        self.known(ui, cx, at, busy);
                    });
                });
            } else {
                self.sheet.show(ui, cx, &self.runs[at]);
                ui.add_space(GAP);
                self.known(ui, cx, at, busy);
            }
        });
    }

    /// What is known of it, its note, and going on with it.
    fn known(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, at: usize, busy: bool) {
        let run = &self.runs[at];
        facts(ui, cx, run);
        if !run.about.note.is_empty() {
            ui.add_space(GAP);
            ui.label(heading(&cx.text("runs-note")));
            ui.add(Label::new(run.about.note.as_str()).wrap());
        }
        ui.add_space(2.0 * GAP);
        self.go_on(ui, cx, at, busy);
    }

    /// What can be done with the run and its model.
    fn buttons(&self, ui: &mut Ui, cx: &mut PaneContext<'_>, at: usize) {
        let run = &self.runs[at];
        let why = match run.is_begun {
            false => cx.text("runs-nothing-learnt"),
            true => cx.text("runs-busy"),
        };
        let can = run.is_begun && self.busy.is_none();
        let task = run.settings.as_ref().map(|settings| &settings.task);
        let paints = run.paints();
        let high = vec2(0.0, 30.0);
        ui.horizontal_wrapped(|ui| {
            if task.is_ok() {
                let (name, icon, hint) = match paints {
                    true => (cx.text("runs-use"), icons::PAINT, "runs-use-hint"),
                    false => (cx.text("runs-dream"), icons::SUGGEST, "runs-dream-hint"),
                };
                let button = widgets::main_button(ui, format!("{icon}  {name}"));
                let button = widgets::add_or_why(ui, can, &why, button);
                button.widget_info(|| WidgetInfo::labeled(Role::Button, can, name.as_str()));
                if button.on_hover_text(cx.text(hint)).clicked() {
                    cx.ask(Intent::Use(run.folder.clone()));
                }
            }
            if run.has_way_back() {
                let back = Button::new(cx.text("runs-use-back")).min_size(high);
                let back = widgets::add_or_why(ui, can, &why, back);
                if back.on_hover_text(cx.text("runs-use-back-hint")).clicked() {
                    cx.ask(Intent::UseBack(run.folder.clone()));
                }
            }
            let export = Button::new(cx.text("runs-export")).min_size(high);
            if widgets::add_or_why(ui, can, &why, export).clicked() {
                let name = format!("{}.safetensors", run.about.name);
                let want = Want::SaveModel(run.folder.clone(), name);
                cx.ask(Intent::Files(want, "runs-export"));
            }
            let branch = Button::new(cx.text("runs-branch")).min_size(high);
            let branch =
                widgets::add_or_why(ui, run.is_begun, &cx.text("runs-nothing-learnt"), branch);
            if branch.on_hover_text(cx.text("runs-branch-hint")).clicked() {
                cx.ask(Intent::Branch(run.folder.clone()));
            }
            compare_with(ui, cx, &self.runs, &run.folder);
            let rename = Button::new(cx.text("runs-rename")).min_size(high);
            if ui.add(rename).clicked() {
                let (name, note) = (run.about.name.clone(), run.about.note.clone());
                cx.ask(Intent::Ask(Question::Rename(
                    run.folder.clone(),
                    name,
                    note,
                )));
            }
            let bin = Button::new(cx.text("runs-to-bin")).min_size(high);
            if ui.add(bin).clicked() {
                let name = run.about.name.clone();
                cx.ask(Intent::Ask(Question::ToBin(run.folder.clone(), name)));
            }
        });
    }

    /// Going on with it, also beyond the end that it was given.
    fn go_on(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, at: usize, busy: bool) {
        let run = &self.runs[at];
        if run.settings.is_err() || !run.is_begun {
            return;
        }
        let (step, steps) = run.record.steps;
        let over = run.record.summary.is_some() || step >= steps;
        if self.more == 0 {
            self.more = 1000;
        }
        let folder = run.folder.clone();
        ui.horizontal(|ui| {
            let key = if over {
                "runs-go-on-longer"
            } else {
                "runs-go-on"
            };
            let button = Button::new(cx.text(key)).min_size(vec2(110.0, 30.0));
            if ui.add(button).clicked() {
                let more = if over { self.more } else { 0 };
                cx.ask(Intent::GoOn(folder, more));
            }
            if over {
                let value = DragValue::new(&mut self.more).range(50..=1_000_000);
                let edit = ui.add(value.speed(50));
                let name = cx.text("runs-more-steps");
                edit.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name.as_str()));
                ui.label(name.as_str());
            }
        });
        if busy {
            ui.label(RichText::new(cx.text("start-ends-other")).weak());
        }
    }
}

/// What is known of it.
fn facts(ui: &mut Ui, cx: &PaneContext<'_>, run: &RunInfo) {
    if let Ok(settings) = &run.settings {
        let task = cx.text(task_key(settings.task.name()));
        named(ui, &cx.text("runs-task"), |ui| ui.label(task));
        let from = learns_from(settings, &run.record.pictures, cx.words);
        named(ui, &cx.text("runs-data"), |ui| {
            ui.add(Label::new(from).wrap())
        });
    }
    let parent = run.settings.as_ref().ok();
    if let Some(parent) = parent.and_then(|settings| settings.run.parent.as_ref()) {
        let name = parent.run.file_name().unwrap_or_default().to_string_lossy();
        named(ui, &cx.text("runs-parent"), |ui| ui.label(name));
    }
    let (step, steps) = run.record.steps;
    if steps > 0 {
        let values = [("step", step.into()), ("steps", steps.into())];
        let mut text = cx.words.with("train-step", &values);
        if let Some(speed) = run.speed {
            let time = duration(step as f64 / speed, cx.words);
            let time = cx.words.with("forecast-about", &[("time", time.into())]);
            text = format!("{text} · {time}");
        }
        named(ui, &cx.text("runs-length"), |ui| ui.label(text));
    }
    if let Some(best) = run.record.best() {
        let score = format!("{:.3}", best.score);
        let values = [("score", score.into()), ("step", best.step.into())];
        let text = cx.words.with("runs-best", &values);
        named(ui, &cx.text("runs-measure"), |ui| {
            ui.label(text).on_hover_text(cx.text("runs-measure-hint"));
        });
    }
}
