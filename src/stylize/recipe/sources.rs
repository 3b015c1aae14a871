//! What a recipe says of the files that a picture was made of.

use crate::{nn::Tuning, picture::Crop};
use serde::{Deserialize, Serialize};

/// A source file by name and content; never by folder, which is nobody's business but the artist's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceRef {
    /// File name without folders.
    pub name: String,
    /// blake3 hash of the file's content.
    pub blake3: String,
    /// Licence, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}

/// A painting and its share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StyleRef {
    /// The painting.
    #[serde(flatten)]
    pub source: SourceRef,
    /// Its share among the styles.
    pub weight: f32,
    /// The part of it that is looked at.
    #[serde(default, skip_serializing_if = "Crop::is_whole")]
    pub crop: Crop,
    /// What a generator learnt to paint it better, if that is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tuning: Option<Tuning>,
}

/// What painting starts from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// The photograph.
    #[default]
    Content,
    /// Noise from the recipe's seed.
    Noise,
    /// What Instant makes of the photograph in the recipe's styles.
    Instant,
    /// Another picture.
    Picture(SourceRef),
}
