//! The run that goes on: what it does, its samples, its plots, and what can be changed while it learns.

pub mod controls;
pub mod curves;
pub mod divided;
pub mod legend;
pub mod limits;
pub mod marks;
pub mod own;
pub mod plots;
pub mod samples;
pub mod scale;
pub mod scrubber;
pub mod sheets;
pub mod status;
pub mod term_words;

use super::{context::PaneContext, intent::Intent, library::Library};
use crate::{
    gui::{theme::palette, widgets},
    session::{
        TrainPhase, TrainTold, Training,
        engine::{TrainCommand, TrainNews},
        loader::{Request, TrainingAnswer, TrainingRequest},
    },
};
use controls::Controls;
use curves::Told;
use egui::{CentralPanel, Context, Frame, Margin, Panel, RichText, ScrollArea, Ui};
use own::OwnStrip;
use plots::Plots;
use samples::Samples;
use std::{path::PathBuf, time::Instant};

/// The run that goes on, or went on last.
#[derive(Default)]
pub struct Running {
    /// What is known of it.
    pub training: Training,
    samples: Samples,
    own: OwnStrip,
    plots: Plots,
    controls: Controls,
    /// The run that went on when the program ended, until it was looked for.
    offered: Option<PathBuf>,
}

impl Running {
    /// Takes in what is told of it.
    pub fn hear(&mut self, news: TrainNews) -> Option<TrainTold> {
        self.training.hear(news, Instant::now())
    }

    /// Offers to go on with the run in `folder`, which went on when the program ended; what is to be read of it.
    pub fn offer(&mut self, folder: PathBuf) -> TrainingRequest {
        self.offered = Some(folder.clone());
        TrainingRequest::Record(folder)
    }

    /// Whether what was read is of the run that is offered; then it is shown, if it is still there.
    pub fn offers(&mut self, answer: &TrainingAnswer) -> Option<bool> {
        let TrainingAnswer::Record(folder, record) = answer else {
            return None;
        };
        self.offered.take_if(|offered| offered == folder)?;
        if let Some(record) = record {
            self.training.show(folder.clone(), (**record).clone());
        }
        Some(record.is_some())
    }

    /// Takes in what was read of its files; what the engine is told of it.
    pub fn came(&mut self, ctx: &Context, answer: TrainingAnswer) -> Option<TrainCommand> {
        match answer {
            TrainingAnswer::Record(folder, record) => {
                self.training.read(&folder, record.map(|record| *record));
                None
            }
            TrainingAnswer::Sheet(path, sheet) => {
                self.samples.came(ctx, &path, sheet.as_ref());
                None
            }
            TrainingAnswer::Photograph(path, picture) => {
                let path = path.unwrap_or_default();
                self.training.own_mut().add(path, &picture)
            }
        }
    }

    /// A sheet could not be read.
    pub fn failed(&mut self, request: &Request) {
        if let Request::Training(TrainingRequest::Sheet(path)) = request {
            self.samples.failed(path);
        }
    }

    /// Whether the sheet of samples after `step` was read.
    #[cfg(test)]
    pub fn has_sheet(&self, step: usize) -> bool {
        let sheets = self.training.record().sheets.iter();
        let mut of_step = sheets.filter(|sheet| sheet.step == step);
        of_step.any(|sheet| self.samples.has(&sheet.path))
    }

    /// Whether there is a run that has not come to its end.
    pub fn goes_on(&self) -> bool {
        self.training.goes_on()
    }

    /// What makes it pause, or go on; nothing if there is no run.
    pub fn pause_or_go_on(&self) -> Option<TrainCommand> {
        match self.training.phase() {
            TrainPhase::Paused => Some(TrainCommand::Resume),
            _ => self.goes_on().then_some(TrainCommand::Pause),
        }
    }

    /// Draws it; `library` knows its settings and what it is called.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, library: &Library) {
        if self.training.phase() == TrainPhase::Idle {
            ui.vertical_centered(|ui| {
                ui.add_space(ui.available_height() * 0.35);
                ui.heading(cx.text("train-none"));
                ui.label(RichText::new(cx.text("train-none-hint")).weak());
            });
            return;
        }
        let wide = ui.available_width() >= 1100.0;
        let panel = Frame::new()
            .fill(palette(ui.ctx()).panel)
            .inner_margin(Margin::symmetric(12, 8));
        Panel::right("run steering")
            .exact_size(if wide { 320.0 } else { 292.0 })
            .resizable(false)
            .frame(panel)
            .show(ui, |ui| self.steering(ui, cx, library));
        let tall = ui.available_height() >= 700.0;
        Panel::bottom("run plots")
            .exact_size(if tall { 284.0 } else { 190.0 })
            .resizable(false)
            .frame(panel)
            .show(ui, |ui| {
                let told = Told::alone(self.training.record());
                self.plots.show(ui, cx, &[told]);
            });
        if self.training.paints() {
            Panel::bottom("own photographs")
                .resizable(false)
                .frame(panel)
                .show(ui, |ui| {
                    let side = if tall { 96.0 } else { 56.0 };
                    self.own.show(ui, cx, &mut self.training, side);
                });
        }
        CentralPanel::no_frame().show(ui, |ui| {
            let own = self.own.chosen(&self.training);
            self.samples.show(ui, cx, &self.training, own);
        });
        if let Some(path) = self.samples.wanted() {
            cx.ask(Intent::Load(Box::new(TrainingRequest::Sheet(path).into())));
        }
    }

    /// The right side: how it is, and what can be changed.
    fn steering(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, library: &Library) {
        let folder = self.training.folder();
        let run = library.runs.iter().find(|run| Some(&*run.folder) == folder);
        let scroll = ScrollArea::vertical().auto_shrink([false, false]);
        scroll.show(ui, |ui| {
            // The bar that scrolls lies beside the numbers, not on them.
            ui.set_max_width(ui.available_width() - 12.0);
            status::show(ui, cx, &mut self.training, (run, library));
            if self.training.controls().is_some() {
                ui.add_space(8.0);
                ui.label(widgets::heading(&cx.text("train-weights")));
                self.controls.show(ui, cx, &mut self.training);
            }
        });
    }
}
