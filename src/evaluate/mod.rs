//! What paintings measure: pure functions of pictures, one a file, and a test card to paint.
//!
//! Lower is better for distances, halos and lattices; no number sees everything, so look at the pictures too.

mod art;
mod card;
mod contrast;
mod copies;
mod directions;
mod distribution;
mod halo;
mod lab;
mod lattice;
mod palette;
mod perceptual;
mod plane;
mod preference;
mod score;

pub use art::{Art, Reference, SIDE};
pub use card::{Card, Faults, Hatch, Rim};
pub use contrast::contrast;
pub use copies::{COPY, Nearest, Originals, THUMBNAIL};
pub use directions::{Directions, directions};
pub use distribution::{
    Coverage, Energy, Eye, FEATURES, FeatureSpace, Gaussian, Kid, Rows, coverage, energy, kid,
};
pub use halo::halo;
pub use lattice::{PERIODS, lattice};
pub use palette::palette;
pub use perceptual::Perceptual;
pub use plane::{compared_size, shown};
pub use preference::{Interval, Strengths, Votes};
pub use score::{Score, Seen};
