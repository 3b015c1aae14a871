//! The window: egui only. Nothing here knows a tensor; painting happens behind
//! [`Engine`](crate::session::engine::Engine).

mod actions;
mod app;
mod attention;
mod chooser;
mod create;
mod crop;
mod errors;
mod event_loop;
mod files;
mod frame;
mod help;
mod icons;
mod launch;
mod live_picture;
mod localisation;
mod quick_input;
mod settings;
mod shell;
mod signals;
mod still_picture;
mod taskbar;
mod theme;
mod thumbnails;
mod toasts;
mod top_bar;
mod train;
mod widgets;

pub use app::App;
pub use files::{Dialogs, Picked, SystemDialogs, Want};
pub use launch::{run, shared_device, wgpu_setup};
pub use shell::Parts;
pub use taskbar::Taskbar;

#[cfg(test)]
mod tests;
