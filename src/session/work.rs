//! A job in small steps: its sources are read on any thread, it is painted step by step on the thread
//! that computes, and what came of it is saved on any thread again.

use super::{
    code::read_code,
    deliver::Delivery,
    engine::{ChosenPainting, StartRun, part_of},
    job::{Job, Painted, Painters, Seconds, painting_side, resident},
    shelf::read,
};
use crate::{
    compute::{Budget, Forecast},
    error::{Error, Result},
    nn::NetSpec,
    picture::{self, Crop, DecodeLimits, Format, Picture, PictureWarning, measure},
    stylize::{
        Distances, Engine, Instant, Look, Painting as InstantPainting, Recipe, Refine, RefineJob,
        Size, Start, StartFrom, Style, StyleRef, distances,
    },
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant as Clock,
};

/// Long side above which a painting is of no use to be compared with what Instant has painted.
const COMPARED: f32 = 1024.0;

/// What a job reads: pixels and numbers, no tensors.
pub struct Sources {
    /// The part of the photograph that is painted, at its own size.
    photograph: Arc<Picture>,
    /// The parts of the paintings that are looked at, in the recipe's order.
    paintings: Vec<Arc<Picture>>,
    /// The style codes, in the recipe's order.
    codes: Vec<Style>,
    /// The start picture, if there is one.
    start: Option<Picture>,
    /// The job's, with its sources named.
    recipe: Recipe,
    /// Whether the result is compared with its sources, see [`Job::measure`].
    measure: bool,
    /// What is to be said of the files.
    warnings: Vec<(PathBuf, PictureWarning)>,
}

impl Sources {
    /// Reads all of a job.
    ///
    /// # Errors
    /// If a source cannot be used, the format cannot hold what is asked for, or the job does not fit into
    /// memory.
    pub fn read(job: &Job) -> Result<Self> {
        let Delivery { path, options, .. } = &job.delivery;
        let format = Format::of(path)?;
        options.check(format, path)?;
        let budget = Budget::of(job.memory);
        let limits = match job.recipe.engine {
            Engine::Instant => budget,
            Engine::Refine => budget.half(),
        };
        let limits = limits.for_reading();
        let (photograph, content) = read(&job.content, limits)?;
        let mut recipe = job.recipe.clone();
        recipe.keep_crop_of(&content);
        recipe.content = content;
        let photograph = recipe.crop.cut(photograph);
        let size = recipe.size_of(photograph.width, photograph.height);
        // Said before the minutes of painting.
        options.check_size(format, job.delivery.size.unwrap_or(size), path)?;
        job.delivery.check_recipe(&recipe, &photograph.metadata)?;
        forecast(&job.net, recipe.engine, &photograph, size, budget)
            .with_resting(resident(&photograph))
            .check(size.0, size.1, budget)?;
        let mut sources = Self {
            photograph: Arc::new(photograph),
            paintings: Vec::new(),
            codes: Vec::new(),
            start: None,
            recipe,
            measure: job.measure,
            warnings: Vec::new(),
        };
        let said = sources.photograph.warnings.clone();
        sources.warn(&job.content, &said);
        sources.read_styles(job, limits)?;
        if let Some(path) = &job.start {
            let (picture, source) = read(path, limits)?;
            sources.warn(path, &picture.warnings);
            sources.recipe.start = Start::Picture(source);
            sources.start = Some(picture);
        }
        Ok(sources)
    }

    /// What the window has read already.
    ///
    /// # Errors
    /// If the job does not fit into memory.
    pub(super) fn of(start: &StartRun) -> Result<Self> {
        let mut recipe = start.named_recipe();
        recipe.size = start.exact_size();
        let photograph = part_of(&start.photograph.picture, recipe.crop);
        let size = recipe.size_of(photograph.width, photograph.height);
        let budget = Budget::now();
        let net = NetSpec::BuiltIn;
        forecast(&net, recipe.engine, &photograph, size, budget).check(size.0, size.1, budget)?;
        let side = painting_side(size.0.max(size.1), recipe.painting_scale());
        let painting = |chosen: &ChosenPainting| {
            let part = part_of(&chosen.painting.picture, chosen.crop);
            match recipe.engine {
                Engine::Instant => part,
                Engine::Refine => Arc::new(picture::at_most(&part, side)),
            }
        };
        Ok(Self {
            paintings: start.paintings.iter().map(painting).collect(),
            codes: start.codes.iter().map(|(style, _)| style.clone()).collect(),
            start: None,
            photograph,
            recipe,
            measure: false,
            warnings: Vec::new(),
        })
    }

    fn warn(&mut self, path: &Path, warnings: &[PictureWarning]) {
        let named = warnings.iter().map(|warning| (path.to_owned(), *warning));
        self.warnings.extend(named);
    }

    /// What is to be said of the files that were read.
    pub fn warnings(&self) -> &[(PathBuf, PictureWarning)] {
        &self.warnings
    }

    fn read_styles(&mut self, job: &Job, limits: DecodeLimits) -> Result<()> {
        let recipe = &mut self.recipe;
        let instant = recipe.engine == Engine::Instant;
        if instant && job.styles.is_empty() && job.codes.is_empty() && recipe.mixed_style.is_some()
        {
            // What the recipe names is in its mixed style already.
            return Ok(());
        }
        recipe.styles.clear();
        recipe.style_codes.clear();
        let (width, height) = recipe.size_of(self.photograph.width, self.photograph.height);
        for (i, (painting, weight)) in job.styles.iter().enumerate() {
            let path = painting.path().unwrap_or(Path::new("")).to_owned();
            let (painting, source) = painting.read(limits)?;
            let said = painting
                .warnings
                .iter()
                .map(|warning| (path.clone(), *warning));
            self.warnings.extend(said);
            let crop = job.recipe.crop_of_style(i, &source.blake3);
            let painting = crop.cut(painting);
            self.paintings.push(Arc::new(if instant {
                painting
            } else {
                let side = painting_side(width.max(height), recipe.painting_scale());
                picture::at_most(&painting, side)
            }));
            recipe.styles.push(StyleRef {
                source,
                weight: *weight,
                crop,
            });
        }
        for (path, weight) in &job.codes {
            let (style, source) = read_code(path)?;
            self.codes.push(style);
            recipe.style_codes.push(StyleRef {
                source,
                weight: *weight,
                crop: Crop::default(),
            });
        }
        Ok(())
    }

    /// Width and height of the photograph and of the result, if nobody asked for that size.
    pub fn shrunk(&self) -> Option<((usize, usize), (usize, usize))> {
        let own = (self.photograph.width, self.photograph.height);
        let size = self.recipe.size_of(own.0, own.1);
        (self.recipe.size == Size::Default && own != size).then_some((own, size))
    }
}

/// What painting the photograph takes beside itself.
fn forecast(
    net: &NetSpec,
    engine: Engine,
    photograph: &Picture,
    (width, height): (usize, usize),
    budget: Budget,
) -> Forecast {
    let (forecast, copies) = match engine {
        Engine::Refine => (net.forecast(), 0),
        // The result, and the photograph at its size.
        Engine::Instant => {
            let same_size = (photograph.width, photograph.height) == (width, height);
            let forecast = Instant::forecast(width, height, budget);
            (forecast, if same_size { 1 } else { 2 })
        }
    };
    let alpha = if photograph.alpha.is_some() { 4 } else { 0 };
    Forecast {
        bytes_per_pixel: forecast.bytes_per_pixel + copies * (12 + alpha),
        ..forecast
    }
}

/// A job that is being painted.
pub struct JobRun {
    recipe: Recipe,
    /// Hash of the network that paints.
    hash: String,
    work: Work,
}

enum Work {
    Refine(Box<Refine>),
    Instant(Box<InstantWork>),
}

/// A picture that Instant paints.
struct InstantWork {
    photograph: Arc<Picture>,
    style: Style,
    /// What is painted, once the photograph was looked at.
    painting: Option<InstantPainting>,
    /// The paintings with their shares, if the result is to be compared with them.
    compared: Option<Vec<(Picture, f32)>>,
}

impl JobRun {
    /// Looks at the styles.
    ///
    /// # Errors
    /// If the device fails, or no style is left.
    pub fn begin(sources: Sources, painters: &Painters) -> Result<Self> {
        let Painters { net, instant, .. } = painters;
        let mut sources = sources;
        net.name.clone_into(&mut sources.recipe.encoder);
        net.hash.clone_into(&mut sources.recipe.encoder_blake3);
        match (sources.recipe.engine, instant) {
            (Engine::Refine, _) => Self::refine(sources, painters),
            (Engine::Instant, Some(instant)) => Self::instant(sources, instant),
            (Engine::Instant, None) => {
                Err(Error::Compute("the generator was not loaded".to_owned()))
            }
        }
    }

    fn instant(sources: Sources, instant: &Instant) -> Result<Self> {
        let style = sources.style(instant)?;
        let Sources {
            photograph,
            paintings,
            mut recipe,
            measure,
            ..
        } = sources;
        instant.sign(&mut recipe);
        recipe.note_style(&style);
        // Where codes take part, which have no painting, there is nothing whole to compare with.
        let plain = recipe.style_codes.is_empty() && recipe.random_style.is_none();
        let compared = measure.then(|| {
            let side = (COMPARED * recipe.painting_scale().max(1.0)) as usize;
            let shares = recipe.styles.iter().map(|style| style.weight);
            let paintings = paintings.iter().zip(shares).filter(|_| plain);
            paintings
                .map(|(painting, share)| (picture::at_most(painting, side), share))
                .collect()
        });
        let (width, height) = recipe.size_of(photograph.width, photograph.height);
        let work = InstantWork {
            photograph: at_size(photograph, width, height),
            style,
            painting: None,
            compared,
        };
        Ok(Self {
            hash: instant.model.hash.clone(),
            work: Work::Instant(Box::new(work)),
            recipe,
        })
    }

    fn refine(sources: Sources, painters: &Painters) -> Result<Self> {
        let Painters {
            net,
            instant,
            compute,
        } = painters;
        let from = match (&sources.recipe.start, instant) {
            (Start::Instant, Some(instant)) => Some((sources.started(instant)?, instant)),
            _ => None,
        };
        let Sources {
            photograph,
            paintings,
            start,
            mut recipe,
            ..
        } = sources;
        let start = match (from, start, &recipe.start) {
            (Some(((picture, style), instant)), ..) => {
                instant.sign(&mut recipe);
                if !recipe.style_codes.is_empty() || recipe.random_style.is_some() {
                    // Refine looks at paintings only, and would not find back to it.
                    recipe.note_style(&style);
                }
                StartFrom::Picture(Box::new(picture))
            }
            (_, Some(picture), _) => StartFrom::Picture(Box::new(picture)),
            (.., Start::Noise) => StartFrom::Noise,
            _ => StartFrom::Content,
        };
        let paintings = paintings.into_iter().map(Arc::unwrap_or_clone);
        let job = RefineJob {
            photograph,
            paintings: paintings.collect(),
            start,
            recipe: recipe.clone(),
        };
        let refine = Refine::new(job, Arc::clone(net), compute.clone())?;
        Ok(Self {
            hash: net.hash.clone(),
            work: Work::Refine(Box::new(refine)),
            recipe,
        })
    }

    /// Does one step of Refine, or one piece of Instant.
    ///
    /// # Errors
    /// If the device fails.
    pub fn step(&mut self, painters: &Painters) -> Result<()> {
        match (&mut self.work, &painters.instant) {
            (Work::Refine(refine), _) => refine.step(&self.recipe.controls_at(refine.steps_done())),
            (Work::Instant(work), Some(instant)) => match &mut work.painting {
                Some(painting) => instant.go_on(painting),
                None => {
                    let strokes = self.recipe.strokes();
                    let content = instant.encode_content(Arc::clone(&work.photograph), strokes)?;
                    let painting = instant.begin(&content, &work.style, &look(&self.recipe))?;
                    work.painting = Some(painting);
                    Ok(())
                }
            },
            (Work::Instant(_), None) => Ok(()),
        }
    }

    /// Whether no step is left.
    pub fn is_done(&self) -> bool {
        match &self.work {
            Work::Refine(refine) => refine.is_done(),
            Work::Instant(work) => work.painting.as_ref().is_some_and(|p| p.is_done()),
        }
    }

    /// The run, if it is Refine's.
    pub fn refined(&self) -> Option<&Refine> {
        match &self.work {
            Work::Refine(refine) => Some(refine),
            Work::Instant(_) => None,
        }
    }

    /// Share of the work that is done, 0 to 1.
    ///
    /// # Errors
    /// If the device fails.
    pub fn share(&self) -> Result<f32> {
        Ok(match &self.work {
            Work::Refine(refine) => {
                let (done, left) = refine.progress()?.work;
                (done / (done + left).max(1.0)) as f32
            }
            Work::Instant(work) => work.painting.as_ref().map_or(0.0, InstantPainting::share),
        })
    }

    /// What is there, done or not, as it is saved. A picture of Instant is whole or not there.
    ///
    /// # Errors
    /// If the device fails.
    pub fn finish(self, painters: &Painters) -> Result<Option<Painted>> {
        let Self {
            mut recipe,
            hash,
            work,
        } = self;
        match work {
            Work::Refine(refine) => {
                // So that the recipe gives this picture, not the one it would have become.
                recipe.stop_after = (!refine.is_done()).then_some(refine.steps_done());
                let outcome = refine.finish()?;
                Ok(Some(Painted {
                    picture: outcome.picture,
                    steps: outcome.steps,
                    losses: Some(outcome.losses),
                    content_distance: Some(outcome.content_distance),
                    style_distance: Some(outcome.style_distance),
                    measures: outcome.measures,
                    recipe,
                    network: hash.clone(),
                    warnings: Vec::new(),
                    seconds: Seconds::default(),
                }))
            }
            Work::Instant(work) => {
                let Some(painting) = work.painting.filter(InstantPainting::is_done) else {
                    return Ok(None);
                };
                let mut picture = painting.finish();
                let begun = Clock::now();
                let measured = match &work.compared {
                    None => None,
                    Some(paintings) => Some(distances(
                        &painters.net,
                        &work.photograph,
                        paintings,
                        &picture,
                        recipe.painting_scale(),
                        &painters.compute,
                    )?),
                };
                let seconds = Seconds {
                    measure: begun.elapsed().as_secs_f64(),
                    ..Seconds::default()
                };
                // Distances are those of what was painted.
                recipe.tone.apply(&work.photograph, &mut picture);
                Ok(Some(Painted {
                    steps: 1,
                    losses: None,
                    content_distance: measured.map(|Distances { content, .. }| content),
                    style_distance: measured.and_then(|Distances { style, .. }| style),
                    measures: measure(&picture),
                    picture,
                    recipe,
                    network: hash.clone(),
                    warnings: Vec::new(),
                    seconds,
                }))
            }
        }
    }
}

impl Sources {
    /// The style that the recipe asks for.
    fn style(&self, instant: &Instant) -> Result<Style> {
        let recipe = &self.recipe;
        let shares = recipe.styles.iter().map(|style| style.weight);
        let mut styles = Vec::new();
        for (painting, share) in self.paintings.iter().zip(shares) {
            styles.push((instant.style_code(painting, recipe.style_scale)?, share));
        }
        let shares = recipe.style_codes.iter().map(|style| style.weight);
        styles.extend(self.codes.iter().cloned().zip(shares));
        instant.style_of(recipe, styles)
    }

    /// What Refine starts from if it starts from Instant, and in which style that was painted.
    fn started(&self, instant: &Instant) -> Result<(Picture, Style)> {
        let Picture { width, height, .. } = *self.photograph;
        let (width, height) = self.recipe.size.of(width, height);
        let style = self.style(instant)?;
        let photograph = at_size(Arc::clone(&self.photograph), width, height);
        let content = instant.encode_content(photograph, self.recipe.strokes())?;
        // Colours of the photograph are a matter of Refine's paintings; Luma of its end.
        let painted = instant.paint(&content, &style, &look(&self.recipe))?;
        Ok((painted, style))
    }
}

/// How `recipe` wants Instant to paint.
pub(super) fn look(recipe: &Recipe) -> Look {
    Look {
        strength: recipe.strength,
        freedom: recipe.freedom,
        colour: recipe.colour,
        seed: recipe.seed,
    }
}

/// `photograph` at another size, or itself if it has that size: large ones are not held twice.
fn at_size(photograph: Arc<Picture>, width: usize, height: usize) -> Arc<Picture> {
    if (photograph.width, photograph.height) == (width, height) {
        photograph
    } else {
        Arc::new(picture::resize(&photograph, width, height))
    }
}
