//! One picture from files to file.

use super::{
    shelf::Painting,
    work::{JobRun, Sources},
};
use crate::{
    compute::{Compute, free_memory},
    error::Result,
    nn::{FeatureNet, NetSpec},
    picture::{self, ExportOptions, Measures, Picture, Stamp},
    stylize::{Instant as Painter, Losses, Progress, Recipe, Refine},
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
    /// Long side of what Instant paints at most where the recipe leaves the size to it.
    pub most: Option<usize>,
    /// Title for the metadata; made of the names of its files if `None`.
    pub title: Option<String>,
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
            instant: if instant {
                Some(Arc::new(painter()?))
            } else {
                None
            },
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
    /// Version of the program and hash of the network that painted.
    pub system_version: String,
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
    /// From start to saved file.
    pub total: f64,
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
    let begin = Instant::now();
    observe(Event::Stage("loading"));
    let sources = Sources::read(job)?;
    if let Some((from, to)) = sources.shrunk() {
        observe(Event::Shrunk { from, to });
    }
    let load = begin.elapsed().as_secs_f64();

    let computing = Instant::now();
    observe(Event::Stage("painting"));
    let mut run = JobRun::begin(sources, painters)?;
    while !run.is_done() {
        let instant = run.refined().is_none();
        if instant && observe(Event::Share(run.share()?)) == Flow::Stop {
            return Ok(None);
        }
        run.step(painters)?;
        if let Some(refine) = run.refined()
            && observe(Event::Step(&refine.progress()?, refine)) == Flow::Stop
        {
            break;
        }
    }
    let Some(mut painted) = run.finish(painters)? else {
        return Ok(None);
    };
    let compute = computing.elapsed().as_secs_f64();

    observe(Event::Stage("saving"));
    let stamp = painted.stamp(job);
    picture::export(&painted.picture, &job.output, &job.export, &stamp)?;
    painted.seconds = Seconds {
        load,
        compute,
        total: begin.elapsed().as_secs_f64(),
    };
    Ok(Some(painted))
}

impl Painted {
    /// What an export says of its making.
    pub fn stamp(&self, job: &Job) -> Stamp {
        Stamp {
            recipe: Some(self.recipe.to_json()),
            system_version: self.system_version.clone(),
            title: Some(job.title.clone().unwrap_or_else(|| title(job))),
        }
    }
}

/// Most memory that `job` may use, in bytes.
pub(super) fn limit(job: &Job) -> u64 {
    job.memory.unwrap_or_else(|| free_memory() / 10 * 7)
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
