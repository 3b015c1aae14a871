//! Files that were chosen for a training.

use crate::{
    gui::{app::App, files::Want, train::dreams::walk_folder},
    session::loader::{LibraryRequest, StudyRequest},
};
use std::path::PathBuf;

/// A dialog was answered with `path`: what it was opened for is done.
pub fn picked(app: &mut App, want: Want, path: PathBuf) {
    match want {
        Want::LearnFrom(list) => {
            let planning = &mut app.train.start.planning;
            planning.change(|plan| plan.add(list, path));
        }
        Want::StudyFolder(true) => app.train.study.setup.stands_above(path),
        Want::StudyFolder(false) => app.shell.loader.ask(StudyRequest::Look(path)),
        Want::TrainingSettings => app.shell.loader.ask(LibraryRequest::Open(path)),
        Want::SaveTrainingSettings(_) => {
            let start = &app.train.start;
            let settings = start.settled(&app.train.library.runs, app.shell.device.gpu);
            app.shell
                .loader
                .ask(LibraryRequest::Save(path, Box::new(settings)));
        }
        Want::SaveWalk => {
            if let Some((frames, name, model)) = app.train.dreams.whole_walk() {
                let folder = walk_folder(path, &name);
                let save = LibraryRequest::SaveWalk(folder, frames, model);
                app.shell.loader.ask(save);
            }
        }
        Want::Model => app.shell.loader.ask(LibraryRequest::Import(path)),
        Want::SaveModel(run, _) => app.shell.loader.ask(LibraryRequest::Export(run, path)),
        // These are Create's.
        _ => {}
    }
}
