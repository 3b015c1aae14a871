//! The workspace in which a photograph is painted: canvas, shelf of styles, inspector, timeline, and what is
//! asked and said about them.

pub mod actions;
pub mod apply_recipe;
pub mod arrivals;
pub mod autosave;
pub mod autosave_state;
pub mod batch_dialog;
pub mod batch_progress;
pub mod canvas;
pub mod choosing;
pub mod clipboard;
pub mod context;
pub mod crop;
pub mod dialogs;
pub mod drop_dialog;
pub mod drop_state;
pub mod effects;
pub mod events;
pub mod export;
pub mod export_actions;
pub mod export_progress;
pub mod inspector;
pub mod intent;
pub mod keep_style;
pub mod loading;
pub mod naming;
pub mod notices;
pub mod questions;
pub mod shelf;
pub mod style_events;
pub mod timeline;
pub mod tips;
pub mod titles;
pub mod variations;
pub mod view;
pub mod workspace;
