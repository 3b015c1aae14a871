//! What the next start is told of the training that goes on, should the program end before it does.

use crate::{
    gui::app::App,
    session::{TrainPhase, Until},
};
use std::{path::PathBuf, time::Instant};

/// Which run the next start offers to go on with.
pub fn remember(app: &mut App, folder: Option<PathBuf>) {
    let settings = &mut app.shell.settings;
    if settings.training != folder {
        // A limit is that of one run.
        (settings.training, settings.until) = (folder, None);
        app.train.limit = None;
        app.shell.save_settings();
    }
}

/// A run began in `folder`; one that went on when the program ended has what was left of its limit.
pub fn begun(app: &mut App, folder: PathBuf) {
    let settings = &app.shell.settings;
    let same = settings.training.as_ref() == Some(&folder);
    let until = settings.until.filter(|_| same);
    let until = until.and_then(|kept| kept.again(Instant::now()));
    let training = &mut app.train.running.training;
    if until.is_some() && training.until().is_none() {
        training.stop(until);
    }
    remember(app, Some(folder));
}

/// Keeps when the run is to be stopped, if that is new; also how much time is left, if that is to be kept `anew`.
pub fn keep_limit(app: &mut App, anew: bool) {
    let training = &app.train.running.training;
    if !training.goes_on() || training.phase() == TrainPhase::Reading {
        return;
    }
    let until = training.until();
    let passes = anew && matches!(until, Some(Until::After(_)));
    if until != app.train.limit || passes {
        app.train.limit = until;
        app.shell.settings.until = until.map(|until| until.kept(Instant::now()));
        app.shell.save_settings();
    }
}
