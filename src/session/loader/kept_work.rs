//! The work that is kept of each photograph: found, opened again, written.

use super::{
    answer::{Answer, FileAnswer, KeptAnswer, Opened, RestoredWork},
    files::photograph,
    request::KeptRequest,
    source::Source,
};
use crate::{
    compute::{Levels, SCREEN},
    session::{Autosave, engine::Loaded},
};
use std::{path::PathBuf, sync::Arc};

/// Finds or writes kept work; `tell` is for what is known before an answer is whole.
pub fn answer(request: &KeptRequest, autosave: &Autosave, tell: &dyn Fn(Answer)) -> Answer {
    Answer::Kept(match request {
        KeptRequest::Reopen => return reopen(autosave, tell),
        KeptRequest::Of(loaded) => {
            let hash = loaded.source.blake3.clone();
            KeptAnswer::Of(hash, of(loaded, autosave).map(Box::new))
        }
        KeptRequest::Save(work) => {
            let written = autosave.write(work);
            let only_here = |path: &PathBuf| autosave.keeps(path);
            let written = written.map(|path| path.filter(only_here));
            KeptAnswer::Saved(work.number, written.map_err(Arc::new))
        }
    })
}

/// What is kept of the work on a photograph.
pub fn of(loaded: &Arc<Loaded>, autosave: &Autosave) -> Option<RestoredWork> {
    let found = autosave.find(&loaded.source.blake3, loaded.path.as_deref())?;
    let restored = found.restored(loaded);
    Some(RestoredWork { found, restored })
}

/// What was open when the program ended.
fn reopen(autosave: &Autosave, tell: &dyn Fn(Answer)) -> Answer {
    let Some(found) = autosave.left_open() else {
        autosave.prune();
        return Answer::Kept(KeptAnswer::NothingOpen(None));
    };
    let saved = &found.saved;
    let preview = found.preview().map(Box::new);
    let opening = KeptAnswer::Opening(saved.title.clone(), preview);
    tell(Answer::Kept(opening));
    let source = match &saved.photograph {
        Some(path) => Source::File(path.clone()),
        None => Source::sample(),
    };
    let loaded = match photograph(&source, autosave) {
        Ok(loaded) => Arc::new(loaded),
        Err(error) => return Answer::Kept(KeptAnswer::NothingOpen(Some(Arc::new(error)))),
    };
    let restored = found.restored(&loaded);
    let levels = Levels::of(&loaded.picture, SCREEN);
    autosave.prune();
    Answer::File(FileAnswer::Photograph(Box::new(Opened {
        kept: Some(Box::new(RestoredWork { found, restored })),
        loaded,
        levels,
        again: true,
    })))
}
