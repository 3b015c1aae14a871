//! What comes from outside: from the engine, from the desktop, from the hand.

use super::{
    intent::Shown,
    kept::{begun, keep_limit, remember},
    waiting,
};
use crate::{
    gui::{app::App, create::drop_state::paths_in, errors, toasts::Kind},
    session::{
        TrainPhase, TrainTold, Until,
        engine::{Command, TrainCommand, TrainNews, TrainState},
        loader::{LibraryRequest, Source, TrainingAnswer, TrainingRequest},
    },
    train::TrainEvent,
};
use egui::{Context, Event};
use std::{path::PathBuf, time::Instant};

/// Takes in what is told of the run.
pub fn hear(app: &mut App, news: TrainNews) {
    let written = matches!(
        news,
        TrainNews::Begun { .. }
            | TrainNews::State(TrainState::None | TrainState::Paused | TrainState::Done)
            | TrainNews::Run(TrainEvent::Preview { .. })
    );
    if written {
        // Its card shows what it has written.
        app.shell.loader.ask(LibraryRequest::Runs);
    }
    let saved = matches!(news, TrainNews::Run(TrainEvent::Saved { .. }));
    let is_over = matches!(news, TrainNews::State(TrainState::None | TrainState::Done));
    let told = app.train.running.hear(news);
    let phase = app.train.running.training.phase();
    if matches!(phase, TrainPhase::Stopped | TrainPhase::Done) && !app.quits {
        remember(app, None);
    }
    match told {
        Some(TrainTold::Begun(folder)) => {
            begun(app, folder.clone());
            app.train.shown = Shown::Running;
            let limits = TrainCommand::Limit(app.shell.settings.limits);
            app.shell.engine.send(Command::Train(limits));
            app.shell.loader.ask(TrainingRequest::Record(folder));
        }
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
    if saved {
        keep_limit(app, true);
    }
    if is_over && matches!(phase, TrainPhase::Done | TrainPhase::Failed) && !app.quits {
        waiting::next(app);
    }
}

/// Offers to go on with what went on when the program ended.
pub fn offer(app: &mut App) {
    if let Some(folder) = app.shell.settings.training.clone() {
        let request = app.train.running.offer(folder);
        app.shell.loader.ask(request);
        app.shell.loader.ask(LibraryRequest::Runs);
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
    if let TrainingAnswer::Sheet(path, sheet) = &answer {
        app.train.library.sheet.came(ctx, path, sheet.as_ref());
        app.train.compare.came(ctx, path, sheet.as_ref());
    }
    match app.train.running.offers(&answer) {
        Some(true) => {
            app.train.shown = Shown::Running;
            let step = app.train.running.training.record().steps.0;
            let text = app
                .shell
                .words
                .with("train-offered", &[("step", step.into())]);
            app.shell.toasts.say(Kind::Note, text);
            return;
        }
        Some(false) => {
            // Its folder is gone.
            remember(app, None);
            return;
        }
        None => {}
    }
    if let Some(command) = app.train.running.came(ctx, answer) {
        app.shell.engine.send(Command::Train(command));
    }
}

/// What is done when time has passed.
pub fn follow(app: &mut App) {
    let works = app.train.running.training.works();
    let reason = works.then(|| app.shell.words.get("train-awake"));
    app.shell.taskbar.keep_awake(reason);
    keep_limit(app, false);
    let over = app.train.running.training.time_is_over(Instant::now());
    if over.is_some() {
        app.shell.engine.send(Command::Train(TrainCommand::Stop));
        let text = app.shell.words.get("train-time-over");
        ended(app, &text);
        app.shell.toasts.say(Kind::Good, text);
    }
    if matches!(over, Some(Until::After(_))) {
        waiting::next(app);
    }
}

/// Takes in what is dropped and pasted: folders and pictures to learn from, settings, models.
pub fn hear_input(app: &mut App, ctx: &Context) {
    let (dropped, hovering, pasted) = ctx.input(|input| {
        let raw = &input.raw;
        let dropped = raw.dropped_files.iter().map(|file| file.path().to_owned());
        let pasted = input.events.iter().filter_map(|event| match event {
            Event::Paste(text) => Some(text.clone()),
            _ => None,
        });
        (
            dropped.collect::<Vec<PathBuf>>(),
            raw.hovered_files.len(),
            pasted.collect::<Vec<String>>(),
        )
    });
    app.train.hovering = hovering;
    arrive(app, dropped);
    if ctx.text_edit_focused() {
        return;
    }
    for text in pasted {
        let paths = paths_in(&text);
        if paths.is_empty() {
            app.shell.note("start-nothing-to-paste");
        }
        arrive(app, paths);
    }
}

fn arrive(app: &mut App, paths: Vec<PathBuf>) {
    let training = &app.train.running.training;
    let paints = training.goes_on() && training.paints() && app.train.shown == Shown::Running;
    let mut to_learn = Vec::new();
    for path in paths {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        match ending.to_lowercase().as_str() {
            "toml" => app.shell.loader.ask(LibraryRequest::Open(path)),
            "safetensors" => app.shell.loader.ask(LibraryRequest::Import(path)),
            _ if paints => {
                let photograph = TrainingRequest::Photograph(Source::File(path));
                app.shell.loader.ask(photograph);
            }
            _ => to_learn.push(path),
        }
    }
    if app.train.shown == Shown::Study {
        for request in app.train.study.arrive(to_learn) {
            app.shell.loader.ask(request);
        }
    } else if !to_learn.is_empty() {
        app.train.shown = Shown::Start;
        let start = &mut app.train.start;
        let lists = start.plan().settings.task.pictures().len();
        let list = start.aimed.min(lists.saturating_sub(1));
        start.planning.change(|plan| plan.arrive(list, to_learn));
    }
}
