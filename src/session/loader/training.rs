//! What a run of training has written, and photographs that it is to paint.

use super::{
    answer::TrainingAnswer,
    request::TrainingRequest,
    source::{limits, load},
};
use crate::{compute::Level, error::Result, picture, session::training::Record};

/// Reads what is asked for.
///
/// # Errors
/// If a photograph cannot be read. A log or a sheet that is not there is told as none.
pub fn answer(request: &TrainingRequest) -> Result<TrainingAnswer> {
    Ok(match request {
        TrainingRequest::Record(folder) => {
            TrainingAnswer::Record(folder.clone(), Record::read(folder).ok().map(Box::new))
        }
        TrainingRequest::Sheet(path) => {
            let sheet = picture::load(path, limits()).ok();
            let level = sheet.map(|sheet| Level {
                width: sheet.width,
                height: sheet.height,
                rgba: sheet.to_rgba8(),
            });
            TrainingAnswer::Sheet(path.clone(), level)
        }
        TrainingRequest::Photograph(source) => {
            let loaded = load(source)?;
            TrainingAnswer::Photograph(loaded.path, loaded.picture)
        }
    })
}
