//! A run of training: one bounded piece of work a call, from its first step to what came of it.
//!
//! Here are its steps; [`open`] begins a run or goes on with one, [`validation`] measures it and ends it.
//!
//! ```text
//! open ─► prepare ─► step, step, ... ─► sample, validate ─► save ─► step ... ─► test ─► done
//!            ▲           │ not a number
//!            └───────────┴ back to the checkpoint
//! ```

use super::{
    checkpoint::{BEST, checkpoint_in},
    checkpoint_contents::{Notes, Saved},
    config::RunConfig,
    controls::{Change, TrainControls, WeightSpec},
    driven::Driven,
    events::{Measured, TrainEvent},
    task::Moment,
    terms::Terms,
};
use crate::{data::Part, error::Result, fault::TrainingFault, picture::Picture};
use std::{
    path::Path,
    time::{Duration, Instant},
};

mod open;
mod validation;

pub use open::Unbegun;

/// Name of what came of a run, in its folder.
const SUMMARY: &str = "summary.json";
/// Steps between reports.
const REPORT_EVERY: usize = 25;
/// Longest time between checkpoints: more than the steps of it is never lost.
const SAVE_AFTER: Duration = Duration::from_secs(120);
/// A run that keeps going back has learnt all it can with these settings.
const ROLL_BACKS: u64 = 8;

/// What a call of [`TrainRun::step`] has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepOutcome {
    /// A piece of work between two steps was done.
    Worked,
    /// A step was done.
    Stepped,
    /// There is nothing more to do.
    Done,
}

/// What the next call of [`TrainRun::step`] does.
enum Phase {
    Preparing,
    Stepping,
    Sampling(Vec<Picture>),
    Validating(usize),
    Testing(usize),
    Done,
}

/// A run of training.
///
/// Owned by the thread that owns the tensors. [`TrainRun::step`] does one bounded piece of work; between two calls a run can be
/// paused, saved, given other [controls](TrainControls), or dropped, which ends its own thread. Checkpoints, exact resume,
/// going back when a loss is no number, the kept best weights and the early end are the same for all tasks.
pub struct TrainRun {
    config: RunConfig,
    task: Box<dyn Driven>,
    notes: Notes,
    phase: Phase,
    /// What shall act from the next step on.
    wanted: Option<TrainControls>,
    /// Whether something happened since the last checkpoint.
    unsaved: bool,
    /// When the last checkpoint of this session was written.
    saved_at: Instant,
    /// The step at which the validation was last looked at.
    looked: Option<usize>,
    recent: Vec<Terms>,
    /// When the first step of this session began, and which it was.
    began: Option<(Instant, usize)>,
    events: Vec<TrainEvent>,
}

impl TrainRun {
    /// Does one bounded piece of work.
    ///
    /// # Errors
    /// If the run's folder cannot be written, or losses stop being numbers again and again. The run is as it was then, and
    /// can be asked again.
    pub fn step(&mut self) -> Result<StepOutcome> {
        if matches!(self.phase, Phase::Stepping) {
            return self.next();
        }
        match &mut self.phase {
            Phase::Preparing => self.prepare()?,
            Phase::Sampling(tiles) => match self.task.sample(tiles.len()) {
                Some(tile) => tiles.push(tile),
                None => self.preview()?,
            },
            Phase::Validating(item) => match self.task.examine(Part::Validation, *item) {
                true => *item += 1,
                false => self.validated()?,
            },
            Phase::Testing(item) => match self.task.examine(Part::Test, *item) {
                true => *item += 1,
                false => self.tested()?,
            },
            Phase::Stepping | Phase::Done => return Ok(StepOutcome::Done),
        }
        Ok(StepOutcome::Worked)
    }

    /// A step, or what is due before the next one.
    fn next(&mut self) -> Result<StepOutcome> {
        if self.unsaved && self.saved_at.elapsed() >= SAVE_AFTER {
            // Before a look, which may take as long again.
            self.save()?;
        } else if self.look_is_due() {
            self.looked = Some(self.notes.step);
            self.phase = Phase::Sampling(Vec::new());
        } else if self.save_is_due() {
            self.save()?;
        } else if self.is_over() {
            self.finish()?;
        } else {
            return self.train();
        }
        Ok(StepOutcome::Worked)
    }

    /// Writes the checkpoint, if something happened since the last one, atomically: from it the run goes on exactly as
    /// if it had not stopped.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save(&mut self) -> Result<()> {
        let begun = !matches!(self.phase, Phase::Preparing) || self.began.is_some();
        if self.unsaved && begun {
            self.write(&checkpoint_in(&self.config.folder))?;
            (self.unsaved, self.saved_at) = (false, Instant::now());
            let step = self.notes.step;
            self.events.push(TrainEvent::Saved { step });
        }
        Ok(())
    }

    /// What was done since the last call.
    pub fn events(&mut self) -> Vec<TrainEvent> {
        std::mem::take(&mut self.events)
    }

    /// What all runs are made of.
    pub fn config(&self) -> &RunConfig {
        &self.config
    }

    /// Steps done.
    pub fn steps_done(&self) -> usize {
        self.notes.step
    }

    /// All measurements so far.
    pub fn curve(&self) -> &[Measured] {
        &self.notes.curve
    }

    /// The weights of this task.
    pub fn weights(&self) -> &'static [WeightSpec] {
        self.task.weights()
    }

    /// Whether the next piece of work is a step, or what is due before one.
    pub fn is_between_steps(&self) -> bool {
        matches!(self.phase, Phase::Stepping)
    }

    /// Tile `item` of the sheet of samples as it is now, while the run [is between steps](Self::is_between_steps); `None` where
    /// there is none. Nothing that the run depends on changes.
    pub fn sample(&mut self, item: usize) -> Option<Picture> {
        self.is_between_steps().then(|| self.task.sample(item))?
    }

    /// Tiles of a row of the sheet.
    pub fn columns(&self) -> usize {
        self.task.columns()
    }

    /// Whether its task paints pictures that it is given.
    pub fn paints(&self) -> bool {
        self.task.paints()
    }

    /// Whether [`TrainRun::paint`] paints: all is prepared.
    pub fn can_paint(&self) -> bool {
        self.paints() && !matches!(self.phase, Phase::Preparing)
    }

    /// What the averaged weights make of a picture of at most [`OWN_SIDE`](super::OWN_SIDE) pixels a side; `None` while it
    /// [cannot](Self::can_paint). Nothing that the run depends on changes.
    pub fn paint(&mut self, photograph: &Picture) -> Option<Picture> {
        self.can_paint().then(|| self.task.paint(photograph))?
    }

    /// The controls in force.
    pub fn controls(&self) -> TrainControls {
        let own = self.notes.controls().cloned();
        own.unwrap_or_else(|| TrainControls::new(self.task.weights()))
    }

    /// Lets `controls` act from the next step on. The run remembers them with their step.
    pub fn set_controls(&mut self, controls: TrainControls) {
        self.wanted = Some(controls);
    }

    fn prepare(&mut self) -> Result<()> {
        let controls = self.controls();
        let moment = moment(&self.config, &self.notes, &controls, &*self.task);
        if let Some(share) = self.task.prepare(&moment)? {
            self.events.push(TrainEvent::Preparing { share });
            return Ok(());
        }
        self.task.start(&moment)?;
        self.phase = Phase::Stepping;
        if self.began.is_none() {
            self.began = Some((Instant::now(), self.notes.step));
            self.save()?;
            let pictures = self.task.pictures().into_iter();
            self.events.push(TrainEvent::Started {
                step: self.notes.step,
                steps: self.config.steps,
                pictures: pictures
                    .map(|(role, split)| (role.to_owned(), split))
                    .collect(),
            });
            self.warn();
        }
        Ok(())
    }

    /// Passes on what the task has to say.
    fn warn(&mut self) {
        let warnings = self.task.warnings().into_iter();
        self.events.extend(warnings.map(TrainEvent::Warned));
    }

    /// One step, or back to the checkpoint.
    fn train(&mut self) -> Result<StepOutcome> {
        self.control();
        let controls = self.controls();
        let moment = moment(&self.config, &self.notes, &controls, &*self.task);
        let rate = moment.rate;
        let Some(losses) = self.task.step(&moment) else {
            // More steps were asked for than batches are made for.
            self.task.start(&moment)?;
            return Ok(StepOutcome::Worked);
        };
        if !losses.are_numbers() {
            self.go_back()?;
            return Ok(StepOutcome::Worked);
        }
        self.notes.step += 1;
        self.unsaved = true;
        self.recent.push(losses);
        let step = self.notes.step;
        if step.is_multiple_of(REPORT_EVERY) || step == self.config.steps {
            let (began, first) = self.began.unwrap_or_else(|| (Instant::now(), step));
            self.events.push(TrainEvent::Steps {
                step,
                losses: Terms::mean(&std::mem::take(&mut self.recent)),
                rate,
                speed: (step - first.min(step)) as f64 / began.elapsed().as_secs_f64(),
            });
        }
        Ok(StepOutcome::Stepped)
    }

    /// Notes controls that change with the next step.
    fn control(&mut self) {
        let now = self.controls();
        let wanted = self.wanted.take().unwrap_or_else(|| now.clone());
        if wanted != now || self.notes.changes.is_empty() {
            let step = self.notes.step;
            let controls = wanted;
            let change = Change { step, controls };
            self.notes.changes.push(change.clone());
            self.events.push(TrainEvent::Controlled(change));
        }
    }

    /// Back to the last checkpoint, from which other batches are drawn. Nothing of what the failed step did stays.
    fn go_back(&mut self) -> Result<()> {
        let from = self.notes.step;
        let rolled_back = self.notes.rolled_back + 1;
        if rolled_back > ROLL_BACKS {
            return Err(TrainingFault::KeepsFailing.into());
        }
        let saved = Saved::open(&checkpoint_in(&self.config.folder))?;
        self.task.restore(&saved)?;
        self.notes = saved.notes;
        self.notes.rolled_back = rolled_back;
        (self.recent, self.looked, self.wanted) = (Vec::new(), None, None);
        self.phase = Phase::Preparing;
        // Also what is drawn next survives a stop right here.
        self.write(&checkpoint_in(&self.config.folder))?;
        self.unsaved = false;
        self.events.push(TrainEvent::RolledBack {
            from,
            to: self.notes.step,
            controls: self.controls(),
        });
        Ok(())
    }

    /// Whether this step is one after which the validation is looked at, and it was not yet.
    fn look_is_due(&self) -> bool {
        let step = self.notes.step;
        let measured = self.notes.curve.last().map(|measured| measured.step);
        let regular = step.is_multiple_of(self.config.validate_every.max(1));
        let due = step > 0 && (regular || step == self.config.steps);
        due && measured != Some(step) && self.looked != Some(step)
    }

    fn save_is_due(&self) -> bool {
        let regular = self
            .notes
            .step
            .is_multiple_of(self.config.save_every.max(1));
        self.unsaved && (regular || self.is_over())
    }

    fn is_over(&self) -> bool {
        self.notes.step >= self.config.steps || self.stops_early()
    }

    /// Whether the last looks found nothing better.
    fn stops_early(&self) -> bool {
        let best = self.notes.best().map(|best| best.step);
        let since = self.notes.curve.iter().rev();
        let since = since.take_while(|measured| Some(measured.step) != best);
        let patience = self.config.patience;
        patience.is_some_and(|patience| since.count() >= patience.max(1))
    }

    fn write(&mut self, file: &Path) -> Result<()> {
        self.task.save().write(file, &mut self.notes)
    }
}

#[cfg(test)]
impl TrainRun {
    /// As if the last checkpoint had been written some minutes ago.
    pub fn saved_long_ago(&mut self) {
        let before = self.saved_at.checked_sub(2 * SAVE_AFTER);
        self.saved_at = before.unwrap_or(self.saved_at);
    }
}

fn moment<'a>(
    config: &RunConfig,
    notes: &Notes,
    controls: &'a TrainControls,
    task: &dyn Driven,
) -> Moment<'a> {
    let pace = f64::from(controls.pace);
    Moment {
        step: notes.step,
        steps: config.steps,
        rate: task.schedule().rate(notes.step, config.steps) * pace,
        rolled_back: notes.rolled_back,
        controls,
    }
}
