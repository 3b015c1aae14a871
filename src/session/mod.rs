//! What the artist is doing, free of any front end: a batch of photographs and a recipe become
//! pictures on disk. The command line and the window both stand on this.

mod job;
mod sources;

pub use job::{Event, Flow, Job, Painted, paint};
pub use sources::{Found, output_paths, resolve_recipe};
