//! The workspace in which a photograph is painted: canvas, shelf of styles, inspector, timeline, and what is
//! asked and said about them.

pub mod actions;
pub mod batch;
pub mod canvas;
pub mod crop;
pub mod dialogs;
pub mod drops;
pub mod events;
pub mod export;
pub mod inspector;
pub mod instant;
pub mod restore;
pub mod saving;
pub mod shelf;
pub mod timeline;
pub mod tips;
pub mod variations;
pub mod view;
pub mod works;
pub mod workspace;
