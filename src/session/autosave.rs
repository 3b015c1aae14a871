//! Work that outlives the program, however it ends. The work on each photograph has a folder of its own
//! under `works/`. A window locks the folder of what it works on; the system releases the lock when the
//! program ends. A folder that is marked as open and that nobody has locked is what the next start opens.

mod under_way;

pub use under_way::{SavesUnderWay, UnderWay};

use super::{
    engine::{Kept, KeptPixels, Loaded, Restored, Snapshot, SnapshotId},
    loader::PASTED,
    saved::{Saved, SavedSnapshot},
};
use crate::{
    error::{Error, Result},
    fault::SettingFault,
    nn::hash_file,
    picture::{
        self, DecodeLimits, Depth, ExportOptions, Keep, Picture, Stamp, at_most, write_atomically,
    },
};
use std::{
    collections::HashSet,
    fs::File,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

const FOLDER: &str = "works";
/// Locked while a window works on it.
const LOCK: &str = "lock";
/// There as long as a window shows it; what a number of starts that did not get as far as showing it.
pub(super) const OPEN: &str = "open";
pub(super) const WORK: &str = "work.json";
const THUMBNAIL: &str = "picture.png";
/// Longest side of the small picture that is shown until the photograph is read.
const SIDE: usize = 640;
/// Works that are kept; beyond them the oldest goes.
const MOST: usize = 30;
/// Starts after which a photograph that could never be shown is not opened by itself any more.
const ATTEMPTS: u32 = 3;

/// What the small picture is made from.
#[derive(Clone, Debug)]
pub enum Preview {
    /// Straight RGBA bytes, sRGB-encoded.
    Bytes {
        /// Width in pixels.
        width: usize,
        /// Height in pixels.
        height: usize,
        /// Row by row.
        rgba: Arc<[u8]>,
    },
    /// A picture.
    Picture(Arc<Picture>),
}

impl Preview {
    fn small(&self) -> Picture {
        match self {
            Self::Picture(picture) => at_most(picture, SIDE),
            Self::Bytes {
                width,
                height,
                rgba,
            } => {
                let rgb = rgba.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]);
                let rgb = rgb.map(|byte| f32::from(byte) / 255.0).collect();
                at_most(&Picture::from_rgb(*width, *height, rgb), SIDE)
            }
        }
    }
}

/// One thing to save.
#[derive(Clone, Debug)]
pub struct SaveWork {
    /// Later ones have higher numbers; an older one never replaces a newer one.
    pub number: u64,
    /// What is worked on. Time and path of the photograph are filled in.
    pub saved: Saved,
    /// The photograph, unless it is the sample.
    pub photograph: Option<Arc<Loaded>>,
    /// What it looks like, if that has changed.
    pub preview: Option<Preview>,
    /// Refine's picture, if it has changed, for the file that `saved` names.
    pub newest: Option<Kept>,
    /// Snapshots that are not written yet, with their small pictures.
    pub snapshots: Vec<(SnapshotId, Arc<Picture>, Arc<Picture>)>,
    /// Says that it goes on, see [`Autosave::under_way`].
    pub under_way: Option<UnderWay>,
}

/// A folder that is locked as long as this lives.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) folder: PathBuf,
    _lock: File,
    newest: u64,
}

impl Slot {
    /// The lock of `folder`, unless somebody holds it.
    pub(super) fn take(folder: PathBuf) -> Option<Self> {
        let options = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(LOCK));
        let lock = options.ok()?;
        lock.try_lock().ok()?;
        Some(Self {
            folder,
            _lock: lock,
            newest: 0,
        })
    }

    /// The first folder of a photograph that no other window holds; it is made if it is missing.
    fn of(data: &Path, hash: &str) -> Result<Self> {
        let all = data.join(FOLDER);
        for n in 1..100 {
            let folder = all.join(name(hash, n));
            std::fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
            if let Some(slot) = Self::take(folder) {
                return Ok(slot);
            }
        }
        let taken = std::io::Error::other("other windows hold its lock");
        Err(Error::io("lock", &all)(taken))
    }

    /// Marks it as shown, after so many starts that did not come so far.
    fn open(&self, attempts: u32) {
        // Without the mark it is not opened by itself, and stays among the recent ones.
        let _ = std::fs::write(self.folder.join(OPEN), attempts.to_string());
    }

    fn attempts(folder: &Path) -> Option<u32> {
        let text = std::fs::read_to_string(folder.join(OPEN)).ok()?;
        Some(text.trim().parse().unwrap_or(0))
    }

    fn close(&self) {
        let _ = std::fs::remove_file(self.folder.join(OPEN));
    }

    fn read(self) -> Option<Found> {
        let text = std::fs::read_to_string(self.folder.join(WORK)).ok()?;
        let saved: Saved = serde_json::from_str(&text).ok()?;
        saved.project.recipe.check().ok()?;
        Some(Found {
            saved: Box::new(saved),
            slot: self,
        })
    }
}

/// Name of the `n`th folder of a photograph.
pub(super) fn name(hash: &str, n: usize) -> String {
    let short = hash.get(..16).unwrap_or(hash);
    match n {
        1 => short.to_owned(),
        n => format!("{short}-{n}"),
    }
}

/// Work that was found. Nobody else finds it as long as this lives.
#[derive(Debug)]
pub struct Found {
    /// What it is.
    pub saved: Box<Saved>,
    slot: Slot,
}

impl Found {
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
    pub fn left_open(&self) -> Option<Found> {
        super::earlier::take_over(&self.data, &self.data.join(FOLDER));
        let left = |folder: &PathBuf| Slot::attempts(folder).is_some_and(|n| n < ATTEMPTS);
        let slots = self.folders().filter(left).filter_map(Slot::take);
        let found = slots.filter_map(Slot::read);
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
    pub fn find(&self, hash: &str, path: Option<&Path>) -> Option<Found> {
        let of = |folder: &PathBuf| is_of(folder, hash);
        let slots = self.folders().filter(of).filter_map(Slot::take);
        let found = slots.filter_map(Slot::read);
        if let Some(found) = found.max_by_key(|found| found.saved.time) {
            return Some(found);
        }
        let path = path?;
        let found = self.folders().filter_map(|folder| {
            let text = std::fs::read_to_string(folder.join(WORK)).ok()?;
            let saved: Saved = serde_json::from_str(&text).ok()?;
            (saved.photograph.as_deref() == Some(path)).then_some((saved.time, folder))
        });
        let (_, folder) = found.max_by_key(|(time, _)| *time)?;
        Slot::take(folder)?.read()
    }

    /// What is known of a photograph that was pasted: its name, and the hash that it had.
    pub fn source_of(&self, path: &Path) -> Option<crate::stylize::SourceRef> {
        let folder = path.parent().filter(|_| self.keeps(path))?;
        let text = std::fs::read_to_string(folder.join(WORK)).ok()?;
        let saved: Saved = serde_json::from_str(&text).ok()?;
        Some(saved.source)
    }

    /// Where a photograph is that was worked on, if it is still there: those that were pasted are only here.
    pub fn path_of(&self, hash: &str) -> Option<PathBuf> {
        let of = |folder: &PathBuf| is_of(folder, hash);
        let paths = self.folders().filter(of).filter_map(|folder| {
            let text = std::fs::read_to_string(folder.join(WORK)).ok()?;
            let saved: Saved = serde_json::from_str(&text).ok()?;
            saved.photograph.filter(|_| saved.source.blake3 == hash)
        });
        let is_it = |path: &PathBuf| {
            self.keeps(path) && path.exists() || hash_file(path).is_ok_and(|found| found == hash)
        };
        paths.into_iter().find(is_it)
    }

    /// The window shows this work from now on: what it showed before is left.
    pub fn adopt(&self, found: Found) -> Saved {
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

impl Slot {
    /// It was shown, so starts that failed before count no more.
    fn open_if_marked(&self) {
        if Self::attempts(&self.folder).is_some_and(|n| n > 0) {
            self.open(0);
        }
    }
}

/// Whether a folder is of a photograph.
fn is_of(folder: &Path, hash: &str) -> bool {
    let stem = folder.file_name().unwrap_or_default().to_string_lossy();
    let first = name(hash, 1);
    let rest = stem.strip_prefix(first.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

fn write_pictures(folder: &Path, work: &SaveWork) -> Result<()> {
    let write = |picture: &Picture, name: &str, options: &ExportOptions| {
        picture::export(picture, &folder.join(name), options, &Stamp::default())
    };
    if let Some(preview) = &work.preview {
        write(&preview.small(), THUMBNAIL, &plain())?;
    }
    if let (Some(kept), Some(run)) = (&work.newest, &work.saved.run) {
        let fine = ExportOptions {
            depth: Depth::Sixteen,
            ..plain()
        };
        match &kept.pixels {
            KeptPixels::Memory(picture) => write(picture, &run.file, &fine)?,
            KeptPixels::File(path) => {
                let to = folder.join(&run.file);
                if *path != to {
                    std::fs::copy(path, &to).map_err(Error::io("write", &to))?;
                }
            }
        }
    }
    for (id, picture, small) in &work.snapshots {
        write(picture, &SavedSnapshot::file(*id), &plain())?;
        write(small, &SavedSnapshot::small_file(*id), &plain())?;
    }
    Ok(())
}

/// Removes pictures that the work does not name any more.
fn tidy(folder: &Path, saved: &Saved) {
    let ids = saved.snapshots.iter().map(|snapshot| snapshot.id);
    let mut named: HashSet<String> = ids
        .flat_map(|id| [SavedSnapshot::file(id), SavedSnapshot::small_file(id)])
        .collect();
    named.extend(saved.run.as_ref().map(|run| run.file.clone()));
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = name.starts_with("snapshot-") || name.starts_with("refined-");
        if ours && !named.contains(&name) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn plain() -> ExportOptions {
    ExportOptions {
        keep: Keep::None,
        ..ExportOptions::default()
    }
}

fn pasted(folder: &Path, loaded: &Loaded) -> Result<PathBuf> {
    let path = folder.join(PASTED);
    if !path.exists() {
        picture::export(&loaded.picture, &path, &plain(), &Stamp::default())?;
    }
    Ok(path)
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        session::saved::{SavedProject, SavedRun},
        stylize::{Losses, Recipe, SourceRef},
    };

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
            saved: Saved {
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
