//! What a task of training is: networks, batches, losses, measures and samples. Everything else belongs to the
//! [run](super::TrainRun).

use super::{
    checkpoint_contents::{CheckpointContents, Saved},
    controls::{TrainControls, WeightSpec},
    terms::Terms,
};
use crate::{
    data::{Part, Parts, Split},
    error::Result,
    fault::TrainWarning,
    nn::TrainedOn,
    optim::Schedule,
    picture::Picture,
};
use burn::tensor::Device;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// Longest side in pixels of a picture that [`Task::paint`] is given: a bounded piece of work.
pub const OWN_SIDE: usize = 384;

/// With what a task is opened, beside its own configuration and pictures.
pub struct Opening<'a> {
    /// Seed of every random choice.
    pub seed: u64,
    /// Steps of the whole run.
    pub steps: usize,
    /// Where to compute; not tracking gradients itself.
    pub device: &'a Device,
    /// The run to go on with, or what a branch begins with; none in another new one.
    pub saved: Option<&'a Saved>,
    /// Whether it begins, also as a branch.
    pub begins: bool,
}

/// Where a run is before a step.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// Steps done.
    pub step: usize,
    /// Steps of the whole run.
    pub steps: usize,
    /// Learning rate of the step.
    pub rate: f64,
    /// How often the run went back to a checkpoint; what is drawn depends on it.
    pub rolled_back: u64,
    /// Weights of the losses.
    pub controls: &'a TrainControls,
}

/// Quality on pictures that are not trained on.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// By which the best weights are chosen, and after which a run may stop early; less is better.
    pub score: f32,
    /// What it is made of.
    pub values: Terms,
}

/// A task of training.
///
/// All of a task but [`Task::read`] happens on the thread that owns the tensors. Every method does one bounded
/// piece of work, so that a window which shares the device stays usable. What a task does is a function of its configuration,
/// the seed, the step and how often the run went back: a resumed run is the run.
///
/// A run may compute on a pool of threads, one piece after the other, so that a task can be sent to one.
///
/// What fails to compute panics, as burn does; a driver catches it.
pub trait Task: Sized + Send + 'static {
    /// Its name in checkpoints and logs.
    const NAME: &'static str;
    /// Weights of its losses that can change while it learns.
    const WEIGHTS: &'static [WeightSpec];
    /// Whether it paints pictures that it is [given](Task::paint).
    const PAINTS: bool = false;

    /// How it is set up: folders, sizes, rates.
    type Config: Clone + Serialize + DeserializeOwned + Send + 'static;
    /// Its pictures in memory.
    type Data: Send + 'static;
    /// What a step needs, made on another thread.
    type Batch: Send + 'static;
    /// What was seen of one item of the validation.
    type Score: Send + 'static;

    /// Reads the pictures, of files only their `parts`; on any thread, and not bounded.
    ///
    /// # Errors
    /// If there is nothing to learn from.
    fn read(config: &Self::Config, parts: &Parts) -> Result<Self::Data>;

    /// The settings that belong to a run from its first step on, by name.
    fn fixed(config: &Self::Config) -> Map<String, Value>;

    /// The learning rate over the steps.
    fn schedule(config: &Self::Config) -> Schedule;

    /// Networks as they begin, or as they were saved.
    ///
    /// # Errors
    /// If the configuration makes no sense or what it begins with cannot be read.
    fn open(config: &Self::Config, data: Self::Data, opening: &Opening<'_>) -> Result<Self>;

    /// Tiles of a row of its sheets of samples.
    fn columns(&self) -> usize;

    /// How many pictures of which kind there are, by the names of their roles.
    fn pictures(&self) -> Vec<(&'static str, Split)>;

    /// What it learns from, with licences; the run and its model remember it.
    fn learns_from(&self) -> Vec<TrainedOn> {
        Vec::new()
    }

    /// What is to be said since the last call: of the pictures when all is prepared, of what is painted after each look at it.
    fn warnings(&mut self) -> Vec<TrainWarning> {
        Vec::new()
    }

    /// One piece of what must be done before the step at `moment`, which is the first of this session, or after the
    /// run went back; the share that is done then, or `None` when nothing is left.
    ///
    /// # Errors
    /// If something that it needs cannot be read.
    fn prepare(&mut self, moment: &Moment<'_>) -> Result<Option<f32>>;

    /// Makes the batches of steps, in their order; `rolled_back` times the run has gone back, and sees others since.
    fn batches(&self, rolled_back: u64) -> Box<dyn FnMut(usize) -> Self::Batch + Send>;

    /// One step on `batch`; the values of its losses, before their weights. If one of them is not a number, the run goes
    /// back to its last checkpoint, whatever the step has done to the networks.
    fn step(&mut self, batch: Self::Batch, moment: &Moment<'_>) -> Terms;

    /// Looks at item `item` of the validation, or of the test; `None` where there is none.
    fn examine(&mut self, part: Part, item: usize) -> Option<Self::Score>;

    /// What all that was seen amounts to; `scores` has one at least.
    fn measure(&mut self, scores: Vec<Self::Score>) -> Measure;

    /// Tile `item` of the sheet of samples, all of one size; `None` where there is none.
    fn sample(&mut self, item: usize) -> Option<Picture>;

    /// What the network as it stands makes of a picture of the artist's, at most [`OWN_SIDE`] pixels a side, of the same size;
    /// `None` for a task that paints no pictures.
    fn paint(&mut self, _photograph: &Picture) -> Option<Picture> {
        None
    }

    /// Adds networks, optimisers, averages and whatever else the next step depends on.
    fn save(&self, to: &mut CheckpointContents);

    /// Takes back what [`Task::save`] added, and forgets everything that came since. [`Task::prepare`] follows.
    ///
    /// # Errors
    /// If something is missing or of another shape.
    fn restore(&mut self, saved: &Saved) -> Result<()>;
}
