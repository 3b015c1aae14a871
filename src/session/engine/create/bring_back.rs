//! Pictures that outlive what painted them: they come back, are gone on from, and are handed out to be written down.

use super::{
    CreateWork, Newest,
    run::{RefineRun, State, small},
};
use crate::{
    error::{Error, Result, catch_panic},
    picture::Picture,
    session::{
        engine::{
            event::Event,
            kept_pictures::{Kept, KeptPixels, KeptStates, KeptWork, Restored},
            shared::Shared,
            state::{Shown, Snapshot, SnapshotId, View},
        },
        request::{Loaded, PaintRequest},
    },
    stylize::{Engine, Losses, Recipe, SourceRef, Start},
};
use std::sync::Arc;

/// Name of the picture in recipes of runs that were gone on with from one.
const NAME: &str = "a picture that was kept";

impl CreateWork {
    /// Another photograph is worked on: what was kept of it comes, what was of the other one goes.
    pub fn restore(&mut self, shared: &mut Shared, restored: Restored) -> Result<()> {
        self.painting = false;
        self.run = None;
        let all = restored.snapshots.iter().chain(&restored.newest);
        let highest = all.map(|kept| kept.snapshot.id.0).max();
        self.next_id = self.next_id.max(highest.map_or(0, |id| id + 1));
        self.kept = KeptStates {
            newest: restored.newest,
            snapshots: restored.snapshots,
        };
        self.views.clear();
        if restored.shown && self.kept.newest.is_some() {
            self.newest = Newest::Refine;
            shared.post.forget(View::Main);
            self.show(shared, View::Main)?;
        }
        Ok(())
    }

    /// A run that is given up leaves pictures of its snapshots: all of them, or only the artist's own.
    pub fn keep_pictures_of_run(&mut self, shared: &mut Shared, all: bool) -> Result<()> {
        if !all {
            self.kept.snapshots.retain(|kept| kept.snapshot.own);
            self.kept.newest = None;
        }
        let Some(run) = self.run.take() else {
            return Ok(());
        };
        let wanted = |snapshot: &Snapshot| all || snapshot.own;
        for mut kept in run.kept(wanted)? {
            kept.snapshot.picture_only = true;
            shared.post.event(Event::Snapshot(kept.snapshot.clone()));
            self.kept.snapshots.push(kept);
        }
        self.kept.snapshots.sort_by_key(|kept| kept.snapshot.id);
        Ok(())
    }

    /// Goes on from a picture.
    pub fn revive(
        &mut self,
        shared: &mut Shared,
        shown: Shown,
        mut start: PaintRequest,
    ) -> Result<()> {
        let kept = match (self.kept.of(shown), shown, &self.run) {
            (Some(kept), ..) => Some(kept.clone()),
            (None, Shown::Snapshot(id), Some(run)) => run.kept_at(id)?,
            _ => None,
        };
        let Some(kept) = kept else {
            return Ok(());
        };
        self.painting = false;
        self.steering.take();
        let picture = kept.picture()?;
        let step = kept.snapshot.step;
        start.recipe.engine = Engine::Refine;
        start.recipe.stop_after = None;
        start.recipe.begun_at = step;
        start.recipe.start = Start::Picture(SourceRef {
            name: NAME.to_owned(),
            blake3: blake3::hash(&picture.to_rgba8()).to_string(),
            licence: None,
        });
        let (net, size) = (shared.net()?, start.size());
        let branch = kept.snapshot.branch + usize::from(shown != Shown::Newest);
        let run =
            RefineRun::new(start, &net, &shared.compute, None, Some(picture))?.on_branch(branch);
        self.keep_pictures_of_run(shared, true)?;
        self.kept.newest = None;
        self.views.remove(&View::Main);
        shared.post.forget(View::Main);
        shared.post.event(Event::Started {
            size,
            from: Some(step),
        });
        self.painting = !run.refine.is_done();
        self.run = Some(run);
        self.newest = Newest::Refine;
        if !self.painting {
            return self.finish(shared, false);
        }
        self.show(shared, View::Main)
    }

    /// Hands out pictures to be written down; who waits for them hears of it, too, if that fails.
    pub fn hand_out_kept(
        &mut self,
        shared: &mut Shared,
        number: u64,
        newest: bool,
        wanted: &[SnapshotId],
    ) -> Result<()> {
        let work = catch_panic(|| self.kept_pictures(shared, number, newest, wanted))
            .map_err(Error::Compute)
            .and_then(|work| work);
        let (work, done) = match work {
            Ok(work) => (work, Ok(())),
            Err(error) => {
                let nothing = KeptWork {
                    number,
                    failed: true,
                    ..KeptWork::default()
                };
                (nothing, Err(error))
            }
        };
        shared.post.event(Event::Kept(Box::new(work)));
        done
    }

    fn kept_pictures(
        &mut self,
        shared: &mut Shared,
        number: u64,
        newest: bool,
        wanted: &[SnapshotId],
    ) -> Result<KeptWork> {
        let mut work = KeptWork {
            number,
            ..KeptWork::default()
        };
        if newest {
            work.newest = match &self.run {
                Some(run) => Some(run.as_kept()?),
                None => self.kept.newest.clone(),
            };
        }
        for id in wanted {
            let picture = match self.state(Shown::Snapshot(*id)) {
                Some(State::Refine(refine)) => refine.whole()?,
                Some(State::Kept(kept)) => kept.picture()?,
                Some(State::Instant(painted)) => {
                    let painted = painted.clone();
                    self.picture_of(shared, &painted)?
                }
                None => continue,
            };
            work.snapshots.push((*id, picture));
        }
        Ok(work)
    }

    /// The picture of Instant, as one that the artist keeps.
    pub fn keep_instant(
        &mut self,
        shared: &mut Shared,
        picture: Arc<Picture>,
        recipe: Recipe,
        photograph: Arc<Loaded>,
    ) {
        let snapshot = Snapshot {
            id: self.new_id(),
            step: 0,
            branch: 0,
            losses: Losses::default(),
            thumbnail: Arc::new(small(&picture)),
            own: true,
            picture_only: true,
            recipe: Arc::new(recipe),
        };
        shared.post.event(Event::Snapshot(snapshot.clone()));
        self.kept.snapshots.push(Kept {
            snapshot,
            pixels: KeptPixels::Memory(picture),
            photograph,
        });
    }

    /// The artist keeps what is left of a run of another day.
    pub fn keep_newest(&mut self, shared: &mut Shared) {
        let Some(mut kept) = self.kept.newest.clone() else {
            return;
        };
        kept.snapshot.id = self.new_id();
        kept.snapshot.own = true;
        shared.post.event(Event::Snapshot(kept.snapshot.clone()));
        self.kept.snapshots.push(kept);
    }

    /// Number of the next snapshot.
    pub fn new_id(&mut self) -> SnapshotId {
        let id = SnapshotId(self.next_id);
        self.next_id += 1;
        id
    }
}
