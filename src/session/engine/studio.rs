//! What happens on the thread that computes: it owns every tensor, works in single steps and looks
//! for commands between them.

use super::super::job::system_version;
use super::{
    Command, DeviceReason, Event, ExportRun, Pane, Shown, StartRun,
    gallery::Gallery,
    run::{Run, finished},
    scaled,
    worker::{Post, WorkerDevice},
};
use crate::{
    compute::{Compute, DeviceErrors, Frame, Latest, Pixels, Screen, Turn},
    error::{Error, Result, catch_panic},
    nn::{FeatureNet, NetSpec},
    picture::{self, Picture, Stamp},
    stylize::{Controls, Refine},
};
use crossbeam_channel::{Receiver, TryRecvError};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// On a GPU the loss is read every so many steps.
const READ_EVERY: usize = 5;
/// Time between frames of the window at most.
const FRAME: Duration = Duration::from_millis(33);
/// Time between copies of a GPU's picture into memory, which outlive the GPU.
const BACKUP: Duration = Duration::from_secs(5);

/// A frame of bytes.
fn frame_of(picture: &Picture) -> Frame {
    Frame {
        width: picture.width,
        height: picture.height,
        pixels: Pixels::Cpu(picture.to_rgba8().into()),
    }
}

/// The compute thread's own.
pub struct Studio {
    compute: Compute,
    reason: DeviceReason,
    errors: DeviceErrors,
    screen: Option<Screen>,
    net: Option<Arc<FeatureNet>>,
    run: Option<Run>,
    painting: bool,
    /// The artist's hand is moving the picture.
    resting: bool,
    panes: [Shown; 2],
    shown: Instant,
    backup: (Instant, Option<Picture>),
    gallery: Gallery,
    steering: Latest<Controls>,
    turn: Turn,
    post: Post,
}

impl Studio {
    pub fn open(device: &WorkerDevice, post: Post, steering: Latest<Controls>) -> Self {
        let (compute, reason, errors, screen) = device.open();
        let studio = Self {
            compute,
            reason,
            errors,
            screen,
            net: None,
            run: None,
            painting: false,
            resting: false,
            panes: [Shown::Newest; 2],
            shown: Instant::now(),
            backup: (Instant::now(), None),
            gallery: Gallery::default(),
            steering,
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
            let command = if self.painting && !self.resting {
                match inbox.try_recv() {
                    Ok(command) => Some(command),
                    Err(TryRecvError::Empty) => None,
                    Err(TryRecvError::Disconnected) => return,
                }
            } else {
                match inbox.recv() {
                    Ok(command) => Some(command),
                    Err(_) => return,
                }
            };
            let turn = self.turn.clone();
            let piece = || {
                // A panic anywhere becomes an error that the artist sees.
                let done = catch_panic(|| match command {
                    Some(command) => self.obey(command),
                    None => self.step(),
                });
                let done = done.map_err(Error::Compute).and_then(|done| done);
                done.and_then(|()| self.settle())
            };
            if let Err(error) = turn.compute(piece) {
                self.fail(error);
            }
        }
    }

    /// Waits for the GPU: at most one step is in flight, since the window's frames wait behind it.
    fn settle(&mut self) -> Result<()> {
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
            Command::Pause => self.painting = false,
            Command::Resume => {
                if let Some(run) = self.run.as_mut().filter(|run| !run.refine.is_done()) {
                    run.restart_clock();
                    self.painting = true;
                }
            }
            Command::Stop => {
                if self.run.is_some() {
                    self.finish(true)?;
                }
            }
            Command::Rest(rest) => {
                self.resting = rest;
                if let Some(run) = self.run.as_mut().filter(|_| !rest) {
                    run.restart_clock();
                }
            }
            Command::Measure(shown) => {
                if let Some(picture) = self.finished(shown)? {
                    self.post.event(Event::Measured(Arc::new(picture)));
                }
            }
            Command::Snapshot => self.remember()?,
            Command::Show(pane, shown) => {
                self.panes[pane as usize] = shown;
                self.show(pane)?;
            }
            Command::Branch(id) => {
                if let Some(run) = &mut self.run {
                    self.painting = run.branch(id) && !run.refine.is_done();
                    self.panes[Pane::Main as usize] = Shown::Newest;
                    self.show(Pane::Main)?;
                }
            }
            Command::Export(export) => self.export(*export)?,
            Command::Gallery(job) => self.gallery.want(*job),
            Command::Find(..) => {}
            Command::Copy(shown) => {
                if let Some(picture) = self.finished(shown)? {
                    self.post.event(Event::Copied(Arc::new(picture)));
                }
            }
        }
        Ok(())
    }

    fn start(&mut self, start: StartRun) -> Result<()> {
        self.painting = false;
        let first_id = self.run.take().map_or(0, |run| run.next_id());
        // A weight that was moved for the last picture is in this one's recipe already.
        self.steering.take();
        let net = match &self.net {
            Some(net) => Arc::clone(net),
            None => {
                let net = Arc::new(FeatureNet::open(&NetSpec::BuiltIn, &self.compute.device)?);
                Arc::clone(self.net.insert(net))
            }
        };
        let size = start.size();
        self.panes = [Shown::Newest; 2];
        self.run = Some(Run::new(start, &net, &self.compute, first_id)?);
        self.painting = true;
        self.post.event(Event::Started { size });
        Ok(())
    }

    fn step(&mut self) -> Result<()> {
        let Some(run) = &mut self.run else {
            self.painting = false;
            return Ok(());
        };
        if let Some(controls) = self.steering.take() {
            run.controls = controls;
        }
        let step = run.refine.steps_done();
        let read = !self.compute.gpu || step < 2 || (step + 1).is_multiple_of(READ_EVERY);
        if let Some(standing) = run.step(read)? {
            self.post.step(Event::Step(standing));
        }
        if run.snapshot_due() {
            self.remember()?;
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
            self.backup = (Instant::now(), run.refine.picture().ok());
        }
    }

    fn remember(&mut self) -> Result<()> {
        if let Some(run) = &mut self.run {
            let (snapshot, forgotten) = run.remember()?;
            self.post.event(Event::Snapshot(snapshot));
            for id in forgotten {
                self.post.event(Event::Forgot(id));
            }
        }
        Ok(())
    }

    /// Puts what a pane shows onto the screen.
    fn show(&mut self, pane: Pane) -> Result<()> {
        let shown = self.panes[pane as usize];
        let Some(refine) = self.run.as_ref().and_then(|run| run.state(shown)) else {
            return Ok(());
        };
        let frame = match &mut self.screen {
            Some(screen) => screen.show(refine.canvas())?,
            None => frame_of(&refine.preview()?),
        };
        self.shown = Instant::now();
        self.post.frame(pane, frame);
        Ok(())
    }

    fn finish(&mut self, stopped: bool) -> Result<()> {
        self.painting = false;
        self.remember()?;
        let Some(run) = &self.run else {
            return Ok(());
        };
        let outcome = run.refine.clone().finish()?;
        if self.panes[Pane::Main as usize] == Shown::Newest {
            self.post.frame(Pane::Main, frame_of(&outcome.picture));
        }
        self.post.event(finished(run, &outcome, stopped));
        Ok(())
    }

    fn finished(&self, shown: Shown) -> Result<Option<Picture>> {
        let refine = self.run.as_ref().and_then(|run| run.state(shown));
        match refine.cloned().map(Refine::finish) {
            Some(outcome) => Ok(Some(outcome?.picture)),
            None => Ok(self.backup.1.clone()),
        }
    }

    /// Finishes the picture here and saves it on another thread, so that painting goes on.
    fn export(&mut self, export: ExportRun) -> Result<()> {
        let Some(picture) = self.finished(export.what)? else {
            return Err(Error::Setting(
                "There is no painted picture to save yet; start painting first.".to_owned(),
            ));
        };
        let state = self.run.as_ref().and_then(|run| run.state(export.what));
        let recipe = state.map(|refine| refine.played().to_json());
        let stamp = Stamp {
            recipe: recipe.filter(|_| export.with_recipe),
            system_version: self.net.as_deref().map_or_else(
                || format!("{} ", env!("CARGO_PKG_VERSION")),
                |net| system_version(&net.hash),
            ),
            title: Some(export.title.clone()),
        };
        let (outbox, wake) = (self.post.outbox.clone(), Arc::clone(&self.post.wake));
        let save = move || {
            let ExportRun {
                path,
                options,
                percent,
                watch,
                ..
            } = export;
            let saved = catch_panic(|| {
                let picture = scaled(&picture, percent);
                picture::export_watched(&picture, &path, &options, &stamp, &watch)
            });
            drop(watch);
            let event = match saved.map_err(Error::Compute).and_then(|saved| saved) {
                Ok(true) => Some(Event::Exported(path)),
                Ok(false) => None,
                Err(error) => Some(Event::Failed {
                    error: Arc::new(error),
                    run_ended: false,
                }),
            };
            if let Some(event) = event {
                let _ = outbox.send(event);
            }
            wake();
        };
        std::thread::Builder::new()
            .name("export".to_owned())
            .spawn(save)
            .map_err(|e| Error::Setting(format!("The picture could not be saved ({e}).")))?;
        Ok(())
    }

    /// Says what failed. What is left of a GPU that failed is given up, the CPU goes on.
    fn fail(&mut self, error: Error) {
        let run_ended = matches!(error, Error::Compute(_)) || self.run.is_none();
        if run_ended {
            self.painting = false;
        }
        if matches!(error, Error::Compute(_)) {
            self.run = None;
            self.net = None;
            if self.compute.gpu {
                self.compute = Compute::cpu("the GPU failed");
                self.reason = DeviceReason::GpuFailed;
                self.screen = None;
                self.tell_device();
                if let Some(picture) = &self.backup.1 {
                    let frame = frame_of(picture);
                    self.post.frame(Pane::Main, frame);
                }
            }
        }
        self.post.event(Event::Failed {
            error: Arc::new(error),
            run_ended,
        });
    }
}
