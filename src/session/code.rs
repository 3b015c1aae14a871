//! Files of style codes: a style as numbers, without its painting.

use crate::{
    error::{Error, Result},
    fault::CodeFault,
    nn::FeatureNet,
    picture::write_atomically,
    stylize::{SourceRef, Style},
};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Ending of the style codes that the window writes.
pub const CODE_ENDING: &str = "style";

/// A style that was found, and its file.
#[derive(Clone, Debug)]
pub struct FoundStyle {
    /// The style.
    pub style: Style,
    /// Its file, for recipes.
    pub source: SourceRef,
}

impl FoundStyle {
    /// Reads what [`write_code`] wrote.
    ///
    /// # Errors
    /// As [`read_code`].
    pub fn open(path: &Path) -> Result<Self> {
        let (style, source) = read_code(path)?;
        Ok(Self { style, source })
    }
}

/// Version of the file's schema.
const SCHEMA: u32 = 1;
/// Longest file that is read, in bytes.
const MAX_BYTES: u64 = 1 << 20;

#[derive(Serialize, Deserialize)]
struct File {
    style_code: u32,
    /// What saw the numbers: codes of another encoder mean something else.
    encoder_blake3: String,
    numbers: Style,
}

/// Writes `style` to `path` as JSON.
///
/// # Errors
/// If the file cannot be written.
pub fn write_code(path: &Path, style: &Style) -> Result<()> {
    let file = File {
        style_code: SCHEMA,
        encoder_blake3: FeatureNet::built_in_hash(),
        numbers: style.clone(),
    };
    // Plain numbers always serialise.
    let text = serde_json::to_string(&file).unwrap_or_default();
    write_atomically(path, text.as_bytes())
}

/// Reads what [`write_code`] wrote.
///
/// # Errors
/// If the file cannot be read, is no style code, or one of another encoder.
pub fn read_code(path: &Path) -> Result<(Style, SourceRef)> {
    let wrong = |fault| Error::StyleCode {
        path: path.to_owned(),
        fault,
    };
    let length = std::fs::metadata(path)
        .map_err(Error::io("read", path))?
        .len();
    if length > MAX_BYTES {
        return Err(wrong(CodeFault::TooLong));
    }
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let file: File =
        serde_json::from_slice(text).map_err(|e| wrong(CodeFault::NotOne(e.to_string())))?;
    if file.style_code > SCHEMA || !FeatureNet::is_built_in(&file.encoder_blake3) {
        return Err(wrong(CodeFault::OtherVersion));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let source = SourceRef {
        name: name.into_owned(),
        blake3: blake3::hash(&bytes).to_string(),
        licence: None,
    };
    Ok((file.numbers, source))
}
