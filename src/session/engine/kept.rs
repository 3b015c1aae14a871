//! Pictures that outlive what painted them: looks that the artist kept, and all that is left of a run of
//! another day. They can be shown, saved, compared, and gone on from; what an optimiser knew is gone.

use super::{
    Event, Loaded, Pane, Shown, Snapshot, SnapshotId, StartRun, part_of,
    run::{Run, State, small},
    studio::{Newest, Studio},
};
use crate::{
    error::Result,
    picture::{DecodeLimits, Picture, Tone, load, resize, take_chroma},
    stylize::{Colour, Engine, Losses, Recipe, Size, SourceRef, Start},
};
use std::{path::PathBuf, sync::Arc};

/// Name of the picture in recipes of runs that were gone on with from one.
const NAME: &str = "a picture that was kept";

/// Where the pixels of a kept picture are.
#[derive(Clone, Debug)]
pub enum KeptPixels {
    /// In memory.
    Memory(Arc<Picture>),
    /// In a file of Impasto's own.
    File(PathBuf),
}

/// A picture that was kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What is known of it.
    pub snapshot: Snapshot,
    /// Its pixels, possibly of a coarse octave.
    pub pixels: KeptPixels,
    /// The photograph that it was painted from.
    pub photograph: Arc<Loaded>,
}

impl Kept {
    /// The picture as it was painted, possibly of a coarse octave, without the recipe's colours and tone.
    ///
    /// # Errors
    /// If its file cannot be read.
    pub fn picture(&self) -> Result<Arc<Picture>> {
        match &self.pixels {
            KeptPixels::Memory(picture) => Ok(Arc::clone(picture)),
            KeptPixels::File(path) => load(path, DecodeLimits::default()).map(Arc::new),
        }
    }

    /// The picture as it is shown.
    ///
    /// # Errors
    /// If its file cannot be read.
    pub fn seen(&self) -> Result<Picture> {
        let picture = self.picture()?;
        let (width, height) = (picture.width, picture.height);
        Ok(self.dressed(picture.rgb.clone(), (width, height)))
    }

    /// The picture at the result's size, with what the photograph says of itself. Instant's is always whole.
    ///
    /// # Errors
    /// If its file cannot be read.
    pub fn whole(&self) -> Result<Picture> {
        let recipe = &self.snapshot.recipe;
        let picture = self.picture()?;
        let (width, height) = match recipe.engine {
            Engine::Instant => (picture.width, picture.height),
            Engine::Refine => {
                let own = &self.photograph.picture;
                recipe.result_size((own.width, own.height))
            }
        };
        let rgb = if (picture.width, picture.height) == (width, height) {
            picture.rgb.clone()
        } else {
            resize(&picture, width, height).rgb
        };
        Ok(self.dressed(rgb, (width, height)))
    }

    /// Pixels of this size in the recipe's colours and tone.
    fn dressed(&self, rgb: Vec<f32>, (width, height): (usize, usize)) -> Picture {
        let recipe = &self.snapshot.recipe;
        let part = part_of(&self.photograph.picture, recipe.crop);
        let original = resize(&part, width, height);
        let mut picture = Picture {
            rgb,
            ..original.clone()
        };
        if (recipe.engine, recipe.colour) == (Engine::Refine, Colour::Luma) {
            take_chroma(&original.matte(), &mut picture.rgb);
        }
        recipe.tone.apply(&original, &mut picture);
        picture
    }

    /// It is shown and handed out in another tone.
    pub fn set_tone(&mut self, tone: Tone) {
        Arc::make_mut(&mut self.snapshot.recipe).tone = tone;
    }

    /// The recipe that gives this picture again: what Instant painted as large as it was seen has a size.
    pub fn recipe_of(&self, picture: &Picture) -> Recipe {
        let mut recipe = (*self.snapshot.recipe).clone();
        if recipe.engine == Engine::Instant {
            recipe.size = Size::LongSide(picture.long_side());
        }
        recipe
    }
}

/// What a photograph brings along from the time before: the state in which Refine was, and snapshots.
#[derive(Clone, Debug, Default)]
pub struct Restored {
    /// Where Refine stood.
    pub newest: Option<Kept>,
    /// The snapshots, the oldest first.
    pub snapshots: Vec<Kept>,
    /// Whether Refine's picture is the one that is shown.
    pub shown: bool,
}

/// Pictures to be written down, asked for by a number.
#[derive(Clone, Debug, Default)]
pub struct KeptWork {
    /// The number.
    pub number: u64,
    /// The state in which Refine is, if it paints or has painted.
    pub newest: Option<Kept>,
    /// The snapshots that were asked for.
    pub snapshots: Vec<(SnapshotId, Arc<Picture>)>,
}

/// What the compute thread holds of kept pictures.
#[derive(Default)]
pub struct KeptStates {
    /// Where Refine stood; there is no run then.
    pub newest: Option<Kept>,
    /// Snapshots that are pictures only.
    pub snapshots: Vec<Kept>,
}

impl KeptStates {
    /// The picture that is meant.
    pub fn of(&self, shown: Shown) -> Option<&Kept> {
        match shown {
            Shown::Newest => self.newest.as_ref(),
            Shown::Snapshot(id) => self.snapshots.iter().find(|kept| kept.snapshot.id == id),
        }
    }
}

impl Studio {
    /// Another photograph is worked on: what was kept of it comes, what was of the other one goes.
    pub(super) fn restore(&mut self, restored: Restored) -> Result<()> {
        self.painting = false;
        self.run = None;
        let all = restored.snapshots.iter().chain(&restored.newest);
        let highest = all.map(|kept| kept.snapshot.id.0).max();
        self.next_id = self.next_id.max(highest.map_or(0, |id| id + 1));
        self.kept = KeptStates {
            newest: restored.newest,
            snapshots: restored.snapshots,
        };
        self.panes = [Shown::Newest; 2];
        if restored.shown && self.kept.newest.is_some() {
            self.newest = Newest::Refine;
            self.post.forget(Pane::Main);
            self.show(Pane::Main)?;
        }
        Ok(())
    }

    /// A run that is given up leaves pictures of its snapshots: all of them, or only the artist's own.
    pub(super) fn lay_down(&mut self, all: bool) -> Result<()> {
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
            self.post.event(Event::Snapshot(kept.snapshot.clone()));
            self.kept.snapshots.push(kept);
        }
        self.kept.snapshots.sort_by_key(|kept| kept.snapshot.id);
        Ok(())
    }

    /// Goes on from a picture.
    pub(super) fn revive(&mut self, shown: Shown, mut start: StartRun) -> Result<()> {
        let kept = match (self.kept.of(shown), shown, &self.run) {
            (Some(kept), ..) => Some(kept.clone()),
            (None, Shown::Snapshot(id), Some(run)) => run.kept_at(id)?,
            _ => None,
        };
        let Some(kept) = kept else {
            return Ok(());
        };
        self.painting = false;
        self.asked.steering.take();
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
        let (net, size) = (self.net()?, start.size());
        let branch = kept.snapshot.branch + usize::from(shown != Shown::Newest);
        let run = Run::new(start, &net, &self.compute, None, Some(picture))?.on_branch(branch);
        self.lay_down(true)?;
        self.kept.newest = None;
        self.panes[Pane::Main as usize] = Shown::Newest;
        self.post.forget(Pane::Main);
        self.post.event(Event::Started {
            size,
            from: Some(step),
        });
        self.painting = !run.refine.is_done();
        self.run = Some(run);
        self.newest = Newest::Refine;
        if !self.painting {
            return self.finish(false);
        }
        self.show(Pane::Main)
    }

    /// Hands out pictures to be written down.
    pub(super) fn hand_down(
        &mut self,
        number: u64,
        newest: bool,
        wanted: &[SnapshotId],
    ) -> Result<()> {
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
                Some(State::Refine(refine)) => Arc::new(refine.picture()?),
                Some(State::Kept(kept)) => kept.picture()?,
                Some(State::Instant(shot)) => {
                    let shot = shot.clone();
                    self.picture_of(&shot)?
                }
                None => continue,
            };
            work.snapshots.push((*id, picture));
        }
        self.post.event(Event::Kept(Box::new(work)));
        Ok(())
    }

    /// The picture of Instant, as one that the artist keeps.
    pub(super) fn keep_instant(
        &mut self,
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
        self.post.event(Event::Snapshot(snapshot.clone()));
        self.kept.snapshots.push(Kept {
            snapshot,
            pixels: KeptPixels::Memory(picture),
            photograph,
        });
    }

    /// The artist keeps what is left of a run of another day.
    pub(super) fn keep_newest(&mut self) {
        let Some(mut kept) = self.kept.newest.clone() else {
            return;
        };
        kept.snapshot.id = self.new_id();
        kept.snapshot.own = true;
        self.post.event(Event::Snapshot(kept.snapshot.clone()));
        self.kept.snapshots.push(kept);
    }

    /// Number of the next snapshot.
    pub(super) fn new_id(&mut self) -> SnapshotId {
        let id = SnapshotId(self.next_id);
        self.next_id += 1;
        id
    }
}
