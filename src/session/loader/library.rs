//! Trainings: the pictures that one is to learn from, the folders of runs, their models.

use super::{
    answer::{Answer, LibraryAnswer},
    request::LibraryRequest,
    source::limits,
};
use crate::{
    compute::{Levels, SCREEN},
    error::Result,
    picture::{self, Picture},
    session::{
        Surveyed, keep_dream,
        models::dream_models,
        runs::{
            bring_back, describe_run, empty_bin, export_run, in_bin, install, install_run, new_run,
            runs, to_bin,
        },
        save_walk,
    },
    train::RunSettings,
};
use parking_lot::Mutex;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// Does something with the trainings in the data folder `data`; `tell` is for what is known before an answer is whole.
pub fn answer(
    request: &LibraryRequest,
    data: &Path,
    tell: &(dyn Fn(Answer) + Sync),
) -> Result<LibraryAnswer> {
    let all = || LibraryAnswer::Runs(runs(data), in_bin(data));
    Ok(match request {
        LibraryRequest::Survey(folders) => LibraryAnswer::Surveyed(Arc::new(survey(folders, tell))),
        LibraryRequest::Whole(path) => {
            let picture = picture::load(path, limits())?;
            let size = (picture.width, picture.height);
            LibraryAnswer::Whole(path.clone(), size, Levels::of(&picture, SCREEN))
        }
        LibraryRequest::Runs => all(),
        LibraryRequest::Describe(run, name, note) => {
            describe_run(run, name, note, data)?;
            all()
        }
        LibraryRequest::ToBin(run) => {
            to_bin(run, data)?;
            all()
        }
        LibraryRequest::BringBack(run) => {
            bring_back(run, data)?;
            all()
        }
        LibraryRequest::EmptyBin => {
            empty_bin(data)?;
            all()
        }
        LibraryRequest::New(name, settings, later) => {
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            let now = since.map_or(0, |since| since.as_secs());
            let made = new_run(data, name, now, (**settings).clone())?;
            LibraryAnswer::Made(Box::new(made), *later)
        }
        LibraryRequest::Open(file) => LibraryAnswer::Opened(Box::new(RunSettings::open(file)?)),
        LibraryRequest::Save(file, settings) => {
            settings.save(file)?;
            LibraryAnswer::Saved(file.clone())
        }
        LibraryRequest::Export(run, file) => {
            export_run(run, file)?;
            LibraryAnswer::Saved(file.clone())
        }
        LibraryRequest::Install(run, back, photograph) => {
            let photograph = photograph.as_deref().map(|loaded| &*loaded.picture);
            LibraryAnswer::Installed(Box::new(install_run(run, *back, photograph, data)?))
        }
        LibraryRequest::DreamModels => LibraryAnswer::DreamModels(dream_models(data)),
        LibraryRequest::KeepDream {
            picture,
            name,
            model,
            style,
        } => LibraryAnswer::DreamKept(keep_dream(picture, name, model, data)?, *style),
        LibraryRequest::SaveWalk(folder, frames, model) => {
            let frames: Vec<Picture> = frames.iter().map(|frame| (**frame).clone()).collect();
            save_walk(&frames, folder, model)?;
            LibraryAnswer::Saved(folder.clone())
        }
        LibraryRequest::Import(file) => {
            LibraryAnswer::Imported(Box::new(install(file, None, data)?))
        }
    })
}

/// Time between two answers of how far a look is.
const OFTEN: Duration = Duration::from_millis(100);

fn survey(folders: &[PathBuf], tell: &(dyn Fn(Answer) + Sync)) -> Surveyed {
    let told = Mutex::new(Instant::now());
    let tell = |done, of| {
        let mut told = told.lock();
        if told.elapsed() >= OFTEN {
            *told = Instant::now();
            let how_far = LibraryAnswer::Surveying(folders.to_owned(), done, of);
            tell(Answer::Library(how_far));
        }
    };
    Surveyed::of(folders, limits(), tell)
}
