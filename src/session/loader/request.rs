//! What the window asks of its files, by topic.

use super::source::Source;
use crate::{
    nn::Tuning,
    picture::Picture,
    session::{Ballots, Delivery, Painting, SaveWork, Settings, StyleKey, engine::Loaded},
    stylize::{Recipe, Style},
    train::RunSettings,
};
use std::{
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
};

/// What is asked of files.
#[derive(Clone, Debug)]
pub enum Request {
    /// Photographs, recipes, and what else is opened or lies on the disk.
    File(FileRequest),
    /// The work that is kept of each photograph.
    Kept(KeptRequest),
    /// The artist's trainings, and the pictures for one.
    Library(LibraryRequest),
    /// Styles and the shelf.
    Style(StyleRequest),
    /// The artist's looks.
    Look(LookRequest),
    /// Photographs that were opened before.
    Recent(RecentRequest),
    /// Files that are to be written.
    Export(ExportRequest),
    /// What a run of training has written, or is to paint.
    Training(TrainingRequest),
    /// Blind studies.
    Study(StudyRequest),
    /// The settings, to be kept.
    Settings(Box<Settings>),
}

/// What is opened, or lies on the disk.
#[derive(Clone, Debug)]
pub enum FileRequest {
    /// A photograph.
    Photograph(Source),
    /// A file that was opened, and where photographs are that were opened before: a photograph, or a
    /// painting that tells of which it is one.
    Open(PathBuf, Vec<PathBuf>),
    /// A recipe: a JSON file or a picture that carries one; and where photographs are that were opened before.
    Recipe(PathBuf, Vec<PathBuf>),
    /// What the files and folders are that came in.
    Sort(Vec<PathBuf>),
    /// Whether what hovers over the window is a folder.
    Hovers(PathBuf),
    /// What lies at a path; of a folder the files with these endings.
    List(PathBuf, &'static [&'static str]),
    /// A picture in memory, for the screen.
    Screen(Arc<Loaded>),
}

/// What is kept of the work on a photograph.
#[derive(Clone, Debug)]
pub enum KeptRequest {
    /// What was open when the program ended.
    Reopen,
    /// What was kept of the work on a photograph.
    Of(Arc<Loaded>),
    /// The work, to be kept.
    Save(Box<SaveWork>),
}

/// What is done with the artist's trainings.
#[derive(Clone, Debug)]
pub enum LibraryRequest {
    /// What lies in folders that are to be learnt from.
    Survey(Vec<PathBuf>),
    /// All of a picture that is learnt from, for the screen.
    Whole(PathBuf),
    /// All of them, and those in the bin.
    Runs,
    /// One is called by a name from now on, with a note.
    Describe(PathBuf, String, String),
    /// One goes into the bin.
    ToBin(PathBuf),
    /// One comes out of the bin.
    BringBack(PathBuf),
    /// What is in the bin is deleted.
    EmptyBin,
    /// The folder of a new one is made, under a name; whether it is to wait for what goes on comes back with it.
    New(String, Box<RunSettings>, bool),
    /// A file of settings is opened.
    Open(PathBuf),
    /// Settings are written to a file.
    Save(PathBuf, Box<RunSettings>),
    /// The model of one is written to a file.
    Export(PathBuf, PathBuf),
    /// The model of one, or that of its way back, is put among the artist's own, with its styles as they suit a photograph.
    Install(PathBuf, bool, Option<Arc<Loaded>>),
    /// A model's file is put among the artist's own.
    Import(PathBuf),
    /// The models of dreams that there are.
    DreamModels,
    /// A dream is kept in a file, to be painted, or painted like.
    KeepDream {
        /// The dream.
        picture: Arc<Picture>,
        /// What it is called.
        name: String,
        /// Hash of the model that dreamt it.
        model: String,
        /// Whether it is a style.
        style: bool,
    },
    /// A walk between two dreams of the model of this hash is written into a folder.
    SaveWalk(PathBuf, Vec<Arc<Picture>>, String),
}

/// What is done with styles.
#[derive(Clone, Debug)]
pub enum StyleRequest {
    /// A painting that becomes a card of the shelf, or a file of a style; and whether it is chosen.
    Add(Source, bool),
    /// A painting of the shelf, at full size.
    Painting(StyleKey, Painting),
    /// A style that was found.
    Code(StyleKey, PathBuf),
    /// A style to be kept among the artist's own, under a name.
    Keep(String, Box<Style>),
    /// Another name for one of the artist's own.
    Rename(StyleKey, PathBuf, String),
    /// One of the artist's own, to be removed.
    Remove(StyleKey, PathBuf),
    /// The card of a painting.
    Card(StyleKey, Painting),
    /// The artist's own styles, and what was learnt of all of the shelf.
    Own,
    /// What was learnt of a painting, to be kept.
    KeepTuning(StyleKey, Tuning),
    /// What was learnt of a painting for the generator of a hash, to be forgotten.
    ForgetTuning(StyleKey, String),
    /// The generators that Instant can paint with.
    Generators,
}

/// What is done with the artist's looks.
#[derive(Clone, Debug)]
pub enum LookRequest {
    /// Nothing; they are only read.
    Read,
    /// One is kept under a name.
    Keep(String, Box<Recipe>, Arc<Picture>),
    /// One gets another name.
    Rename(PathBuf, String),
    /// One is removed.
    Remove(PathBuf),
}

/// What is asked of photographs that were opened before.
#[derive(Clone, Debug)]
pub enum RecentRequest {
    /// Which of them are gone.
    Missing(Vec<PathBuf>),
    /// A small picture of one.
    Thumbnail(PathBuf),
}

/// What is asked of files that are to be written.
#[derive(Clone, Debug)]
pub enum ExportRequest {
    /// How large the file of a picture will be.
    Estimate(Box<Estimate>),
    /// Whether there is a file of this name; its folder is made if it is missing.
    Room(PathBuf),
    /// A text, to be written to a file that the artist named.
    Write(PathBuf, String),
}

/// What is asked of a run of training's files.
#[derive(Clone, Debug)]
pub enum TrainingRequest {
    /// What the run in a folder has told.
    Record(PathBuf),
    /// A sheet of samples.
    Sheet(PathBuf),
    /// A photograph that the run is to paint.
    Photograph(Source),
}

/// What is done with blind studies.
#[derive(Clone, Debug)]
pub enum StudyRequest {
    /// All of the artist's.
    All,
    /// What lies in a folder: a study, or pictures.
    Look(PathBuf),
    /// A new one is drawn.
    Draw(Box<NewStudy>),
    /// One is gone on with.
    Open(PathBuf),
    /// A sheet of the one in a folder, counted from 0.
    Sheet(PathBuf, usize),
    /// The votes of the one in a folder, to be kept.
    Votes(PathBuf, Box<Ballots>),
    /// One is deleted.
    Remove(PathBuf),
}

/// A study that is to be drawn.
#[derive(Clone, Debug)]
pub struct NewStudy {
    /// The contenders' folders.
    pub folders: Vec<PathBuf>,
    /// Folders whose pictures stand above both.
    pub beside: Vec<PathBuf>,
    /// What is asked.
    pub question: String,
    /// Most sheets.
    pub most: usize,
    /// Set to give it up.
    pub cancelled: Arc<AtomicBool>,
}

/// A file whose size is asked for.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// What the canvas shows.
    pub picture: Arc<Picture>,
    /// How its file would be written.
    pub delivery: Delivery,
}

macro_rules! topics {
    ($($topic:ident: $request:ty),* $(,)?) => {
        $(impl From<$request> for Request {
            fn from(request: $request) -> Self {
                Self::$topic(request)
            }
        })*
    };
}

topics! {
    File: FileRequest,
    Kept: KeptRequest,
    Library: LibraryRequest,
    Style: StyleRequest,
    Look: LookRequest,
    Recent: RecentRequest,
    Export: ExportRequest,
    Training: TrainingRequest,
    Study: StudyRequest,
    Settings: Box<Settings>,
}

impl Request {
    /// Whether it waits for all others: a small picture, of which there are many.
    pub(super) fn can_wait(&self) -> bool {
        matches!(
            self,
            Self::Style(StyleRequest::Card(..)) | Self::Recent(RecentRequest::Thumbnail(_))
        )
    }

    /// Whether nobody needs an answer to `older` any more, which still waits, once this was asked.
    pub(super) fn replaces(&self, older: &Self) -> bool {
        match (self, older) {
            (Self::Settings(_), Self::Settings(_))
            | (Self::Recent(RecentRequest::Missing(_)), Self::Recent(RecentRequest::Missing(_)))
            | (Self::File(FileRequest::Hovers(_)), Self::File(FileRequest::Hovers(_)))
            | (Self::Library(LibraryRequest::Runs), Self::Library(LibraryRequest::Runs))
            | (Self::Study(StudyRequest::All), Self::Study(StudyRequest::All))
            | (
                Self::Export(ExportRequest::Estimate(_)),
                Self::Export(ExportRequest::Estimate(_)),
            ) => true,
            (
                Self::Style(StyleRequest::Card(key, _)),
                Self::Style(StyleRequest::Card(other, _)),
            ) => key == other,
            // Two panes show sheets, and each waits for its own.
            (
                Self::Training(TrainingRequest::Sheet(path)),
                Self::Training(TrainingRequest::Sheet(other)),
            ) => path == other,
            (
                Self::Recent(RecentRequest::Thumbnail(path)),
                Self::Recent(RecentRequest::Thumbnail(other)),
            ) => path == other,
            _ => false,
        }
    }
}
