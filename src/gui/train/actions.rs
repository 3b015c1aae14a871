//! Doing what panes, keys and buttons ask for.

use super::{
    intent::{Intent, Shown},
    waiting,
};
use crate::{
    gui::{
        actions::Action,
        app::App,
        create::{self, choosing::ask_files},
        files::Want,
        toasts::Kind,
    },
    session::{
        Length, Until,
        engine::{Command, TrainCommand},
        loader::LibraryRequest,
    },
    train::{Kept, Parent, RunSetup},
};
use egui::{Context, ViewportCommand};
use std::{path::PathBuf, sync::Arc};

/// Does what panes ask for.
pub fn perform(app: &mut App, _ctx: &Context, intents: Vec<Intent>) {
    for intent in intents {
        match intent {
            Intent::Train(command) => tell(app, *command),
            Intent::Dream(command) => app.shell.engine.send(Command::Dream(command)),
            Intent::Show(shown) => app.train.shown = shown,
            Intent::Files(want, title) => ask_files(app, want, title),
            Intent::Load(request) => app.shell.loader.ask(*request),
            Intent::Library(request) => app.shell.loader.ask(*request),
            Intent::Thumbnails(paths) => {
                if let Some(request) = app.shell.thumbnails.next(&paths) {
                    app.shell.loader.ask(request);
                }
            }
            Intent::Ask(question) => app.train.question = Some(question),
            Intent::Begin(later) => begin(app, later),
            Intent::Queue(order) => waiting::wait(app, order),
            Intent::Next => waiting::next(app),
            Intent::GoOn(run, more) => go_on(app, run, more),
            Intent::Branch(run) => branch(app, run),
            Intent::Use(run) => use_in_create(app, run, false),
            Intent::UseBack(run) => use_in_create(app, run, true),
        }
    }
}

/// Tells the engine something of training.
pub fn tell(app: &mut App, command: TrainCommand) {
    if matches!(command, TrainCommand::Start(_)) {
        app.create.art.make_room(app.shell.engine.as_mut());
    }
    app.shell.engine.send(Command::Train(command));
}

/// Begins what is planned, or lets it wait for what goes on; its folder is made first.
fn begin(app: &mut App, later: bool) {
    let start = &app.train.start;
    if start.lacks().is_some() {
        return;
    }
    let Some(name) = start.plan().title() else {
        return;
    };
    let settings = Box::new(start.settled(&app.train.library.runs, app.shell.device.gpu));
    if let Length::Until(time) = start.plan().length {
        app.train.running.training.stop(Some(Until::at(time)));
    }
    app.shell
        .loader
        .ask(LibraryRequest::New(name, settings, later));
}

fn go_on(app: &mut App, run: PathBuf, more: usize) {
    let setup = RunSetup::resume(run, move |config| config.steps += more);
    tell(app, TrainCommand::Start(setup));
    app.train.shown = Shown::Running;
}

/// A run is planned that begins with what the one in `run` has learnt, with its settings to be changed.
fn branch(app: &mut App, run: PathBuf) {
    let known = app.train.library.runs.iter();
    let Some(info) = known.into_iter().find(|info| info.folder == run) else {
        return;
    };
    let Ok(mut settings) = info.settings.clone() else {
        return;
    };
    let name = [("name", info.about.name.as_str().into())];
    let name = app.shell.words.with("branch-name", &name);
    let kept = Kept::default();
    settings.run.parent = Some(Parent { run, kept });
    app.train.start.open(settings);
    *app.train.start.planning.name() = name;
    app.train.shown = Shown::Start;
}

/// The model of a run is put among the artist's own; what follows is done when it is there.
fn use_in_create(app: &mut App, run: PathBuf, back: bool) {
    app.train.library.busy = Some(run.clone());
    let photograph = app.create.art.project.photograph.clone();
    let text = app.shell.words.get("runs-using");
    app.shell.toasts.say(Kind::Note, text);
    app.shell.loader.ask(LibraryRequest::Install(
        run,
        back,
        photograph.as_ref().map(Arc::clone),
    ));
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
        Action::Undo if app.train.shown == Shown::Study => app.train.study.take_back(),
        Action::Undo => app.train.start.planning.undo(),
        Action::Redo if app.train.shown == Shown::Study => {}
        Action::Redo => app.train.start.planning.redo(),
        Action::Open if app.train.shown == Shown::Start => {
            ask_files(app, Want::LearnFrom(0), "start-add-folder");
        }
        Action::Paste if matches!(app.train.shown, Shown::Start | Shown::Study) => {
            ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
        }
        Action::Run if app.train.shown == Shown::Start => begin(app, app.train.running.goes_on()),
        _ => {}
    }
}
