//! Why a training run cannot start or go on.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use thiserror::Error;

/// What folders of pictures are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PictureRole {
    /// Whatever a task learns from that needs one kind only.
    #[error("pictures to train on")]
    Pictures,
    /// What is to be painted.
    #[error("photographs")]
    Photographs,
    /// What is only measured on.
    #[error("pictures to measure on")]
    Validation,
    /// What it is to look like.
    #[error("paintings")]
    Paintings,
    /// What is turned into something else.
    #[error("pictures to begin with")]
    From,
    /// What something else is turned into.
    #[error("pictures to become")]
    To,
    /// A few paintings that are to be learnt best.
    #[error("own paintings")]
    OwnPaintings,
}

/// A setting that belongs to a run from its first step on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherSetting {
    /// Its name in configurations and checkpoints: "seed", "style_side".
    pub name: String,
    /// What the run was started with, as text; none where it knows nothing of the setting.
    pub had: String,
    /// What was given now.
    pub given: String,
}

/// Why a training run cannot start or go on; each a whole sentence.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum TrainingFault {
    /// Nothing to learn from.
    #[error(
        "There is no picture of {side} pixels a side or more among the {role}; choose other folders."
    )]
    NoPictures {
        /// What they were to be.
        role: PictureRole,
        /// Least side in pixels.
        side: usize,
    },
    /// A domain of which nothing can be learnt.
    #[error(
        "There is no picture of {side} pixels a side or more for the domain '{name}'; choose other folders."
    )]
    EmptyDomain {
        /// Its name.
        name: String,
        /// Least side in pixels.
        side: usize,
    },
    /// A domain that could not be asked for by its name.
    #[error(
        "'{0}' cannot be the name of a domain; give each a name of its own, of at most 60 characters in one line."
    )]
    DomainName(String),
    /// One domain is a school, and too many have no room in a model.
    #[error("{found} domains cannot be learnt; give 2 to {most} of them.")]
    DomainCount {
        /// How many were given.
        found: usize,
        /// Most that are possible.
        most: usize,
    },
    /// Not enough to learn from.
    #[error(
        "Training needs at least {needed} pictures of {side} pixels a side or more, and the folders \
         hold {found}; add more folders."
    )]
    TooFewPictures {
        /// Usable pictures.
        found: usize,
        /// Pictures without which nothing is learnt.
        needed: usize,
        /// Least side in pixels.
        side: usize,
    },
    /// Nothing to put into a pack.
    #[error("There is no picture of {side} pixels a side or more to pack; choose other folders.")]
    NothingToPack {
        /// Least side in pixels.
        side: usize,
    },
    /// The folder of a new run holds one.
    #[error(
        "{} already holds a run; resume it, or choose another folder for a new one.", .0.display()
    )]
    FolderTaken(PathBuf),
    /// A search is not gone on with as another one.
    #[error(
        "{} already holds a search over other settings; give the same ones, or choose another folder.", .0.display()
    )]
    OtherSearch(PathBuf),
    /// The folder to resume holds none.
    #[error("{} holds no run to resume; choose the folder of one.", .0.display())]
    NoRun(PathBuf),
    /// A run of one task, resumed as one of another.
    #[error(
        "{} holds a run of the task '{had}', not of '{wanted}'; choose the folder of another run.",
        folder.display()
    )]
    OtherTask {
        /// The run.
        folder: PathBuf,
        /// What it trains.
        had: String,
        /// What it was resumed as.
        wanted: String,
    },
    /// A run of a version whose checkpoints cannot be gone on with.
    #[error(
        "{} holds a run of an earlier version of Impasto, which this one cannot go on with; use the \
         version that made it, or start a new run in another folder.", .0.display()
    )]
    OldRun(PathBuf),
    /// A run of a version that is not known yet.
    #[error("{} holds a run of a newer version of Impasto; update Impasto.", .0.display())]
    NewerRun(PathBuf),
    /// Settings that cannot change on the way.
    #[error(
        "This run was started with other settings ({}); give the same to resume it, or start a new \
         run.", told(.0)
    )]
    OtherSettings(Vec<OtherSetting>),
    /// Crops are too small for so many scales.
    #[error(
        "In crops of {side} pixels a discriminator sees nothing at {scales} scales; choose {most} or \
         less, or larger crops."
    )]
    TooManyScales {
        /// Side of the crops.
        side: usize,
        /// Scales that were asked for.
        scales: usize,
        /// Most that are possible.
        most: usize,
    },
    /// Crops that cannot be halved often enough.
    #[error("Crops of {side} pixels cannot be learnt from; choose a multiple of {multiple}.")]
    OddSide {
        /// Side of the crops.
        side: usize,
        /// Of what it should be a multiple.
        multiple: usize,
    },
    /// Losses stop being numbers whatever is drawn.
    #[error(
        "The losses stop being numbers again and again; start a new run with a lower learning rate."
    )]
    KeepsFailing,
    /// Live weights that cannot be understood.
    #[error(
        "{} was not followed: {reason}; mend it, until then the weights stay as they are.",
        path.display()
    )]
    Controls {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A run's file of settings that cannot be understood.
    #[error(
        "The settings in {} cannot be used: {reason}; mend the file, or give all settings to resume \
         the run.", path.display()
    )]
    Settings {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// No network that teaches the deepest layer.
    #[error("No teacher reaches relu5_1; add the compressed VGG-19.")]
    NoDeepTeacher,
    /// A teacher without the layers that it should teach.
    #[error(
        "The teacher {} does not have all the layers it should teach; use the compressed VGG-19 for \
         the deep ones.", .0.display()
    )]
    ShallowTeacher(PathBuf),
    /// A discriminator of a kind that is not known; its note.
    #[error(
        "The discriminator in the file is of a kind that is not known ({0:.40}); begin with other \
         weights."
    )]
    UnknownDiscriminator(String),
    /// What a run notes about itself could not be put into words; why.
    #[error("The run could not be written down ({0}); try again.")]
    Notes(String),
}

/// What is to be said of a training that goes on all the same; each a sentence without its full stop, which who says it adds.
#[derive(Clone, Debug, PartialEq, Error, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum TrainWarning {
    /// Few photographs to paint.
    #[error(
        "There are only {found} photographs to learn on, and from {wanted} on a school is painted well on others; add some with \
         --contents"
    )]
    FewPhotographs {
        /// How many there are.
        found: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// Few paintings, of which less can be learnt.
    #[error(
        "There are only {found} paintings; with fewer than {wanted} only colours, contrasts and the last strokes are learnt, since \
         all else would be learnt by heart"
    )]
    FewPaintings {
        /// How many there are.
        found: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// Few pictures to dream of.
    #[error(
        "There are only {found} pictures; with fewer than {wanted} dreams repeat them, as variations and collages. Several hundred give new ones"
    )]
    FewPictures {
        /// How many there are.
        found: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// Dreams that repeat what was learnt from.
    #[error(
        "{:.0} % of what is dreamt repeats a picture that was learnt from; more pictures help, or fewer steps", 100.0 * share
    )]
    Copies {
        /// The share of them.
        share: f32,
    },
    /// Pictures that repeat each other.
    #[error(
        "{alike} of {of} pictures look like another one; what repeats itself is learnt by heart"
    )]
    Alike {
        /// How many look like an earlier one.
        alike: usize,
        /// How many there are.
        of: usize,
    },
    /// Pictures without colours.
    #[error("{grey} of {of} pictures are without colours; what is painted will be grey too")]
    Grey {
        /// How many have none.
        grey: usize,
        /// How many there are.
        of: usize,
    },
    /// Files that nothing was learnt from.
    #[error(
        "{left_out} files among the {role} were left out: no pictures, broken, or smaller than {side} pixels a side; `impasto data \
         scan` names them"
    )]
    LeftOut {
        /// What they were to be.
        role: PictureRole,
        /// How many.
        left_out: usize,
        /// Least side in pixels.
        side: usize,
    },
    /// What is painted has become all alike.
    #[error(
        "What is painted has only {spread:.2} times the variety of the real pictures: it has collapsed; go back to a lower pace, a \
         smaller adversarial weight, or the best weights that were kept"
    )]
    Collapsed {
        /// Deviation of features of what is painted, of that of real pictures.
        spread: f32,
    },
    /// What is painted can no longer be recognised.
    #[error(
        "What is painted has lost the shapes of what it is painted from (content {content:.2}, of which 0.4 is much); go back to a lower \
         pace, more content, or the best weights that were kept"
    )]
    ShapesLost {
        /// Distance of content, mean over the pictures of the validation.
        content: f32,
    },
    /// A resumed run of which the pictures are no longer what they were.
    #[error(
        "The folders hold other pictures than when this run began; from here on it learns from those"
    )]
    OtherPictures,
}

fn told(settings: &[OtherSetting]) -> String {
    let each = settings.iter().map(|s| format!("{} {}", s.name, s.had));
    each.collect::<Vec<_>>().join(", ")
}
