//! How weights move: Adam with a state that is saved and restored exactly, limits of gradients, learning rates, and
//! averages of weights.
//!
//! Knows modules and gradients, nothing of what is learnt: painting with a discriminator and every task of
//! training use the same [`Learner`].

mod adam;
mod average;
mod gradients;
mod learner;
mod schedule;

pub use adam::ModuleAdam;
pub use average::{keeps, towards};
pub use gradients::{clip_each, clip_norm, mean_gradients};
pub use learner::{Clip, DISCRIMINATOR_RATE, Learner};
pub use schedule::Schedule;
