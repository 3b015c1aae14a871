//! One run: the picture being painted, the states it can go back to, and how fast it is.

mod growth;
mod states;

use super::{request::InstantPicture, step_paces::StepPaces};
use crate::{
    compute::{Budget, Compute, Forecast},
    error::Result,
    nn::{FeatureNet, NetSpec},
    picture::{self, Picture, Tone},
    session::{
        engine::{
            event::Event,
            kept_pictures::Kept,
            state::{Snapshot, SnapshotId, Standing},
        },
        job::painting_side,
        request::{ChosenPainting, Loaded, PaintRequest, part_of},
    },
    stylize::{
        Controls, Instant as Generator, Outcome, Progress, Recipe, Refine, RefineJob, Size, Start,
        StartFrom, refine_forecast,
    },
};
use std::{sync::Arc, time::Instant};

/// Share of the work between two paintings of the finest marks that are shown.
const MARKED_EVERY: f64 = 0.25;
/// Pixels of a canvas up to which they are painted again and again while the decoder is moved.
const QUICK: usize = 2_000_000;
/// Longest side of a snapshot's thumbnail in pixels.
const THUMBNAIL: usize = 128;

/// What is told of a run that is over.
pub fn finished(run: &RefineRun, outcome: &Outcome, stopped: bool) -> Event {
    Event::Finished {
        steps: outcome.steps,
        stopped,
        content_distance: outcome.content_distance,
        style_distance: outcome.style_distance,
        measures: outcome.measures,
        recipe: Box::new(run.recipe_of(&run.refine)),
    }
}

/// A picture that can be shown and saved.
pub enum State<'a> {
    /// A state of the run.
    Refine(&'a Refine),
    /// What the run started from.
    Instant(&'a InstantPicture),
    /// A picture of which nothing else is left.
    Kept(&'a Kept),
}

/// A picture as small as snapshots are shown.
pub fn small(picture: &Picture) -> Picture {
    picture::at_most(picture, THUMBNAIL)
}

/// The picture of Instant that a run starts from, and who painted it.
pub struct Origin {
    /// Its number as a snapshot.
    pub id: SnapshotId,
    pub painted: InstantPicture,
    pub generator: Arc<Generator>,
}

/// A run that is stepped.
pub struct RefineRun {
    pub refine: Refine,
    controls: Controls,
    /// A recipe whose changes of the weights are played again, until the artist moves one.
    plan: Option<Box<Recipe>>,
    pub snapshots: Vec<(Snapshot, Refine)>,
    origin: Option<Origin>,
    photograph: Arc<Loaded>,
    /// The size of a recipe that shall give what is painted without a canvas.
    exact: Size,
    budget: usize,
    branch: usize,
    next_mark: f64,
    /// Share of the work at which the finest marks of what is shown were painted.
    marked: f64,
    paces: StepPaces,
    counted: usize,
    clock: Instant,
    /// The same picture larger, on its way.
    growth: Option<growth::Growth>,
    /// The last progress that was read.
    pub last: Option<Progress>,
    speed: f32,
}

/// What a run starts from: a `kept` picture, the `origin` of Instant, whose painter is written into `recipe`, or what that says.
fn begin_from(
    recipe: &mut Recipe,
    origin: Option<&Origin>,
    kept: Option<Arc<Picture>>,
) -> StartFrom {
    match (kept, origin, &recipe.start) {
        (Some(picture), ..) => StartFrom::Picture(Box::new((*picture).clone())),
        (_, Some(Origin { painted, .. }), _) => {
            recipe.painter.clone_from(&painted.recipe.painter);
            recipe
                .painter_blake3
                .clone_from(&painted.recipe.painter_blake3);
            let picture = painted.picture.as_deref().cloned();
            picture.map_or(StartFrom::Content, |p| StartFrom::Picture(Box::new(p)))
        }
        (.., Start::Noise) => StartFrom::Noise,
        _ => {
            recipe.start = Start::Content;
            StartFrom::Content
        }
    }
}

impl RefineRun {
    /// Prepares a run, from the picture `origin` of Instant, which is its first snapshot, or from a `kept`
    /// one, if there is one.
    pub fn new(
        start: PaintRequest,
        net: &Arc<FeatureNet>,
        compute: &Compute,
        origin: Option<Origin>,
        kept: Option<Arc<Picture>>,
    ) -> Result<Self> {
        let mut recipe = start.named_recipe();
        let ((width, height), exact) = (start.size(), start.exact_size());
        let budget = Budget::now();
        recipe.encoder = net.name.clone();
        recipe.encoder_blake3 = net.hash.clone();
        // The style that Instant painted in tells it where to start again; Refine looks at paintings.
        recipe.mixed_style = origin.as_ref().map(|origin| origin.painted.style.clone());
        recipe.mixed_axes = None;
        let from = begin_from(&mut recipe, origin.as_ref(), kept);
        let painter = origin.as_ref().map(|origin| {
            let style = origin.painted.style.clone();
            (Arc::clone(&origin.generator), style)
        });
        // The program and its pictures are there already.
        let net_forecast = Forecast {
            resting_bytes: 0,
            ..NetSpec::BuiltIn.forecast()
        };
        refine_forecast(&recipe, net_forecast, (width, height), budget)
            .check(width, height, budget)?;
        let side = painting_side(&recipe, width.max(height));
        let paintings = start.paintings.iter();
        let part = |chosen: &ChosenPainting| {
            picture::at_most(&part_of(&chosen.painting.picture, chosen.crop), side)
        };
        let paintings = paintings.map(part).collect();
        let controls = recipe.controls_at(0);
        let plan = (!recipe.changes.is_empty()).then(|| Box::new(recipe.clone()));
        // The canvas begins with what Instant has painted.
        let begun = origin.as_ref().and_then(|o| o.painted.picture.clone());
        let job = RefineJob {
            size: (width, height),
            photograph: part_of(&start.photograph.picture, recipe.crop),
            paintings,
            start: from,
            painter,
            recipe,
        };
        let mut refine = Refine::new(job, Arc::clone(net), compute.clone())?;
        refine.renew_marks(begun.as_deref())?;
        Ok(Self {
            refine,
            marked: 0.0,
            growth: None,
            exact,
            controls,
            plan,
            snapshots: Vec::new(),
            origin,
            photograph: Arc::clone(&start.photograph),
            budget: budget.snapshots(),
            branch: 0,
            next_mark: 0.0,
            paces: StepPaces::default(),
            counted: 0,
            clock: Instant::now(),
            last: None,
            speed: 0.0,
        })
    }

    /// The recipe that paints `refine`, a state of this run, as large as it is.
    pub fn recipe_of(&self, refine: &Refine) -> Recipe {
        Recipe {
            size: self.exact,
            ..refine.played()
        }
    }

    /// Its snapshots are of a later branch.
    pub fn on_branch(self, branch: usize) -> Self {
        Self { branch, ..self }
    }

    /// Other weights from the next step on.
    pub fn steer(&mut self, controls: Controls) {
        self.controls = controls;
        self.plan = None;
    }

    /// Another colour and tone of all its states.
    pub fn set_tone(&mut self, tone: Tone) {
        self.refine.set_tone(tone);
        let snapshots = self.snapshots.iter_mut();
        snapshots.for_each(|(_, refine)| refine.set_tone(tone));
        if let Some(Origin { painted, .. }) = &mut self.origin {
            painted.recipe.tone = tone;
        }
    }

    /// One step; where the run stands is read back only if `read`.
    pub fn step(&mut self, read: bool) -> Result<Option<Standing>> {
        self.growth = None;
        if let Some(recipe) = &self.plan {
            self.controls = recipe.controls_at(self.refine.steps_done());
        }
        self.refine.step(&self.controls)?;
        if !read {
            return Ok(None);
        }
        let progress = self.refine.progress()?;
        let steps = progress.step.saturating_sub(self.counted).max(1) as f32;
        let seconds = self.clock.elapsed().as_secs_f32().max(1e-6);
        // The first steps of a run also allocate or tune; they are no measure of speed.
        if self.counted > 0 {
            let pixels = (progress.octave.width * progress.octave.height) as f32;
            let now = seconds / steps / pixels;
            self.paces.add(now);
            self.speed = steps / seconds;
        }
        self.restart_clock();
        self.last = Some(progress);
        Ok(Some(self.standing(progress)))
    }

    /// Time from here on counts; what passed since the last step was a pause.
    pub fn restart_clock(&mut self) {
        self.counted = self.refine.steps_done();
        self.clock = Instant::now();
    }

    fn standing(&self, progress: Progress) -> Standing {
        Standing {
            step: progress.step,
            steps: progress.steps,
            size: (progress.octave.width, progress.octave.height),
            losses: progress.losses,
            done: progress.share() as f32,
            speed: self.speed,
            eta_seconds: self.paces.median() * progress.work.1 as f32,
            seconds_per_pixel: self.paces.median(),
        }
    }

    /// Paints the finest marks of what is shown now and then: the draft is not as large as the canvas.
    ///
    /// # Errors
    /// If the device fails.
    pub fn renew_marks(&mut self) -> Result<()> {
        let share = self.last.as_ref().map_or(0.0, Progress::share);
        // A larger one takes as long as many steps: once, for Instant's marks are finer than what is painted.
        let (width, height) = self.refine.size();
        let due = width * height <= QUICK || self.marked == 0.0;
        if due && share >= self.marked + MARKED_EVERY && !self.refine.is_done() {
            self.marked = share;
            self.refine.renew_marks(None)?;
        }
        Ok(())
    }
}
