//! A job, from files to file: its sources are read on any thread, it is painted step by step on the thread that
//! computes, and what came of it is saved on any thread again.

mod paint;
mod run;
mod sources;

pub use paint::paint;
pub use run::JobRun;
pub use sources::JobSources;

use super::{
    deliver::{Delivery, Making},
    models::ListedModel,
    shelf::Painting,
};
use crate::{
    compute::Compute,
    error::Result,
    nn::{FeatureNet, NetSpec},
    picture::{Measures, Picture, PictureWarning},
    stylize::{Instant as Painter, Losses, Progress, Recipe, Refine, painting_scale},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Everything needed to paint one picture.
#[derive(Clone)]
pub struct Job {
    /// The photograph.
    pub content: PathBuf,
    /// The paintings with their shares.
    pub styles: Vec<(Painting, f32)>,
    /// Files of style codes with their shares, for Instant.
    pub codes: Vec<(PathBuf, f32)>,
    /// The start picture, if painting starts from one.
    pub start: Option<PathBuf>,
    /// Settings; its references to sources are filled in by [`paint`].
    pub recipe: Recipe,
    /// Where the result goes, and how.
    pub delivery: Delivery,
    /// Which network sees, for the memory forecast.
    pub net: NetSpec,
    /// Most memory that may be used in bytes, see [`Budget::of`](crate::compute::Budget::of).
    pub memory: Option<u64>,
    /// Whether the result of Instant, which needs no distances to paint, is compared with its sources.
    pub measure: bool,
}

impl Job {
    /// "PHOTO - STYLE", of the names of its files.
    pub fn title(&self) -> String {
        let stem = |path: &Path| -> String {
            let stem = path.file_stem().unwrap_or_default();
            stem.to_string_lossy().into_owned()
        };
        let paintings = self.styles.iter().map(|(p, _)| p.stem().into_owned());
        let codes = self.codes.iter().map(|(code, _)| stem(code));
        let random = self.recipe.random_style.iter();
        let random = random.map(|seed| format!("style {seed}"));
        let mut names: Vec<_> = paintings.chain(codes).chain(random).collect();
        if names.is_empty() && !self.recipe.painter.is_empty() {
            names.push(self.recipe.painter.clone());
        }
        format!("{} - {}", stem(&self.content), names.join(", "))
    }
}

/// What paints, on its device.
pub struct Painters {
    /// The device.
    pub compute: Compute,
    /// The network that sees.
    pub net: Arc<FeatureNet>,
    /// The generator, if a job needs it.
    pub instant: Option<Arc<Painter>>,
}

impl Painters {
    /// Loads what the jobs need: the newest generator too if `instant`.
    ///
    /// # Errors
    /// If the weights cannot be used.
    pub fn open(compute: Compute, net: &NetSpec, instant: bool) -> Result<Self> {
        let generator = instant.then(ListedModel::newest_generator).transpose()?;
        Self::with(compute, net, generator.as_ref())
    }

    /// The same with any `generator`, or none.
    ///
    /// # Errors
    /// If the weights cannot be used.
    pub fn with(compute: Compute, net: &NetSpec, generator: Option<&ListedModel>) -> Result<Self> {
        let seeing = Arc::new(FeatureNet::open(net, &compute.device)?);
        let painter = |generator: &ListedModel| {
            let own = match net {
                NetSpec::BuiltIn => Arc::clone(&seeing),
                NetSpec::File(_) => Arc::new(FeatureNet::open(&NetSpec::BuiltIn, &compute.device)?),
            };
            Painter::open(&generator.open()?, own, compute.clone()).map(Arc::new)
        };
        Ok(Self {
            instant: generator.map(painter).transpose()?,
            net: seeing,
            compute,
        })
    }
}

/// What a job reports.
pub enum JobEvent<'a> {
    /// What it is doing now: "loading", "painting", "saving".
    Stage(&'static str),
    /// Something is to be said of a source that is painted from.
    Warned(&'a Path, PictureWarning),
    /// The photograph is larger than what is painted when no size was asked for.
    Shrunk {
        /// Its width and height.
        from: (usize, usize),
        /// Width and height of the result.
        to: (usize, usize),
    },
    /// Refine did a step; the run can be looked at.
    Step(&'a Progress, &'a Refine),
    /// Instant has painted this share of a large picture.
    Share(f32),
    /// This share of the file is written.
    Saving(f32),
}

/// What the observer wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Continue,
    /// Stop now and keep the best so far, if there is something to keep.
    Stop,
}

/// A painted picture and what is known about it.
#[derive(Clone, Debug)]
pub struct Painted {
    /// The result at its full size, with the photograph's alpha.
    pub picture: Picture,
    /// Steps that were done.
    pub steps: usize,
    /// Loss of the result, if it was optimised.
    pub losses: Option<Losses>,
    /// Distance of the result to the photograph at weight 1, if it was measured.
    pub content_distance: Option<f32>,
    /// Distance of the result to the mixed paintings at weight 1, if there are any and it was
    /// measured.
    pub style_distance: Option<f32>,
    /// Look of the result.
    pub measures: Measures,
    /// Its recipe, as embedded.
    pub recipe: Recipe,
    /// blake3 hash of the network that painted.
    pub network: String,
    /// What is to be said of its sources; known once it was saved.
    pub warnings: Vec<(PathBuf, PictureWarning)>,
    /// What it took; known once it was saved.
    pub seconds: Seconds,
}

/// Seconds that a picture took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seconds {
    /// For reading and decoding the sources.
    pub load: f64,
    /// For computing.
    pub compute: f64,
    /// For comparing the result with its sources, if that was asked for.
    pub measure: f64,
    /// From start to saved file.
    pub total: f64,
}

impl Painted {
    /// What its file says of its making.
    pub fn making(&self) -> Making {
        Making {
            recipe: Some(self.recipe.clone()),
            network: self.network.clone(),
        }
    }
}

/// Bytes that a picture keeps while others are worked on.
pub(super) fn resident(picture: &Picture) -> u64 {
    (picture.width * picture.height * 16) as u64
}

/// Long side above which Refine does not look at a painting for a result of long side `long`: what that and the
/// scale ask for, twice.
pub(super) fn painting_side(recipe: &Recipe, long: usize) -> usize {
    (long as f32 * painting_scale(recipe, long)).ceil() as usize * 2
}
