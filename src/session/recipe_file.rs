//! Recipes in files: their own, and the pictures that carry them.

use crate::{
    error::{Error, Result},
    fault::RecipeFault,
    picture,
    stylize::Recipe,
};
use std::path::Path;

/// Longest recipe that is read, in bytes.
const MAX_BYTES: u64 = 1 << 20;

impl Recipe {
    /// Reads a recipe from a JSON file or from a picture that Impasto wrote.
    ///
    /// # Errors
    /// If the file cannot be read, holds no recipe, or one of a newer schema.
    pub fn open(path: &Path) -> Result<Self> {
        let size = std::fs::metadata(path)
            .map_err(Error::io("read", path))?
            .len();
        if let Some(text) = picture::recipe_in(path)? {
            return Self::from_json(&text, path);
        }
        if size > MAX_BYTES {
            return Err(Error::recipe(
                path,
                RecipeFault::None("it is neither a recipe nor a picture that Impasto wrote"),
            ));
        }
        let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
        let text = String::from_utf8(bytes).map_err(|_| {
            Error::recipe(
                path,
                RecipeFault::None("it is neither text nor a picture that carries a recipe"),
            )
        })?;
        Self::from_json(&text, path)
    }
}
