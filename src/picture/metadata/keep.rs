//! How much of a photograph's metadata is kept.

use serde::{Deserialize, Serialize};

/// How much of the photograph's metadata goes into the result.
///
/// Where a picture was taken (GPS) is carried on only where that is asked for by name: a published painting
/// must not give away the artist's home.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// As [`Keep::All`], and the place.
    Place,
    /// Camera, dates and the rest, but no place, thumbnail or maker's private data.
    All,
    /// Author and copyright only.
    #[default]
    Copyright,
    /// Nothing of the photograph, and no recipe.
    None,
}
