//! Making pictures: Instant (one pass of a generator) and Refine (optimisation of the pixels) over a
//! [`Recipe`].

mod canvas;
mod controls;
mod discriminator;
mod distance;
mod instant;
mod octaves;
mod optimiser;
mod recipe;
mod refine;
mod size;
mod target;

pub use controls::{Controls, LayerWeights};
pub use distance::{Distances, distances, distances_live};
pub use instant::{
    Content, FittedPainting, Instant, Look, Painting, STRENGTHS, STROKE_SIZES, Strokes, Style,
    Tiling, toned,
};
pub use octaves::Octave;
pub use optimiser::PixelOptimizer;
pub use recipe::{
    AXIS_REACH, Change, Colour, Engine, OptimizerKind, Recipe, SCHEMA, SourceRef, Start, StyleRef,
};
pub use refine::{
    Losses, Outcome, Progress, Refine, RefineJob, Start as StartFrom, forecast as refine_forecast,
    octaves, painting_scale,
};
pub use size::Size;
