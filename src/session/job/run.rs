//! A job in small steps: it is painted step by step on the thread that computes.

use super::{
    Painted, Painters, Seconds,
    sources::{JobSources, at_size},
};
use crate::{
    error::{Error, Result},
    nn::FeatureNet,
    picture::{self, Picture, measure},
    stylize::{
        Distances, Engine, FittedPainting, Instant, Look, OptimizerKind,
        Painting as InstantPainting, Recipe, Refine, RefineJob, Start, StartFrom, Style, distances,
    },
};
use std::{sync::Arc, time::Instant as Clock};

/// Long side above which a painting is of no use to be compared with what Instant has painted.
const COMPARED: f32 = 1024.0;

/// A job that is being painted.
pub struct JobRun {
    recipe: Recipe,
    /// Hash of the network that paints.
    hash: String,
    painting: Painting,
}

enum Painting {
    Refine(Box<RefineWork>),
    Instant(Box<InstantWork>),
}

/// A picture that Refine paints.
struct RefineWork {
    refine: Refine,
    /// Whether no step is done any more, though some may be left.
    stands: bool,
    /// What the decoder paints once all steps are done, where one was moved.
    whole: Option<FittedPainting>,
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

impl RefineWork {
    /// Share of the time that steps take where a decoder then paints a picture of a phone.
    const STEPS: f32 = 0.65;

    /// Whether all steps are done.
    fn has_stepped(&self) -> bool {
        self.stands || self.refine.is_done()
    }

    fn step(&mut self, recipe: &Recipe) -> Result<()> {
        let stepped = self.has_stepped();
        let refine = &mut self.refine;
        if !stepped {
            return refine.step(&recipe.controls_at(refine.steps_done()));
        }
        match &mut self.whole {
            None => self.whole = refine.begin_whole()?,
            Some(painting) => {
                painting.go_on()?;
                if let Some(painting) = self.whole.take_if(|painting| painting.is_done()) {
                    refine.keep_whole(painting);
                }
            }
        }
        Ok(())
    }

    fn share(&self) -> Result<f32> {
        let painted = match self.refine.is_whole() {
            true => 1.0,
            false => self.whole.as_ref().map_or(0.0, FittedPainting::share),
        };
        if self.stands {
            return Ok(painted);
        }
        let stepped = self.refine.progress()?.share() as f32;
        Ok(match self.refine.moves_decoder() {
            true if self.has_stepped() => Self::STEPS + (1.0 - Self::STEPS) * painted,
            true => Self::STEPS * stepped,
            false => stepped,
        })
    }
}

impl JobRun {
    /// Looks at the styles.
    ///
    /// # Errors
    /// If the device fails, or no style is left.
    pub fn begin(sources: JobSources, painters: &Painters) -> Result<Self> {
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

    fn instant(sources: JobSources, instant: &Instant) -> Result<Self> {
        let style = sources.style(instant)?;
        let JobSources {
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
            painting: Painting::Instant(Box::new(work)),
            recipe,
        })
    }

    fn refine(sources: JobSources, painters: &Painters) -> Result<Self> {
        let Painters {
            net,
            instant,
            compute,
        } = painters;
        let painter = match (&sources.recipe.start, instant) {
            (Start::Instant, Some(instant)) => Some((Arc::clone(instant), sources.style(instant)?)),
            _ => None,
        };
        let begun = match &painter {
            // A decoder begins with what it paints itself.
            Some((instant, style)) if sources.recipe.optimizer != OptimizerKind::Decoder => {
                Some(sources.started(instant, style)?)
            }
            _ => None,
        };
        let JobSources {
            photograph,
            paintings,
            start,
            mut recipe,
            ..
        } = sources;
        if let Some((instant, style)) = &painter {
            instant.sign(&mut recipe);
            if !recipe.style_codes.is_empty() || recipe.random_style.is_some() {
                // Refine looks at paintings only, and would not find back to it.
                recipe.note_style(style);
            }
        }
        let start = match (begun.or(start), &recipe.start) {
            (Some(picture), _) => StartFrom::Picture(Box::new(picture)),
            (None, Start::Noise) => StartFrom::Noise,
            (None, _) => StartFrom::Content,
        };
        let paintings = paintings.into_iter().map(Arc::unwrap_or_clone);
        let size = recipe.size_of(photograph.width, photograph.height);
        let job = RefineJob {
            photograph,
            size,
            paintings: paintings.collect(),
            start,
            painter,
            recipe: recipe.clone(),
        };
        let refine = Refine::new(job, Arc::clone(net), compute.clone())?;
        Ok(Self::of(refine, recipe, net, false))
    }

    /// Paints a state of a run of Refine at the run's size, without a further step.
    pub fn standing(refine: Refine, recipe: Recipe, net: &FeatureNet) -> Self {
        Self::of(refine, recipe, net, true)
    }

    fn of(refine: Refine, recipe: Recipe, net: &FeatureNet, stands: bool) -> Self {
        let work = RefineWork {
            stands,
            refine,
            whole: None,
        };
        Self {
            hash: net.hash.clone(),
            painting: Painting::Refine(Box::new(work)),
            recipe,
        }
    }

    /// Does one step of Refine, or one piece of what is painted then, or one of Instant.
    ///
    /// # Errors
    /// If the device fails.
    pub fn step(&mut self, painters: &Painters) -> Result<()> {
        match (&mut self.painting, &painters.instant) {
            (Painting::Refine(work), _) => work.step(&self.recipe),
            (Painting::Instant(work), Some(instant)) => match &mut work.painting {
                Some(painting) => instant.go_on(painting),
                None => {
                    let strokes = self.recipe.strokes();
                    let content = instant.encode_content(Arc::clone(&work.photograph), strokes)?;
                    let painting = instant.begin(&content, &work.style, &Look::of(&self.recipe))?;
                    work.painting = Some(painting);
                    Ok(())
                }
            },
            (Painting::Instant(_), None) => Ok(()),
        }
    }

    /// Whether no step is left.
    pub fn is_done(&self) -> bool {
        match &self.painting {
            Painting::Refine(work) => work.has_stepped() && work.refine.is_whole(),
            Painting::Instant(work) => work.painting.as_ref().is_some_and(|p| p.is_done()),
        }
    }

    /// The run, if it is Refine's.
    pub fn refined(&self) -> Option<&Refine> {
        match &self.painting {
            Painting::Refine(work) => Some(&work.refine),
            Painting::Instant(_) => None,
        }
    }

    /// Share of the work that is done, 0 to 1.
    ///
    /// # Errors
    /// If the device fails.
    pub fn share(&self) -> Result<f32> {
        Ok(match &self.painting {
            Painting::Refine(work) => work.share()?,
            Painting::Instant(work) => work.painting.as_ref().map_or(0.0, InstantPainting::share),
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
            painting,
        } = self;
        match painting {
            Painting::Refine(work) => {
                let refine = work.refine;
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
            Painting::Instant(work) => {
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
