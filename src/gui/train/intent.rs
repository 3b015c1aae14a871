//! What a pane asks of the workspace: everything that touches the engine, files, dialogs or another pane is asked for,
//! and done in one place ([`super::actions`]).

use crate::{
    gui::files::Want,
    session::{
        engine::{DreamCommand, TrainCommand},
        loader::{LibraryRequest, Request},
    },
};
use std::path::PathBuf;

/// What is shown in the middle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// How a new run is set up.
    #[default]
    Start,
    /// The run that goes on.
    Running,
    /// Dreams of a model.
    Dreams,
    /// A blind study.
    Study,
    /// Another run.
    Run(PathBuf),
    /// Two runs beside each other.
    Compare(PathBuf, PathBuf),
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether a run goes into the bin; what it is called.
    ToBin(PathBuf, String),
    /// Whether so many runs in the bin are deleted.
    EmptyBin(usize),
    /// Whether a study is deleted; what it is called.
    RemoveStudy(PathBuf, String),
    /// What a run is called, and its note.
    Rename(PathBuf, String, String),
}

/// What a pane asks for.
pub enum Intent {
    /// The run that goes on is told something.
    Train(Box<TrainCommand>),
    /// A model of dreams is told something.
    Dream(DreamCommand),
    /// Something is shown in the middle.
    Show(Shown),
    /// Files are to be chosen, under a title: a key.
    Files(Want, &'static str),
    /// The loader is asked for something.
    Load(Box<Request>),
    /// Something is to be done with runs, or looked at.
    Library(Box<LibraryRequest>),
    /// Small pictures of files are to be read, one after the other.
    Thumbnails(Vec<PathBuf>),
    /// Something is asked before it is done.
    Ask(Question),
    /// What is planned begins; or, if that is said, when what goes on has ended.
    Begin(bool),
    /// These runs wait, in this order.
    Queue(Vec<PathBuf>),
    /// The first one that waits begins.
    Next,
    /// A run goes on, for so many steps more than it was set up with.
    GoOn(PathBuf, usize),
    /// A new run is planned that begins with what a run has learnt.
    Branch(PathBuf),
    /// The model of a run is used in Create.
    Use(PathBuf),
    /// The model of its way back is.
    UseBack(PathBuf),
}
