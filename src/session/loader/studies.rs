//! Blind studies: drawn, opened, looked at sheet by sheet, their votes kept.

use super::{
    answer::StudyAnswer,
    request::{NewStudy, StudyRequest},
    source::limits,
};
use crate::{
    compute::Level,
    error::Result,
    picture,
    session::{OpenStudy, Study, VOTES, new_study, pictures_in, remove_study, studies},
};
use std::{
    path::Path,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// Time between two answers of how far drawing is.
const OFTEN: Duration = Duration::from_millis(100);

/// Does something with a study; `tell` is for what is known before an answer is whole.
///
/// # Errors
/// If it is none, or a file cannot be read or written. A sheet that is not there is told as none.
pub fn answer(
    request: &StudyRequest,
    data: &Path,
    tell: &dyn Fn(StudyAnswer),
) -> Result<StudyAnswer> {
    Ok(match request {
        StudyRequest::All => StudyAnswer::All(studies(data)),
        StudyRequest::Look(folder) => match OpenStudy::read(folder) {
            Ok(study) => StudyAnswer::Opened(Some(Box::new(study))),
            Err(_) => StudyAnswer::Pictures(folder.clone(), pictures_in(folder)),
        },
        StudyRequest::Draw(new) => StudyAnswer::Opened(draw(new, data, tell)?.map(Box::new)),
        StudyRequest::Open(folder) => StudyAnswer::Opened(Some(Box::new(OpenStudy::read(folder)?))),
        StudyRequest::Sheet(folder, number) => {
            let sheet = picture::load(&Study::sheet(folder, *number), limits()).ok();
            let level = sheet.map(|sheet| Level {
                width: sheet.width,
                height: sheet.height,
                rgba: sheet.to_rgba8(),
            });
            StudyAnswer::Sheet(folder.clone(), *number, level)
        }
        StudyRequest::Votes(folder, ballots) => {
            ballots.write(&folder.join(VOTES))?;
            StudyAnswer::Kept(folder.clone())
        }
        StudyRequest::Remove(folder) => {
            remove_study(folder, data)?;
            StudyAnswer::All(studies(data))
        }
    })
}

fn draw(new: &NewStudy, data: &Path, tell: &dyn Fn(StudyAnswer)) -> Result<Option<OpenStudy>> {
    let mut told: Option<Instant> = None;
    let mut each = |done, of| {
        if told.is_none_or(|told| told.elapsed() >= OFTEN) {
            told = Some(Instant::now());
            tell(StudyAnswer::Drawing(done, of));
        }
    };
    // Another study of the same folders has other sides.
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let seed = now.map_or(1, |now| u64::from(now.subsec_nanos()));
    let folders = (new.folders.as_slice(), new.beside.as_slice());
    let size = (seed, new.most);
    new_study(
        data,
        folders,
        &new.question,
        size,
        &new.cancelled,
        &mut each,
    )
}
