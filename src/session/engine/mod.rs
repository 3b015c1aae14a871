//! What paints behind the window: commands in, events and frames out, never a wait.
//!
//! The window talks to an [`Engine`]; [`Worker`] is the real one, with a thread of its own that
//! owns every tensor. Tests put a scripted one in its place.

mod batch;
mod gallery;
mod give;
mod kept;
mod live;
mod painter;
mod run;
mod small;
mod studio;
mod wish;
mod worker;

pub use batch::BatchNews;
pub use gallery::{GalleryJob, GalleryNews, GalleryStyle, Small};
pub use kept::{Kept, KeptPixels, KeptWork, Restored};
pub use painter::instant_forecast;
pub use worker::{Worker, WorkerDevice};

use crate::{
    compute::Frame,
    error::Error,
    picture::{Crop, Measures, Picture, Tone, Watch},
    session::{Batch, Delivery},
    stylize::{self, Controls, Distances, Losses, Recipe, Size, SourceRef, Style, StyleRef},
};
use serde::{Deserialize, Serialize};
use std::{path::PathBuf, sync::Arc};

/// A picture that was read, and what it is called.
#[derive(Debug)]
pub struct Loaded {
    /// The pixels.
    pub picture: Arc<Picture>,
    /// Name, hash and licence for recipes.
    pub source: SourceRef,
    /// Where it was read from, if it was a file.
    pub path: Option<PathBuf>,
}

/// Number of a snapshot, unique in a run of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SnapshotId(pub u64);

/// What a pane of the canvas shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// The picture being painted.
    #[default]
    Newest,
    /// A snapshot.
    Snapshot(SnapshotId),
}

/// The two pictures that the canvas can compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The result.
    Main,
    /// What it is compared with.
    Other,
}

/// A painting, and how it is used.
#[derive(Clone, Debug)]
pub struct ChosenPainting {
    /// The painting.
    pub painting: Arc<Loaded>,
    /// Its share.
    pub weight: f32,
    /// The part of it that is looked at.
    pub crop: Crop,
}

/// A picture to be painted.
#[derive(Clone)]
pub struct StartRun {
    /// The photograph.
    pub photograph: Arc<Loaded>,
    /// The paintings, in the order of the recipe's shares.
    pub paintings: Vec<ChosenPainting>,
    /// Styles that have no painting, with their shares; Refine does without them.
    pub codes: Vec<(Style, f32)>,
    /// All settings.
    pub recipe: Recipe,
    /// Long side of the picture on the canvas in the screen's pixels: what is automatic is painted as large
    /// as it is seen, and at the photograph's own size if `None`.
    pub shown: Option<usize>,
    /// Whether the artist's hand rests: while it moves Instant paints sketches only.
    pub at_rest: bool,
}

impl StartRun {
    /// The recipe with the names of its sources and the shares of its styles.
    pub fn named_recipe(&self) -> Recipe {
        named(&self.recipe, Some(&self.photograph), self.paintings.iter())
    }

    fn photograph_size(&self) -> (usize, usize) {
        let picture = &self.photograph.picture;
        (picture.width, picture.height)
    }

    /// Width and height at which it is painted.
    pub fn size(&self) -> (usize, usize) {
        self.recipe.canvas_size(self.photograph_size(), self.shown)
    }

    /// The size for a recipe that shall give these pixels again, without a canvas.
    pub fn exact_size(&self) -> Size {
        let (width, height) = self.size();
        if (width, height) == self.recipe.result_size(self.photograph_size()) {
            self.recipe.size
        } else {
            Size::LongSide(width.max(height))
        }
    }

    /// The same picture at another width and height.
    #[must_use]
    pub fn at_size(mut self, (width, height): (usize, usize)) -> Self {
        let automatic =
            self.recipe.engine == stylize::Engine::Instant && self.recipe.size == Size::Default;
        let own = self.recipe.crop.size(self.photograph_size());
        self.shown = None;
        self.recipe.size = match (width, height) == own {
            true if automatic => Size::Default,
            true => Size::Own,
            false => Size::LongSide(width.max(height)),
        };
        self
    }

    /// Whether Instant paints the same for `other`, but for the tone.
    pub fn same_picture(&self, other: &Self) -> bool {
        self.codes == other.codes
            && self.size() == other.size()
            && self.named_recipe().of_instant() == other.named_recipe().of_instant()
    }
}

/// The part of a picture that is used; nothing is copied if that is all of it.
pub(super) fn part_of(picture: &Arc<Picture>, crop: Crop) -> Arc<Picture> {
    if crop.is_whole() {
        Arc::clone(picture)
    } else {
        Arc::new(crop.apply(picture))
    }
}

/// `recipe` with the names of its sources and the shares of its styles.
pub(super) fn named<'a>(
    recipe: &Recipe,
    photograph: Option<&Loaded>,
    paintings: impl Iterator<Item = &'a ChosenPainting>,
) -> Recipe {
    let style = |chosen: &ChosenPainting| StyleRef {
        source: chosen.painting.source.clone(),
        weight: chosen.weight,
        crop: chosen.crop,
    };
    Recipe {
        content: photograph.map_or_else(|| recipe.content.clone(), |p| p.source.clone()),
        styles: paintings.map(style).collect(),
        ..recipe.clone()
    }
}

/// A picture that the artist wants to have.
#[derive(Clone)]
pub struct Order {
    /// Which picture.
    pub what: Shown,
    /// What is painted for it, if it shall be another picture than the one on the canvas: the same at
    /// another size.
    pub again: Option<Box<StartRun>>,
    /// Where to.
    pub to: Destination,
    /// Tells how far it is; only who works at it holds another one.
    pub watch: Arc<Watch>,
}

/// Where a picture goes.
#[derive(Clone)]
pub enum Destination {
    /// Into a file.
    File(Box<Delivery>),
    /// To the clipboard, at this width and height if it has another one.
    Clipboard(Option<(usize, usize)>),
}

/// Why something computes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeviceReason {
    /// The artist asked for it.
    #[default]
    Asked,
    /// The window has no GPU.
    NoGpu,
    /// There is only a software GPU, which is slower than the CPU.
    SoftwareGpu,
    /// It is the window's own GPU.
    Window,
    /// The GPU cannot compute, or failed.
    GpuFailed,
}

/// What the window asks for.
pub enum Command {
    /// Refine; what was being refined is given up, its snapshots too.
    Start(Box<StartRun>),
    /// Show what was being refined again, and stay where it stands.
    Return,
    /// Do not step until [`Command::Resume`].
    Pause,
    /// Go on.
    Resume,
    /// End here; the picture so far is the result.
    Stop,
    /// Keep the present look, whoever painted it: it stays when another one is painted.
    Snapshot,
    /// Show something in a pane.
    Show(Pane, Shown),
    /// Go on from a snapshot of the run.
    Branch(SnapshotId),
    /// Another colour and tone of what is being refined.
    Tone(Tone),
    /// Save a picture, or hand it out for the clipboard.
    Deliver(Box<Order>),
    /// Go on from a picture of which nothing else is left, under these settings: it is painted from there.
    Revive(Shown, Box<StartRun>),
    /// Another photograph is worked on, and this was kept of it.
    Restore(Box<Restored>),
    /// Hand out pictures to be written down.
    Keep {
        /// The number that comes back with them.
        number: u64,
        /// Whether Refine's present state is among them.
        newest: bool,
        /// The snapshots that are.
        snapshots: Vec<SnapshotId>,
    },
    /// Hand out a finished picture, to see how large its file will be.
    Measure(Shown),
    /// Rest while the artist's hand moves the picture, and go on afterwards.
    Rest(bool),
    /// Paint small pictures of the photograph in these styles when nothing else is to be done.
    Gallery(Box<GalleryJob>),
    /// Paint every photograph of a folder when the artist's own picture needs nothing; a batch that goes
    /// on already ends.
    Batch(Box<Batch>),
    /// End the batch now.
    EndBatch,
    /// Hand out the style that this paints in, to be kept under a name.
    Find(String, Box<StartRun>),
    /// Hand out a small picture by Instant and the settings of it, to be kept under a name.
    Look(String, Box<StartRun>),
    /// Paint small pictures by Instant, which are told by their numbers; those asked for before are not wanted any
    /// more.
    Variations(Vec<(usize, StartRun)>),
}

/// A remembered state.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Its number.
    pub id: SnapshotId,
    /// Steps done.
    pub step: usize,
    /// How often the run had branched.
    pub branch: usize,
    /// Loss at that step.
    pub losses: Losses,
    /// A small picture.
    pub thumbnail: Arc<Picture>,
    /// Whether the artist kept it; it stays when another picture is begun.
    pub own: bool,
    /// Whether nothing else is left of it: who goes on from it begins with its pixels.
    pub picture_only: bool,
    /// The recipe of the picture as it stands.
    pub recipe: Arc<Recipe>,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Steps done.
    pub step: usize,
    /// Steps of the run.
    pub steps: usize,
    /// Width and height of what is being painted now.
    pub size: (usize, usize),
    /// Loss of the last step.
    pub losses: Losses,
    /// Share of the work done, 0 to 1; fine steps count more.
    pub done: f32,
    /// Steps a second of late.
    pub speed: f32,
    /// Seconds until the end at the present speed.
    pub eta_seconds: f32,
    /// Seconds that a step takes for each pixel, for forecasts.
    pub seconds_per_pixel: f32,
}

/// What the engine tells.
pub enum Event {
    /// The device that computes, in a few words, and why.
    Device {
        /// Its name.
        name: String,
        /// Why it was chosen.
        reason: DeviceReason,
        /// Whether it is the window's own GPU.
        gpu: bool,
    },
    /// A picture of Instant is on its way to the canvas.
    Instant {
        /// Width and height of the result.
        size: (usize, usize),
        /// Seconds that it took.
        seconds: f32,
        /// Whether it is the result; if not, a sketch that stands for it while the hand moves.
        result: bool,
        /// The recipe that paints it again.
        recipe: Box<Recipe>,
    },
    /// Share of a large result of Instant that is painted.
    Share(f32),
    /// How far the result of Instant on the canvas is from its sources, told when the hand has rested.
    Far(Distances),
    /// A run of Refine began.
    Started {
        /// Width and height of the result.
        size: (usize, usize),
        /// Steps that were done in the kept picture that it goes on from, if it does.
        from: Option<usize>,
    },
    /// A step was done.
    Step(Standing),
    /// A state was remembered.
    Snapshot(Snapshot),
    /// A state was forgotten to keep within memory.
    Forgot(SnapshotId),
    /// The run is over.
    Finished {
        /// Steps done.
        steps: usize,
        /// Whether the artist stopped it.
        stopped: bool,
        /// Distance to the photograph at weight 1.
        content_distance: f32,
        /// Distance to the style at weight 1.
        style_distance: f32,
        /// Look of the picture.
        measures: Measures,
        /// The recipe that paints it again.
        recipe: Box<Recipe>,
    },
    /// A small picture, or what is known of it.
    Gallery(GalleryNews),
    /// How far the batch is.
    Batch(Box<BatchNews>),
    /// The style that was asked for, and its name.
    Found(String, Box<Style>),
    /// The settings that were asked for, their name, and a small picture of them.
    Look(String, Box<Recipe>, Arc<Picture>),
    /// A small picture that was asked for, by its number.
    Variation(usize, Arc<Picture>),
    /// Pictures to be written down.
    Kept(Box<KeptWork>),
    /// A picture was saved.
    Exported(PathBuf),
    /// A picture for the clipboard: width and height, and straight RGBA bytes.
    Copied((usize, usize), Arc<[u8]>),
    /// A picture whose file is to be measured.
    Measured(Arc<Picture>),
    /// Something failed; nothing is running any more unless it was a save.
    Failed {
        /// Why.
        error: Arc<Error>,
        /// Whether a run ended by it.
        run_ended: bool,
    },
}

/// Something that paints when told.
pub trait Engine {
    /// Asks for something; never waits.
    fn send(&mut self, command: Command);
    /// The weights from the next step on; the newest win.
    fn steer(&mut self, controls: Controls);
    /// A picture that Instant shall paint; the newest wins, and Refine rests. Never waits.
    fn paint(&mut self, wanted: StartRun);
    /// What has happened since the last call; never waits.
    fn events(&mut self) -> Vec<Event>;
    /// The newest frame of a pane, if there is a new one.
    fn frame(&mut self, pane: Pane) -> Option<Frame>;
}

#[cfg(test)]
mod tests;
