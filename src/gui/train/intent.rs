//! What a pane asks of the workspace: everything that touches the engine, files, dialogs or another pane is asked for,
//! and done in one place ([`super::actions`]).

use crate::session::engine::TrainCommand;

/// What a pane asks for.
pub enum Intent {
    /// The run that goes on is told something.
    Train(Box<TrainCommand>),
}
