//! Work that outlives the program, however it ends. The work on each photograph has a folder of its own
//! under `works/`. A window locks the folder of what it works on; the system releases the lock when the
//! program ends. A folder that is marked as open and that nobody has locked is what the next start opens.

mod found;
mod save;
mod slot;
mod under_way;

pub use found::FoundWork;
pub use save::{Preview, SaveWork};
pub use under_way::{SavesUnderWay, UnderWay};

pub(super) use save::WORK;
pub(super) use slot::{OPEN, Slot, name};

use super::saved::SavedWork;
use crate::{error::Result, fault::SettingFault, nn::hash_file, picture::write_atomically};
use save::{pasted, tidy, write_pictures};
use slot::{FOLDER, is_of};
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

/// Works that are kept; beyond them the oldest goes.
const MOST: usize = 30;
/// Starts after which a photograph that could never be shown is not opened by itself any more.
const ATTEMPTS: u32 = 3;

/// Where a window saves its work.
#[derive(Debug)]
pub struct Autosave {
    data: PathBuf,
    state: Mutex<State>,
    under_way: SavesUnderWay,
}

#[derive(Debug, Default)]
struct State {
    /// Hash of the photograph that the window shows.
    shows: Option<String>,
    /// Its folder, once something was saved.
    slot: Option<Slot>,
}

impl Autosave {
    /// Under `data`; nothing is made there before there is work to save.
    pub fn new(data: PathBuf) -> Self {
        Self {
            data,
            state: Mutex::default(),
            under_way: SavesUnderWay::default(),
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The saves that were decided upon and are not written yet: what is found of their photographs is older.
    pub fn under_way(&self) -> SavesUnderWay {
        self.under_way.clone()
    }

    fn folders(&self) -> impl Iterator<Item = PathBuf> + use<> {
        let folders = std::fs::read_dir(self.data.join(FOLDER));
        let folders = folders.into_iter().flatten().flatten();
        folders.map(|entry| entry.path())
    }

    /// Saves; what was saved before stays whole until this is. Returns the photograph's path.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn write(&self, work: &SaveWork) -> Result<Option<PathBuf>> {
        let hash = &work.saved.source.blake3;
        let mut state = self.state();
        let State { shows, slot } = &mut *state;
        let mut late;
        let slot = if shows.as_ref() == Some(hash) {
            match slot {
                Some(slot) => slot,
                None => {
                    let new = Slot::of(&self.data, hash)?;
                    new.open(0);
                    slot.insert(new)
                }
            }
        } else {
            // The window shows another photograph already.
            late = Slot::of(&self.data, hash)?;
            &mut late
        };
        if work.number <= slot.newest {
            return Ok(None);
        }
        slot.open_if_marked();
        let folder = slot.folder.clone();
        let mut saved = work.saved.clone();
        saved.time = now();
        saved.photograph = match &work.photograph {
            None => None,
            Some(loaded) => Some(match &loaded.path {
                Some(path) => path.clone(),
                // It came from the clipboard, so nobody else has it.
                None => pasted(&folder, loaded)?,
            }),
        };
        write_pictures(&folder, work)?;
        let text =
            serde_json::to_string(&saved).map_err(|e| SettingFault::Unwritable(e.to_string()))?;
        write_atomically(&folder.join(WORK), text.as_bytes())?;
        slot.newest = work.number;
        tidy(&folder, &saved);
        Ok(saved.photograph)
    }

    /// The work that a window had open when it ended, the newest first, unless it could not be shown again
    /// and again.
    pub fn left_open(&self) -> Option<FoundWork> {
        super::earlier::take_over(&self.data, &self.data.join(FOLDER));
        let left = |folder: &PathBuf| Slot::attempts(folder).is_some_and(|n| n < ATTEMPTS);
        let slots = self.folders().filter(left).filter_map(Slot::take);
        let found = slots.filter_map(FoundWork::read);
        let newest = found.max_by_key(|found| found.saved.time)?;
        let attempts = Slot::attempts(&newest.slot.folder).unwrap_or(0);
        newest.slot.open(attempts + 1);
        Some(newest)
    }

    /// What is left open is not opened by itself any more; it stays where it is.
    pub fn close_others(&self) {
        let marked = |folder: &PathBuf| folder.join(OPEN).exists();
        let slots = self.folders().filter(marked).filter_map(Slot::take);
        slots.for_each(|slot| slot.close());
    }

    /// The work on a photograph: on that very file, or on what was at its path before.
    pub fn find(&self, hash: &str, path: Option<&Path>) -> Option<FoundWork> {
        let of = |folder: &PathBuf| is_of(folder, hash);
        let slots = self.folders().filter(of).filter_map(Slot::take);
        let found = slots.filter_map(FoundWork::read);
        if let Some(found) = found.max_by_key(|found| found.saved.time) {
            return Some(found);
        }
        let path = path?;
        let found = self.folders().filter_map(|folder| {
            let text = std::fs::read_to_string(folder.join(WORK)).ok()?;
            let saved: SavedWork = serde_json::from_str(&text).ok()?;
            (saved.photograph.as_deref() == Some(path)).then_some((saved.time, folder))
        });
        let (_, folder) = found.max_by_key(|(time, _)| *time)?;
        FoundWork::read(Slot::take(folder)?)
    }

    /// What is known of a photograph that was pasted: its name, and the hash that it had.
    pub fn source_of(&self, path: &Path) -> Option<crate::stylize::SourceRef> {
        let folder = path.parent().filter(|_| self.keeps(path))?;
        let text = std::fs::read_to_string(folder.join(WORK)).ok()?;
        let saved: SavedWork = serde_json::from_str(&text).ok()?;
        Some(saved.source)
    }

    /// Where a photograph is that was worked on, if it is still there: those that were pasted are only here.
    pub fn path_of(&self, hash: &str) -> Option<PathBuf> {
        let of = |folder: &PathBuf| is_of(folder, hash);
        let paths = self.folders().filter(of).filter_map(|folder| {
            let text = std::fs::read_to_string(folder.join(WORK)).ok()?;
            let saved: SavedWork = serde_json::from_str(&text).ok()?;
            saved.photograph.filter(|_| saved.source.blake3 == hash)
        });
        let is_it = |path: &PathBuf| {
            self.keeps(path) && path.exists() || hash_file(path).is_ok_and(|found| found == hash)
        };
        paths.into_iter().find(is_it)
    }

    /// The window shows this work from now on: what it showed before is left.
    pub fn adopt(&self, found: FoundWork) -> SavedWork {
        let mut state = self.state();
        state.shows = Some(found.saved.source.blake3.clone());
        if let Some(before) = state.slot.replace(found.slot) {
            before.close();
        }
        *found.saved
    }

    /// The window shows another photograph, of which nothing is kept yet: what it showed before is left.
    pub fn turn_to(&self, hash: Option<&str>) {
        let mut state = self.state();
        if state.shows.as_deref() == hash {
            return;
        }
        state.shows = hash.map(ToOwned::to_owned);
        if let Some(before) = state.slot.take() {
            before.close();
        }
    }

    /// The window ends: what it shows stays marked, and nobody holds it any more.
    pub fn end(&self) {
        drop(self.state().slot.take());
    }

    /// Removes the oldest works that nobody has open.
    pub fn prune(&self) {
        let mut all: Vec<(SystemTime, PathBuf)> = self
            .folders()
            .map(|folder| {
                let time = std::fs::metadata(folder.join(WORK)).and_then(|m| m.modified());
                (time.unwrap_or(UNIX_EPOCH), folder)
            })
            .collect();
        all.sort_by(|a, b| b.cmp(a));
        let old = all.into_iter().skip(MOST).map(|(_, folder)| folder);
        for folder in old.filter(|folder| !folder.join(OPEN).exists()) {
            if let Some(slot) = Slot::take(folder) {
                // What cannot be removed is removed another time.
                let _ = std::fs::remove_dir_all(&slot.folder);
            }
        }
    }

    /// The folder of everything that is kept.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Whether a file is one of those kept here, which nobody else knows.
    pub fn keeps(&self, path: &Path) -> bool {
        path.starts_with(self.data.join(FOLDER))
    }
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        picture::Picture,
        session::{
            engine::{Kept, KeptPixels, Snapshot, SnapshotId},
            request::Loaded,
            saved::{SavedProject, SavedRun},
        },
        stylize::{Losses, Recipe, SourceRef},
    };
    use std::sync::Arc;

    fn source(hash: &str) -> SourceRef {
        SourceRef {
            name: "pasted.png".to_owned(),
            blake3: hash.to_owned(),
            licence: None,
        }
    }

    fn loaded(hash: &str) -> Arc<Loaded> {
        Arc::new(Loaded {
            picture: Arc::new(Picture::from_rgb(3, 2, vec![0.5; 18])),
            source: source(hash),
            path: None,
        })
    }

    fn work(number: u64, hash: &str) -> SaveWork {
        let picture = Picture::from_rgb(2, 1, vec![0.25; 6]);
        SaveWork {
            number,
            saved: SavedWork {
                time: 0,
                title: format!("work {number}"),
                source: source(hash),
                photograph: None,
                project: SavedProject {
                    recipe: Recipe::default(),
                    styles: Vec::new(),
                },
                run: None,
                snapshots: Vec::new(),
            },
            photograph: None,
            preview: Some(Preview::Picture(Arc::new(picture))),
            newest: None,
            snapshots: Vec::new(),
            under_way: None,
        }
    }

    const A: &str = "aaaaaaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbbbbbb";

    #[test]
    fn what_a_window_had_open_is_found_once_it_has_ended_and_not_what_it_had_left() {
        let data = tempfile::tempdir().expect("folder");
        let first = Autosave::new(data.path().to_owned());
        assert!(first.left_open().is_none());
        first.turn_to(Some(A));
        first.write(&work(1, A)).expect("saved");
        first.write(&work(3, A)).expect("saved");
        first.write(&work(2, A)).expect("too late, but no error");
        let second = Autosave::new(data.path().to_owned());
        assert!(second.left_open().is_none(), "it is running");
        assert!(second.find(A, None).is_none());
        // It goes on to another photograph; what was still to be saved of the one before is.
        first.turn_to(Some(B));
        first.write(&work(5, A)).expect("saved");
        first.write(&work(4, B)).expect("saved");
        assert_eq!(second.find(A, None).expect("left").saved.title, "work 5");
        // What a program leaves behind, however it ends: the files, without the lock.
        drop(first);
        let found = second.left_open().expect("it was open");
        assert_eq!(found.saved.title, "work 4");
        assert!(found.preview().is_some());
        assert!(second.left_open().is_none(), "it is held");
        second.adopt(found);
        second.write(&work(1, B)).expect("numbers begin anew");
        drop(second);
        let third = Autosave::new(data.path().to_owned());
        assert_eq!(third.left_open().expect("open").saved.title, "work 1");
        // A start with files leaves it where it is.
        third.close_others();
        assert!(third.left_open().is_none() && third.find(B, None).is_some());
    }

    #[test]
    fn what_can_never_be_shown_is_not_opened_for_ever_and_two_windows_share_a_photograph() {
        let data = tempfile::tempdir().expect("folder");
        let save = || {
            let autosave = Autosave::new(data.path().to_owned());
            autosave.turn_to(Some(A));
            autosave
        };
        save().write(&work(1, A)).expect("saved");
        for _ in 0..ATTEMPTS {
            assert!(save().left_open().is_some());
        }
        assert!(save().left_open().is_none());
        // Once it is shown it counts as new.
        let autosave = save();
        autosave.adopt(autosave.find(A, None).expect("still there"));
        autosave.write(&work(1, A)).expect("shown");
        let other = save();
        other.write(&work(1, A)).expect("in a folder of its own");
        assert_eq!(autosave.folders().count(), 2);
        drop((autosave, other));
        assert!(save().left_open().is_some());
    }

    #[test]
    fn pictures_come_back_and_what_is_not_named_any_more_is_removed() {
        let data = tempfile::tempdir().expect("folder");
        let photograph = loaded(A);
        let small = Arc::new(Picture::from_rgb(2, 1, vec![0.75; 6]));
        let shot = Snapshot {
            id: SnapshotId(4),
            step: 40,
            branch: 1,
            losses: Losses::default(),
            thumbnail: Arc::clone(&small),
            own: true,
            picture_only: false,
            recipe: Arc::default(),
        };
        let mut first = work(1, A);
        first.photograph = Some(Arc::clone(&photograph));
        first.saved.run = Some(SavedRun {
            project: first.saved.project.clone(),
            shown: true,
            standing: crate::session::engine::Standing {
                step: 59,
                steps: 300,
                size: (3, 2),
                losses: Losses::default(),
                done: 0.1,
                speed: 2.0,
                eta_seconds: 3.0,
                seconds_per_pixel: 1e-6,
            },
            finished: false,
            outdated: false,
            recipe: Recipe::default(),
            file: "refined-1.png".to_owned(),
        });
        first.saved.snapshots = vec![(&shot).into()];
        let pixel = 0.123_456;
        let fine = Arc::new(Picture::from_rgb(2, 1, vec![pixel; 6]));
        first.newest = Some(Kept {
            snapshot: shot.clone(),
            pixels: KeptPixels::Memory(Arc::clone(&fine)),
            photograph: Arc::clone(&photograph),
        });
        first.snapshots = vec![(shot.id, fine, small)];
        let autosave = Autosave::new(data.path().to_owned());
        autosave.turn_to(Some(A));
        let path = autosave.write(&first).expect("saved").expect("pasted");
        assert!(autosave.keeps(&path));
        assert_eq!(autosave.source_of(&path), Some(source(A)));
        drop(autosave);
        let autosave = Autosave::new(data.path().to_owned());
        let found = autosave.left_open().expect("open");
        let restored = found.restored(&photograph);
        let newest = restored.newest.expect("a picture").picture().expect("read");
        assert!((newest.rgb[0] - pixel).abs() < 1e-4, "16 bits");
        assert!(restored.shown);
        let back = &restored.snapshots[0];
        assert_eq!((back.snapshot.id, back.snapshot.own), (SnapshotId(4), true));
        assert!(back.snapshot.picture_only);
        autosave.adopt(found);
        autosave.write(&work(2, A)).expect("saved");
        let folder = path.parent().expect("a folder");
        let left = std::fs::read_dir(folder).expect("readable").flatten();
        let left = left.filter(|e| e.file_name().to_string_lossy().contains('-'));
        assert_eq!(left.count(), 0);
        // A broken folder is no harm.
        drop(autosave);
        std::fs::write(folder.join(WORK), "{").expect("written");
        assert!(Autosave::new(data.path().to_owned()).left_open().is_none());
    }
}
