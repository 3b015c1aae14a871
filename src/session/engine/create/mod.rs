//! What the artist creates: Instant answers every change, Refine paints step by step, and finished pictures are
//! handed out. [`instant`] and [`refine`] paint, [`show`] puts pictures on the screen, [`deliver`] and [`previews`]
//! hand them out, [`restore`] brings them back.

mod bring_back;
mod deliver;
mod instant;
mod pending;
mod previews;
mod refine;
mod request;
mod run;
mod show;
mod step_paces;

use super::{
    command::Command,
    event::Event,
    kept_pictures::KeptStates,
    shared::Shared,
    state::{Shown, SnapshotId, View},
    work::{Around, Due, QUIET, Urgency, Work},
};
use crate::{
    compute::{Frame, Latest},
    error::{Error, Result},
    picture::{Picture, Tone},
    session::request::PaintRequest,
    stylize::{Controls, Engine},
};
use pending::{PendingPicture, PreviewPurpose, Purpose};
use request::{InstantPicture, InstantRequest, RequestStage, SketchPace};
use run::RefineRun;
use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::Instant,
};

/// Which of the two painters the newest picture is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Newest {
    Instant,
    Refine,
}

/// The compute thread's part of what the artist creates.
pub struct CreateWork {
    newest: Newest,
    /// What Instant shall paint, and what it has painted.
    request: Option<InstantRequest>,
    painted: Option<InstantPicture>,
    /// What it paints just now.
    begun: Option<PaintRequest>,
    /// What is to be done with pictures that are not there yet.
    pending: VecDeque<PendingPicture>,
    /// Small pictures that are wanted.
    previews: VecDeque<(PaintRequest, PreviewPurpose)>,
    sketch_pace: SketchPace,
    run: Option<RefineRun>,
    /// The newest weights for it.
    steering: Latest<Controls>,
    /// Pictures of which nothing else is left.
    kept: KeptStates,
    next_id: u64,
    /// Whether the run is stepped.
    painting: bool,
    /// Whether the last step was the run's: a picture that Refine paints only to be delivered comes next.
    stepped: bool,
    /// The artist's hand is moving the picture.
    resting: bool,
    /// What the views show, if it is not the newest picture.
    views: BTreeMap<View, Shown>,
    shown_at: Instant,
    backup: (Instant, Option<Picture>),
}

impl CreateWork {
    pub fn new(steering: Latest<Controls>) -> Self {
        Self {
            newest: Newest::Instant,
            request: None,
            painted: None,
            begun: None,
            pending: VecDeque::new(),
            previews: VecDeque::new(),
            sketch_pace: SketchPace::default(),
            run: None,
            steering,
            kept: KeptStates::default(),
            next_id: 0,
            painting: false,
            stepped: false,
            resting: false,
            views: BTreeMap::new(),
            shown_at: Instant::now(),
            backup: (Instant::now(), None),
        }
    }

    /// Does what the window asks for.
    ///
    /// # Errors
    /// If it cannot be done.
    pub fn obey(&mut self, command: Command, shared: &mut Shared) -> Result<()> {
        match command {
            Command::Start(start) => self.start(shared, *start)?,
            Command::Return => self.return_to_run(shared)?,
            Command::Pause => self.pause(shared)?,
            Command::Resume => {
                if let Some(run) = self.run.as_mut().filter(|run| !run.refine.is_done()) {
                    run.restart_clock();
                    self.painting = true;
                }
            }
            Command::Stop => self.stop(shared)?,
            Command::Grow(start) => self.begin_to_grow(shared, &start)?,
            Command::Rest(rest) => {
                self.resting = rest;
                if let Some(run) = self.run.as_mut().filter(|_| !rest) {
                    run.restart_clock();
                }
            }
            Command::Measure(shown) => self.hand_out(shared, shown, Purpose::Measure)?,
            Command::Snapshot => self.keep_look(shared)?,
            Command::Revive(shown, start) => self.revive(shared, shown, *start)?,
            Command::Restore(restored) => self.restore(shared, *restored)?,
            Command::Keep {
                number,
                newest,
                snapshots,
            } => self.hand_out_kept(shared, number, newest, &snapshots)?,
            Command::Show(view, shown) => {
                self.views.insert(view, shown);
                self.show(shared, view)?;
            }
            Command::Branch(id) => self.branch(shared, id)?,
            Command::Tone(tone) => self.set_tone(shared, tone)?,
            Command::Deliver(order) => self.deliver(shared, *order)?,
            Command::Look(name, start) => self.want_preview(*start, PreviewPurpose::Look(name)),
            Command::Variations(starts) => self.want_variations(starts),
            Command::Find(name, start) => {
                let instant = shared.instant(&start.recipe)?;
                let style = shared.cache()?.style(&instant, &start)?;
                shared.post.event(Event::Found(name, Box::new(style)));
            }
            // They are for others.
            Command::Gallery(_)
            | Command::Batch(_)
            | Command::EndBatch
            | Command::Tune(_)
            | Command::EndTuning(_)
            | Command::Train(_)
            | Command::Dream(_) => {}
        }
        Ok(())
    }

    /// A run that has done no step yet shows what it starts from.
    fn pause(&mut self, shared: &mut Shared) -> Result<()> {
        self.painting = false;
        match &self.run {
            Some(run) if run.refine.steps_done() == 0 => self.show(shared, View::Main),
            _ => Ok(()),
        }
    }

    /// What was refined is shown again.
    fn return_to_run(&mut self, shared: &mut Shared) -> Result<()> {
        if self.run.is_none() && self.kept.newest.is_none() {
            return Ok(());
        }
        self.newest = Newest::Refine;
        self.views.remove(&View::Main);
        shared.post.forget(View::Main);
        self.show(shared, View::Main)
    }

    fn stop(&mut self, shared: &mut Shared) -> Result<()> {
        match (self.newest, &mut self.request) {
            (Newest::Instant, Some(request)) => request.stage = RequestStage::Stopped,
            (Newest::Refine, _) if self.run.is_some() => self.finish(shared, true)?,
            _ => {}
        }
        Ok(())
    }

    /// The artist keeps the present look, whoever painted it.
    fn keep_look(&mut self, shared: &mut Shared) -> Result<()> {
        match self.newest {
            Newest::Instant => {
                let request = self.request.as_ref().ok_or(Error::NothingPainted)?;
                let photograph = Arc::clone(&request.start.photograph);
                self.hand_out(shared, Shown::Newest, Purpose::Keep(photograph))
            }
            Newest::Refine if self.run.is_some() => self.remember(shared, true),
            Newest::Refine => {
                self.keep_newest(shared);
                Ok(())
            }
        }
    }

    fn branch(&mut self, shared: &mut Shared, id: SnapshotId) -> Result<()> {
        let Some(run) = &mut self.run else {
            return Ok(());
        };
        self.painting = run.branch(id)? && !run.refine.is_done();
        self.newest = Newest::Refine;
        self.views.remove(&View::Main);
        self.show(shared, View::Main)
    }

    fn set_tone(&mut self, shared: &mut Shared, tone: Tone) -> Result<()> {
        if let Some(run) = &mut self.run {
            run.set_tone(tone);
        }
        if let Some(kept) = &mut self.kept.newest {
            kept.set_tone(tone);
        }
        if self.newest == Newest::Refine {
            self.show(shared, View::Main)?;
            if self.shown(View::Compare) != Shown::Newest {
                self.show(shared, View::Compare)?;
            }
        }
        Ok(())
    }

    /// What a view shows.
    fn shown(&self, view: View) -> Shown {
        self.views.get(&view).copied().unwrap_or_default()
    }

    /// Whether the artist's hand moves the picture or a slider.
    pub fn hand_moves(&self) -> bool {
        self.resting || self.request.as_ref().is_some_and(|r| !r.start.at_rest)
    }

    /// Whether Instant has something to do, now or soon.
    pub fn answers(&self) -> bool {
        self.answer_at(Instant::now()).is_some()
    }

    /// Whether Refine paints.
    pub fn refines(&self) -> bool {
        self.painting
    }

    /// Whether a picture is waited for that Refine paints only to be delivered.
    pub fn delivers_refined(&self) -> bool {
        self.pending_of(Engine::Refine).is_some()
    }

    fn answer_at(&self, now: Instant) -> Option<Instant> {
        self.instant_due(now).filter(|_| !self.resting)
    }

    fn is_stepped(&self) -> bool {
        self.painting && !self.resting
    }

    fn is_growing(&self) -> bool {
        let run = self.run.as_ref().filter(|_| self.newest == Newest::Refine);
        run.is_some_and(RefineRun::grows) && !self.painting && !self.resting
    }
}

impl Work for CreateWork {
    fn due(&mut self, around: &Around) -> Option<Due> {
        let answer = self.answer_at(around.now).map(|at| Due {
            urgency: Urgency::Answer,
            at,
        });
        if answer.is_some_and(|due| due.at <= around.now) {
            return answer;
        }
        let steps = |at| {
            Some(Due {
                urgency: Urgency::Steps,
                at,
            })
        };
        if self.is_stepped() || self.is_growing() {
            return steps(around.now);
        }
        // A picture to be delivered comes by turns with the run, or when the artist's picture has rested.
        if around.delivers && !around.answers && !around.hand_moves {
            return steps(around.quiet_since + QUIET);
        }
        answer
    }

    fn piece(&mut self, shared: &mut Shared) -> Result<()> {
        let now = Instant::now();
        if self.answer_at(now).is_some_and(|at| at <= now) {
            return self.paint_piece(shared);
        }
        let delivers = self.delivers_refined() && !self.answers() && !self.hand_moves();
        if self.is_stepped() && !(delivers && self.stepped) {
            self.stepped = true;
            return self.step(shared);
        }
        if self.is_growing() {
            return self.grow(shared);
        }
        self.stepped = false;
        self.paint_pending(shared, Engine::Refine)
    }

    /// What failed may have ended the run, and is not tried again before it is asked for once more.
    fn failed(&mut self, shared: &mut Shared, error: Error) {
        let none = self.run.is_none() && self.kept.newest.is_none();
        let run_ended = matches!(error, Error::Compute(_)) || none;
        if run_ended {
            self.painting = false;
        }
        let begun = self.begun.take();
        self.request = match self.request.take() {
            Some(request) => Some(request),
            None => begun.map(InstantRequest::stopped),
        };
        if matches!(error, Error::Compute(_)) {
            self.run = None;
        }
        shared.tell_failed(error, run_ended);
    }

    fn leave_device(&mut self, shared: &mut Shared, _: &str) {
        if let (Some(picture), Newest::Refine) = (&self.backup.1, self.newest) {
            shared.post.frame(View::Main, Frame::of(picture));
        }
        // Instant paints on the CPU what the GPU has lost.
        let begun = self.begun.take();
        let request = self.request.take().map(|request| request.start).or(begun);
        self.request = request.map(InstantRequest::new);
        self.painted = None;
        self.pending
            .iter_mut()
            .for_each(|pending| pending.run = None);
    }
}
