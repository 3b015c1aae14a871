//! What is shown of a picture that is being painted, and where it stands.

use crate::{
    picture::Picture,
    stylize::{Losses, Recipe},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A place on the screen that shows frames of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// The canvas.
    Main,
    /// What the canvas compares it with.
    Compare,
}

/// Number of a snapshot, unique in a run of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SnapshotId(pub u64);

/// What a view of the canvas shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// The picture being painted.
    #[default]
    Newest,
    /// A snapshot.
    Snapshot(SnapshotId),
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
