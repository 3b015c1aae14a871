//! One run: the picture being painted, the states it can go back to, and how fast it is.

use super::{request::InstantPicture, step_paces::StepPaces};
use crate::{
    compute::{Budget, Compute, Forecast, thumbnail},
    error::{Error, Result, catch_panic},
    nn::{FeatureNet, NetSpec},
    picture::{self, Picture, Tone},
    session::{
        engine::{
            event::Event,
            kept_pictures::{Kept, KeptPixels},
            state::{Shown, Snapshot, SnapshotId, Standing},
        },
        job::painting_side,
        request::{ChosenPainting, Loaded, PaintRequest, part_of},
    },
    stylize::{
        Controls, Instant as Generator, Losses, Outcome, Progress, Recipe, Refine, RefineJob, Size,
        Start, StartFrom, refine_forecast,
    },
};
use std::{sync::Arc, time::Instant};

/// Snapshots that a run takes by itself.
const SNAPSHOTS: f64 = 16.0;
/// Share of the work between two paintings of the finest marks that are shown.
const MARKED_EVERY: f64 = 0.25;
/// Pixels of a canvas up to which they are painted while the decoder is moved.
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
    /// Width and height of the result, and the size of a recipe that shall give it without a canvas.
    size: (usize, usize),
    exact: Size,
    budget: usize,
    branch: usize,
    next_mark: f64,
    /// Share of the work at which the finest marks of what is shown were painted.
    marked: f64,
    paces: StepPaces,
    counted: usize,
    clock: Instant,
    /// The last progress that was read.
    pub last: Option<Progress>,
    speed: f32,
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
        let from = match (kept, &origin, &recipe.start) {
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
        };
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
        // The decoder begins with what Instant has painted.
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
            size: (width, height),
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

    /// The present state as a picture.
    ///
    /// # Errors
    /// If the device fails.
    pub fn as_kept(&self) -> Result<Kept> {
        let picture = match self.refine.is_done() {
            true => self.refine.whole(),
            false => self.refine.picture().map(Arc::new),
        }?;
        let snapshot = Snapshot {
            thumbnail: Arc::new(small(&picture)),
            picture_only: true,
            ..self.snapshot(SnapshotId(0), false, Picture::from_rgb(1, 1, vec![0.0; 3]))
        };
        Ok(Kept {
            snapshot,
            pixels: KeptPixels::Memory(picture),
            photograph: Arc::clone(&self.photograph),
        })
    }

    /// One of its snapshots as a picture.
    ///
    /// # Errors
    /// If the device fails.
    pub fn kept_at(&self, id: SnapshotId) -> Result<Option<Kept>> {
        let Some((snapshot, refine)) = self.snapshots.iter().find(|(s, _)| s.id == id) else {
            return Ok(None);
        };
        Ok(Some(Kept {
            snapshot: snapshot.clone(),
            pixels: KeptPixels::Memory(refine.whole()?),
            photograph: Arc::clone(&self.photograph),
        }))
    }

    /// The snapshots that are `wanted`, as pictures.
    ///
    /// # Errors
    /// If the device fails.
    pub fn kept(self, wanted: impl Fn(&Snapshot) -> bool) -> Result<Vec<Kept>> {
        let origin = self.origin_snapshot();
        let first = origin.zip(self.origin.and_then(|origin| origin.painted.picture));
        let first = first.into_iter().filter(|(snapshot, _)| wanted(snapshot));
        let mut all: Vec<(Snapshot, Arc<Picture>)> = first.collect();
        for (snapshot, refine) in self.snapshots.into_iter().filter(|(s, _)| wanted(s)) {
            // One by itself is worth no painting at its size.
            let picture = match snapshot.own {
                true => refine.whole(),
                false => refine.picture().map(Arc::new),
            };
            all.push((snapshot, picture?));
        }
        let kept = |(snapshot, picture)| Kept {
            snapshot,
            pixels: KeptPixels::Memory(picture),
            photograph: Arc::clone(&self.photograph),
        };
        Ok(all.into_iter().map(kept).collect())
    }

    fn snapshot(&self, id: SnapshotId, own: bool, thumbnail: Picture) -> Snapshot {
        Snapshot {
            id,
            step: self.refine.steps_done(),
            branch: self.branch,
            losses: self.last.map(|p| p.losses).unwrap_or_default(),
            thumbnail: Arc::new(thumbnail),
            own,
            picture_only: false,
            recipe: Arc::new(self.refine.played()),
        }
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
        // A larger one would take as long as many steps.
        let quick = self.size.0 * self.size.1 <= QUICK;
        if quick && share >= self.marked + MARKED_EVERY && !self.refine.is_done() {
            self.marked = share;
            self.refine.renew_marks(None)?;
        }
        Ok(())
    }

    /// Whether the next regular snapshot is due.
    pub fn snapshot_due(&mut self) -> bool {
        let Some(share) = self.last.as_ref().map(Progress::share) else {
            return false;
        };
        if share < self.next_mark {
            return false;
        }
        self.next_mark = (share * SNAPSHOTS).floor() / SNAPSHOTS + 1.0 / SNAPSHOTS;
        true
    }

    /// Whether the newest snapshot is of the present state.
    pub fn is_remembered(&self) -> bool {
        let newest = self.snapshots.last();
        let now = (self.refine.steps_done(), self.branch);
        newest.is_some_and(|(snapshot, _)| (snapshot.step, snapshot.branch) == now)
    }

    /// Remembers the present state, of the artist's `own` will or not; returns it, and the states that had
    /// to go for it.
    pub fn remember(&mut self, id: SnapshotId, own: bool) -> Result<(Snapshot, Vec<SnapshotId>)> {
        let canvas = self.refine.live()?;
        let small = catch_panic(|| thumbnail(canvas, THUMBNAIL)).map_err(Error::Compute)?;
        let snapshot = self.snapshot(id, own, small);
        self.snapshots.push((snapshot.clone(), self.refine.clone()));
        let mut forgotten = Vec::new();
        while self.bytes() > self.budget && self.snapshots.len() > 2 {
            // The one whose loss leaves the smallest gap.
            let gap = |i: usize| {
                let step = |i: usize| self.snapshots[i].0.step;
                step(i + 1).abs_diff(step(i - 1))
            };
            let others = 1..self.snapshots.len() - 1;
            let others = others.filter(|&i| !self.snapshots[i].0.own);
            let least = others.min_by_key(|&i| gap(i));
            let Some(i) = least else { break };
            forgotten.push(self.snapshots.remove(i).0.id);
        }
        Ok((snapshot, forgotten))
    }

    fn bytes(&self) -> usize {
        self.snapshots.iter().map(|(_, r)| r.kept_bytes()).sum()
    }

    /// Goes back to a snapshot; later ones stay, as another branch.
    pub fn branch(&mut self, id: SnapshotId) -> bool {
        let Some(State::Refine(refine)) = self.state(Shown::Snapshot(id)) else {
            return false;
        };
        self.refine = refine.clone();
        self.last = self.refine.progress().ok();
        self.branch += 1;
        (self.next_mark, self.marked) = (0.0, 0.0);
        self.snapshot_due();
        self.restart_clock();
        true
    }

    /// The state that is meant.
    pub fn state(&self, shown: Shown) -> Option<State<'_>> {
        let Shown::Snapshot(id) = shown else {
            return Some(State::Refine(&self.refine));
        };
        if let Some(Origin { painted, .. }) = self.origin.as_ref().filter(|origin| origin.id == id)
        {
            return Some(State::Instant(painted));
        }
        let found = self.snapshots.iter().find(|(s, _)| s.id == id);
        found.map(|(_, refine)| State::Refine(refine))
    }

    /// The picture of Instant that the run started from, while it is painted at less than half its size: what
    /// can be seen then is worse than what was there before.
    pub fn origin_until_finer(&self) -> Option<&InstantPicture> {
        let Origin { painted, .. } = self.origin.as_ref()?;
        (self.refine.is_coarse() && painted.picture.is_some()).then_some(painted)
    }

    /// The picture of Instant as the first snapshot, of step 0.
    pub fn origin_snapshot(&self) -> Option<Snapshot> {
        let Origin { id, painted, .. } = self.origin.as_ref()?;
        let picture = painted.picture.as_ref()?;
        Some(Snapshot {
            id: *id,
            step: 0,
            branch: 0,
            losses: Losses::default(),
            thumbnail: Arc::new(small(&painted.toned(picture))),
            own: false,
            picture_only: false,
            recipe: Arc::new(painted.recipe.clone()),
        })
    }
}
