//! Impasto: neural painting on the desktop.
//!
//! Rooms, and the way arrows point: [`gui`], [`cli`] -> [`session`] -> [`stylize`], [`train`], [`evaluate`] -> [`optim`], [`data`], [`loss`]
//! -> [`nn`] -> [`compute`], [`picture`]. See ARCHITECTURE.md.
//!
//! - [`picture`]: files in, files out, colour, metadata, resizing. No networks.
//! - [`compute`]: finding a device, forecasting memory, pictures to tensors and back.
//! - [`nn`]: networks and their weights.
//! - [`data`]: folders and packs of pictures as data sets: scanned, divided, cropped, made ahead.
//! - [`optim`]: how weights move.
//! - [`loss`]: pure functions of feature maps.
//! - [`evaluate`]: what paintings measure, and a test card.
//! - [`stylize`]: painting, driven by a recipe.
//! - [`train`]: how the networks that ship are made.
//! - [`session`]: what the artist is doing, free of any front end.
//! - [`gui`]: the window.
//! - [`cli`]: the command line.

pub mod cli;
pub mod compute;
pub mod data;
pub mod error;
pub mod evaluate;
pub mod fault;
#[cfg(test)]
#[path = "../tests/common/formula.rs"]
mod formula;
pub mod gui;
pub mod loss;
pub mod nn;
pub mod optim;
pub mod picture;
pub mod session;
pub mod stylize;
pub mod train;
