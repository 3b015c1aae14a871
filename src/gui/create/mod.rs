//! The workspace in which a photograph is painted: canvas, shelf of styles, inspector, timeline, and what is
//! asked and said about them.

pub mod actions;
pub mod arrivals;
pub mod batch;
pub mod batches;
pub mod canvas;
pub mod choosing;
pub mod clipboard;
pub mod context;
pub mod crop;
pub mod dialogs;
pub mod dropped;
pub mod drops;
pub mod effects;
pub mod events;
pub mod export;
pub mod exports;
pub mod inspector;
pub mod intent;
pub mod keep;
pub mod keeping;
pub mod loading;
pub mod naming;
pub mod notices;
pub mod questions;
pub mod restore;
pub mod saving;
pub mod shelf;
pub mod style_events;
pub mod timeline;
pub mod tips;
pub mod titles;
pub mod variations;
pub mod view;
pub mod works;
pub mod workspace;
