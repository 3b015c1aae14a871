//! Doing what panes, keys and buttons ask for.

use super::intent::Intent;
use crate::{
    gui::{actions::Action, app::App, create},
    session::engine::Command,
};
use egui::Context;

/// Does what panes ask for.
pub fn perform(app: &mut App, _ctx: &Context, intents: Vec<Intent>) {
    for intent in intents {
        match intent {
            Intent::Train(command) => app.shell.engine.send(Command::Train(*command)),
            Intent::Files(want, title) => create::choosing::ask_files(app, want, title),
            Intent::Load(request) => app.shell.loader.ask(*request),
        }
    }
}

/// Does what a key asks for, if it can be done now.
pub fn act(app: &mut App, ctx: &Context, action: Action) {
    match action {
        // These are the window's.
        Action::ToCreate
        | Action::ToTrain
        | Action::FullScreen
        | Action::Settings
        | Action::Help
        | Action::Quit => create::actions::act(app, ctx, action),
        Action::Pause => {
            if let Some(command) = app.train.running.pause_or_go_on() {
                perform(app, ctx, vec![Intent::Train(Box::new(command))]);
            }
        }
        _ => {}
    }
}
