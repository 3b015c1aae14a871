//! A task as its run drives it, whatever its batches and scores are.

use super::{
    checkpoint_contents::{CheckpointContents, Saved},
    controls::WeightSpec,
    task::{Measure, Moment, Task},
    terms::Terms,
};
use crate::{
    data::{Part, Prefetch, Split},
    error::Result,
    fault::TrainWarning,
    nn::TrainedOn,
    optim::Schedule,
    picture::Picture,
};

/// [`Task`] without its types.
pub trait Driven: Send {
    fn weights(&self) -> &'static [WeightSpec];
    fn columns(&self) -> usize;
    fn schedule(&self) -> Schedule;
    fn pictures(&self) -> Vec<(&'static str, Split)>;
    fn learns_from(&self) -> Vec<TrainedOn>;
    fn warnings(&mut self) -> Vec<TrainWarning>;
    fn prepare(&mut self, moment: &Moment<'_>) -> Result<Option<f32>>;
    /// Begins to make the batches from the step at `moment` on.
    fn start(&mut self, moment: &Moment<'_>) -> Result<()>;
    /// One step; `None` if there is no batch for it.
    fn step(&mut self, moment: &Moment<'_>) -> Option<Terms>;
    /// Looks at an item; whether there was one.
    fn examine(&mut self, part: Part, item: usize) -> bool;
    /// What was seen since the last time; `None` if nothing was.
    fn measure(&mut self) -> Option<Measure>;
    fn sample(&mut self, item: usize) -> Option<Picture>;
    fn paints(&self) -> bool;
    fn paint(&mut self, photograph: &Picture) -> Option<Picture>;
    fn save(&self) -> CheckpointContents;
    fn restore(&mut self, saved: &Saved) -> Result<()>;
}

/// A task, its batches and what was seen of its validation so far.
pub struct Driver<T: Task> {
    task: T,
    schedule: Schedule,
    batches: Option<Prefetch<T::Batch>>,
    scores: Vec<T::Score>,
}

impl<T: Task> Driver<T> {
    pub fn new(task: T, schedule: Schedule) -> Self {
        Self {
            task,
            schedule,
            batches: None,
            scores: Vec::new(),
        }
    }
}

impl<T: Task> Driven for Driver<T> {
    fn weights(&self) -> &'static [WeightSpec] {
        T::WEIGHTS
    }

    fn columns(&self) -> usize {
        self.task.columns()
    }

    fn schedule(&self) -> Schedule {
        self.schedule
    }

    fn pictures(&self) -> Vec<(&'static str, Split)> {
        self.task.pictures()
    }

    fn learns_from(&self) -> Vec<TrainedOn> {
        self.task.learns_from()
    }

    fn warnings(&mut self) -> Vec<TrainWarning> {
        self.task.warnings()
    }

    fn prepare(&mut self, moment: &Moment<'_>) -> Result<Option<f32>> {
        self.task.prepare(moment)
    }

    fn start(&mut self, moment: &Moment<'_>) -> Result<()> {
        // The old thread ends before the new one begins.
        self.batches = None;
        let make = self.task.batches(moment.rolled_back);
        self.batches = Some(Prefetch::start(moment.step..moment.steps, make)?);
        Ok(())
    }

    fn step(&mut self, moment: &Moment<'_>) -> Option<Terms> {
        let batch = self.batches.as_mut()?.next()?;
        Some(self.task.step(batch, moment))
    }

    fn examine(&mut self, part: Part, item: usize) -> bool {
        let score = self.task.examine(part, item);
        let there = score.is_some();
        self.scores.extend(score);
        there
    }

    fn measure(&mut self) -> Option<Measure> {
        let scores = std::mem::take(&mut self.scores);
        (!scores.is_empty()).then(|| self.task.measure(scores))
    }

    fn sample(&mut self, item: usize) -> Option<Picture> {
        self.task.sample(item)
    }

    fn paints(&self) -> bool {
        T::PAINTS
    }

    fn paint(&mut self, photograph: &Picture) -> Option<Picture> {
        self.task.paint(photograph)
    }

    fn save(&self) -> CheckpointContents {
        let mut snapshot = CheckpointContents::default();
        self.task.save(&mut snapshot);
        snapshot
    }

    fn restore(&mut self, saved: &Saved) -> Result<()> {
        (self.batches, self.scores) = (None, Vec::new());
        self.task.restore(saved)
    }
}
