//! How a picture is painted, beside its style.

use crate::stylize::recipe::{Colour, Recipe};

/// How a picture is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// One of [`STRENGTHS`](super::STRENGTHS).
    pub strength: f32,
    /// How freely the photograph's shapes are painted, one of [`FREEDOM`](crate::nn::FREEDOM); a generator without that
    /// trait does not hear it.
    pub freedom: f32,
    /// How much of what a draft lacks of its style is asked for beyond the style, 0 to 1; see [`Recipe::attunement`].
    pub attunement: f32,
    /// How much of the rims beside edges is taken away, 0 to 1; see [`Recipe::rimless`].
    pub rimless: f32,
    /// Where the colours come from. With [`Colour::Content`] the result is matched to the
    /// photograph, since a style code cannot be.
    pub colour: Colour,
    /// Chooses the grain.
    pub seed: u64,
}

impl Look {
    /// How `recipe` wants Instant to paint.
    pub fn of(recipe: &Recipe) -> Self {
        Self {
            strength: recipe.strength,
            freedom: recipe.freedom,
            attunement: recipe.attunement,
            rimless: recipe.rimless,
            colour: recipe.colour,
            seed: recipe.seed,
        }
    }
}

impl Default for Look {
    fn default() -> Self {
        Self {
            strength: 1.0,
            freedom: 0.0,
            attunement: 0.0,
            rimless: 0.0,
            colour: Colour::Style,
            seed: 42,
        }
    }
}
