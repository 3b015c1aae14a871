//! How weights move: Adam with a state that is saved and restored exactly, clipping and averages.
//!
//! Knows modules and gradients, nothing of what is learnt: painting with a discriminator and every task of
//! training use the same.

mod adam;

pub use adam::{ModuleAdam, clip_norm, mean_gradients, towards};
