//! What a pane is given: what it may read, what it may change, and where it puts what it asks for.

use super::intent::Intent;
use crate::{
    compute::Budget,
    gui::{localisation::Words, shell::Shell, thumbnails::Thumbnails},
    session::Settings,
};

/// All that a pane knows of the window.
pub struct PaneContext<'a> {
    /// The words, in the artist's language.
    pub words: &'a Words,
    /// What the artist has set once for all.
    pub settings: &'a mut Settings,
    /// Whether the window's GPU computes.
    pub gpu: bool,
    /// What may be taken of memory.
    pub budget: Option<Budget>,
    /// Small pictures of files.
    pub thumbnails: &'a Thumbnails,
    /// What is asked of the workspace.
    pub intents: &'a mut Vec<Intent>,
}

impl<'a> PaneContext<'a> {
    /// Of a shell.
    pub fn new(shell: &'a mut Shell, intents: &'a mut Vec<Intent>) -> Self {
        Self {
            words: &shell.words,
            settings: &mut shell.settings,
            gpu: shell.device.gpu,
            budget: shell.budget.map(|(budget, _)| budget),
            thumbnails: &shell.thumbnails,
            intents,
        }
    }

    /// The text `key`.
    pub fn text(&self, key: &str) -> String {
        self.words.get(key)
    }

    /// Asks something of the workspace.
    pub fn ask(&mut self, intent: Intent) {
        self.intents.push(intent);
    }
}
