//! When the work on a photograph is saved, and what of it: settings soon after they changed, pictures every
//! minute and when a run rests. Knows nothing of windows, so that all of it can be tried without one.

use super::{
    autosave::{Preview, SaveWork, SavesUnderWay, UnderWay},
    engine::{Command, KeptPixels, KeptWork, Snapshot, SnapshotId, Standing},
    project::Project,
    saved::{SavedProject, SavedRun, SavedSnapshot, SavedWork},
};
use crate::picture::Picture;
use std::{collections::HashSet, sync::Arc};

/// Seconds between two saves of settings.
const SETTINGS: f64 = 3.0;
/// Seconds between two saves of pictures.
const PICTURES: f64 = 60.0;

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SaveDue {
    /// All that can be kept is kept.
    Nothing,
    /// Something, after so many seconds.
    In(f64),
    /// The settings are to be written.
    Settings,
    /// The pictures too: the engine is to be asked for them.
    Pictures,
}

/// Where Refine stands.
#[derive(Clone, Debug)]
pub struct RunState {
    /// Styles and settings under which it paints.
    pub project: Project,
    /// Where it stands.
    pub standing: Standing,
    /// Whether it is over.
    pub finished: bool,
    /// Whether its picture is shown.
    pub shown: bool,
    /// Whether settings have changed since.
    pub outdated: bool,
}

/// What is on the desk.
pub struct Desk {
    /// "PHOTO - STYLE".
    pub title: String,
    /// Photograph, styles and settings.
    pub project: Project,
    /// Refine, if it has begun.
    pub run: Option<RunState>,
    /// The snapshots, the oldest first.
    pub snapshots: Vec<Snapshot>,
    /// What it looks like.
    pub preview: Option<Preview>,
}

/// What was kept of the photograph on the desk.
#[derive(Default)]
struct Work {
    project: Option<Project>,
    step: usize,
    snapshots: Vec<SnapshotId>,
    run: Option<SavedRun>,
    written: HashSet<SnapshotId>,
    settings_at: Option<f64>,
    pictures_at: Option<f64>,
}

/// A save that waits for the engine's pictures.
struct Asked {
    number: u64,
    desk: Desk,
    /// Snapshots that are written already.
    written: HashSet<SnapshotId>,
    under_way: UnderWay,
}

/// Decides what is kept, and when.
#[derive(Default)]
pub struct SaveSchedule {
    saves: SavesUnderWay,
    number: u64,
    of: Option<String>,
    work: Work,
    asked: Vec<Asked>,
    /// Saves that are being written: number, and hash of the photograph.
    writing: Vec<(u64, String)>,
    /// What was kept of this photograph before is still to be read; nothing may be written until then.
    waits: bool,
    /// Pictures are kept as soon as they can be: a run has ended, or the artist kept a look.
    pub now: bool,
}

impl SaveSchedule {
    /// Nothing is worked on yet; `saves` are told which are under way.
    pub fn new(saves: SavesUnderWay) -> Self {
        Self {
            saves,
            ..Self::default()
        }
    }

    /// Hash of the photograph whose work is kept.
    pub fn of(&self) -> Option<&str> {
        self.of.as_deref()
    }

    /// Another photograph is worked on. What was kept of it is asked for, and [`SaveSchedule::found`] tells.
    pub fn turn_to(&mut self, hash: Option<&str>) {
        self.of = hash.map(ToOwned::to_owned);
        self.work = Work::default();
        self.waits = hash.is_some();
        self.now = false;
    }

    /// What was kept of the photograph is known: this, or nothing.
    pub fn found(&mut self, saved: Option<&SavedWork>) {
        self.waits = false;
        if let Some(saved) = saved {
            self.work.run.clone_from(&saved.run);
            let ids = saved.snapshots.iter().map(|snapshot| snapshot.id);
            self.work.written = ids.collect();
        }
    }

    /// Whether it is still to be read what was kept of the photograph.
    pub fn waits(&self) -> bool {
        self.waits
    }

    /// Whether something of a photograph is still to be written.
    pub fn is_writing(&self, hash: &str) -> bool {
        let asked = |asked: &Asked| asked.desk.project.photograph_hash() == Some(hash);
        self.asked.iter().any(asked) || self.writing.iter().any(|(_, of)| of == hash)
    }

    /// Whether a file is being written, whatever photograph it is of.
    pub fn is_busy(&self) -> bool {
        !self.writing.is_empty()
    }

    /// What is to be done at `now`, in seconds.
    pub fn due(
        &self,
        now: f64,
        project: &Project,
        step: usize,
        snapshots: impl Iterator<Item = SnapshotId>,
    ) -> SaveDue {
        let of = self.of.as_deref();
        if self.waits || of.is_none() || project.photograph_hash() != of {
            return SaveDue::Nothing;
        }
        let work = &self.work;
        let settings = work.project.as_ref() != Some(project);
        let pictures = work.step != step || !snapshots.eq(work.snapshots.iter().copied());
        let left = |at: Option<f64>, every: f64| at.map_or(0.0, |at| every - (now - at));
        let soon = settings.then(|| left(work.settings_at, SETTINGS));
        let later = pictures.then(|| match self.now {
            true => 0.0,
            false => left(work.pictures_at, PICTURES),
        });
        match (soon, later) {
            (_, Some(left)) if left <= 0.0 => SaveDue::Pictures,
            (Some(left), _) if left <= 0.0 => SaveDue::Settings,
            (None, None) => SaveDue::Nothing,
            (soon, later) => SaveDue::In(soon.into_iter().chain(later).fold(f64::MAX, f64::min)),
        }
    }

    /// The settings as they stand, with the pictures that were kept last.
    pub fn settings(&mut self, now: f64, desk: Desk) -> SaveWork {
        self.work.project = Some(desk.project.clone());
        self.work.settings_at = Some(now);
        self.number += 1;
        let number = self.number;
        let run = desk.run.as_ref().and(self.work.run.clone());
        let written = &self.work.written;
        let kept = desk.snapshots.iter().filter(|s| written.contains(&s.id));
        let snapshots = kept.map(SavedSnapshot::from).collect();
        let under_way = self
            .saves
            .begin(desk.project.photograph_hash().unwrap_or_default());
        self.begin(number, desk, run, snapshots, under_way)
    }

    /// Asks for the pictures that are not written yet; [`SaveSchedule::came`] makes of them what is written.
    pub fn ask(&mut self, now: f64, desk: Desk) -> Command {
        let work = &mut self.work;
        work.project = Some(desk.project.clone());
        work.step = desk.run.as_ref().map_or(0, |run| run.standing.step);
        work.snapshots = desk.snapshots.iter().map(|s| s.id).collect();
        work.settings_at = Some(now);
        work.pictures_at = Some(now);
        self.now = false;
        self.number += 1;
        let unknown = |id: &SnapshotId| !work.written.contains(id);
        let command = Command::Keep {
            number: self.number,
            newest: desk.run.is_some(),
            snapshots: work.snapshots.iter().copied().filter(unknown).collect(),
        };
        let photograph = desk.project.photograph_hash().unwrap_or_default();
        self.asked.push(Asked {
            number: self.number,
            under_way: self.saves.begin(photograph),
            desk,
            written: work.written.clone(),
        });
        command
    }

    /// The engine's pictures have come: what is to be written.
    pub fn came(&mut self, kept: KeptWork) -> Option<SaveWork> {
        let i = self.asked.iter().position(|a| a.number == kept.number)?;
        let Asked {
            number,
            desk,
            mut written,
            under_way,
        } = self.asked.remove(i);
        if kept.failed {
            // What was kept before is still whole.
            return None;
        }
        let run = desk.run.as_ref().zip(kept.newest.as_ref());
        let run = run.map(|(state, newest)| SavedRun {
            project: SavedProject::from(&state.project),
            shown: state.shown,
            // What the picture shows may be a few steps further than what was told when it was asked for.
            standing: Standing {
                step: newest.snapshot.step,
                ..state.standing
            },
            finished: state.finished,
            outdated: state.outdated,
            recipe: (*newest.snapshot.recipe).clone(),
            file: match &newest.pixels {
                KeptPixels::File(path) => {
                    let name = path.file_name().unwrap_or_default();
                    name.to_string_lossy().into_owned()
                }
                KeptPixels::Memory(_) => format!("refined-{number}.png"),
            },
        });
        let new: Vec<(SnapshotId, Arc<Picture>, Arc<Picture>)> = kept
            .snapshots
            .into_iter()
            .filter_map(|(id, picture)| {
                let known = desk.snapshots.iter().find(|s| s.id == id)?;
                Some((id, picture, Arc::clone(&known.thumbnail)))
            })
            .collect();
        written.extend(new.iter().map(|(id, ..)| *id));
        let there = desk.snapshots.iter().filter(|s| written.contains(&s.id));
        let snapshots = there.map(SavedSnapshot::from).collect();
        if desk.project.photograph_hash() == self.of.as_deref() {
            self.work.run.clone_from(&run);
            self.work.written = written;
        }
        Some(SaveWork {
            newest: kept.newest,
            snapshots: new,
            ..self.begin(number, desk, run, snapshots, under_way)
        })
    }

    /// A save was written, or could not be.
    pub fn written(&mut self, number: u64) {
        self.writing.retain(|(other, _)| *other != number);
    }

    fn begin(
        &mut self,
        number: u64,
        desk: Desk,
        run: Option<SavedRun>,
        snapshots: Vec<SavedSnapshot>,
        under_way: UnderWay,
    ) -> SaveWork {
        let photograph = desk.project.photograph.clone();
        let source = photograph.as_ref().map(|loaded| loaded.source.clone());
        let source = source.unwrap_or_default();
        self.writing.push((number, source.blake3.clone()));
        SaveWork {
            number,
            saved: SavedWork {
                time: 0,
                title: desk.title,
                source,
                photograph: None,
                project: SavedProject::from(&desk.project),
                run,
                snapshots,
            },
            photograph: photograph.filter(|_| !desk.project.is_sample),
            preview: desk.preview,
            newest: None,
            snapshots: Vec::new(),
            under_way: Some(under_way),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        session::engine::{Kept, Loaded},
        stylize::{Losses, SourceRef},
    };

    fn photograph(hash: &str) -> Arc<Loaded> {
        Arc::new(Loaded {
            picture: Arc::new(Picture::from_rgb(1, 1, vec![0.5; 3])),
            source: SourceRef {
                blake3: hash.to_owned(),
                ..SourceRef::default()
            },
            path: None,
        })
    }

    fn project(hash: &str, seed: u64) -> Project {
        let mut project = Project {
            photograph: Some(photograph(hash)),
            ..Project::default()
        };
        project.recipe.seed = seed;
        project
    }

    fn desk(project: &Project, step: usize, snapshots: &[u64]) -> Desk {
        let standing = Standing {
            step,
            steps: 300,
            size: (1, 1),
            losses: Losses::default(),
            done: 0.0,
            speed: 0.0,
            eta_seconds: 0.0,
            seconds_per_pixel: 0.0,
        };
        Desk {
            title: String::new(),
            project: project.clone(),
            run: (step > 0).then(|| RunState {
                project: project.clone(),
                standing,
                finished: false,
                shown: true,
                outdated: false,
            }),
            snapshots: snapshots.iter().map(|id| snapshot(*id)).collect(),
            preview: None,
        }
    }

    fn snapshot(id: u64) -> Snapshot {
        Snapshot {
            id: SnapshotId(id),
            step: 61,
            branch: 0,
            losses: Losses::default(),
            thumbnail: Arc::new(Picture::from_rgb(1, 1, vec![0.5; 3])),
            own: false,
            picture_only: false,
            recipe: Arc::default(),
        }
    }

    /// What the engine answers.
    fn answer(command: Command, project: &Project) -> KeptWork {
        let Command::Keep {
            number,
            newest,
            snapshots,
        } = command
        else {
            panic!("something else was asked");
        };
        let picture = || Arc::new(Picture::from_rgb(1, 1, vec![0.5; 3]));
        KeptWork {
            number,
            newest: newest.then(|| Kept {
                snapshot: snapshot(0),
                pixels: KeptPixels::Memory(picture()),
                photograph: project.photograph.clone().expect("one"),
            }),
            snapshots: snapshots.into_iter().map(|id| (id, picture())).collect(),
            failed: false,
        }
    }

    fn due(
        keeping: &SaveSchedule,
        now: f64,
        project: &Project,
        step: usize,
        ids: &[u64],
    ) -> SaveDue {
        keeping.due(now, project, step, ids.iter().map(|id| SnapshotId(*id)))
    }

    /// It was waited for, and its photograph could not be opened again.
    #[test]
    fn what_the_engine_cannot_hand_out_is_not_waited_for() {
        let saves = SavesUnderWay::default();
        let mut keeping = SaveSchedule::new(saves.clone());
        let one = project("a", 1);
        keeping.turn_to(Some("a"));
        keeping.found(None);
        let command = keeping.ask(0.0, desk(&one, 60, &[1]));
        assert!(saves.of("a") && keeping.is_writing("a"));
        let failed = KeptWork {
            failed: true,
            ..answer(command, &one)
        };
        assert!(keeping.came(failed).is_none());
        assert!(!saves.of("a") && !keeping.is_writing("a"));
    }

    #[test]
    fn without_a_photograph_there_is_nothing_to_keep() {
        let due = SaveSchedule::default().due(100.0, &Project::default(), 0, std::iter::empty());
        assert!(matches!(due, SaveDue::Nothing));
    }

    #[test]
    fn settings_are_kept_within_seconds_pictures_within_a_minute_and_nothing_twice() {
        let mut keeping = SaveSchedule::default();
        let one = project("a", 1);
        assert_eq!(
            due(&keeping, 0.0, &one, 0, &[]),
            SaveDue::Nothing,
            "not begun"
        );
        keeping.turn_to(Some("a"));
        assert_eq!(
            due(&keeping, 0.0, &one, 0, &[]),
            SaveDue::Nothing,
            "not read yet"
        );
        keeping.found(None);
        assert_eq!(
            due(&keeping, 10.0, &one, 0, &[]),
            SaveDue::Settings,
            "at once"
        );
        let work = keeping.settings(10.0, desk(&one, 0, &[]));
        assert!(keeping.is_writing("a"));
        keeping.written(work.number);
        assert!(!keeping.is_writing("a"));
        assert_eq!(due(&keeping, 11.0, &one, 0, &[]), SaveDue::Nothing);
        let two = project("a", 2);
        assert_eq!(due(&keeping, 11.0, &two, 0, &[]), SaveDue::In(2.0));
        assert_eq!(due(&keeping, 13.0, &two, 0, &[]), SaveDue::Settings);
        // A run: its pictures at once, then once a minute, and when it rests.
        assert_eq!(due(&keeping, 13.0, &two, 60, &[1]), SaveDue::Pictures);
        let command = keeping.ask(13.0, desk(&two, 60, &[1]));
        let work = keeping.came(answer(command, &two)).expect("a save");
        assert_eq!(work.snapshots.len(), 1);
        let run = work.saved.run.clone().expect("the run");
        assert_eq!(run.standing.step, 61, "as the picture says");
        assert_eq!(run.file, format!("refined-{}.png", work.number));
        assert_eq!(due(&keeping, 14.0, &two, 60, &[1]), SaveDue::Nothing);
        assert_eq!(due(&keeping, 15.0, &two, 99, &[1, 2]), SaveDue::In(58.0));
        keeping.now = true;
        assert_eq!(due(&keeping, 15.0, &two, 99, &[1, 2]), SaveDue::Pictures);
        // Settings meanwhile keep the pictures that are written.
        let three = project("a", 3);
        let work = keeping.settings(16.0, desk(&three, 99, &[1, 2]));
        assert_eq!(work.saved.run, Some(run));
        let ids = work.saved.snapshots.iter().map(|s| s.id.0);
        assert_eq!(ids.collect::<Vec<_>>(), [1]);
        // What is written is not asked for again.
        let command = keeping.ask(80.0, desk(&three, 99, &[1, 2]));
        let work = keeping.came(answer(command, &three)).expect("a save");
        assert_eq!(work.snapshots.len(), 1);
        assert_eq!(work.saved.snapshots.len(), 2);
    }

    #[test]
    fn what_is_put_aside_is_kept_for_its_own_photograph() {
        let mut keeping = SaveSchedule::default();
        let one = project("a", 1);
        keeping.turn_to(Some("a"));
        keeping.found(None);
        let command = keeping.ask(0.0, desk(&one, 60, &[1]));
        keeping.turn_to(Some("b"));
        keeping.found(None);
        assert!(keeping.is_writing("a") && !keeping.is_writing("b"));
        let work = keeping.came(answer(command, &one)).expect("a save");
        assert_eq!(work.saved.source.blake3, "a");
        assert!(work.saved.run.is_some());
        let two = project("b", 1);
        let next = keeping.settings(1.0, desk(&two, 0, &[1]));
        assert!(next.saved.run.is_none() && next.saved.snapshots.is_empty());
        assert!(next.number > work.number);
    }

    #[test]
    fn what_was_kept_before_is_not_written_again() {
        let mut keeping = SaveSchedule::default();
        let one = project("a", 1);
        keeping.turn_to(Some("a"));
        keeping.found(None);
        let command = keeping.ask(0.0, desk(&one, 60, &[1, 2]));
        let saved = keeping.came(answer(command, &one)).expect("a save").saved;
        let mut next = SaveSchedule::default();
        next.turn_to(Some("a"));
        next.found(Some(&saved));
        let mut command = next.ask(0.0, desk(&one, 60, &[1, 2, 3]));
        if let Command::Keep { snapshots, .. } = &command {
            assert_eq!(snapshots, &[SnapshotId(3)]);
        }
        // A picture that lies in its file stays there.
        let mut kept = answer(std::mem::replace(&mut command, Command::Pause), &one);
        if let Some(newest) = &mut kept.newest {
            newest.pixels = KeptPixels::File("works/a/refined-1.png".into());
        }
        let work = next.came(kept).expect("a save");
        assert_eq!(work.saved.run.expect("the run").file, "refined-1.png");
    }
}
