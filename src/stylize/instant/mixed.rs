//! The style that a recipe paints in: the one place where paintings, codes and numbers become one style.

use super::{Instant, Style};
use crate::{
    error::{Error, Result},
    stylize::{Engine, Recipe},
};

impl Instant {
    /// The style that `recipe` asks for. `sources` are the styles of its paintings and codes with their
    /// shares, as far as they are here; its style from nothing is added, and what comes of it all is
    /// moved along the axes. A generator that learnt one school paints in that where nothing else is asked for. Without sources it is the style that the recipe keeps, moved by what it was
    /// not moved yet. Refine, whose paintings may be smaller than Instant's were, begins from that one
    /// too.
    ///
    /// # Errors
    /// [`Error::NoStyle`] if nothing tells the style, or if the device fails.
    pub fn style_of(&self, recipe: &Recipe, mut sources: Vec<(Style, f32)>) -> Result<Style> {
        let by_numbers = sources.is_empty() || recipe.engine == Engine::Refine;
        if let Some(known) = recipe.mixed_style.as_ref().filter(|_| by_numbers) {
            return self.moved(known, &recipe.axes_left());
        }
        if let Some(seed) = recipe.random_style {
            sources.push((self.random_style(seed)?, recipe.random_weight));
        }
        let mixed = match Style::mix(&sources) {
            Some(mixed) => mixed,
            None => self
                .own_style(None, &recipe.domain)?
                .ok_or(Error::NoStyle)?,
        };
        self.moved(&mixed, &recipe.style_axes)
    }
}
