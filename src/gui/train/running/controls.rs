//! Every weight of the run as a slider, and its learning rate: they act on the next steps.

use super::{super::context::PaneContext, super::intent::Intent, term_words};
use crate::{
    gui::widgets::slider::Slider,
    session::{TrainPhase, Training},
    train::TrainControls,
};
use egui::{Button, RichText, Ui};

/// What the artist's hand holds and the engine was not told yet.
#[derive(Default)]
pub struct Controls {
    held: Option<TrainControls>,
}

impl Controls {
    /// Draws them. While a hand moves one nothing is told: each change stands in the run.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, training: &mut Training) {
        let Some(mut now) = self.held.take().or_else(|| training.controls().cloned()) else {
            return;
        };
        let before = now.clone();
        let goes_on = training.goes_on() && training.phase() != TrainPhase::Reading;
        let mut name_room = 96.0f32;
        if ui.available_width() < 280.0 {
            name_room = 84.0;
        }
        ui.add_enabled_ui(goes_on, |ui| {
            let hint = term_words::hint(cx.words, "pace");
            let pace = Slider::new(&mut now.pace, term_words::name(cx.words, "pace"), hint);
            ui.add(pace.geometric(10.0).name_room(name_room));
            for spec in training.weights() {
                let mut value = now.weight(spec.name);
                let most = most(spec.default, value);
                let (name, hint) = (
                    term_words::name(cx.words, spec.name),
                    term_words::hint(cx.words, spec.name),
                );
                let slider = Slider::new(&mut value, name, hint);
                ui.add(slider.range(most, spec.default).name_room(name_room));
                if value != now.weight(spec.name) {
                    now.weights.set(spec.name, value);
                }
            }
            let usual = TrainControls::new(training.weights());
            let other = usual != now && !training.weights().is_empty();
            let reset = Button::new(cx.text("train-weights-reset"));
            if ui.add_enabled(other, reset).clicked() {
                now = usual;
            }
        });
        if !goes_on {
            ui.label(RichText::new(cx.text("train-weights-rest")).small().weak());
        }
        let held = ui.input(|input| input.pointer.any_down());
        if held && (now != before || training.controls() != Some(&now)) {
            self.held = Some(now);
        } else if let Some(command) = training.control(now) {
            cx.ask(Intent::Train(Box::new(command)));
        }
    }
}

/// The right end of a slider: four times what is usual, or more where the artist went beyond.
fn most(default: f32, value: f32) -> f32 {
    (4.0 * default).max(value).max(0.01)
}
