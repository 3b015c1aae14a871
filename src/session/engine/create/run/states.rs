//! The states of a run: they are remembered, gone back to, and kept as pictures.

use super::{Origin, RefineRun, State, THUMBNAIL, small};
use crate::{
    compute::thumbnail,
    error::{Error, Result, catch_panic},
    picture::Picture,
    session::engine::{
        create::request::InstantPicture,
        kept_pictures::{Kept, KeptPixels},
        state::{Shown, Snapshot, SnapshotId},
    },
    stylize::{Losses, Progress},
};
use std::sync::Arc;

/// Snapshots that a run takes by itself.
const SNAPSHOTS: f64 = 16.0;

impl RefineRun {
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
    ///
    /// # Errors
    /// If the device fails.
    pub fn branch(&mut self, id: SnapshotId) -> Result<bool> {
        let Some(State::Refine(refine)) = self.state(Shown::Snapshot(id)) else {
            return Ok(false);
        };
        let grown = refine.size() != self.refine.size();
        self.refine = self.at_its_size(refine);
        if grown {
            self.refine.renew_marks(None)?;
        }
        self.growth = None;
        self.last = self.refine.progress().ok();
        self.branch += 1;
        (self.next_mark, self.marked) = (0.0, 0.0);
        self.snapshot_due();
        self.restart_clock();
        Ok(true)
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
