//! Making pictures: Instant (one pass of a generator) and Refine (optimisation of the pixels) over a
//! [`Recipe`].

mod canvas;
mod controls;
mod instant;
mod octaves;
mod optimiser;
mod recipe;
mod refine;
mod target;

pub use controls::{Controls, LayerWeights};
pub use instant::{Content, Instant, Style};
pub use octaves::{Octave, plan};
pub use optimiser::PixelOptimizer;
pub use recipe::{
    Change, Colour, Engine, OptimizerKind, Recipe, SCHEMA, Size, SourceRef, Start, StyleRef,
};
pub use refine::{Losses, Outcome, Progress, Refine, RefineJob, Start as StartFrom};
