//! One picture from files to file.

use super::{
    instant::{paint_instant, started},
    shelf::{Painting, read},
};
use crate::{
    compute::{Compute, Forecast, free_memory},
    error::Result,
    nn::{FeatureNet, NetSpec},
    picture::{self, DecodeLimits, ExportOptions, Format, Measures, Picture, Stamp},
    stylize::{
        Engine, Instant as Painter, Losses, Progress, Recipe, Refine, RefineJob, Size, Start,
        StartFrom, StyleRef,
    },
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
    /// Files of style codes with their shares, for Instant.
    pub codes: Vec<(PathBuf, f32)>,
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
    /// Whether the result of Instant, which needs no distances to paint, is compared with its sources.
    pub measure: bool,
}

/// What paints, on its device.
pub struct Painters {
    /// The device.
    pub compute: Compute,
    /// The network that sees.
    pub net: Arc<FeatureNet>,
    /// The generator, if a job needs it.
    pub instant: Option<Painter>,
}

impl Painters {
    /// Loads what the jobs need: the generator too if `instant`.
    ///
    /// # Errors
    /// If the weights cannot be used.
    pub fn open(compute: Compute, net: &NetSpec, instant: bool) -> Result<Self> {
        let seeing = Arc::new(FeatureNet::open(net, &compute.device)?);
        let painter = || {
            let own = match net {
                NetSpec::BuiltIn => Arc::clone(&seeing),
                NetSpec::File(_) => Arc::new(FeatureNet::open(&NetSpec::BuiltIn, &compute.device)?),
            };
            Painter::built_in(own, compute.clone())
        };
        Ok(Self {
            instant: if instant { Some(painter()?) } else { None },
            net: seeing,
            compute,
        })
    }
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
    /// Refine did a step; the run can be looked at.
    Step(&'a Progress, &'a Refine),
    /// Instant has painted this share of a large picture.
    Share(f32),
}

/// What the observer wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Go on.
    Continue,
    /// Stop now and keep the best so far, if there is something to keep.
    Stop,
}

/// A saved picture and what is known about it.
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
    /// Seconds for reading and decoding the sources.
    pub load_seconds: f64,
    /// Seconds for computing.
    pub compute_seconds: f64,
    /// Seconds from start to saved file.
    pub total_seconds: f64,
}

/// Paints and saves one picture; `observe` is called as it goes on. `None` if it was stopped before
/// there was anything to keep.
///
/// # Errors
/// If a source cannot be used, the job does not fit into memory, the device fails or the result
/// cannot be saved.
pub fn paint(
    job: &Job,
    painters: &Painters,
    observe: &mut dyn FnMut(Event<'_>) -> Flow,
) -> Result<Option<Painted>> {
    job.export.check(Format::of(&job.output)?, &job.output)?;
    match job.recipe.engine {
        Engine::Instant => paint_instant(job, painters, observe),
        Engine::Refine => paint_refined(job, painters, observe).map(Some),
    }
}

/// Most memory that `job` may use, in bytes.
pub(super) fn limit(job: &Job) -> u64 {
    job.memory.unwrap_or_else(|| free_memory() / 10 * 7)
}

fn paint_refined(
    job: &Job,
    painters: &Painters,
    observe: &mut dyn FnMut(Event<'_>) -> Flow,
) -> Result<Painted> {
    let Painters { compute, net, .. } = painters;
    let begin = Instant::now();
    let limit = limit(job);
    let limits = DecodeLimits::for_memory(limit / 2);
    observe(Event::Stage("loading"));
    let (photograph, content) = read(&job.content, limits)?;
    let mut recipe = job.recipe.clone();
    recipe.keep_crop_of(&content);
    let photograph = recipe.crop.cut(photograph);
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
        paintings.push(picture::at_most(&crop.cut(painting), side));
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
    let start = match (&recipe.start, &painters.instant) {
        (Start::Instant, Some(instant)) => {
            recipe.painter_blake3.clone_from(&instant.hash);
            started(instant, &photograph, &paintings, &recipe)?
        }
        _ => start,
    };
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
        system_version: system_version(&net.hash),
        title: Some(title(job)),
    };
    picture::export(&outcome.picture, &job.output, &job.export, &stamp)?;
    Ok(Painted {
        picture: outcome.picture,
        steps: outcome.steps,
        losses: Some(outcome.losses),
        content_distance: Some(outcome.content_distance),
        style_distance: Some(outcome.style_distance),
        measures: outcome.measures,
        recipe,
        load_seconds,
        compute_seconds,
        total_seconds: begin.elapsed().as_secs_f64(),
    })
}

/// Version of the program and hash of the network that painted, for an export's metadata.
pub(super) fn system_version(hash: &str) -> String {
    format!("{} {}", env!("CARGO_PKG_VERSION"), &hash[..16])
}

/// Bytes that a picture keeps while others are worked on.
pub(super) fn resident(picture: &Picture) -> u64 {
    (picture.width * picture.height * 16) as u64
}

/// Long side above which a painting is not looked at: what the result and the style scale ask
/// for, twice.
pub(super) fn painting_side(long: usize, scale: f32) -> usize {
    (long as f32 * scale).ceil() as usize * 2
}

/// "PHOTO - STYLE".
pub(super) fn title(job: &Job) -> String {
    let stem = |path: &Path| -> String {
        let stem = path.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    };
    let paintings = job.styles.iter().map(|(p, _)| p.stem().into_owned());
    let codes = job.codes.iter().map(|(code, _)| stem(code));
    let random = job.recipe.random_style.iter();
    let random = random.map(|seed| format!("style {seed}"));
    let names: Vec<_> = paintings.chain(codes).chain(random).collect();
    format!("{} - {}", stem(&job.content), names.join(", "))
}
