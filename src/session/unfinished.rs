//! Work that outlives a crash. Every running window has a folder of its own under `unfinished/`,
//! which it locks; the system releases the lock when the program ends, however it ends. A folder
//! that nobody has locked and that still holds work belongs to a window that never closed.

use super::engine::Loaded;
use crate::{
    error::{Error, Result},
    picture::{self, DecodeLimits, ExportOptions, Keep, Picture, Stamp, at_most, write_atomically},
    stylize::Recipe,
};
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};

const FOLDER: &str = "unfinished";
const LOCK: &str = "lock";
const SESSION: &str = "session.json";
const THUMBNAIL: &str = "picture.png";
/// Longest side of the small picture that is offered.
const SIDE: usize = 320;

/// What the artist was working on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// Seconds since 1970 when it was saved.
    pub time: u64,
    /// "PHOTO - STYLE".
    pub title: String,
    /// The photograph; `None` is the sample.
    pub photograph: Option<PathBuf>,
    /// All settings, with the sources by name and hash.
    pub recipe: Recipe,
    /// Steps that were done.
    pub step: usize,
}

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
    /// What it looks like.
    pub preview: Preview,
}

/// A folder that is locked as long as this lives.
#[derive(Debug)]
struct Slot {
    folder: PathBuf,
    lock: File,
}

impl Slot {
    /// The lock of `folder`, unless somebody holds it.
    fn take(folder: PathBuf) -> Option<Self> {
        let options = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(LOCK));
        let lock = options.ok()?;
        lock.try_lock().ok()?;
        Some(Self { folder, lock })
    }

    fn new(data: &Path) -> Result<Self> {
        let all = data.join(FOLDER);
        std::fs::create_dir_all(&all).map_err(Error::io("create", &all))?;
        let made = tempfile::Builder::new().prefix("window-").tempdir_in(&all);
        let folder = made.map_err(Error::io("create", &all))?.keep();
        let none = || std::io::Error::other("its lock is taken");
        Self::take(folder).ok_or_else(|| Error::io("lock", &all)(none()))
    }

    fn remove(self) {
        drop(self.lock);
        // What cannot be removed is offered once more at the next start.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Work that a window left behind.
#[derive(Debug)]
pub struct Unfinished {
    /// What it is.
    pub saved: Saved,
    /// The small picture.
    pub picture: Option<Picture>,
    slot: Slot,
}

impl Unfinished {
    /// The newest work under `data` that no running window holds. What is broken is removed.
    pub fn find(data: &Path) -> Option<Self> {
        let folders = std::fs::read_dir(data.join(FOLDER)).ok()?;
        let mut newest: Option<Self> = None;
        for entry in folders.flatten() {
            let Some(slot) = Slot::take(entry.path()) else {
                continue;
            };
            let text = std::fs::read_to_string(slot.folder.join(SESSION)).ok();
            let saved = text.and_then(|text| serde_json::from_str::<Saved>(&text).ok());
            let Some(saved) = saved.filter(|saved| saved.recipe.check().is_ok()) else {
                slot.remove();
                continue;
            };
            if newest.as_ref().is_none_or(|n| n.saved.time < saved.time) {
                let path = slot.folder.join(THUMBNAIL);
                newest = Some(Self {
                    picture: picture::load(&path, DecodeLimits::default()).ok(),
                    saved,
                    slot,
                });
            }
        }
        newest
    }

    /// Throws it away.
    pub fn discard(self) {
        self.slot.remove();
    }
}

/// Where a window saves its work.
#[derive(Debug)]
pub struct Autosave {
    data: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    slot: Option<Slot>,
    newest: u64,
    closed: bool,
}

impl Autosave {
    /// Under `data`; nothing is made there before there is work to save.
    pub fn new(data: PathBuf) -> Self {
        Self {
            data,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Saves; what was saved before stays whole until this is.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn write(&self, work: &SaveWork) -> Result<()> {
        let mut state = self.state();
        if state.closed || work.number <= state.newest {
            return Ok(());
        }
        let folder = match &state.slot {
            Some(slot) => slot.folder.clone(),
            None => {
                let slot = Slot::new(&self.data)?;
                state.slot.insert(slot).folder.clone()
            }
        };
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
        let small = folder.join(THUMBNAIL);
        picture::export(&work.preview.small(), &small, &plain(), &Stamp::default())?;
        let text = serde_json::to_string(&saved)
            .map_err(|e| Error::Setting(format!("The work could not be saved ({e}).")))?;
        write_atomically(&folder.join(SESSION), text.as_bytes())?;
        state.newest = work.number;
        Ok(())
    }

    /// Goes on where another window ended: its folder is this one's from now on.
    pub fn adopt(&self, unfinished: Unfinished) -> Saved {
        let mut state = self.state();
        if let Some(own) = state.slot.replace(unfinished.slot) {
            own.remove();
        }
        unfinished.saved
    }

    /// The window closes as it should: nothing is left to restore.
    pub fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        if let Some(slot) = state.slot.take() {
            slot.remove();
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

fn plain() -> ExportOptions {
    ExportOptions {
        keep: Keep::None,
        ..ExportOptions::default()
    }
}

fn pasted(folder: &Path, loaded: &Loaded) -> Result<PathBuf> {
    let hash = &loaded.source.blake3;
    let short = hash.get(..12).unwrap_or(hash);
    let path = folder.join(format!("photo-{short}.png"));
    if !path.exists() {
        picture::export(&loaded.picture, &path, &plain(), &Stamp::default())?;
    }
    Ok(path)
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// Seconds that have passed since `time`.
pub fn seconds_since(time: u64) -> u64 {
    now().saturating_sub(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stylize::SourceRef;

    fn work(number: u64, photograph: Option<Arc<Loaded>>) -> SaveWork {
        let picture = Picture::from_rgb(2, 1, vec![0.25; 6]);
        SaveWork {
            number,
            saved: Saved {
                time: 0,
                title: format!("work {number}"),
                photograph: None,
                recipe: Recipe::default(),
                step: 7,
            },
            photograph,
            preview: Preview::Picture(Arc::new(picture)),
        }
    }

    #[test]
    fn what_a_window_left_is_found_once_nobody_holds_it_and_a_closed_one_leaves_nothing() {
        let data = tempfile::tempdir().expect("folder");
        assert!(Unfinished::find(data.path()).is_none());
        let first = Autosave::new(data.path().to_owned());
        first.write(&work(1, None)).expect("saved");
        first.write(&work(3, None)).expect("saved");
        first.write(&work(2, None)).expect("too late, but no error");
        assert!(Unfinished::find(data.path()).is_none(), "it is running");
        // What a killed program leaves: the files, without the lock.
        drop(first);
        let found = Unfinished::find(data.path()).expect("left behind");
        assert_eq!(found.saved.title, "work 3");
        assert!(found.picture.is_some() && seconds_since(found.saved.time) < 60);
        let second = Autosave::new(data.path().to_owned());
        assert_eq!(second.adopt(found).step, 7);
        assert!(Unfinished::find(data.path()).is_none(), "it is held again");
        second.close();
        second
            .write(&work(9, None))
            .expect("nothing happens any more");
        assert!(Unfinished::find(data.path()).is_none());
        let left = std::fs::read_dir(data.path().join(FOLDER)).expect("a folder");
        assert_eq!(left.count(), 0);
    }

    #[test]
    fn a_pasted_photograph_is_kept_and_a_broken_folder_is_no_harm() {
        let data = tempfile::tempdir().expect("folder");
        let loaded = Loaded {
            picture: Arc::new(Picture::from_rgb(3, 2, vec![0.5; 18])),
            source: SourceRef {
                name: "pasted.png".to_owned(),
                blake3: "0123456789abcdef".to_owned(),
                licence: None,
            },
            path: None,
        };
        let autosave = Autosave::new(data.path().to_owned());
        autosave
            .write(&work(1, Some(Arc::new(loaded))))
            .expect("saved");
        drop(autosave);
        let broken = data.path().join(FOLDER).join("window-broken");
        std::fs::create_dir_all(&broken).expect("made");
        std::fs::write(broken.join(SESSION), "{").expect("written");
        let found = Unfinished::find(data.path()).expect("left behind");
        let path = found.saved.photograph.clone().expect("a path");
        let photograph = picture::load(&path, DecodeLimits::default()).expect("a picture");
        assert_eq!((photograph.width, photograph.height), (3, 2));
        assert!(!broken.exists());
        found.discard();
        assert!(!path.exists());
    }
}
