//! Pictures that outlive what painted them: looks that the artist kept, and all that is left of a run of
//! another day. They can be shown, saved, compared, and gone on from; what an optimiser knew is gone.

use super::state::{Shown, Snapshot, SnapshotId};
use crate::{
    error::Result,
    picture::{DecodeLimits, Picture, Tone, load, resize, take_chroma},
    session::request::{Loaded, part_of},
    stylize::{Colour, Engine, Recipe, Size},
};
use std::{path::PathBuf, sync::Arc};

/// Where the pixels of a kept picture are.
#[derive(Clone, Debug)]
pub enum KeptPixels {
    /// In memory.
    Memory(Arc<Picture>),
    /// In a file of Impasto's own.
    File(PathBuf),
}

/// A picture that was kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What is known of it.
    pub snapshot: Snapshot,
    /// Its pixels, possibly of a coarse octave.
    pub pixels: KeptPixels,
    /// The photograph that it was painted from.
    pub photograph: Arc<Loaded>,
}

impl Kept {
    /// The picture as it was painted, possibly of a coarse octave, without the recipe's colours and tone.
    ///
    /// # Errors
    /// If its file cannot be read.
    pub fn picture(&self) -> Result<Arc<Picture>> {
        match &self.pixels {
            KeptPixels::Memory(picture) => Ok(Arc::clone(picture)),
            KeptPixels::File(path) => load(path, DecodeLimits::default()).map(Arc::new),
        }
    }

    /// The picture as it is shown.
    ///
    /// # Errors
    /// If its file cannot be read.
    pub fn seen(&self) -> Result<Picture> {
        let picture = self.picture()?;
        let (width, height) = (picture.width, picture.height);
        Ok(self.dressed(picture.rgb.clone(), (width, height)))
    }

    /// The picture at the result's size, with what the photograph says of itself. What was painted as large as it was seen is
    /// whole.
    ///
    /// # Errors
    /// If its file cannot be read.
    pub fn whole(&self) -> Result<Picture> {
        let recipe = &self.snapshot.recipe;
        let picture = self.picture()?;
        let (width, height) = match recipe.engine {
            Engine::Refine if !recipe.paints_what_is_seen() => {
                let own = &self.photograph.picture;
                recipe.result_size((own.width, own.height))
            }
            Engine::Instant | Engine::Refine => (picture.width, picture.height),
        };
        let rgb = if (picture.width, picture.height) == (width, height) {
            picture.rgb.clone()
        } else {
            resize(&picture, width, height).rgb
        };
        Ok(self.dressed(rgb, (width, height)))
    }

    /// Pixels of this size in the recipe's colours and tone.
    fn dressed(&self, rgb: Vec<f32>, (width, height): (usize, usize)) -> Picture {
        let recipe = &self.snapshot.recipe;
        let part = part_of(&self.photograph.picture, recipe.crop);
        let original = resize(&part, width, height);
        let mut picture = Picture {
            rgb,
            ..original.clone()
        };
        if (recipe.engine, recipe.colour) == (Engine::Refine, Colour::Luma) {
            take_chroma(&original.matte(), &mut picture.rgb);
        }
        recipe.tone.apply(&original, &mut picture);
        picture
    }

    /// It is shown and handed out in another tone.
    pub fn set_tone(&mut self, tone: Tone) {
        Arc::make_mut(&mut self.snapshot.recipe).tone = tone;
    }

    /// The recipe that gives this picture again: what was painted as large as it was seen has a size.
    pub fn recipe_of(&self, picture: &Picture) -> Recipe {
        let mut recipe = (*self.snapshot.recipe).clone();
        if recipe.engine == Engine::Instant || recipe.paints_what_is_seen() {
            recipe.size = Size::LongSide(picture.long_side());
        }
        recipe
    }
}

/// What a photograph brings along from the time before: the state in which Refine was, and snapshots.
#[derive(Clone, Debug, Default)]
pub struct Restored {
    /// Where Refine stood.
    pub newest: Option<Kept>,
    /// The snapshots, the oldest first.
    pub snapshots: Vec<Kept>,
    /// Whether Refine's picture is the one that is shown.
    pub shown: bool,
}

/// Pictures to be written down, asked for by a number.
#[derive(Clone, Debug, Default)]
pub struct KeptWork {
    /// The number.
    pub number: u64,
    /// The state in which Refine is, if it paints or has painted.
    pub newest: Option<Kept>,
    /// The snapshots that were asked for.
    pub snapshots: Vec<(SnapshotId, Arc<Picture>)>,
    /// Whether they could not be had: there is nothing to be written.
    pub failed: bool,
}

/// What the compute thread holds of kept pictures.
#[derive(Default)]
pub struct KeptStates {
    /// Where Refine stood; there is no run then.
    pub newest: Option<Kept>,
    /// Snapshots that are pictures only.
    pub snapshots: Vec<Kept>,
}

impl KeptStates {
    /// The picture that is meant.
    pub fn of(&self, shown: Shown) -> Option<&Kept> {
        match shown {
            Shown::Newest => self.newest.as_ref(),
            Shown::Snapshot(id) => self.snapshots.iter().find(|kept| kept.snapshot.id == id),
        }
    }
}
