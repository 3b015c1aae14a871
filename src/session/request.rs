//! What is to be painted: pictures that were read, and the settings for them.

use crate::{
    nn::Tuning,
    picture::{Crop, Picture},
    stylize::{Recipe, Size, SourceRef, Style, StyleRef},
};
use std::{path::PathBuf, sync::Arc};

/// A picture that was read, and what it is called.
#[derive(Debug)]
pub struct Loaded {
    /// The pixels.
    pub picture: Arc<Picture>,
    /// Name, hash and licence for recipes.
    pub source: SourceRef,
    /// Where it was read from, if it was a file.
    pub path: Option<PathBuf>,
}

/// A painting, and how it is used.
#[derive(Clone, Debug)]
pub struct ChosenPainting {
    /// The painting.
    pub painting: Arc<Loaded>,
    /// Its share.
    pub weight: f32,
    /// The part of it that is looked at.
    pub crop: Crop,
    /// What a generator learnt to paint it better, if that is used.
    pub tuning: Option<Tuning>,
}

/// A picture to be painted.
#[derive(Clone)]
pub struct PaintRequest {
    /// The photograph.
    pub photograph: Arc<Loaded>,
    /// The paintings, in the order of the recipe's shares.
    pub paintings: Vec<ChosenPainting>,
    /// Styles that have no painting, with their shares; Refine does without them.
    pub codes: Vec<(Style, f32)>,
    /// All settings.
    pub recipe: Recipe,
    /// Long side of the picture on the canvas in the screen's pixels: what is automatic is painted as large
    /// as it is seen, and at the photograph's own size if `None`.
    pub shown: Option<usize>,
    /// Whether the artist's hand rests: while it moves Instant paints sketches only.
    pub at_rest: bool,
}

impl PaintRequest {
    /// The recipe with the names of its sources and the shares of its styles.
    pub fn named_recipe(&self) -> Recipe {
        named(&self.recipe, Some(&self.photograph), self.paintings.iter())
    }

    fn photograph_size(&self) -> (usize, usize) {
        let picture = &self.photograph.picture;
        (picture.width, picture.height)
    }

    /// Width and height at which it is painted.
    pub fn size(&self) -> (usize, usize) {
        self.recipe.canvas_size(self.photograph_size(), self.shown)
    }

    /// The size for a recipe that shall give these pixels again, without a canvas.
    pub fn exact_size(&self) -> Size {
        let (width, height) = self.size();
        if (width, height) == self.recipe.result_size(self.photograph_size()) {
            self.recipe.size
        } else {
            Size::LongSide(width.max(height))
        }
    }

    /// The same picture at another width and height.
    #[must_use]
    pub fn at_size(mut self, (width, height): (usize, usize)) -> Self {
        let automatic = self.recipe.paints_what_is_seen();
        let own = self.recipe.crop.size(self.photograph_size());
        self.shown = None;
        self.recipe.size = match (width, height) == own {
            true if automatic => Size::Default,
            true => Size::Own,
            false => Size::LongSide(width.max(height)),
        };
        self
    }

    /// Whether Instant paints the same for `other`, but for the tone.
    pub fn same_picture(&self, other: &Self) -> bool {
        self.codes == other.codes
            && self.size() == other.size()
            && self.named_recipe().of_instant() == other.named_recipe().of_instant()
    }
}

/// The part of a picture that is used; nothing is copied if that is all of it.
pub(super) fn part_of(picture: &Arc<Picture>, crop: Crop) -> Arc<Picture> {
    if crop.is_whole() {
        Arc::clone(picture)
    } else {
        Arc::new(crop.apply(picture))
    }
}

/// `recipe` with the names of its sources and the shares of its styles.
pub(super) fn named<'a>(
    recipe: &Recipe,
    photograph: Option<&Loaded>,
    paintings: impl Iterator<Item = &'a ChosenPainting>,
) -> Recipe {
    let style = |chosen: &ChosenPainting| StyleRef {
        source: chosen.painting.source.clone(),
        weight: chosen.weight,
        crop: chosen.crop,
        tuning: chosen.tuning.clone(),
    };
    Recipe {
        content: photograph.map_or_else(|| recipe.content.clone(), |p| p.source.clone()),
        styles: paintings.map(style).collect(),
        ..recipe.clone()
    }
}
