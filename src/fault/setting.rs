//! Why a job cannot be done as it is set up.

use std::path::PathBuf;
use thiserror::Error;

/// Why a job cannot be done as it is set up; each a whole sentence.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SettingFault {
    /// A recipe asks for something without meaning; what.
    #[error("{}.", capitalised(.0))]
    Recipe(String),
    /// Instant's strength.
    #[error("The strength must be between 0 and 1.5; choose one of those.")]
    Strength,
    /// Shares of styles that sum to nothing.
    #[error("At least one style needs a weight above 0; raise one.")]
    NoShare,
    /// A result would replace a picture that it is made from.
    #[error(
        "The output {} is one of the input pictures, which are never changed; choose another name.",
        .0.display()
    )]
    OverInput(PathBuf),
    /// A line of a list of pairs.
    #[error(
        "Line {line} of {} has {columns} columns; each line needs a photograph, a painting and a name, \
         with tabs between them.", path.display()
    )]
    PairColumns {
        /// The list.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What it has.
        columns: usize,
    },
    /// A list of pairs without any.
    #[error(
        "There are no pairs in {}; write a line for each, photograph, painting and name with tabs \
         between them.", .0.display()
    )]
    NoPairs(PathBuf),
    /// Collections of pictures are compared by folder.
    #[error("{} is not a folder; collections of pictures are compared, a folder each.", .0.display())]
    NoFolder(PathBuf),
    /// Contenders of a study are compared by pictures of one name.
    #[error(
        "The folders have no pictures of the same names; paint the same photographs into each, under the same names."
    )]
    NothingShared,
    /// A study is not drawn over another one.
    #[error("{} is there already, and votes may be in it; choose another folder.", .0.display())]
    StudyThere(PathBuf),
    /// Votes mean nothing without the key.
    #[error("{} is no key of a study; leave votes.tsv where the sheets are.", .0.display())]
    NoStudy(PathBuf),
    /// A line of a list of votes.
    #[error(
        "Line {line} of {} is no vote; write the sheet's number, then left, right or equal, with a tab between.",
        path.display()
    )]
    Vote {
        /// The list.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
    },
    /// Votes that say nothing about some contenders.
    #[error("There are too few votes to compare all folders; vote on more sheets.")]
    NotCompared,
    /// A folder without pictures.
    #[error("There is no picture in {} that could be read; give a folder of pictures.", .0.display())]
    NoPicturesIn(PathBuf),
    /// Only copies that Impasto keeps are renamed and removed.
    #[error(
        "{} is not among the files that Impasto keeps; change it in its own folder.", .0.display()
    )]
    NotKept(PathBuf),
    /// Only models of one's own are removed; which one was to be.
    #[error(
        "The model {0} ships with Impasto, and recipes rely on it; remove models of your own only."
    )]
    Ships(String),
    /// A picture has no cell at a layer of a network.
    #[error(
        "The picture is {width}x{height} pixels, too small for {layer}, which needs {side} a side; leave \
         that layer out or enlarge the picture."
    )]
    TooSmall {
        /// Width in pixels.
        width: usize,
        /// Height in pixels.
        height: usize,
        /// The deepest layer that was asked for.
        layer: String,
        /// Pixels that it needs.
        side: usize,
    },
    /// The system gave no thread; why.
    #[error("No thread could be started ({0}); close other programs and try again.")]
    NoThread(String),
    /// More was asked of the disk than may wait.
    #[error("The disk cannot keep up with what is asked of it; wait a moment and try again.")]
    TooMuchAsked,
    /// Something could not be put into words to be saved; what said so.
    #[error("What was to be saved could not be written down ({0}); try again.")]
    Unwritable(String),
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
