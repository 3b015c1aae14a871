//! What a pane is given: what it may read, what it may change, and where it puts what it asks for.

use super::intent::Intent;
use crate::{
    compute::Budget,
    gui::{localisation::Words, shell::Shell, thumbnails::Thumbnails},
    session::{Artwork, Autosave, Settings},
    stylize::Engine,
};

/// All that a pane knows of the window.
pub struct PaneContext<'a> {
    /// The words, in the artist's language.
    pub words: &'a Words,
    /// What the artist has set once for all pictures.
    pub settings: &'a mut Settings,
    /// The picture that is made.
    pub art: &'a mut Artwork,
    /// Whether the window's GPU computes.
    pub gpu: bool,
    /// Long side in screen pixels in which the picture is seen, as far as it is worth to paint it.
    pub side: Option<usize>,
    /// What a picture may take.
    pub budget: Option<Budget>,
    /// Small pictures of files.
    pub thumbnails: &'a Thumbnails,
    /// Which files are kept by us only.
    pub autosave: &'a Autosave,
    /// What is asked of the workspace.
    pub intents: &'a mut Vec<Intent>,
}

impl<'a> PaneContext<'a> {
    /// Of a shell and the picture that is made in its window.
    pub fn new(
        shell: &'a mut Shell,
        art: &'a mut Artwork,
        side: Option<usize>,
        intents: &'a mut Vec<Intent>,
    ) -> Self {
        Self {
            words: &shell.words,
            settings: &mut shell.settings,
            art,
            gpu: shell.device.gpu,
            side,
            budget: shell.budget.map(|(budget, _)| budget),
            thumbnails: &shell.thumbnails,
            autosave: &shell.autosave,
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

    /// Seconds that the picture takes at this size, as measured on this device; 0 before that.
    pub fn seconds_for(&self, engine: Engine, size: (usize, usize)) -> f32 {
        let recipe = &self.art.project.recipe;
        self.settings.seconds_for(self.gpu, engine, recipe, size)
    }

    /// Width and height at which `engine` paints the picture on the canvas.
    pub fn canvas_size(&self, engine: Engine) -> Option<(usize, usize)> {
        self.art.project.size(engine, self.side)
    }
}
