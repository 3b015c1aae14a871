//! What a pane asks of the workspace: everything that touches the engine, files, dialogs or another pane is asked for,
//! and done in one place ([`super::actions`]).

use crate::{
    gui::files::Want,
    session::{engine::TrainCommand, loader::Request},
};

/// What a pane asks for.
pub enum Intent {
    /// The run that goes on is told something.
    Train(Box<TrainCommand>),
    /// Files are to be chosen, under a title: a key.
    Files(Want, &'static str),
    /// The loader is asked for something.
    Load(Box<Request>),
}
