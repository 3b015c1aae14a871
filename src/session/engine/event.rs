//! What the engine tells.

use super::{
    kept_pictures::KeptWork,
    state::{Snapshot, SnapshotId, Standing},
};
use crate::{
    compute::Level,
    error::Error,
    nn::Tuning,
    picture::{Crop, Measures, Picture, PictureWarning},
    session::{Power, StyleKey},
    stylize::{Distances, Recipe, Style},
    train::{TrainControls, TrainEvent, WeightSpec},
};
use std::{path::PathBuf, sync::Arc};

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
    Distances(Distances),
    /// A run of Refine began.
    Started {
        /// Width and height of the result.
        size: (usize, usize),
        /// Steps that were done in the kept picture that it goes on from, if it does.
        from: Option<usize>,
    },
    /// What was refined is painted as large as this now, no further step was done.
    Grown((usize, usize)),
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
    /// What is told of training.
    Train(TrainNews),
    /// How far a painting of the shelf is learnt.
    Tune(StyleKey, TuneNews),
    /// What is dreamt.
    Dream(DreamNews),
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

/// How far a painting of the shelf is learnt.
#[derive(Clone, Debug)]
pub enum TuneNews {
    /// So much is done, 0 to 1.
    Share(f32),
    /// It is learnt.
    Learnt(Tuning),
    /// The artist gave it up.
    Stopped,
    /// It cannot be learnt.
    Failed(Arc<Error>),
}

/// What is known of a style beside the photograph.
#[derive(Clone, Debug)]
pub struct GalleryNews {
    /// Hash of the photograph's file.
    pub photograph: String,
    /// The part of it.
    pub crop: Crop,
    /// The style.
    pub key: StyleKey,
    /// What is known now.
    pub what: GalleryResult,
}

/// What became of a style.
#[derive(Clone, Debug)]
pub enum GalleryResult {
    /// The photograph in it.
    Picture(Arc<Picture>),
    /// How far that picture stays from both, photograph and style: the less, the better they go
    /// together. It is measured after all pictures were painted.
    Suits(Distances),
    /// There is nothing to come: its painting cannot be used, or it has none to be compared with.
    Nothing,
}

/// How far a batch is.
#[derive(Clone, Debug, Default)]
pub struct BatchNews {
    /// Photographs in all.
    pub total: usize,
    /// Those that were painted and saved.
    pub painted: usize,
    /// Those whose results were there already.
    pub there: usize,
    /// Those that could not be painted or saved, and why.
    pub failed: Vec<(PathBuf, Arc<Error>)>,
    /// What is to be said of files that were painted from.
    pub warned: Vec<(PathBuf, PictureWarning)>,
    /// The one that is being painted.
    pub now: Option<PathBuf>,
    /// Share of that one that is painted, 0 to 1.
    pub share: f32,
    /// Where the results go.
    pub to: PathBuf,
    /// Whether it is over.
    pub over: bool,
    /// Whether the artist ended it.
    pub stopped: bool,
}

impl BatchNews {
    /// Photographs with which nothing is to be done any more.
    pub fn done(&self) -> usize {
        self.painted + self.there + self.failed.len()
    }
}

/// What is told of training.
#[derive(Clone, Debug)]
pub enum TrainNews {
    /// It is in another state.
    State(TrainState),
    /// The run was read: what can be changed while it learns, and what is in force.
    Begun {
        /// Its folder.
        folder: PathBuf,
        /// The weights of its losses.
        weights: &'static [WeightSpec],
        /// The controls in force.
        controls: TrainControls,
        /// Steps done, and steps of the whole run.
        steps: (usize, usize),
        /// Whether it paints [pictures of the artist's](super::TrainCommand::Paint).
        paints: bool,
    },
    /// So many steps are done; told a few times a second at most.
    Stepped {
        /// Steps done.
        step: usize,
    },
    /// The samples as they are now, for the screen only.
    Sheet {
        /// Steps done.
        step: usize,
        /// Its pixels.
        sheet: Arc<Level>,
    },
    /// A picture of the artist's was painted by the averaged weights.
    Painted {
        /// Its number.
        number: u64,
        /// Steps done.
        step: usize,
        /// What came of it.
        picture: Arc<Picture>,
    },
    /// Where the machine has its power from, if it has a battery.
    Power(Option<Power>),
    /// What the run itself tells.
    Run(TrainEvent),
    /// It cannot go on, for this reason; its last checkpoint is whole.
    Failed(Arc<Error>),
}

/// What training does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrainState {
    /// There is none, or it was stopped, or failed.
    #[default]
    None,
    /// Pictures and checkpoint are being read.
    Reading,
    /// It learns when nothing more urgent is to be done.
    Running,
    /// It waits to be resumed.
    Paused,
    /// It has come to its end.
    Done,
}

/// What is told of dreams.
#[derive(Clone, Debug)]
pub enum DreamNews {
    /// A model is open.
    Opened {
        /// Its hash.
        hash: String,
        /// Side of its pictures in pixels.
        side: usize,
        /// How many pictures it remembers having learnt from.
        remembered: usize,
        /// The directions of noise along which its dreams differ most, each of length 1.
        axes: Vec<Vec<f32>>,
    },
    /// A dream.
    Dreamt {
        /// By which it was asked for.
        id: u64,
        /// The hash of its model.
        hash: String,
        /// The picture.
        picture: Arc<Picture>,
        /// The picture that was learnt from which it repeats most, small, and how alike both are, 0 to 1; none where the model remembers
        /// none.
        nearest: Option<(Arc<Picture>, f32)>,
    },
    /// The model cannot be used.
    Failed(Arc<Error>),
}
