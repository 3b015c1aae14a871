//! A run of training on the compute thread: read on a thread of its own, then one piece of work a turn, between
//! the artist's own pictures.

use super::{
    command::TrainCommand,
    event::{Event, TrainNews, TrainState},
    live_sheet::{LiveSheet, Piece},
    own_pictures::OwnPictures,
    shared::Shared,
    train_limits::Limits,
    work::{Around, Due, QUIET, READING, Urgency, Work},
};
use crate::{
    error::{Error, Result, catch_panic},
    fault::SettingFault,
    train::{ReadRun, RunSetup, StepOutcome, TrainControls, TrainEvent, TrainRun},
};
use crossbeam_channel::{Receiver, TryRecvError, bounded};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// Time between two tellings of how many steps are done: each costs the window a frame.
const TELL_EVERY: Duration = Duration::from_millis(300);
/// The same where the window is drawn in software: there a frame takes the cores a tenth of a second, which would be a third of
/// the time that the steps have.
const TELL_IN_SOFTWARE: Duration = Duration::from_secs(4);

/// The compute thread's part of training. There is one run at a time.
#[derive(Default)]
pub struct TrainingWork {
    /// What is being read.
    reading: Option<Receiver<Result<ReadRun>>>,
    /// What was read and is to be begun.
    read: Option<Result<ReadRun>>,
    run: Option<Box<TrainRun>>,
    paused: bool,
    /// Controls that came before there was a run.
    controls: Option<TrainControls>,
    /// What it paints beside what it learns; they stay for the next run.
    own: OwnPictures,
    /// Its samples as they are now.
    live: LiveSheet,
    /// What it may take of the machine.
    limits: Limits,
    /// When it was last told how many steps are done.
    told: Option<Instant>,
}

impl TrainingWork {
    /// Does what the window asks for.
    ///
    /// # Errors
    /// If no thread can be started, or a checkpoint cannot be written.
    pub fn obey(&mut self, command: TrainCommand, shared: &mut Shared) -> Result<()> {
        match command {
            TrainCommand::Start(setup) => {
                self.stop(shared)?;
                self.read(setup)?;
                tell(shared, TrainNews::State(TrainState::Reading));
            }
            TrainCommand::Pause if self.goes_on() && !self.paused => {
                self.paused = true;
                tell(shared, TrainNews::State(TrainState::Paused));
                self.save(shared)?;
            }
            TrainCommand::Resume if self.goes_on() && self.paused => {
                self.paused = false;
                let state = match self.run {
                    Some(_) => TrainState::Running,
                    None => TrainState::Reading,
                };
                tell(shared, TrainNews::State(state));
            }
            TrainCommand::Stop if self.goes_on() => {
                self.stop(shared)?;
                tell(shared, TrainNews::State(TrainState::None));
            }
            TrainCommand::Save => self.save(shared)?,
            TrainCommand::Limit(limits) => self.limits.set(limits),
            TrainCommand::Paint(pictures) => self.own.want(pictures),
            TrainCommand::Control(controls) => match &mut self.run {
                Some(run) => run.set_controls(controls),
                None => self.controls = Some(controls),
            },
            // There is nothing of which this could be said.
            TrainCommand::Pause | TrainCommand::Resume | TrainCommand::Stop => {}
        }
        Ok(())
    }

    fn goes_on(&self) -> bool {
        self.run.is_some() || self.reading.is_some() || self.read.is_some()
    }

    /// Reads pictures and checkpoint on a thread of its own.
    fn read(&mut self, setup: RunSetup) -> Result<()> {
        let (sender, reading) = bounded(1);
        let body = move || {
            let read = catch_panic(|| setup.read()).map_err(Error::Compute);
            // Nobody waits any more if it was stopped.
            let _ = sender.send(read.and_then(|read| read));
        };
        std::thread::Builder::new()
            .name("train".to_owned())
            .spawn(body)
            .map_err(|e| SettingFault::NoThread(e.to_string()))?;
        self.reading = Some(reading);
        Ok(())
    }

    /// Saves and ends.
    fn stop(&mut self, shared: &Shared) -> Result<()> {
        let saved = self.save(shared);
        self.forget();
        saved
    }

    fn forget(&mut self) {
        *self = Self {
            own: std::mem::take(&mut self.own),
            limits: std::mem::take(&mut self.limits),
            ..Self::default()
        };
    }

    fn save(&mut self, shared: &Shared) -> Result<()> {
        let Some(run) = &mut self.run else {
            return Ok(());
        };
        run.save()?;
        tell_events(run, shared);
        Ok(())
    }

    fn begin(&mut self, read: ReadRun, shared: &Shared) -> Result<()> {
        let mut run = Box::new(read.begin(&shared.compute)?);
        if let Some(controls) = self.controls.take() {
            run.set_controls(controls);
        }
        tell(
            shared,
            TrainNews::Begun {
                folder: run.config().folder.clone(),
                weights: run.weights(),
                controls: run.controls(),
                steps: (run.steps_done(), run.config().steps),
                paints: run.paints(),
            },
        );
        tell(shared, TrainNews::State(TrainState::Running));
        self.run = Some(run);
        self.own.begin();
        Ok(())
    }

    /// Paints a tile of the samples, if it is time; whether it was.
    fn sample(&mut self, run: &mut TrainRun, shared: &Shared) -> bool {
        let (live, limits) = (&mut self.live, &self.limits);
        match limits.work(|| live.piece(run, Instant::now())) {
            Piece::Nothing => return false,
            Piece::Tile => {}
            Piece::Sheet(step, sheet) => tell(shared, TrainNews::Sheet { step, sheet }),
        }
        true
    }

    fn tell_step(&mut self, step: usize, shared: &Shared) {
        let now = Instant::now();
        let pause = match shared.draws_in_software() {
            true => TELL_IN_SOFTWARE,
            false => TELL_EVERY,
        };
        if self.told.is_none_or(|told| now - told >= pause) {
            self.told = Some(now);
            shared.post.step(Event::Train(TrainNews::Stepped { step }));
        }
    }

    /// Paints one of the artist's own pictures, if it is time; whether it was.
    fn paint(&mut self, run: &mut TrainRun, shared: &Shared) -> bool {
        let (step, now) = (run.steps_done(), Instant::now());
        if !run.can_paint() {
            return false;
        }
        let Some((number, photograph)) = self.own.next(step, now) else {
            return false;
        };
        if let Some(picture) = self.limits.work(|| run.paint(&photograph)) {
            let picture = Arc::new(picture);
            tell(
                shared,
                TrainNews::Painted {
                    number,
                    step,
                    picture,
                },
            );
        }
        self.own.painted(step, now);
        true
    }
}

impl Work for TrainingWork {
    fn due(&mut self, around: &Around) -> Option<Due> {
        if let Some(reading) = &self.reading {
            self.read = match reading.try_recv() {
                Ok(read) => Some(read),
                Err(TryRecvError::Empty) => None,
                Err(TryRecvError::Disconnected) => Some(Err(SettingFault::NoThread(
                    "it ended early".to_owned(),
                )
                .into())),
            };
            if self.read.is_some() {
                self.reading = None;
            }
        }
        let paints = self.own.has_new() && self.run.as_ref().is_some_and(|run| run.can_paint());
        if !self.goes_on() || (self.paused && !paints) {
            return None;
        }
        // A step may take seconds: the artist's own pictures come first.
        if around.hand_moves || around.answers || around.refines {
            return None;
        }
        let at = match (&self.reading, self.limits.rests()) {
            (Some(_), _) => around.now + READING,
            (None, Some(look)) if !paints => look,
            (None, _) => around.quiet_since + QUIET,
        };
        Some(Due {
            urgency: Urgency::Background,
            at,
        })
    }

    fn piece(&mut self, shared: &mut Shared) -> Result<()> {
        match self.read.take() {
            Some(Ok(read)) => return self.begin(read, shared),
            Some(Err(error)) => {
                self.failed(shared, error);
                return Ok(());
            }
            None => {}
        }
        if let Some(power) = self.limits.look(Instant::now()) {
            tell(shared, TrainNews::Power(power));
            if self.limits.rests().is_some() {
                self.save(shared)?;
            }
        }
        // It is gone if this panics: what it was in between is no state to go on from.
        let Some(mut run) = self.run.take() else {
            return Ok(());
        };
        let paints = self.paint(&mut run, shared);
        let rests = self.paused || self.limits.rests().is_some();
        if paints || rests || self.sample(&mut run, shared) {
            self.run = Some(run);
            return Ok(());
        }
        let outcome = self.limits.work(|| run.step());
        tell_events(&mut run, shared);
        if matches!(outcome, Ok(StepOutcome::Stepped)) {
            self.tell_step(run.steps_done(), shared);
        }
        if let Ok(StepOutcome::Done) = outcome {
            self.forget();
            tell(shared, TrainNews::State(TrainState::Done));
        } else {
            // Also after an error it can be asked again.
            self.run = Some(run);
        }
        outcome.map(|_| ())
    }

    /// A run that is still there waits until the artist lets it try again.
    fn failed(&mut self, shared: &mut Shared, error: Error) {
        let state = match self.run.take() {
            Some(run) => {
                self.forget();
                (self.run, self.paused) = (Some(run), true);
                TrainState::Paused
            }
            None => {
                self.forget();
                TrainState::None
            }
        };
        tell(shared, TrainNews::Failed(Arc::new(error)));
        tell(shared, TrainNews::State(state));
    }

    fn leave_device(&mut self, shared: &mut Shared, reason: &str) {
        if self.run.take().is_some() {
            self.failed(shared, Error::Compute(reason.to_owned()));
        }
    }

    fn end(&mut self) {
        if let Some(run) = &mut self.run {
            // Nobody is left to tell if this fails; the checkpoint of before is still whole.
            let _ = run.save();
        }
    }
}

fn tell(shared: &Shared, news: TrainNews) {
    shared.post.event(Event::Train(news));
}

/// Writes what a run has to tell into its log, and tells the window.
fn tell_events(run: &mut TrainRun, shared: &Shared) {
    for event in run.events() {
        let often = matches!(
            event,
            TrainEvent::Preparing { .. } | TrainEvent::Steps { .. }
        );
        // A log that cannot be written is no reason to stop.
        let _ = event.log(&run.config().folder);
        let event = Event::Train(TrainNews::Run(event));
        if often {
            shared.post.step(event);
        } else {
            shared.post.event(event);
        }
    }
}
