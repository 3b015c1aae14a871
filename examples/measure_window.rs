//! How fast the window is while the CPU paints: `cargo run --release --example measure_window [PHOTO...]`.
//!
//! Drives the whole window without a display. Prints the time from the start to the first painted
//! frame of the sample, and, while Refine paints it, the time from an input event to the end of the
//! frame that shows it (update and tessellation, without drawing). That holds the frame's own work and
//! all waiting for a processor; the test harness's own accessibility tree is part of it.
//!
//! Of each photograph that is named: the time from its drop to the first painted picture and to the result,
//! and, while the strength slider is dragged up and down without a pause, the time from a movement to
//! the end of the frame that has the picture of it; then the same to the result when the hand rests.
//!
//! With `--train RUN` before all else, the training in the folder RUN goes on meanwhile, and its own pane is measured; before that,
//! how many steps a second it does while nobody touches the window, to be compared with what `impasto train resume RUN` does.

#![allow(
    clippy::expect_used,
    reason = "a failed expectation is a failed measurement"
)]
#![allow(clippy::print_stdout, reason = "the numbers are the point")]

use egui_kittest::{Harness, kittest::Queryable};
use impasto::{
    compute::DeviceChoice,
    gui::{App, Dialogs, Parts, Picked, Want},
    session::{
        Language, Settings,
        engine::{Worker, WorkerDevice},
    },
};
use parking_lot::Mutex;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

// As the program itself does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Frames that are measured, and the time between two of them.
const FRAMES: usize = 1500;
const EVERY: Duration = Duration::from_millis(16);
/// How long nobody touches the window while steps of a training are counted, and how often: at first it takes turns with the cards
/// of the shelf, which are painted once.
const UNTOUCHED: Duration = Duration::from_secs(60);
const ROUNDS: usize = 3;
/// How long a training may take to read its pictures and what it has learnt.
const READING: Duration = Duration::from_secs(1800);

struct NoDialogs;

impl Dialogs for NoDialogs {
    fn open(&mut self, _want: Want, _title: String, _kind: String, _folder: Option<PathBuf>) {}

    fn answer(&mut self) -> Option<(Want, Picked)> {
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

/// The window on the CPU, with `files`.
fn window(folder: &Path, files: Vec<PathBuf>) -> Harness<'static, App> {
    let path = folder.to_owned();
    Harness::builder()
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
                taskbar: Default::default(),
                folder: path,
                files,
            };
            App::new(&cc.egui_ctx, parts)
        })
}

/// A frame of the window, drawn as far as it can be without a display.
fn frame(harness: &mut Harness<'_, App>) {
    harness.step();
    let output = harness.output();
    let shapes = output.shapes.clone();
    let meshes = harness.ctx.tessellate(shapes, output.pixels_per_point);
    std::hint::black_box(meshes);
}

/// How fast Instant answers for one photograph.
fn answers(photograph: &Path, training: Option<&Path>) {
    let folder = tempfile::tempdir().expect("a folder");
    let begin = Instant::now();
    set_up(folder.path(), training);
    let mut harness = window(folder.path(), vec![photograph.to_owned()]);
    if training.is_some() {
        learn(&mut harness);
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::PageUp);
    }
    let until = |harness: &mut Harness<'_, App>, done: &dyn Fn((f32, bool)) -> bool| {
        let begin = Instant::now();
        while !harness.state().strength_shown().is_some_and(done) {
            frame(harness);
            std::thread::sleep(Duration::from_millis(2));
        }
        begin.elapsed().as_secs_f64() * 1e3
    };
    until(&mut harness, &|_| true);
    let first = begin.elapsed().as_secs_f64();
    until(&mut harness, &|(_, result)| result);
    let last = begin.elapsed().as_secs_f64();
    println!(
        "{}: first picture {first:.2} s, result {last:.2} s",
        photograph.display()
    );
    let slider = harness.get_by_role_and_label(egui::accesskit::Role::Slider, "Strength");
    let rect = slider.rect();
    let at = |i: usize| {
        let place = 0.5 + 0.45 * (i as f32 * 0.037).sin();
        rect.left_center() + egui::vec2(place * rect.width(), 0.0)
    };
    harness.drag_at(at(0));
    frame(&mut harness);
    let (mut moved, mut latency, mut shown) = (Vec::new(), Vec::new(), f32::NAN);
    for i in 0..FRAMES {
        let due = Instant::now() + EVERY;
        let begin = Instant::now();
        harness.hover_at(at(i));
        frame(&mut harness);
        moved.push((harness.state().strength(), begin));
        if let Some((strength, _)) = harness.state().strength_shown().filter(|s| s.0 != shown) {
            shown = strength;
            if let Some((_, since)) = moved.iter().rev().find(|(s, _)| *s == strength) {
                latency.push(since.elapsed().as_secs_f64() * 1e3);
            }
        }
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
    }
    println!("{} pictures in {FRAMES} movements", latency.len());
    print("movement to picture", latency);
    harness.drop_at(at(FRAMES - 1));
    frame(&mut harness);
    let wanted = harness.state().strength();
    let rest = until(&mut harness, &|(s, result)| result && s == wanted);
    println!("hand rests to result: {rest:.0} ms");
}

/// Settings of a window in which a training was going on.
fn set_up(folder: &Path, training: Option<&Path>) {
    let settings = Settings {
        language: Language::English,
        training: training.map(Path::to_owned),
        ..Settings::default()
    };
    settings.save(folder).expect("settings");
}

/// Goes on with the training that the window offers, until it does steps.
fn learn(harness: &mut Harness<'_, App>) {
    let until =
        |harness: &mut Harness<'_, App>, what: &str, done: &dyn Fn(&Harness<'_, App>) -> bool| {
            let begin = Instant::now();
            while !done(harness) {
                assert!(begin.elapsed() < READING, "waited for {what}");
                frame(harness);
                std::thread::sleep(Duration::from_millis(4));
            }
        };
    until(harness, "the offer", &|harness| {
        harness
            .query_by_label_contains("A training waits")
            .is_some()
    });
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::PageDown);
    // What is said of the offer speaks of going on too.
    let button = |harness: &Harness<'_, App>| {
        let role = egui::accesskit::Role::Button;
        harness
            .query_by_role_and_label(role, "Go on")
            .map(|node| node.click())
    };
    until(harness, "the button", &|harness| button(harness).is_some());
    let begun = harness.state().train.running.training.record().steps.0;
    until(harness, "two steps", &|harness| {
        let training = &harness.state().train.running.training;
        training.works() && training.record().steps.0 >= begun + 2
    });
}

/// Steps a second of the training while nobody touches the window, which draws a frame only when it asks for one.
fn untouched(harness: &mut Harness<'_, App>) {
    let done = |harness: &Harness<'_, App>| harness.state().train.running.training.record().steps.0;
    // When the next frame is wanted, by the window itself or by who works for it.
    let next = Arc::new(Mutex::new(Instant::now()));
    let asked = Arc::clone(&next);
    harness.ctx.set_request_repaint_callback(move |info| {
        let then = Instant::now() + info.delay.min(UNTOUCHED);
        let mut asked = asked.lock();
        *asked = then.min(*asked);
    });
    let (begin, first, mut frames) = (Instant::now(), done(harness), 0);
    while begin.elapsed() < UNTOUCHED {
        if *next.lock() <= Instant::now() {
            *next.lock() = Instant::now() + UNTOUCHED;
            frame(harness);
            frames += 1;
        }
        std::thread::sleep(EVERY);
    }
    let seconds = begin.elapsed().as_secs_f64();
    let steps = done(harness) - first;
    println!(
        "untouched: {steps} steps in {seconds:.0} s, {:.3} steps/s, {frames} frames",
        steps as f64 / seconds
    );
}

fn main() {
    let mut files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let trains = files
        .first()
        .is_some_and(|first| first == Path::new("--train"))
        && files.len() > 1;
    let training = trains.then(|| files.drain(..2).next_back()).flatten();
    let training = training.as_deref();
    if !files.is_empty() {
        files.iter().for_each(|file| answers(file, training));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    set_up(folder.path(), training);
    let begin = Instant::now();
    let mut harness = window(folder.path(), Vec::new());
    while !harness.state().shows_result() {
        harness.step();
        std::thread::sleep(Duration::from_millis(4));
    }
    println!(
        "start to first painted frame: {:.2} s",
        begin.elapsed().as_secs_f64()
    );
    if training.is_some() {
        learn(&mut harness);
        (0..ROUNDS).for_each(|_| untouched(&mut harness));
    }
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
        frame(&mut harness);
        latency.push(begin.elapsed().as_secs_f64() * 1e3);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
    }
    print("event to end of frame", latency);
}
