//! What comes from outside: from the engine, from the desktop, from the hand.

use crate::{gui::app::App, session::engine::TrainNews};
use egui::Context;

/// Takes in what is told of the run.
pub fn hear(app: &mut App, news: TrainNews) {
    if let TrainNews::Failed(error) = &news {
        app.shell.complain(error);
    }
    app.train.running.hear(news);
}

/// Takes in what is dropped and pasted.
pub fn hear_input(_app: &mut App, _ctx: &Context) {}
