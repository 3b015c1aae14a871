//! How fast the window is while the CPU paints: `cargo run --release --example measure_window`.
//!
//! Drives the whole window without a display. Prints the time from the start to the first painted
//! frame of the sample, and, while Refine paints it, the time from an input event to the end of the
//! frame that shows it (update and tessellation, without drawing). That holds the frame's own work and
//! all waiting for a processor; the test harness's own accessibility tree is part of it.

#![allow(
    clippy::expect_used,
    reason = "a failed expectation is a failed measurement"
)]
#![allow(clippy::print_stdout, reason = "the numbers are the point")]

use egui_kittest::Harness;
use impasto::{
    compute::DeviceChoice,
    gui::{Dialogs, Parts, Studio, Want},
    session::engine::{Worker, WorkerDevice},
};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

// As the program itself does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Frames that are measured, and the time between two of them.
const FRAMES: usize = 1500;
const EVERY: Duration = Duration::from_millis(16);

struct NoDialogs;

impl Dialogs for NoDialogs {
    fn open(&mut self, _want: Want, _title: String) {}

    fn answer(&mut self) -> Option<(Want, Vec<PathBuf>)> {
        None
    }
}

fn print(name: &str, mut values: Vec<f64>) {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
    println!(
        "{name}: p50 {:.2} ms, p90 {:.2} ms, p99 {:.2} ms, most {:.2} ms",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    );
}

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let begin = Instant::now();
    let path = folder.path().to_owned();
    let mut harness: Harness<'_, Studio> = Harness::builder()
        .with_size(egui::vec2(1440.0, 900.0))
        .build_eframe(move |cc| {
            let ctx = cc.egui_ctx.clone();
            let device = WorkerDevice {
                window: None,
                choice: DeviceChoice::Cpu,
            };
            let parts = Parts {
                engine: Box::new(Worker::start(device, move || ctx.request_repaint())),
                dialogs: Box::new(NoDialogs),
                folder: path,
                files: Vec::new(),
            };
            Studio::new(&cc.egui_ctx, parts)
        });
    while !harness.state().shows_result() {
        harness.step();
        std::thread::sleep(Duration::from_millis(4));
    }
    println!(
        "start to first painted frame: {:.2} s",
        begin.elapsed().as_secs_f64()
    );
    let mut latency = Vec::new();
    for i in 0..FRAMES {
        let due = Instant::now() + EVERY;
        let turn = i as f32 * 0.05;
        let pointer = egui::pos2(
            700.0 + 600.0 * turn.sin(),
            420.0 + 300.0 * (1.7 * turn).cos(),
        );
        let begin = Instant::now();
        harness.event(egui::Event::PointerMoved(pointer));
        harness.step();
        let output = harness.output();
        let shapes = output.shapes.clone();
        let meshes = harness.ctx.tessellate(shapes, output.pixels_per_point);
        std::hint::black_box(meshes);
        latency.push(begin.elapsed().as_secs_f64() * 1e3);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
    }
    print("event to end of frame", latency);
}
