//! The states that were remembered, of a run and of the artist's own.

use crate::{
    picture::Picture,
    session::engine::{Snapshot, SnapshotId},
    stylize::Engine,
};
use std::sync::Arc;

/// All of them, and which of them the canvas shows.
#[derive(Default)]
pub struct Snapshots {
    list: Vec<Snapshot>,
    /// The one that the canvas shows instead of the newest picture.
    pub shown: Option<SnapshotId>,
    /// The one that is compared with.
    pub compared: Option<SnapshotId>,
}

impl Snapshots {
    /// A state was remembered, or something else is known of it now.
    pub fn add(&mut self, snapshot: Snapshot) {
        match self.list.iter_mut().find(|s| s.id == snapshot.id) {
            Some(known) => *known = snapshot,
            None => self.list.push(snapshot),
        }
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> &[Snapshot] {
        &self.list
    }

    /// One of them.
    pub fn get(&self, id: SnapshotId) -> Option<&Snapshot> {
        self.list.iter().find(|snapshot| snapshot.id == id)
    }

    /// The small picture of the newest state.
    pub fn newest(&self) -> Option<Arc<Picture>> {
        let newest = self.list.last()?;
        Some(Arc::clone(&newest.thumbnail))
    }

    /// Whether it is the picture of Instant that the run started from.
    pub fn is_origin(&self, id: SnapshotId) -> bool {
        self.get(id)
            .is_some_and(|snapshot| snapshot.step == 0 && !snapshot.own)
    }

    /// Whether Instant has painted a look that the artist kept.
    pub fn is_of_instant(&self, id: SnapshotId) -> bool {
        self.get(id)
            .is_some_and(|snapshot| snapshot.recipe.engine == Engine::Instant)
    }

    /// Whether only the picture is left of a state.
    pub fn is_picture_only(&self, id: SnapshotId) -> bool {
        self.get(id).is_some_and(|snapshot| snapshot.picture_only)
    }

    /// A state is gone.
    pub fn forget(&mut self, id: SnapshotId) {
        self.list.retain(|snapshot| snapshot.id != id);
        self.shown.take_if(|shown| *shown == id);
    }

    /// A new run begins: those of the run before are handed out, the artist's own stay.
    pub fn begin(&mut self) -> Vec<Snapshot> {
        let all = std::mem::take(&mut self.list).into_iter();
        let (own, of_run) = all.partition(|snapshot| snapshot.own);
        self.list = own;
        self.shown = None;
        of_run
    }

    /// Brings back those of a run.
    pub fn bring_back(&mut self, of_run: Vec<Snapshot>) {
        self.list.extend(of_run);
        self.list.sort_by_key(|snapshot| snapshot.id);
        self.shown = None;
    }

    /// Another photograph is worked on.
    pub fn clear(&mut self) {
        self.list.clear();
        self.shown = None;
    }
}
