//! Small pictures that Instant paints when the artist's own picture needs nothing: of looks and of variations.

use super::{Event, StartRun, studio::Studio};
use crate::{
    error::Result,
    stylize::{Engine, Size},
};

/// Long side of small pictures.
const SIDE: usize = 320;

/// What a small picture is wanted for.
pub enum Small {
    /// A look of this name.
    Look(String),
    /// The variation of this number.
    Variation(usize),
}

impl Studio {
    /// Paints `start` small, by Instant.
    pub(super) fn want_small(&mut self, start: StartRun, what: Small) {
        self.small.push_back((start, what));
    }

    /// Paints these; those that are not there yet are not wanted any more.
    pub(super) fn want_variations(&mut self, starts: Vec<(usize, StartRun)>) {
        self.small
            .retain(|(_, what)| !matches!(what, Small::Variation(_)));
        for (number, start) in starts {
            self.want_small(start, Small::Variation(number));
        }
    }

    /// Paints the next one.
    pub(super) fn small_piece(&mut self) -> Result<()> {
        let Some((mut start, what)) = self.small.pop_front() else {
            return Ok(());
        };
        let size = start.recipe.size;
        start.shown = None;
        (start.recipe.engine, start.recipe.size) = (Engine::Instant, Size::LongSide(SIDE));
        let instant = self.instant(&start.recipe)?;
        let content = self
            .painter()?
            .content(&instant, &start, start.size(), true)?;
        let shot = self.shot_of(&start, content)?;
        let picture = shot.toned(&self.picture_of(&shot)?);
        self.post.event(match what {
            Small::Variation(number) => Event::Variation(number, picture),
            Small::Look(name) => {
                let mut recipe = shot.recipe;
                recipe.size = size;
                Event::Look(name, Box::new(recipe), picture)
            }
        });
        Ok(())
    }
}
