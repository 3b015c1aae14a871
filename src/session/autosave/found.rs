//! Work that was kept, and comes back.

use super::{
    save::{THUMBNAIL, WORK},
    slot::Slot,
};
use crate::{
    picture::{self, DecodeLimits, Picture},
    session::{
        engine::{Kept, KeptPixels, Restored, Snapshot, SnapshotId},
        request::Loaded,
        saved::{SavedSnapshot, SavedWork},
    },
};
use std::sync::Arc;

/// Work that was found. Nobody else finds it as long as this lives.
#[derive(Debug)]
pub struct FoundWork {
    /// What it is.
    pub saved: Box<SavedWork>,
    pub(super) slot: Slot,
}

impl FoundWork {
    /// What is in the folder of `slot`, if that can be read.
    pub fn read(slot: Slot) -> Option<Self> {
        let text = std::fs::read_to_string(slot.folder.join(WORK)).ok()?;
        let saved: SavedWork = serde_json::from_str(&text).ok()?;
        saved.project.recipe.check().ok()?;
        Some(Self {
            saved: Box::new(saved),
            slot,
        })
    }

    /// A small picture of it.
    pub fn preview(&self) -> Option<Picture> {
        let path = self.slot.folder.join(THUMBNAIL);
        picture::load(&path, DecodeLimits::default()).ok()
    }

    /// What the engine is given of it; snapshots whose files are gone are left out.
    pub fn restored(&self, photograph: &Arc<Loaded>) -> Restored {
        let folder = &self.slot.folder;
        let small = |file: String| {
            let picture = picture::load(&folder.join(file), DecodeLimits::default());
            picture.ok().map(Arc::new)
        };
        let kept = |saved: &SavedSnapshot| {
            let file = folder.join(SavedSnapshot::file(saved.id));
            let snapshot = Snapshot {
                id: saved.id,
                step: saved.step,
                branch: saved.branch,
                losses: saved.losses,
                thumbnail: small(SavedSnapshot::small_file(saved.id))?,
                own: saved.own,
                picture_only: true,
                recipe: Arc::new(saved.recipe.clone()),
            };
            file.is_file().then(|| Kept {
                snapshot,
                pixels: KeptPixels::File(file),
                photograph: Arc::clone(photograph),
            })
        };
        let snapshots = self.saved.snapshots.iter().filter_map(kept).collect();
        let newest = self.saved.run.as_ref().and_then(|run| {
            let file = folder.join(&run.file);
            let thumbnail = Picture::from_rgb(1, 1, vec![0.0; 3]);
            file.is_file().then(|| Kept {
                snapshot: Snapshot {
                    id: SnapshotId(0),
                    step: run.standing.step,
                    branch: 0,
                    losses: run.standing.losses,
                    thumbnail: Arc::new(thumbnail),
                    own: false,
                    picture_only: true,
                    recipe: Arc::new(run.recipe.clone()),
                },
                pixels: KeptPixels::File(file),
                photograph: Arc::clone(photograph),
            })
        });
        Restored {
            shown: newest.is_some() && self.saved.run.as_ref().is_some_and(|run| run.shown),
            newest,
            snapshots,
        }
    }
}
