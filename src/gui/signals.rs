//! A program that is asked to end by the system or by Ctrl+C closes its window, so that all is kept.

use crate::picture::exit_now;
use egui::Context;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// How long a window that was asked to close is waited for; longer than it waits for a step of the engine.
const PATIENCE: Duration = Duration::from_secs(12);
/// Exit status after Ctrl+C, as shells tell it.
const INTERRUPTED: i32 = 130;

/// What is set when the program is asked to end. A second request, or a window that does not answer, ends it
/// at once.
pub fn asked_to_end(ctx: &Context) -> Arc<AtomicBool> {
    let asked = Arc::<AtomicBool>::default();
    let (tell, ctx) = (Arc::clone(&asked), ctx.clone());
    let handler = move || {
        if tell.swap(true, Ordering::Relaxed) {
            exit_now(INTERRUPTED);
        }
        ctx.request_repaint();
        std::thread::spawn(|| {
            std::thread::sleep(PATIENCE);
            exit_now(INTERRUPTED);
        });
    };
    // Without it the program just ends, and what it kept by then is there.
    let _ = ctrlc::set_handler(handler);
    asked
}
