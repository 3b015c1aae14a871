//! The window: what every workspace has, and the workspaces. A further one is a further field, of a struct that shows
//! itself and returns intents as [`Create`] does.

use crate::gui::{create::workspace::Create, shell::Shell, train::workspace::Train};
use std::sync::{Arc, atomic::AtomicBool};

/// The workspaces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workspace {
    /// A photograph is painted.
    #[default]
    Create,
    /// A network learns.
    Train,
}

/// The window.
pub struct App {
    /// What every workspace has.
    pub shell: Shell,
    /// The workspace in which a photograph is painted.
    pub create: Create,
    /// The workspace in which networks learn.
    pub train: Train,
    /// The one that is shown.
    pub workspace: Workspace,
    /// What the window was last called.
    pub title: String,
    /// Whether it was looked at whether the window fits the screen.
    pub fitted: bool,
    /// The window is being closed.
    pub quits: bool,
    /// Whether the system has asked the program to end.
    pub ends: Arc<AtomicBool>,
}

impl App {
    /// Whether a painted picture is on the canvas.
    pub fn shows_result(&self) -> bool {
        self.create.canvas.after.size().is_some()
    }

    /// Strength that the artist wants.
    pub fn strength(&self) -> f32 {
        self.create.art.project.recipe.strength
    }

    /// Strength of the picture on the canvas, and whether it is the result; `None` unless Instant has
    /// painted it.
    pub fn strength_shown(&self) -> Option<(f32, bool)> {
        let shot = self.create.art.answer().shown.as_ref()?;
        Some((shot.recipe.strength, shot.result))
    }
}
