//! What a pane asks of the workspace: everything that touches the engine, files, dialogs or another pane is asked for,
//! and done in one place ([`super::actions`]).

use super::{questions::Question, workspace::Shown};
use crate::{
    gui::files::Want,
    session::{
        engine::TrainCommand,
        loader::{LibraryRequest, Request},
    },
};
use std::path::PathBuf;

/// What a pane asks for.
pub enum Intent {
    /// The run that goes on is told something.
    Train(Box<TrainCommand>),
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
    /// What is planned begins.
    Begin,
    /// A run goes on, for so many steps more than it was set up with.
    GoOn(PathBuf, usize),
    /// The model of a run is used in Create.
    Use(PathBuf),
}
