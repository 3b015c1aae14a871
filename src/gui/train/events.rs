//! What comes from outside: from the engine, from the desktop, from the hand.

use crate::{
    gui::{app::App, errors, toasts::Kind},
    session::{
        TrainTold,
        engine::{Command, TrainCommand, TrainNews},
        loader::{Source, TrainingAnswer, TrainingRequest},
    },
};
use egui::Context;
use std::{path::PathBuf, time::Instant};

/// Takes in what is told of the run.
pub fn hear(app: &mut App, news: TrainNews) {
    match app.train.running.hear(news) {
        Some(TrainTold::Begun(folder)) => app.shell.loader.ask(TrainingRequest::Record(folder)),
        Some(TrainTold::Ended) => {
            let text = app.shell.words.get("train-ended");
            ended(app, &text);
            app.shell.toasts.say(Kind::Good, text);
        }
        Some(TrainTold::Failed(error)) => {
            let text = errors::sentence(&error, &app.shell.words);
            ended(app, &text);
            app.shell.complain(&error);
        }
        Some(TrainTold::WentBack(from, to)) => {
            let values = [("from", from.into()), ("to", to.into())];
            let text = app.shell.words.with("train-goes-back", &values);
            app.shell.toasts.say(Kind::Note, text);
        }
        None => {}
    }
}

/// The desktop says so while the window is not looked at.
fn ended(app: &App, text: &str) {
    if app.shell.attention.is_away() {
        let title = app.shell.words.get("workspace-train");
        app.shell.taskbar.ended(title, text.to_owned());
    }
}

/// Takes in what was read of the run's files.
pub fn read(app: &mut App, ctx: &Context, answer: TrainingAnswer) {
    if let Some(command) = app.train.running.came(ctx, answer) {
        app.shell.engine.send(Command::Train(command));
    }
}

/// What is done when time has passed.
pub fn follow(app: &mut App) {
    if app.train.running.training.time_is_over(Instant::now()) {
        app.shell.engine.send(Command::Train(TrainCommand::Stop));
        let text = app.shell.words.get("train-time-over");
        ended(app, &text);
        app.shell.toasts.say(Kind::Good, text);
    }
}

/// Takes in what is dropped and pasted.
pub fn hear_input(app: &mut App, ctx: &Context) {
    let dropped: Vec<PathBuf> = ctx.input(|input| {
        let files = input.raw.dropped_files.iter();
        files.map(|file| file.path().to_owned()).collect()
    });
    if app.train.running.training.goes_on() && app.train.running.training.paints() {
        for path in dropped {
            let photograph = TrainingRequest::Photograph(Source::File(path));
            app.shell.loader.ask(photograph);
        }
    }
}
