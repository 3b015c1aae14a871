//! A run of training as the window knows it: what it does, how far it is, what it has told, and what may be asked of it.

mod own;
mod pace;
mod record;
mod series;
mod until;

pub use own::{OwnPhotograph, OwnPhotographs};
pub use record::{Record, Sheet};
pub use series::{Row, Series};
pub use until::{KeptUntil, Until};

use super::{
    Power,
    engine::{TrainCommand, TrainNews, TrainState},
};
use crate::{
    compute::Level,
    error::Error,
    train::{TrainControls, TrainEvent, WeightSpec},
};
use pace::Pace;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

/// What a run does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum TrainPhase {
    /// There is none.
    #[default]
    Idle,
    /// Pictures and checkpoint are being read.
    Reading,
    /// What must be done before the first step; the share that is done, 0 to 1.
    Preparing(f32),
    /// It learns.
    Running,
    /// It waits to be gone on with, in memory.
    Paused,
    /// It was stopped, and can be gone on with from its folder.
    Stopped,
    /// It has come to its end.
    Done,
    /// It could not go on, and can be tried again from its folder.
    Failed,
}

/// What came of something that was heard.
#[derive(Clone, Debug)]
pub enum TrainTold {
    /// A run began: what it told before is to be read from the log in its folder.
    Begun(PathBuf),
    /// It has come to its end.
    Ended,
    /// It cannot go on as it is.
    Failed(Arc<Error>),
    /// A loss was no number: it went back, from and to these steps.
    WentBack(usize, usize),
}

/// The run that goes on, or went on last.
#[derive(Debug, Default)]
pub struct Training {
    phase: TrainPhase,
    folder: Option<PathBuf>,
    weights: &'static [WeightSpec],
    paints: bool,
    /// What the artist wants of it.
    controls: Option<TrainControls>,
    record: Record,
    /// What was heard since the run began, until what it told before was read.
    since: Option<Vec<TrainEvent>>,
    failure: Option<Arc<Error>>,
    pace: Pace,
    /// When it is to be stopped.
    until: Option<Until>,
    /// Where the machine has its power from, if it has a battery.
    power: Option<Power>,
    own: OwnPhotographs,
    /// The samples as they are between two looks at the validation, and after how many steps.
    live: Option<(usize, Arc<Level>)>,
}

impl Training {
    /// Takes in what the engine tells.
    pub fn hear(&mut self, news: TrainNews, now: Instant) -> Option<TrainTold> {
        match news {
            TrainNews::State(state) => self.turn(state),
            TrainNews::Begun {
                folder,
                weights,
                controls,
                steps,
                paints,
            } => {
                if self.folder.as_ref() != Some(&folder) {
                    self.own.forget_painted();
                }
                self.record = Record {
                    steps,
                    ..Record::default()
                };
                (self.weights, self.paints, self.controls) = (weights, paints, Some(controls));
                self.since = Some(Vec::new());
                self.live = None;
                self.pace.forget();
                self.folder = Some(folder.clone());
                Some(TrainTold::Begun(folder))
            }
            TrainNews::Stepped { step } => {
                self.phase = TrainPhase::Running;
                self.record.steps.0 = step;
                self.pace.note(step, now);
                None
            }
            TrainNews::Sheet { step, sheet } => {
                self.live = Some((step, sheet));
                None
            }
            TrainNews::Painted {
                number,
                step,
                picture,
            } => {
                self.own.painted(number, step, picture);
                None
            }
            TrainNews::Power(power) => {
                self.power = power;
                None
            }
            TrainNews::Run(event) => self.tell(event),
            TrainNews::Failed(error) => {
                self.failure = Some(Arc::clone(&error));
                Some(TrainTold::Failed(error))
            }
        }
    }

    fn turn(&mut self, state: TrainState) -> Option<TrainTold> {
        self.phase = match state {
            TrainState::None if self.failure.is_some() => TrainPhase::Failed,
            TrainState::None if self.folder.is_some() => TrainPhase::Stopped,
            TrainState::None => TrainPhase::Idle,
            TrainState::Reading => TrainPhase::Reading,
            TrainState::Running => TrainPhase::Running,
            TrainState::Paused => TrainPhase::Paused,
            TrainState::Done => TrainPhase::Done,
        };
        if matches!(state, TrainState::Reading | TrainState::Running) {
            self.failure = None;
        }
        self.pace.forget();
        (state == TrainState::Done).then_some(TrainTold::Ended)
    }

    fn tell(&mut self, event: TrainEvent) -> Option<TrainTold> {
        let told = match &event {
            TrainEvent::Preparing { share } => {
                self.phase = TrainPhase::Preparing(*share);
                return None;
            }
            TrainEvent::Started { .. } => {
                self.phase = TrainPhase::Running;
                None
            }
            TrainEvent::RolledBack { from, to, controls } => {
                self.controls = Some(controls.clone());
                self.live = None;
                Some(TrainTold::WentBack(*from, *to))
            }
            _ => None,
        };
        if let Some(since) = &mut self.since {
            since.push(event.clone());
        }
        if let Some(folder) = &self.folder {
            self.record.hear(folder, event);
        }
        told
    }

    /// What the run in `folder` told before was read, or could not be: the record begins at its first step.
    pub fn read(&mut self, folder: &Path, before: Option<Record>) {
        if self.folder.as_deref() != Some(folder) {
            return;
        }
        let since = self.since.take().unwrap_or_default();
        let Some(before) = before else { return };
        let now = std::mem::replace(&mut self.record, before);
        for event in since {
            self.record.hear(folder, event);
        }
        self.record.steps = (now.steps.0, now.steps.1.max(self.record.steps.1));
    }

    /// Shows a run that does not go on, by what it told; not while another one does.
    pub fn show(&mut self, folder: PathBuf, record: Record) {
        if self.goes_on() {
            return;
        }
        self.phase = match record.summary {
            Some(_) => TrainPhase::Done,
            None => TrainPhase::Stopped,
        };
        self.own.forget_painted();
        *self = Self {
            phase: self.phase,
            folder: Some(folder),
            controls: record.changes.last().map(|last| last.controls.clone()),
            record,
            own: std::mem::take(&mut self.own),
            power: self.power,
            until: self.until,
            ..Self::default()
        };
    }

    /// What it does.
    pub fn phase(&self) -> TrainPhase {
        self.phase
    }

    /// Whether the engine has a run in its hands.
    pub fn goes_on(&self) -> bool {
        use TrainPhase::{Paused, Preparing, Reading, Running};
        matches!(self.phase, Reading | Preparing(_) | Running | Paused)
    }

    /// Whether it computes, as far as nothing more urgent is to be done.
    pub fn works(&self) -> bool {
        self.goes_on() && self.phase != TrainPhase::Paused
    }

    /// Its folder.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The weights of its losses.
    pub fn weights(&self) -> &'static [WeightSpec] {
        self.weights
    }

    /// Whether it paints photographs of the artist's own.
    pub fn paints(&self) -> bool {
        self.paints
    }

    /// What the artist wants of it; none while no run is known.
    pub fn controls(&self) -> Option<&TrainControls> {
        self.controls.as_ref()
    }

    /// What it has told.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The samples as they are now, and after how many steps, if no sheet is newer.
    pub fn live(&self) -> Option<&(usize, Arc<Level>)> {
        let newest = self.record.sheets.last().map_or(0, |sheet| sheet.step);
        self.live
            .as_ref()
            .filter(|(step, _)| *step > newest || self.record.sheets.is_empty())
    }

    /// Why it could not go on.
    pub fn failure(&self) -> Option<&Arc<Error>> {
        self.failure.as_ref()
    }

    /// Photographs of the artist's own.
    pub fn own(&self) -> &OwnPhotographs {
        &self.own
    }

    /// The same, to be changed.
    pub fn own_mut(&mut self) -> &mut OwnPhotographs {
        &mut self.own
    }

    /// Steps a second of late.
    pub fn steps_a_second(&self) -> Option<f64> {
        self.pace.steps_a_second()
    }

    /// The share of the steps that is done, 0 to 1.
    pub fn share(&self) -> f32 {
        let (done, all) = self.record.steps;
        (done as f32 / all.max(1) as f32).min(1.0)
    }

    /// Seconds until the last step, at the pace of late.
    pub fn seconds_left(&self) -> Option<f64> {
        let (done, all) = self.record.steps;
        let pace = self.steps_a_second()?;
        Some(all.saturating_sub(done) as f64 / pace)
    }

    /// Other controls act from the next step on; what the engine is told.
    pub fn control(&mut self, controls: TrainControls) -> Option<TrainCommand> {
        let changed = self.controls.as_ref() != Some(&controls) && self.goes_on();
        changed.then(|| {
            self.controls = Some(controls.clone());
            TrainCommand::Control(controls)
        })
    }

    /// Where the machine has its power from; none if it has no battery, or that is not known yet.
    pub fn power(&self) -> Option<Power> {
        self.power
    }

    /// Stops it then, or not before its last step.
    pub fn stop(&mut self, until: Option<Until>) {
        self.until = until;
    }

    /// When it is to be stopped.
    pub fn until(&self) -> Option<Until> {
        self.until.filter(|_| self.goes_on())
    }

    /// Time until it is stopped, if it is to be.
    pub fn stops_in(&self, now: Instant) -> Option<Duration> {
        Some(self.until()?.left(now))
    }

    /// Whether the time is over, and which; said once.
    pub fn time_is_over(&mut self, now: Instant) -> Option<Until> {
        let is_over = |until: &mut Until| until.left(now).is_zero();
        let goes_on = self.goes_on();
        self.until.take_if(|until| goes_on && is_over(until))
    }
}

#[cfg(test)]
mod tests;
