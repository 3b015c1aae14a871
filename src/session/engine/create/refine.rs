//! Refine on the compute thread: a run that is begun, stepped, remembered and ended.

use super::{
    CreateWork, Newest,
    run::{RefineRun, finished},
};
use crate::{
    compute::Frame,
    error::Result,
    session::{
        engine::{
            event::Event,
            instant_cache::check_memory,
            shared::Shared,
            state::{Shown, View},
        },
        request::PaintRequest,
    },
    stylize::Engine,
};
use std::time::{Duration, Instant};

/// On a GPU the loss is read every so many steps.
const READ_EVERY: usize = 5;
/// Time between frames of the window at most.
const FRAME: Duration = Duration::from_millis(33);
/// Time between copies of a GPU's picture into memory, which outlive the GPU.
const BACKUP: Duration = Duration::from_secs(5);

/// What came of a growth. One that fails is told and costs the run nothing, but for a GPU that is to be left.
fn spared<T>(shared: &Shared, grown: Result<T>) -> Result<Option<T>> {
    match grown {
        Ok(grown) => Ok(Some(grown)),
        Err(error) if shared.compute.gpu => Err(error),
        Err(error) => {
            shared.tell_failed(error, false);
            Ok(None)
        }
    }
}

impl CreateWork {
    pub fn start(&mut self, shared: &mut Shared, mut start: PaintRequest) -> Result<()> {
        self.painting = false;
        start.recipe.engine = Engine::Refine;
        self.keep_pictures_of_run(shared, false)?;
        // A weight that was moved for the last picture is in this one's recipe already.
        self.steering.take();
        let net = shared.net()?;
        let size = start.size();
        self.views.clear();
        let origin = self.origin(shared, &start)?;
        let run = RefineRun::new(start, &net, &shared.compute, origin, None)?;
        shared.post.forget(View::Main);
        shared.post.event(Event::Started { size, from: None });
        if let Some(snapshot) = run.origin_snapshot() {
            shared.post.event(Event::Snapshot(snapshot));
        }
        self.run = Some(run);
        self.newest = Newest::Refine;
        self.painting = true;
        Ok(())
    }

    pub fn step(&mut self, shared: &mut Shared) -> Result<()> {
        let Some(run) = &mut self.run else {
            self.painting = false;
            return Ok(());
        };
        if let Some(controls) = self.steering.take() {
            run.steer(controls);
        }
        let step = run.refine.steps_done();
        let read = !shared.compute.gpu || step < 2 || (step + 1).is_multiple_of(READ_EVERY);
        if let Some(standing) = run.step(read)? {
            shared.post.step(Event::Step(standing));
        }
        run.renew_marks()?;
        if run.snapshot_due() {
            self.remember(shared, false)?;
        }
        self.keep_backup(shared);
        let over = self.run.as_ref().is_some_and(|run| run.refine.is_done());
        if over {
            return self.finish(shared, false);
        }
        if self.shown(View::Main) == Shown::Newest && self.shown_at.elapsed() >= FRAME {
            self.show(shared, View::Main)?;
        }
        Ok(())
    }

    /// The canvas shows more of a finished run: its decoder begins to paint that, if there is memory for it.
    pub fn begin_to_grow(&mut self, shared: &Shared, start: &PaintRequest) -> Result<()> {
        let fits = check_memory(start.size()).is_ok();
        let run = self.run.as_mut().filter(|_| fits && !self.painting);
        let begun = run.map_or(Ok(()), |run| run.grow(start));
        spared(shared, begun).map(|_| ())
    }

    /// A piece of what a decoder paints for a canvas that shows more.
    pub fn grow(&mut self, shared: &mut Shared) -> Result<()> {
        let run = self.run.as_mut();
        let grown = run.map_or(Ok(None), RefineRun::go_on_growing);
        if let Some(size) = spared(shared, grown)?.flatten() {
            shared.post.event(Event::Grown(size));
            self.show(shared, View::Main)?;
        }
        Ok(())
    }

    fn keep_backup(&mut self, shared: &mut Shared) {
        if shared.compute.gpu
            && self.backup.0.elapsed() >= BACKUP
            && let Some(run) = &self.run
        {
            self.backup = (Instant::now(), run.refine.preview().ok());
        }
    }

    pub fn remember(&mut self, shared: &mut Shared, own: bool) -> Result<()> {
        if !own && self.run.as_ref().is_some_and(|run| run.is_remembered()) {
            return Ok(());
        }
        let id = self.new_id();
        if let Some(run) = &mut self.run {
            let (snapshot, forgotten) = run.remember(id, own)?;
            shared.post.event(Event::Snapshot(snapshot));
            for id in forgotten {
                shared.post.event(Event::Forgot(id));
            }
        }
        Ok(())
    }

    pub fn finish(&mut self, shared: &mut Shared, stopped: bool) -> Result<()> {
        self.painting = false;
        self.remember(shared, false)?;
        let Some(run) = &self.run else {
            return Ok(());
        };
        let outcome = run.refine.clone().finish()?;
        if self.shown(View::Main) == Shown::Newest {
            shared.post.frame(View::Main, Frame::of(&outcome.picture));
        }
        shared.post.event(finished(run, &outcome, stopped));
        Ok(())
    }
}
