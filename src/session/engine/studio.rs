//! What happens on the thread that computes: it owns every tensor, works in single steps and looks
//! for commands between them.

use super::{
    Command, DeviceReason, Event, Pane, Shown, StartRun,
    batch::BatchWork,
    gallery::Gallery,
    kept::KeptStates,
    painter::Painter,
    run::{Run, State, finished},
    small::Small,
    wish::{Errand, Pace, Purpose, Shot, Stage, Wish},
    worker::{Asked, Post, WorkerDevice},
};
use crate::{
    compute::{Compute, DeviceErrors, Frame, Screen, Turn, give_back},
    error::{Error, Result, catch_panic},
    nn::{FeatureNet, NetSpec},
    picture::Picture,
    stylize::{Engine, Instant as Generator, Recipe},
};
use burn::tensor::Tensor;
use crossbeam_channel::{Receiver, TryRecvError, after, never, select};
use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

/// On a GPU the loss is read every so many steps.
const READ_EVERY: usize = 5;
/// Time between frames of the window at most.
const FRAME: Duration = Duration::from_millis(33);
/// Time between copies of a GPU's picture into memory, which outlive the GPU.
const BACKUP: Duration = Duration::from_secs(5);

/// Time that all else rests before the gallery is worked at, so that it is never in the way.
pub const QUIET: Duration = Duration::from_millis(300);
/// Time that all rests before freed memory is given back.
const IDLE: Duration = Duration::from_secs(2);
/// Time after which it is looked whether a file of the gallery was read.
pub const READING: Duration = Duration::from_millis(20);

/// Which of the two painters the newest picture is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newest {
    Instant,
    Refine,
}

/// The compute thread's own.
pub struct Studio {
    pub(super) compute: Compute,
    reason: DeviceReason,
    errors: DeviceErrors,
    pub(super) screen: Option<Screen>,
    net: Option<Arc<FeatureNet>>,
    pub(super) painter: Option<Painter>,
    pub(super) newest: Newest,
    /// What Instant shall paint, and what it has painted.
    pub(super) wish: Option<Wish>,
    pub(super) shot: Option<Shot>,
    /// What it paints just now.
    pub(super) at_work: Option<StartRun>,
    /// What is to be done with pictures that are not there yet.
    pub(super) errands: VecDeque<Errand>,
    /// Small pictures that are wanted.
    pub(super) small: VecDeque<(StartRun, Small)>,
    pub(super) pace: Pace,
    pub(super) run: Option<Run>,
    /// Pictures of which nothing else is left.
    pub(super) kept: KeptStates,
    pub(super) next_id: u64,
    pub(super) painting: bool,
    /// The artist's hand is moving the picture.
    pub(super) resting: bool,
    pub(super) panes: [Shown; 2],
    pub(super) shown: Instant,
    pub(super) backup: (Instant, Option<Picture>),
    pub(super) gallery: Gallery,
    pub(super) batch: BatchWork,
    /// Whether the last step was of the artist's own picture: the batch's comes next.
    batch_turn: bool,
    /// How many pictures of the batch the window knows to be done, and whether it knows the end.
    pub(super) batch_told: (usize, bool),
    /// Whether the window's GPU is one in software: slow enough that a piece of the gallery would be in
    /// the way.
    pub(super) software: bool,
    /// When something else than the gallery was last worked at.
    pub(super) busy: Instant,
    /// Whether freed memory was given back since something was done last.
    given_back: bool,
    pub(super) asked: Asked,
    turn: Turn,
    pub(super) post: Post,
}

/// What the thread does next.
enum Next {
    Obey(Command),
    Want(Box<StartRun>),
    Paint,
    Step,
    Batch,
    Gallery,
    End,
}

impl Studio {
    pub fn open(device: &WorkerDevice, post: Post, asked: Asked) -> Self {
        let (compute, reason, errors, screen) = device.open();
        let studio = Self {
            compute,
            reason,
            errors,
            screen,
            net: None,
            painter: None,
            newest: Newest::Instant,
            wish: None,
            shot: None,
            at_work: None,
            errands: VecDeque::new(),
            small: VecDeque::new(),
            pace: Pace::default(),
            run: None,
            kept: KeptStates::default(),
            next_id: 0,
            painting: false,
            resting: false,
            panes: [Shown::Newest; 2],
            shown: Instant::now(),
            backup: (Instant::now(), None),
            gallery: Gallery::default(),
            batch: BatchWork::default(),
            batch_turn: false,
            batch_told: (0, false),
            software: device.window.as_ref().is_some_and(|w| !w.is_hardware()),
            busy: Instant::now(),
            given_back: false,
            asked,
            turn: device
                .window
                .as_ref()
                .map(|w| w.turn.clone())
                .unwrap_or_default(),
            post,
        };
        studio.tell_device();
        studio
    }

    /// A picture on the window's device, as a texture.
    fn on_screen(&mut self, canvas: Tensor<4>) -> Result<Frame> {
        match &mut self.screen {
            Some(screen) => screen.show(canvas),
            None => Err(Error::Compute("the GPU has failed".to_owned())),
        }
    }

    fn tell_device(&self) {
        self.post.event(Event::Device {
            name: self.compute.name.clone(),
            reason: self.reason,
            gpu: self.compute.gpu,
        });
    }

    /// Until the window is gone.
    pub fn work(mut self, inbox: &Receiver<Command>) {
        loop {
            let next = self.next(inbox);
            self.given_back = false;
            if matches!(next, Next::End) {
                return;
            }
            if !matches!(next, Next::Gallery | Next::Batch) {
                self.busy = Instant::now();
            }
            let turn = self.turn.clone();
            let piece = || {
                // A panic anywhere becomes an error that the artist sees.
                let done = catch_panic(|| match next {
                    Next::Obey(command) => self.obey(command),
                    Next::Want(start) => self.want(*start),
                    Next::Paint => self.paint_piece(),
                    Next::Step => self.step(),
                    Next::Batch => self.batch_piece(),
                    Next::Gallery => self.gallery_piece(),
                    Next::End => Ok(()),
                });
                let done = done.map_err(Error::Compute).and_then(|done| done);
                done.and_then(|()| self.settle())
            };
            if let Err(error) = turn.compute(piece) {
                self.fail(error);
            }
        }
    }

    /// Commands come first, then what is wanted; Instant answers before Refine goes on. The gallery is
    /// worked at when all else has rested for a while.
    fn next(&mut self, inbox: &Receiver<Command>) -> Next {
        loop {
            match inbox.try_recv() {
                Ok(command) => return Next::Obey(command),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => return Next::End,
            }
            if let Some(start) = self.asked.wanted.take() {
                return Next::Want(Box::new(start));
            }
            let due = self.due().filter(|_| !self.resting);
            let now = Instant::now();
            if due.is_some_and(|at| at <= now) {
                return Next::Paint;
            }
            let steps = self.painting && !self.resting;
            let batch = self.batch_due(due.is_some());
            let both = steps && batch.is_some_and(|at| at <= now) && self.batch_turn;
            if steps && !both {
                self.batch_turn = true;
                return Next::Step;
            }
            if batch.is_some_and(|at| at <= now) {
                self.batch_turn = false;
                return Next::Batch;
            }
            let gallery = self.gallery_due(due.is_some() || batch.is_some());
            if gallery.is_some_and(|at| at <= now) {
                return Next::Gallery;
            }
            let alarm = due.into_iter().chain(batch).chain(gallery).min();
            let rests = alarm.is_none() && !self.given_back;
            let alarm = alarm.or(rests.then(|| now + IDLE));
            let alarm = alarm.map_or_else(never, |at| after(at - now));
            select! {
                recv(inbox) -> command => return command.map_or(Next::End, Next::Obey),
                recv(self.asked.rung) -> _ => {}
                recv(alarm) -> _ => if rests {
                    self.given_back = true;
                    give_back();
                }
            }
        }
    }

    /// Waits for the GPU: at most one step is in flight, since the window's frames wait behind it.
    pub(super) fn settle(&mut self) -> Result<()> {
        if !self.compute.gpu {
            return Ok(());
        }
        let device = &self.compute.device;
        let idle = catch_panic(|| device.sync().map_err(|e| format!("{e:?}")));
        let told = self.errors.take();
        idle.and_then(|idle| idle).map_err(Error::Compute)?;
        told.map_or(Ok(()), |error| Err(Error::Compute(error)))
    }

    fn obey(&mut self, command: Command) -> Result<()> {
        match command {
            Command::Start(start) => self.start(*start)?,
            Command::Return => {
                if self.run.is_some() || self.kept.newest.is_some() {
                    self.newest = Newest::Refine;
                    self.panes[Pane::Main as usize] = Shown::Newest;
                    self.post.forget(Pane::Main);
                    self.show(Pane::Main)?;
                }
            }
            Command::Pause => self.painting = false,
            Command::Resume => {
                if let Some(run) = self.run.as_mut().filter(|run| !run.refine.is_done()) {
                    run.restart_clock();
                    self.painting = true;
                }
            }
            Command::Stop => match self.newest {
                Newest::Instant => {
                    if let Some(wish) = &mut self.wish {
                        wish.stage = Stage::Stopped;
                    }
                }
                Newest::Refine => {
                    if self.run.is_some() {
                        self.finish(true)?;
                    }
                }
            },
            Command::Rest(rest) => {
                self.resting = rest;
                if let Some(run) = self.run.as_mut().filter(|_| !rest) {
                    run.restart_clock();
                }
            }
            Command::Measure(shown) => self.hand_out(shown, Purpose::Measure)?,
            Command::Snapshot => match self.newest {
                Newest::Instant => {
                    let wish = self.wish.as_ref().ok_or(Error::NothingPainted)?;
                    let photograph = Arc::clone(&wish.start.photograph);
                    self.hand_out(Shown::Newest, Purpose::Keep(photograph))?;
                }
                Newest::Refine if self.run.is_some() => self.remember(true)?,
                Newest::Refine => self.keep_newest(),
            },
            Command::Revive(shown, start) => self.revive(shown, *start)?,
            Command::Restore(restored) => self.restore(*restored)?,
            Command::Keep {
                number,
                newest,
                snapshots,
            } => self.hand_down(number, newest, &snapshots)?,
            Command::Show(pane, shown) => {
                self.panes[pane as usize] = shown;
                self.show(pane)?;
            }
            Command::Branch(id) => {
                if let Some(run) = &mut self.run {
                    self.painting = run.branch(id) && !run.refine.is_done();
                    self.newest = Newest::Refine;
                    self.panes[Pane::Main as usize] = Shown::Newest;
                    self.show(Pane::Main)?;
                }
            }
            Command::Tone(tone) => {
                if let Some(run) = &mut self.run {
                    run.set_tone(tone);
                }
                if let Some(kept) = &mut self.kept.newest {
                    kept.set_tone(tone);
                }
                if self.newest == Newest::Refine {
                    self.show(Pane::Main)?;
                    if self.panes[Pane::Other as usize] != Shown::Newest {
                        self.show(Pane::Other)?;
                    }
                }
            }
            Command::Deliver(order) => self.deliver(*order)?,
            Command::Gallery(job) => self.gallery.want(*job),
            Command::Batch(batch) => {
                let news = self.batch.begin(*batch)?;
                self.tell_batch(news);
            }
            Command::EndBatch => {
                if let Some(news) = self.batch.end() {
                    self.tell_batch(news);
                }
            }
            Command::Look(name, start) => self.want_small(*start, Small::Look(name)),
            Command::Variations(starts) => self.want_variations(starts),
            Command::Find(name, start) => {
                let instant = self.instant(&start.recipe)?;
                let style = self.painter()?.style(&instant, &start)?;
                self.post.event(Event::Found(name, Box::new(style)));
            }
        }
        Ok(())
    }

    /// The network that sees.
    pub(super) fn net(&mut self) -> Result<Arc<FeatureNet>> {
        if let Some(net) = &self.net {
            return Ok(Arc::clone(net));
        }
        let net = Arc::new(FeatureNet::open(&NetSpec::BuiltIn, &self.compute.device)?);
        Ok(Arc::clone(self.net.insert(net)))
    }

    /// Instant, opened when it is first needed.
    pub(super) fn painter(&mut self) -> Result<&mut Painter> {
        let painter = match self.painter.take() {
            Some(painter) => painter,
            None => Painter::new(self.net()?, &self.compute),
        };
        Ok(self.painter.insert(painter))
    }

    /// The generator that `recipe` names, or the newest where that is not there, which is told once.
    pub(super) fn instant(&mut self, recipe: &Recipe) -> Result<Arc<Generator>> {
        let (instant, missing) = self.painter()?.instant(recipe)?;
        if let Some(error) = missing {
            self.post.event(Event::Failed {
                error: Arc::new(error),
                run_ended: false,
            });
        }
        Ok(instant)
    }

    fn start(&mut self, mut start: StartRun) -> Result<()> {
        self.painting = false;
        start.recipe.engine = Engine::Refine;
        self.lay_down(false)?;
        // A weight that was moved for the last picture is in this one's recipe already.
        self.asked.steering.take();
        let net = self.net()?;
        let size = start.size();
        self.panes = [Shown::Newest; 2];
        let origin = self.origin(&start)?;
        let origin = origin.map(|shot| (self.new_id(), shot));
        let run = Run::new(start, &net, &self.compute, origin, None)?;
        self.post.forget(Pane::Main);
        self.post.event(Event::Started { size, from: None });
        if let Some(snapshot) = run.origin_snapshot() {
            self.post.event(Event::Snapshot(snapshot));
        }
        self.run = Some(run);
        self.newest = Newest::Refine;
        self.painting = true;
        Ok(())
    }

    fn step(&mut self) -> Result<()> {
        let Some(run) = &mut self.run else {
            self.painting = false;
            return Ok(());
        };
        if let Some(controls) = self.asked.steering.take() {
            run.steer(controls);
        }
        let step = run.refine.steps_done();
        let read = !self.compute.gpu || step < 2 || (step + 1).is_multiple_of(READ_EVERY);
        if let Some(standing) = run.step(read)? {
            self.post.step(Event::Step(standing));
        }
        if run.snapshot_due() {
            self.remember(false)?;
        }
        self.keep_backup();
        let over = self.run.as_ref().is_some_and(|run| run.refine.is_done());
        if over {
            return self.finish(false);
        }
        if self.panes[Pane::Main as usize] == Shown::Newest && self.shown.elapsed() >= FRAME {
            self.show(Pane::Main)?;
        }
        Ok(())
    }

    fn keep_backup(&mut self) {
        if self.compute.gpu
            && self.backup.0.elapsed() >= BACKUP
            && let Some(run) = &self.run
        {
            self.backup = (Instant::now(), run.refine.preview().ok());
        }
    }

    fn remember(&mut self, own: bool) -> Result<()> {
        if !own && self.run.as_ref().is_some_and(|run| run.is_remembered()) {
            return Ok(());
        }
        let id = self.new_id();
        if let Some(run) = &mut self.run {
            let (snapshot, forgotten) = run.remember(id, own)?;
            self.post.event(Event::Snapshot(snapshot));
            for id in forgotten {
                self.post.event(Event::Forgot(id));
            }
        }
        Ok(())
    }

    /// What is meant by `shown`.
    pub(super) fn state(&self, shown: Shown) -> Option<State<'_>> {
        match (shown, self.newest) {
            (Shown::Newest, Newest::Instant) => self.shot.as_ref().map(State::Instant),
            (shown, _) => {
                let run = self.run.as_ref().and_then(|run| run.state(shown));
                run.or_else(|| self.kept.of(shown).map(State::Kept))
            }
        }
    }

    /// Puts what a pane shows onto the screen.
    pub(super) fn show(&mut self, pane: Pane) -> Result<()> {
        let shown = self.panes[pane as usize];
        let origin = self.run.as_ref().and_then(Run::origin_until_finer);
        let state = match (shown, self.newest, origin) {
            (Shown::Newest, Newest::Refine, Some(origin)) => Some(State::Instant(origin)),
            _ => self.state(shown),
        };
        let frame = match state {
            None => return Ok(()),
            Some(State::Instant(shot)) => {
                let shot = shot.clone();
                self.frame_of_shot(&shot)?
            }
            Some(State::Kept(kept)) => Frame::of(&kept.seen()?),
            Some(State::Refine(refine)) => match &self.screen {
                None => Frame::of(&refine.preview()?),
                Some(_) => {
                    let canvas = refine.live()?;
                    self.on_screen(canvas)?
                }
            },
        };
        self.shown = Instant::now();
        self.post.frame(pane, frame);
        Ok(())
    }

    pub(super) fn finish(&mut self, stopped: bool) -> Result<()> {
        self.painting = false;
        self.remember(false)?;
        let Some(run) = &self.run else {
            return Ok(());
        };
        let outcome = run.refine.clone().finish()?;
        if self.panes[Pane::Main as usize] == Shown::Newest {
            self.post.frame(Pane::Main, Frame::of(&outcome.picture));
        }
        self.post.event(finished(run, &outcome, stopped));
        Ok(())
    }

    /// Says what failed. What is left of a GPU that failed is given up, the CPU goes on.
    fn fail(&mut self, error: Error) {
        let none = self.run.is_none() && self.kept.newest.is_none();
        let run_ended = matches!(error, Error::Compute(_)) || none;
        if run_ended {
            self.painting = false;
        }
        let wanted = self.at_work.take();
        self.wish = match self.wish.take() {
            Some(wish) => Some(wish),
            None => wanted.map(Wish::stopped),
        };
        if matches!(error, Error::Compute(_)) {
            self.run = None;
            self.net = None;
            self.painter = None;
            if self.compute.gpu {
                self.compute = Compute::cpu("the GPU failed");
                self.reason = DeviceReason::GpuFailed;
                self.screen = None;
                self.tell_device();
                if let (Some(picture), Newest::Refine) = (&self.backup.1, self.newest) {
                    let frame = Frame::of(picture);
                    self.post.frame(Pane::Main, frame);
                }
                self.gallery.leave_device();
                self.batch.leave_device(&error.to_string());
                // Instant paints on the CPU what the GPU has lost.
                self.wish = self.wish.take().map(|wish| Wish::new(wish.start));
                self.shot = None;
                self.errands.iter_mut().for_each(|errand| errand.run = None);
            }
        }
        self.post.event(Event::Failed {
            error: Arc::new(error),
            run_ended,
        });
    }
}
