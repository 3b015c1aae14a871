//! What becomes of trainings that wait.

use super::{actions::tell, intent::Shown};
use crate::{gui::app::App, session::engine::TrainCommand, train::RunSetup};
use std::path::PathBuf;

/// These wait, in this order, also after the window was closed.
pub fn wait(app: &mut App, queue: Vec<PathBuf>) {
    app.shell.settings.queue = queue;
    app.shell.save_settings();
}

/// Begins the first one that waits; one that is gone or cannot be read waits no longer.
pub fn next(app: &mut App) {
    let mut queue = std::mem::take(&mut app.shell.settings.queue).into_iter();
    let runs = &app.train.library.runs;
    let setup = queue.by_ref().find_map(|folder| {
        let run = runs.iter().find(|run| run.folder == folder)?;
        let settings = run.settings.as_ref().ok()?.clone();
        Some(match run.is_begun {
            true => RunSetup::resume(folder, |_| {}),
            false => settings.setup(),
        })
    });
    wait(app, queue.collect());
    if let Some(setup) = setup {
        tell(app, TrainCommand::Start(setup));
        app.train.shown = Shown::Running;
    }
}
