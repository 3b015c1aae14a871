//! Small pictures that Instant paints when the artist's own picture needs nothing: of looks and of variations.

use super::{CreateWork, pending::PreviewPurpose};
use crate::{
    error::Result,
    session::{
        engine::{event::Event, shared::Shared},
        request::PaintRequest,
    },
    stylize::{Engine, Size},
};

/// Long side of small pictures.
const SIDE: usize = 320;

impl CreateWork {
    /// Paints `start` small, by Instant.
    pub fn want_preview(&mut self, start: PaintRequest, what: PreviewPurpose) {
        self.previews.push_back((start, what));
    }

    /// Paints these; those that are not there yet are not wanted any more.
    pub fn want_variations(&mut self, starts: Vec<(usize, PaintRequest)>) {
        self.previews
            .retain(|(_, what)| !matches!(what, PreviewPurpose::Variation(_)));
        for (number, start) in starts {
            self.want_preview(start, PreviewPurpose::Variation(number));
        }
    }

    /// Paints the next one.
    pub fn preview_piece(&mut self, shared: &mut Shared) -> Result<()> {
        let Some((mut start, what)) = self.previews.pop_front() else {
            return Ok(());
        };
        let size = start.recipe.size;
        start.shown = None;
        (start.recipe.engine, start.recipe.size) = (Engine::Instant, Size::LongSide(SIDE));
        let instant = shared.instant(&start.recipe)?;
        let content = shared
            .cache()?
            .content(&instant, &start, start.size(), true)?;
        let painted = self.picture_for(shared, &start, content)?;
        let picture = painted.toned(&self.picture_of(shared, &painted)?);
        shared.post.event(match what {
            PreviewPurpose::Variation(number) => Event::Variation(number, picture),
            PreviewPurpose::Look(name) => {
                let mut recipe = painted.recipe;
                recipe.size = size;
                Event::Look(name, Box::new(recipe), picture)
            }
        });
        Ok(())
    }
}
