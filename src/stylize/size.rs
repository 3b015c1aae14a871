//! How large the result shall be.

use crate::picture;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Size of the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// The photograph's own, but at most [`Size::DEFAULT_LONG_SIDE`] where pixels are moved.
    #[default]
    Default,
    /// The photograph's own.
    Own,
    /// Exactly this long side.
    LongSide(usize),
}

impl Size {
    /// Long side above which the default shrinks where pixels are moved.
    pub const DEFAULT_LONG_SIDE: usize = 640;

    /// Width and height of the result of a `width` x `height` photograph where pixels are moved.
    pub fn of(self, width: usize, height: usize) -> (usize, usize) {
        let long = match self {
            Size::Default => width.max(height).min(Self::DEFAULT_LONG_SIDE),
            Size::Own => return (width, height),
            Size::LongSide(long) => long,
        };
        picture::fit_long_side(width, height, long)
    }
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "own" {
            return Ok(Self::Own);
        }
        match text.parse() {
            Ok(long @ 1..=65_536) => Ok(Self::LongSide(long)),
            _ => Err(format!(
                "'{text}' is not a size; give a long side from 1 to 65536, or 'own'"
            )),
        }
    }
}
