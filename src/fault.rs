//! Why a file cannot be used, or not without a word about it, in few kinds: in English by `Display`, in the
//! artist's language by the window.

mod device;
mod model;
mod setting;
mod training;

pub use device::DeviceFault;
pub use model::ModelFault;
pub use setting::SettingFault;
pub use training::{OtherSetting, PictureRole, TrainWarning, TrainingFault};

use serde::Serialize;
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
    /// A known format that is not read.
    #[error("it is {0}, which Impasto does not read")]
    Foreign(Foreign),
    /// A variant of a known format that is not read: which, or the decoder's words.
    #[error("this variant of its format is not supported ({0})")]
    Unsupported(String),
    /// The decoder gave up where it should not have: its fault, not the file's. Its last words.
    #[error("its reader gave up on it, which need not be the file's fault ({0})")]
    GaveUp(String),
    /// Width or height is 0.
    #[error("it has no pixels")]
    NoPixels,
    /// It would not fit into memory.
    #[error("it is larger than memory allows")]
    TooLarge,
    /// More pixels than are allowed: width and height.
    #[error("it has {0}x{1} pixels, more than memory allows")]
    TooManyPixels(u32, u32),
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
            Self::Foreign(Foreign::Raw(_)) => {
                "develop it in another program and save it as TIFF or JPEG"
            }
            Self::Foreign(Foreign::Other(_)) => "give a picture: PNG, JPEG, WebP, TIFF, BMP or GIF",
            Self::CutShort => "copy the file once more from where it came",
            Self::Inks(_) => "convert it to RGB first",
            Self::Pack(_) => "pack the folders again with `impasto data pack`",
            _ => "open it in another program and save it again as PNG or JPEG",
        }
    }
}

/// What a file is that is told by its first bytes and not read. The names are those of all languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A picture: "HEIC".
    Picture(&'static str),
    /// What a camera's sensor saw: "CR2".
    Raw(&'static str),
    /// No picture at all: "PDF".
    Other(&'static str),
}

impl std::fmt::Display for Foreign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Picture(name) => write!(f, "in the format {name}"),
            Self::Raw(name) => write!(f, "a camera's RAW file ({name})"),
            Self::Other(name) => write!(f, "a {name} file"),
        }
    }
}

/// What is to be said of a picture that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureWarning {
    /// What is missing is grey, or coarse where all was coarse at first.
    #[error("the file ends too early, and a part of the picture is missing")]
    CutShort,
    /// Parts may be missing, or have wrong colours.
    #[error("the file is damaged, and a part of the picture may be wrong")]
    Damaged,
    /// Colours are taken for sRGB.
    #[error("its colour profile cannot be used, and its colours may be wrong")]
    ProfileUnusable,
    /// The profile tells colours of files, and not how to make files of colours.
    #[error("its colour profile leads one way only, and what is painted from it is saved as sRGB")]
    ProfileOneWay,
    /// What is sound is kept.
    #[error("a part of what it says about itself (EXIF) is damaged and is not carried on")]
    MetadataDamaged,
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
