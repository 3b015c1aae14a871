//! Why a file cannot be used, in few kinds: in English by `Display`, in the artist's language by the window.

use thiserror::Error;

/// Why a picture cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PictureFault {
    /// Its first bytes are of no format that can be read.
    #[error("it is not a picture of a known format")]
    Unknown,
    /// No byte.
    #[error("the file is empty")]
    Empty,
    /// The file was cut short.
    #[error("it ends too early")]
    CutShort,
    /// The decoder's words.
    #[error("its data is broken ({0})")]
    Broken(String),
    /// A variant of a known format that is not read, in the decoder's words.
    #[error("it uses something unsupported ({0})")]
    Unsupported(String),
    /// Width or height is 0.
    #[error("it has no pixels")]
    NoPixels,
    /// It would not fit into memory.
    #[error("it is larger than memory allows")]
    TooLarge,
    /// Infinite or no numbers among its samples.
    #[error("it holds values that are not numbers")]
    NotNumbers,
    /// It is made for printing, and its colours cannot be told; which, and why.
    #[error("it is a {0}")]
    Inks(&'static str),
    /// A pack of pictures for training is broken; how.
    #[error("{0}")]
    Pack(String),
}

impl PictureFault {
    /// What to do, as a request.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Unknown => "use PNG, JPEG, WebP, TIFF, BMP or GIF",
            Self::Inks(_) => "convert it to RGB first",
            Self::Pack(_) => "pack the folders again with `impasto data pack`",
            _ => "open it in another program and save it again as PNG or JPEG",
        }
    }
}

/// Why a recipe cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RecipeFault {
    /// Something else altogether; what makes it so.
    #[error("{0}")]
    None(&'static str),
    /// It has a schema that is not known yet.
    #[error("it was made by a newer version of Impasto (schema {0})")]
    Newer(u64),
    /// It is no JSON, or holds values without meaning; which.
    #[error("{0}")]
    Broken(String),
}

impl RecipeFault {
    /// What to do, as a request.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::None(_) => "give a recipe's JSON file, or a picture exported with its recipe",
            Self::Newer(_) => "update Impasto",
            Self::Broken(_) => "repair or re-export it",
        }
    }
}

/// Why a file of a style code cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CodeFault {
    /// No such file is that long.
    #[error("it is too long to be one")]
    TooLong,
    /// It cannot be parsed; how.
    #[error("it is not one ({0})")]
    NotOne(String),
    /// Its numbers are of another encoder.
    #[error("it was made by another version of Impasto, which sees styles in another way")]
    OtherVersion,
}
