//! The workspace in which networks learn: the runs there are, how one is set up, how it goes on.

pub mod actions;
pub mod context;
pub mod events;
pub mod intent;
pub mod running;
pub mod workspace;
