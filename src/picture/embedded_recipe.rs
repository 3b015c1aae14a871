//! Recipes inside pictures that Impasto wrote.

use super::{
    DecodeLimits, decode,
    xmp::{NAMESPACE, PNG_KEYWORD, read::property},
};
use crate::error::{Result, catch_panic};
use std::{io::Cursor, path::Path};

/// The recipe JSON inside a picture that Impasto wrote, `None` if the file is no picture or
/// carries none.
///
/// # Errors
/// If the file cannot be read.
pub fn recipe_in(path: &Path) -> Result<Option<String>> {
    let limits = DecodeLimits::default();
    let bytes = match decode::read_file(path, limits) {
        Ok(bytes) => bytes,
        Err(crate::error::Error::Picture { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(recipe_in_bytes(&bytes))
}

/// [`recipe_in`] of a file's bytes.
pub fn recipe_in_bytes(bytes: &[u8]) -> Option<String> {
    let found = catch_panic(|| {
        decode::packet(bytes)
            .and_then(|packet| property(&String::from_utf8_lossy(&packet), NAMESPACE, "recipe"))
            .or_else(|| png_text(bytes))
    });
    found.ok().flatten()
}

/// The recipe's own text chunk, for PNGs whose XMP another program has removed.
fn png_text(bytes: &[u8]) -> Option<String> {
    let reader = png::Decoder::new(Cursor::new(bytes)).read_info().ok()?;
    reader
        .info()
        .utf8_text
        .iter()
        .find(|chunk| chunk.keyword == PNG_KEYWORD)
        .and_then(|chunk| chunk.get_text().ok())
}
