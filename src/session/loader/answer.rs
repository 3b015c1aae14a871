//! What the loader answers, by topic.

use super::{
    request::{Estimate, Request},
    source::Source,
};
use crate::{
    compute::{Level, Levels},
    error::Error,
    nn::Tuning,
    picture::Picture,
    session::Tunings,
    session::{
        FoundStyle, FoundWork, Installed, ListedModel, OpenStudy, Origin, Place, Record, RunInfo,
        SavedLook, StudyInfo, StyleKey, Surveyed,
        engine::{Loaded, Restored},
    },
    stylize::Recipe,
    train::RunSettings,
};
use std::{path::PathBuf, sync::Arc};

/// What came of a request.
pub enum Answer {
    /// What was opened, or lies on the disk.
    File(FileAnswer),
    /// The work that is kept of each photograph.
    Kept(KeptAnswer),
    /// The artist's trainings, and the pictures for one.
    Library(LibraryAnswer),
    /// Styles and the shelf.
    Style(StyleAnswer),
    /// The artist's looks, and the one that was just kept.
    Looks(Vec<SavedLook>, Option<PathBuf>),
    /// Photographs that were opened before.
    Recent(RecentAnswer),
    /// Files that are to be written.
    Export(ExportAnswer),
    /// What a run of training has written, or is to paint.
    Training(TrainingAnswer),
    /// Blind studies.
    Study(StudyAnswer),
    /// Something could not be done.
    Failed(Request, Arc<Error>),
}

/// What was opened, or lies on the disk.
pub enum FileAnswer {
    /// A photograph, also for the screen.
    Photograph(Box<Opened>),
    /// A recipe, of a painting or a file of its own.
    Recipe(Box<OpenedRecipe>),
    /// What came in.
    Sorted(Sorted),
    /// Name of what hovers over the window, if it is a folder.
    Hovers(Option<String>),
    /// What lies at a path, if anything does.
    Listed(PathBuf, Option<Place>),
    /// A picture for the screen, and which: the hash of its file.
    Screen(String, Levels),
}

/// What is kept of the work on a photograph.
pub enum KeptAnswer {
    /// What was open is being read: what it is called, and a small picture of it.
    Opening(String, Option<Box<Picture>>),
    /// Nothing was open, or it cannot be shown any more, for a reason.
    NothingOpen(Option<Arc<Error>>),
    /// What was kept of the work on the photograph of this hash.
    Of(String, Option<Box<RestoredWork>>),
    /// A save of this number was written, or could not be; where its photograph is, if only Impasto has it.
    Saved(u64, Result<Option<PathBuf>, Arc<Error>>),
}

/// What is known of the artist's trainings.
pub enum LibraryAnswer {
    /// How many files in these folders were looked at, and of how many.
    Surveying(Vec<PathBuf>, usize, usize),
    /// What lies in folders.
    Surveyed(Arc<Surveyed>),
    /// All of a picture that is learnt from, its size, and for the screen.
    Whole(PathBuf, (usize, usize), Levels),
    /// All of them, and those in the bin.
    Runs(Vec<RunInfo>, Vec<RunInfo>),
    /// The folder of a new one was made; how it is set up, and whether it is to wait for what goes on.
    Made(Box<RunSettings>, bool),
    /// A file of settings.
    Opened(Box<RunSettings>),
    /// A file was written.
    Saved(PathBuf),
    /// The model of one is among the artist's own.
    Installed(Box<Installed>),
    /// A model's file was put among the artist's own.
    Imported(Box<Installed>),
    /// The models of dreams that there are.
    DreamModels(Vec<ListedModel>),
    /// A dream is kept in this file; whether it is a style.
    DreamKept(PathBuf, bool),
}

/// What was done with styles.
pub enum StyleAnswer {
    /// A new card; the painting too, if it is chosen.
    Added(StyleKey, PathBuf, Option<Arc<Loaded>>, Level),
    /// A painting at full size.
    Painting(StyleKey, Arc<Loaded>),
    /// A style that was found, where it is, and whether it is chosen.
    Code(StyleKey, PathBuf, Arc<FoundStyle>, bool),
    /// A style was kept.
    Kept(StyleKey, PathBuf, Arc<FoundStyle>),
    /// One of the artist's own has another name.
    Renamed(StyleKey, PathBuf),
    /// One of the artist's own is gone.
    Removed(StyleKey),
    /// A card.
    Card(StyleKey, Level),
    /// The artist's own styles, and what was learnt of all of the shelf.
    Own(Vec<(StyleKey, Origin)>, Box<Tunings>),
    /// What was learnt of a painting is kept.
    Learnt(StyleKey, Tuning),
    /// What was learnt of a painting for the generator of a hash is gone.
    Unlearnt(StyleKey, String),
    /// The generators that Instant can paint with, the newest that ships first.
    Generators(Vec<ListedModel>),
}

/// What is known of photographs that were opened before.
pub enum RecentAnswer {
    /// Those that are gone.
    Missing(Vec<PathBuf>),
    /// A small picture of a file, if it can be read, and how much it looks like a photograph.
    Thumbnail(PathBuf, Option<(Level, f32)>),
}

/// What is known of files that are to be written.
pub enum ExportAnswer {
    /// Bytes of a file, and for what it was asked.
    Estimate(Box<Estimate>, usize),
    /// Whether there is a file of this name.
    Room(PathBuf, bool),
    /// A file was written.
    Written(PathBuf),
}

/// What is known of a run of training's files.
pub enum TrainingAnswer {
    /// What the run in a folder has told, if it has a log.
    Record(PathBuf, Option<Box<Record>>),
    /// A sheet of samples, if it is there.
    Sheet(PathBuf, Option<Level>),
    /// A photograph that the run is to paint, and its file if it has one.
    Photograph(Option<PathBuf>, Arc<Picture>),
}

/// What is known of blind studies.
pub enum StudyAnswer {
    /// All of the artist's, the newest first.
    All(Vec<StudyInfo>),
    /// How many pictures a folder holds; nothing if there is no such folder.
    Pictures(PathBuf, Option<usize>),
    /// So many sheets of a new one are drawn, and of how many.
    Drawing(usize, usize),
    /// One was opened, or is drawn; nothing if it was given up.
    Opened(Option<Box<OpenStudy>>),
    /// A sheet of the one in a folder, if it can be read.
    Sheet(PathBuf, usize, Option<Level>),
    /// The votes of the one in a folder are kept.
    Kept(PathBuf),
}

/// A photograph that was read.
#[derive(Debug)]
pub struct Opened {
    /// The photograph.
    pub loaded: Arc<Loaded>,
    /// The same for the screen.
    pub levels: Levels,
    /// What was kept of the work on it.
    pub kept: Option<Box<RestoredWork>>,
    /// Whether it comes back because it was open when the program ended.
    pub again: bool,
}

/// A recipe, and the photograph that it is of.
#[derive(Clone, Debug)]
pub struct OpenedRecipe {
    /// The painting that carries it, or its own file.
    pub path: PathBuf,
    /// Whether that is a picture.
    pub is_picture: bool,
    /// The recipe.
    pub recipe: Recipe,
    /// The photograph, if it was found.
    pub original: Option<Source>,
}

/// What was kept of the work on a photograph.
#[derive(Debug)]
pub struct RestoredWork {
    /// What it is, and its folder.
    pub found: FoundWork,
    /// What the engine is given of it.
    pub restored: Restored,
}

/// Files and folders that came in, sorted.
#[derive(Clone, Debug, Default)]
pub struct Sorted {
    /// A recipe as JSON.
    pub recipe: Option<PathBuf>,
    /// A folder, and the pictures in it.
    pub folder: Option<(PathBuf, Vec<PathBuf>)>,
    /// Files of style codes.
    pub codes: Vec<PathBuf>,
    /// Pictures, as far as their first bytes tell.
    pub files: Vec<PathBuf>,
    /// Whether there is only one picture, and Impasto painted it.
    pub is_painting: bool,
    /// What is none of these, and why it cannot be used.
    pub bad: Vec<(PathBuf, Arc<Error>)>,
}
