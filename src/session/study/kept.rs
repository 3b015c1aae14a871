//! The artist's studies: a folder each, in `studies/` of the data folder.

use super::{Ballots, Study, VOTES, named};
use crate::{
    error::{Error, Result},
    session::{
        own_files::{check_own, file_name},
        runs::free_folder,
    },
};
use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::UNIX_EPOCH,
};

/// A study with its votes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenStudy {
    /// Its folder.
    pub folder: PathBuf,
    /// What stands on the sheets.
    pub study: Study,
    /// What was chosen.
    pub ballots: Ballots,
}

/// A study as its folder tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyInfo {
    /// Its folder.
    pub folder: PathBuf,
    /// What the contenders are called for short.
    pub names: Vec<String>,
    /// What is asked.
    pub question: String,
    /// Sheets of which nobody has chosen yet, and all of them.
    pub left: usize,
    /// All sheets.
    pub sheets: usize,
    /// When it was last voted on, in seconds after 1970.
    pub changed: u64,
}

impl OpenStudy {
    /// The study in a folder, whoever drew it there.
    ///
    /// # Errors
    /// If there is none, or its votes cannot be understood.
    pub fn read(folder: &Path) -> Result<Self> {
        let votes = folder.join(VOTES);
        let study = Study::open(&votes)?;
        let ballots = Ballots::read(&votes, study.sheets.len())?;
        Ok(Self {
            folder: folder.to_owned(),
            study,
            ballots,
        })
    }

    fn info(&self) -> StudyInfo {
        let sheets = self.study.sheets.len();
        let voted = |sheet: &usize| self.ballots.choices().any(|(at, _)| at == *sheet);
        let changed = std::fs::metadata(self.folder.join(VOTES)).and_then(|file| file.modified());
        let since = changed
            .ok()
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        StudyInfo {
            folder: self.folder.clone(),
            names: self.study.names(),
            question: self.study.question.clone(),
            left: (0..sheets).filter(|sheet| !voted(sheet)).count(),
            sheets,
            changed: since.map_or(0, |since| since.as_secs()),
        }
    }
}

/// The folder of all of them below the data folder.
fn home(data: &Path) -> PathBuf {
    data.join("studies")
}

/// All of the artist's studies, the newest first.
pub fn studies(data: &Path) -> Vec<StudyInfo> {
    let entries = std::fs::read_dir(home(data))
        .into_iter()
        .flatten()
        .flatten();
    let known = entries.filter_map(|entry| OpenStudy::read(&entry.path()).ok());
    let mut all: Vec<StudyInfo> = known.map(|study| study.info()).collect();
    all.sort_by_key(|study| std::cmp::Reverse(study.changed));
    all
}

/// Draws a new study of these folders, `most` sheets of it at most, with what stands above both from `beside`; `each` hears how many
/// sheets are done, and nothing stays once `cancelled`: then there is none.
///
/// # Errors
/// If a picture cannot be read or a file cannot be written; nothing stays then either.
pub fn new_study(
    data: &Path,
    (folders, beside): (&[PathBuf], &[PathBuf]),
    question: &str,
    (seed, most): (u64, usize),
    cancelled: &AtomicBool,
    each: &mut dyn FnMut(usize, usize),
) -> Result<Option<OpenStudy>> {
    let mut study = Study::plan(folders, seed, most)?;
    question.trim().clone_into(&mut study.question);
    let home = home(data);
    std::fs::create_dir_all(&home).map_err(Error::io("create", &home))?;
    let name = file_name(&study.names().join(", "));
    let folder = free_folder(&home, &name);
    let of = study.sheets.len();
    each(0, of);
    let drawn = study.write(folders, beside, &folder, &mut |done| {
        each(done, of);
        !cancelled.load(Ordering::Relaxed)
    });
    if drawn.is_err() || cancelled.load(Ordering::Relaxed) {
        // What is left of it is of no use, and in nobody's way.
        let _ = std::fs::remove_dir_all(&folder);
        return drawn.map(|()| None);
    }
    OpenStudy::read(&folder).map(Some)
}

/// Deletes one of the artist's studies, for good; one that is gone already is no error.
///
/// # Errors
/// If it is none of them, or something of it cannot be deleted.
pub fn remove_study(folder: &Path, data: &Path) -> Result<()> {
    check_own(folder, &home(data))?;
    match std::fs::remove_dir_all(folder) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::io("remove", folder)(e)),
        _ => Ok(()),
    }
}

/// How many pictures lie in a folder that may take part in a study.
pub fn pictures_in(folder: &Path) -> Option<usize> {
    named(folder).ok().map(|found| found.len())
}
