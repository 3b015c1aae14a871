//! The styles that ship: pictures of the project's own, inside the program.

use crate::{
    error::Result,
    nn::Tuning,
    picture::{self, DecodeLimits, Picture},
    stylize::{Instant, SourceRef, Style},
};
use serde::Deserialize;
use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    sync::LazyLock,
};

/// Licence of the pictures that ship.
pub(super) const LICENCE: &str = "CC0-1.0";

/// A text in the languages of the program.
#[derive(Clone, Debug, Deserialize)]
pub struct Words {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    pub zh: String,
}

/// What `style.toml` says of a style.
#[derive(Clone, Debug, Deserialize)]
pub struct About {
    /// Name on the card.
    pub title: Words,
    /// One sentence.
    pub sentence: Words,
    /// Who made it.
    pub author: String,
    /// SPDX name of its licence.
    pub licence: String,
    /// How it was made.
    pub origin: String,
    /// Seed of its random choices.
    pub seed: u64,
}

/// A style of the shelf.
#[derive(Debug)]
pub struct ShelfStyle {
    /// Its folder in `styles/`, which is also its name on the command line.
    pub name: &'static str,
    /// What is known about it.
    pub about: About,
    /// The picture, a JPEG file.
    pub picture: &'static [u8],
    /// What the generator that ships learnt to paint it better.
    pub tuning: Option<Tuning>,
}

impl ShelfStyle {
    /// [`ShelfStyle::tuning`] if it is of the generator of the hash `painter`.
    pub fn tuning_for(&self, painter: &str) -> Option<&Tuning> {
        let tuning = self.tuning.as_ref();
        tuning.filter(|tuning| tuning.painter() == painter)
    }
}

macro_rules! shipped {
    ($($name:literal),+ $(,)?) => {
        [$((
            $name,
            include_str!(concat!("../../styles/", $name, "/style.toml")),
            include_bytes!(concat!("../../styles/", $name, "/style.jpg")).as_slice(),
            include_str!(concat!("../../styles/", $name, "/style.tuning")),
        )),+]
    };
}

static SHELF: LazyLock<Vec<ShelfStyle>> = LazyLock::new(|| {
    shipped![
        "impasto",
        "pointillism",
        "palette_knife",
        "watercolour",
        "ink_wash",
        "woodcut",
        "pen_hatching",
        "stained_glass",
        "mosaic",
        "fresco",
        "tapestry",
        "batik",
        "marbling",
        "paper_cut",
        "cubist",
        "neon",
    ]
    .into_iter()
    .filter_map(|(name, about, picture, tuning)| {
        // A test reads them all, so none is ever left out here.
        let about = toml::from_str(about).ok()?;
        Some(ShelfStyle {
            name,
            about,
            picture,
            tuning: serde_json::from_str(tuning).ok(),
        })
    })
    .collect()
});

/// All styles that ship, in the order of the shelf.
pub fn shelf() -> &'static [ShelfStyle] {
    &SHELF
}

/// What a card of the shelf is read from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A painting.
    Painting(Painting),
    /// A file of a style that was found.
    Code(PathBuf),
}

impl Origin {
    /// The path, if it is a file of the artist's.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Painting(painting) => painting.path(),
            Self::Code(path) => Some(path),
        }
    }

    /// The same in another file.
    pub fn at(&self, path: PathBuf) -> Self {
        match self {
            Self::Painting(_) => Self::Painting(Painting::File(path)),
            Self::Code(_) => Self::Code(path),
        }
    }
}

/// Where a painting comes from.
#[derive(Clone, Debug)]
pub enum Painting {
    /// A file of the artist's.
    File(PathBuf),
    /// A style of the shelf.
    Shelf(&'static ShelfStyle),
}

impl Painting {
    /// The file `text`, or else the style of the shelf of that name.
    pub fn parse(text: &str) -> Self {
        let path = Path::new(text);
        match shelf().iter().find(|style| style.name == text) {
            Some(style) if !path.exists() => Self::Shelf(style),
            _ => Self::File(path.to_owned()),
        }
    }

    /// The style of the shelf that a recipe means, if it is one.
    pub fn of_shelf(source: &SourceRef) -> Option<Self> {
        let same = |style: &&ShelfStyle| {
            let hash = || blake3::hash(style.picture).to_string();
            source.name == file_name(style) && source.blake3 == hash()
        };
        shelf().iter().find(same).map(Self::Shelf)
    }

    /// The path, if it is a file.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Shelf(_) => None,
        }
    }

    /// What the generator of the hash `painter` learnt to paint it better, if that ships.
    pub fn tuning(&self, painter: &str) -> Option<&Tuning> {
        match self {
            Self::File(_) => None,
            Self::Shelf(style) => style.tuning_for(painter),
        }
    }

    /// The style of its `picture`, seen `scale` times as large as `instant` is used to, with what that learnt of it
    /// before it shipped.
    ///
    /// # Errors
    /// If the device fails.
    pub fn style(&self, picture: &Picture, scale: f32, instant: &Instant) -> Result<Style> {
        let style = instant.style_code(picture, scale)?;
        Ok(style.tuned(self.tuning(&instant.model.hash).cloned()))
    }

    /// The name without folder and extension.
    pub fn stem(&self) -> Cow<'_, str> {
        match self {
            Self::File(path) => path.file_stem().unwrap_or_default().to_string_lossy(),
            Self::Shelf(style) => style.name.into(),
        }
    }

    /// Reads and decodes it.
    ///
    /// # Errors
    /// If the file cannot be used.
    pub fn read(&self, limits: DecodeLimits) -> Result<(Picture, SourceRef)> {
        match self {
            Self::File(path) => read(path, limits),
            Self::Shelf(style) => {
                let name = file_name(style);
                let picture = picture::decode(style.picture, Path::new(&name), limits)?;
                let source = SourceRef {
                    name,
                    blake3: blake3::hash(style.picture).to_string(),
                    licence: Some(style.about.licence.clone()),
                };
                Ok((picture, source))
            }
        }
    }
}

/// Reads and decodes a file of the artist's, once: what is hashed is what is painted.
///
/// # Errors
/// If the file cannot be used.
pub fn read(path: &Path, limits: DecodeLimits) -> Result<(Picture, SourceRef)> {
    let bytes = picture::read_file(path, limits)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let source = SourceRef {
        name: name.into_owned(),
        blake3: blake3::hash(&bytes).to_string(),
        licence: None,
    };
    Ok((picture::decode(&bytes, path, limits)?, source))
}

fn file_name(style: &ShelfStyle) -> String {
    format!("{}.jpg", style.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_style_folder_is_on_the_shelf_and_complete() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("styles");
        let folders: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("styles")
            .map(|entry| entry.expect("entry").file_name().to_string_lossy().into())
            .collect();
        let names: BTreeSet<String> = shelf().iter().map(|s| s.name.to_owned()).collect();
        assert_eq!(names, folders);
        for style in shelf() {
            let about = &style.about;
            assert_eq!(about.licence, "CC0-1.0", "{}", style.name);
            for text in [&about.title.en, &about.sentence.en, &about.origin] {
                assert!(!text.is_empty(), "{}", style.name);
            }
            for text in [&about.title.zh, &about.sentence.zh] {
                assert!(!text.is_ascii(), "{} in Chinese", style.name);
            }
            let (picture, source) = Painting::Shelf(style)
                .read(DecodeLimits::default())
                .expect("a picture");
            assert!(picture.long_side() >= 1024, "{}", style.name);
            assert!(style.picture.len() <= 600_000, "{}", style.name);
            // It was tuned for the generator that ships, not for one of before.
            let tuning = Painting::Shelf(style)
                .tuning(Instant::built_in_hash())
                .cloned();
            assert!(tuning.is_some(), "{}", style.name);
            assert!(matches!(
                Painting::of_shelf(&source),
                Some(Painting::Shelf(found)) if found.name == style.name
            ));
        }
    }
}
