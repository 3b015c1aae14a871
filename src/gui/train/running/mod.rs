//! The run that goes on.

use super::{context::PaneContext, intent::Intent};
use crate::{
    gui::{theme::palette, widgets},
    session::engine::{TrainCommand, TrainNews, TrainState},
    train::TrainEvent,
};
use egui::{Button, ProgressBar, RichText, Ui};
use std::path::PathBuf;

/// The run that goes on, as far as it was told of.
#[derive(Default)]
pub struct Running {
    /// What training does.
    pub state: TrainState,
    /// Folder of the run.
    pub folder: PathBuf,
    /// Steps done, and steps of the whole run.
    pub steps: (usize, usize),
    /// Steps a second.
    pub speed: f64,
}

impl Running {
    /// Takes in what is told of it.
    pub fn hear(&mut self, news: TrainNews) {
        match news {
            TrainNews::State(state) => self.state = state,
            TrainNews::Begun { folder, steps, .. } => {
                (self.folder, self.steps, self.speed) = (folder, steps, 0.0);
            }
            TrainNews::Run(TrainEvent::Steps { step, speed, .. }) => {
                (self.steps.0, self.speed) = (step, speed);
            }
            TrainNews::Stepped { step } => self.steps.0 = step,
            TrainNews::Run(_) | TrainNews::Failed(_) | TrainNews::Painted { .. } => {}
        }
    }

    /// Whether there is a run that has not come to its end.
    pub fn goes_on(&self) -> bool {
        !matches!(self.state, TrainState::None | TrainState::Done)
    }

    /// What makes it pause, or go on; nothing if there is no run.
    pub fn pause_or_go_on(&self) -> Option<TrainCommand> {
        match self.state {
            TrainState::Reading | TrainState::Running => Some(TrainCommand::Pause),
            TrainState::Paused => Some(TrainCommand::Resume),
            TrainState::None | TrainState::Done => None,
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let key = match self.state {
            TrainState::None => "train-none",
            TrainState::Reading => "train-reading",
            TrainState::Running => "train-running",
            TrainState::Paused => "train-paused",
            TrainState::Done => "train-done",
        };
        ui.heading(cx.text(key));
        if self.state == TrainState::None {
            ui.label(RichText::new(cx.text("train-none-hint")).weak());
            return;
        }
        let (step, steps) = self.steps;
        if steps > 0 {
            let share = step as f32 / steps as f32;
            let bar = ProgressBar::new(share).desired_width(420.0);
            ui.add(bar.fill(palette(ui.ctx()).accent).desired_height(6.0));
            let values = [("step", step.into()), ("steps", steps.into())];
            ui.label(cx.words.with("train-step", &values));
        }
        if !self.goes_on() {
            return;
        }
        ui.horizontal(|ui| {
            if let Some(command) = self.pause_or_go_on() {
                let key = match command {
                    TrainCommand::Pause => "train-pause",
                    _ => "train-go-on",
                };
                let button = widgets::main_button(ui, cx.text(key));
                if ui.add(button).clicked() {
                    cx.ask(Intent::Train(Box::new(command)));
                }
            }
            if ui.add(Button::new(cx.text("train-stop"))).clicked() {
                cx.ask(Intent::Train(Box::new(TrainCommand::Stop)));
            }
        });
    }
}
