//! One picture from files to file.

use super::shelf::{Painting, read};
use crate::{
    compute::{Compute, Forecast, free_memory},
    error::Result,
    nn::{FeatureNet, NetSpec},
    picture::{self, Crop, DecodeLimits, ExportOptions, Format, Picture, Stamp},
    stylize::{Outcome, Progress, Recipe, Refine, RefineJob, Size, Start, StartFrom, StyleRef},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

/// Everything needed to paint one picture.
#[derive(Clone)]
pub struct Job {
    /// The photograph.
    pub content: PathBuf,
    /// The paintings with their shares.
    pub styles: Vec<(Painting, f32)>,
    /// The start picture, if painting starts from one.
    pub start: Option<PathBuf>,
    /// Settings; its references to sources are filled in by [`paint`].
    pub recipe: Recipe,
    /// Where the result goes.
    pub output: PathBuf,
    /// How it is written.
    pub export: ExportOptions,
    /// Which network sees, for the memory forecast.
    pub net: NetSpec,
    /// Most memory that may be used in bytes; 70 % of what is free if `None`.
    pub memory: Option<u64>,
}

/// What a job reports.
pub enum Event<'a> {
    /// What it is doing now: "loading", "painting", "saving".
    Stage(&'static str),
    /// The photograph is larger than what is painted when no size was asked for.
    Shrunk {
        /// Its width and height.
        from: (usize, usize),
        /// Width and height of the result.
        to: (usize, usize),
    },
    /// A step was done; the run can be looked at.
    Step(&'a Progress, &'a Refine),
}

/// What the observer wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Continue,
    /// Stop now and keep the best so far.
    Stop,
}

/// A saved picture and what is known about it.
#[derive(Clone, Debug)]
pub struct Painted {
    /// The result.
    pub outcome: Outcome,
    /// Its recipe, as embedded.
    pub recipe: Recipe,
    /// Seconds for reading and decoding the sources.
    pub load_seconds: f64,
    /// Seconds for computing.
    pub compute_seconds: f64,
    /// Seconds from start to saved file.
    pub total_seconds: f64,
}

/// Paints and saves one picture; `observe` is called after each step.
///
/// # Errors
/// If a source cannot be used, the job does not fit into memory, the device fails or the result
/// cannot be saved.
pub fn paint(
    job: &Job,
    net: &Arc<FeatureNet>,
    compute: &Compute,
    observe: &mut dyn FnMut(Event<'_>) -> Flow,
) -> Result<Painted> {
    let begin = Instant::now();
    job.export.check(Format::of(&job.output)?, &job.output)?;
    let limit = job.memory.unwrap_or_else(|| free_memory() / 10 * 7);
    let limits = DecodeLimits::for_memory(limit / 2);
    observe(Event::Stage("loading"));
    let (photograph, content) = read(&job.content, limits)?;
    let mut recipe = job.recipe.clone();
    // What is cropped is one photograph; another that is painted by the same recipe is used whole.
    if recipe.content.blake3 != content.blake3 {
        recipe.crop = Crop::default();
    }
    let photograph = recipe.crop.apply(&photograph);
    let (width, height) = recipe.size.of(photograph.width, photograph.height);
    let own = (photograph.width, photograph.height);
    if recipe.size == Size::Default && own != (width, height) {
        observe(Event::Shrunk {
            from: own,
            to: (width, height),
        });
    }
    let forecast = job.net.forecast();
    Forecast {
        resting_bytes: forecast.resting_bytes + resident(&photograph),
        ..forecast
    }
    .check(width, height, limit)?;
    recipe.content = content;
    recipe.encoder = net.name.clone();
    recipe.encoder_blake3 = net.hash.clone();
    recipe.styles.clear();
    let mut paintings = Vec::new();
    for (i, (painting, weight)) in job.styles.iter().enumerate() {
        let (painting, source) = painting.read(limits)?;
        let crop = job.recipe.crop_of_style(i, &source.blake3);
        let side = painting_side(width.max(height), recipe.style_scale);
        paintings.push(picture::at_most(&crop.apply(&painting), side));
        recipe.styles.push(StyleRef {
            source,
            weight: *weight,
            crop,
        });
    }
    let start = match (&job.start, &recipe.start) {
        (Some(path), _) => {
            let (picture, source) = read(path, limits)?;
            recipe.start = Start::Picture(source);
            StartFrom::Picture(Box::new(picture))
        }
        (None, Start::Noise) => StartFrom::Noise,
        (None, _) => StartFrom::Content,
    };
    let load_seconds = begin.elapsed().as_secs_f64();

    let computing = Instant::now();
    observe(Event::Stage("painting"));
    let refine_job = RefineJob {
        photograph: Arc::new(photograph),
        paintings,
        start,
        recipe: recipe.clone(),
    };
    let mut refine = Refine::new(refine_job, Arc::clone(net), compute.clone())?;
    while !refine.is_done() {
        refine.step(&recipe.controls_at(refine.steps_done()))?;
        let progress = refine.progress()?;
        if observe(Event::Step(&progress, &refine)) == Flow::Stop {
            // So that the recipe gives this picture, not the one it would have become.
            recipe.stop_after = (!refine.is_done()).then_some(progress.step);
            break;
        }
    }
    let outcome = refine.finish()?;
    let compute_seconds = computing.elapsed().as_secs_f64();

    observe(Event::Stage("saving"));
    let stamp = Stamp {
        recipe: Some(recipe.to_json()),
        system_version: system_version(net),
        title: Some(title(&job.content, &job.styles)),
    };
    picture::export(&outcome.picture, &job.output, &job.export, &stamp)?;
    Ok(Painted {
        outcome,
        recipe,
        load_seconds,
        compute_seconds,
        total_seconds: begin.elapsed().as_secs_f64(),
    })
}

/// Version of the program and of the network, for an export's metadata.
pub(super) fn system_version(net: &FeatureNet) -> String {
    format!("{} {}", env!("CARGO_PKG_VERSION"), &net.hash[..16])
}

/// Bytes that a picture keeps while others are worked on.
fn resident(picture: &Picture) -> u64 {
    (picture.width * picture.height * 16) as u64
}

/// Long side above which a painting is not looked at: what the result and the style scale ask
/// for, twice.
pub(super) fn painting_side(long: usize, scale: f32) -> usize {
    (long as f32 * scale).ceil() as usize * 2
}

/// "PHOTO - STYLE".
fn title(content: &Path, styles: &[(Painting, f32)]) -> String {
    let stem = content.file_stem().unwrap_or_default().to_string_lossy();
    let names: Vec<_> = styles.iter().map(|(painting, _)| painting.stem()).collect();
    format!("{stem} - {}", names.join(", "))
}
