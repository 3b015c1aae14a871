//! What computes behind the window: commands in, events and frames out, never a wait.
//!
//! The window talks to an [`Engine`]; [`Worker`] is the real one, with a thread of its own that
//! owns every tensor. Tests put a scripted one in its place. On that thread a scheduler picks the most urgent
//! piece of several works: what the artist creates, training, a batch, dreams, the gallery.

mod batch;
mod command;
mod create;
mod device;
mod dreaming;
mod event;
mod gallery;
mod instant_cache;
mod kept_pictures;
mod live_sheet;
mod own_pictures;
mod post;
mod scheduler;
mod shared;
mod state;
mod train_limits;
mod training;
mod tuning;
mod work;
mod worker;

pub use super::request::{ChosenPainting, Loaded, PaintRequest};
pub use command::{
    Command, Destination, DreamCommand, DreamJob, GalleryJob, GalleryStyle, Order, TrainCommand,
};
pub use device::WorkerDevice;
pub use event::{
    BatchNews, DeviceReason, DreamNews, Event, GalleryNews, GalleryResult, TrainNews, TrainState,
    TuneNews,
};
pub use instant_cache::instant_forecast;
pub use kept_pictures::{Kept, KeptPixels, KeptWork, Restored};
pub use state::{Shown, Snapshot, SnapshotId, Standing, View};
pub use worker::Worker;

use crate::{compute::Frame, stylize::Controls};

/// Something that computes when told.
pub trait Engine {
    /// Asks for something; never waits.
    fn send(&mut self, command: Command);
    /// The weights from the next step on; the newest win.
    fn steer(&mut self, controls: Controls);
    /// A picture that Instant shall paint; the newest wins, and Refine rests. Never waits.
    fn paint(&mut self, wanted: PaintRequest);
    /// What has happened since the last call; never waits.
    fn events(&mut self) -> Vec<Event>;
    /// The newest frame of a view, if there is a new one.
    fn frame(&mut self, view: View) -> Option<Frame>;
}

#[cfg(test)]
mod tests;
