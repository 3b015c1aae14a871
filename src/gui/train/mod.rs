//! The workspace in which networks learn: the runs there are, how one is set up, how it goes on.

pub mod actions;
pub mod clock;
pub mod compare;
pub mod context;
pub mod dreams;
pub mod events;
pub mod files;
pub mod intent;
pub mod kept;
pub mod library;
pub mod loading;
pub mod path_field;
pub mod questions;
pub mod queue;
pub mod running;
pub mod start;
pub mod study;
pub mod waiting;
pub mod words;
pub mod workspace;
