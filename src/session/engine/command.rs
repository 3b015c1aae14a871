//! What the window asks for.

use super::{
    kept_pictures::Restored,
    state::{Shown, SnapshotId, View},
};
use crate::{
    nn::Tuning,
    picture::{Crop, Picture, Tone, Watch},
    session::{
        Batch, Delivery, Noise, Painting, StyleKey, TrainLimits, TuneJob,
        models::ListedModel,
        request::{Loaded, PaintRequest},
    },
    stylize::Style,
    train::{RunSetup, TrainControls},
};
use std::sync::Arc;

/// What the window asks for.
pub enum Command {
    /// Refine; what was being refined is given up, its snapshots too.
    Start(Box<PaintRequest>),
    /// Show what was being refined again, and stay where it stands.
    Return,
    /// Do not step until [`Command::Resume`].
    Pause,
    /// Go on.
    Resume,
    /// End here; the picture so far is the result.
    Stop,
    /// What was refined has come to be seen from nearer: its decoder paints it as large as this wants it, if it can.
    Grow(Box<PaintRequest>),
    /// Keep the present look, whoever painted it: it stays when another one is painted.
    Snapshot,
    /// Show something in a view.
    Show(View, Shown),
    /// Go on from a snapshot of the run.
    Branch(SnapshotId),
    /// Another colour and tone of what is being refined.
    Tone(Tone),
    /// Save a picture, or hand it out for the clipboard.
    Deliver(Box<Order>),
    /// Go on from a picture of which nothing else is left, under these settings: it is painted from there.
    Revive(Shown, Box<PaintRequest>),
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
    Find(String, Box<PaintRequest>),
    /// Hand out a small picture by Instant and the settings of it, to be kept under a name.
    Look(String, Box<PaintRequest>),
    /// Paint small pictures by Instant, which are told by their numbers; those asked for before are not wanted any
    /// more.
    Variations(Vec<(usize, PaintRequest)>),
    /// Learn to paint a painting of the shelf better when nothing else is to be done.
    Tune(Box<TuneJob>),
    /// Give that up.
    EndTuning(StyleKey),
    /// Train a model.
    Train(TrainCommand),
    /// Dream with a model.
    Dream(DreamCommand),
}

/// What is done with a model of dreams. There is one at a time.
pub enum DreamCommand {
    /// Open it, in the place of another one.
    Open(Box<ListedModel>),
    /// Dream these, in their order, and nothing else that was asked for before.
    Want(Vec<DreamJob>),
    /// Nothing is to be dreamt any more.
    Close,
}

/// A dream that is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct DreamJob {
    /// By which it is told.
    pub id: u64,
    /// What it is made of.
    pub noise: Noise,
    /// How strange it may be, 0 to 1.5.
    pub truncation: f32,
}

/// What is done with a run of training. There is one at a time.
pub enum TrainCommand {
    /// Begin with a run, or go on with one from its folder; one that goes on already is saved and ends.
    Start(RunSetup),
    /// Save, and do nothing until [`TrainCommand::Resume`].
    Pause,
    /// Go on.
    Resume,
    /// Save and end; the run can be gone on with from its folder.
    Stop,
    /// Write the checkpoint now, and go on.
    Save,
    /// Let these act from the next step on.
    Control(TrainControls),
    /// Take no more of the machine than this.
    Limit(TrainLimits),
    /// Paint these pictures of the artist's, by number, every now and then, in the place of those of before; each at most
    /// [`OWN_SIDE`](crate::train::OWN_SIDE) pixels a side.
    Paint(Vec<(u64, Arc<Picture>)>),
}

/// A picture that the artist wants to have.
#[derive(Clone)]
pub struct Order {
    /// Which picture.
    pub what: Shown,
    /// What is painted for it, if it shall be another picture than the one on the canvas: the same at
    /// another size.
    pub again: Option<Box<PaintRequest>>,
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

/// Small pictures of a photograph in many styles.
#[derive(Clone)]
pub struct GalleryJob {
    /// The photograph.
    pub photograph: Arc<Loaded>,
    /// The part of it.
    pub crop: Crop,
    /// Hash of the generator, or empty for the newest: see [`Recipe::painter_blake3`](crate::stylize::Recipe::painter_blake3).
    pub painter: String,
    /// The styles, in the order in which they are wanted.
    pub styles: Vec<(StyleKey, GalleryStyle)>,
}

/// What a style is taken from.
#[derive(Clone, Debug)]
pub enum GalleryStyle {
    /// A painting, and what was learnt to paint it better.
    Painting(Painting, Option<Tuning>),
    /// A style that was found.
    Code(Style),
    /// A style from nothing, by the seed in its key.
    Random,
}
