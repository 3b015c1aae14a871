//! What the window asks of the engine, and what it makes of its answers.

use super::{open_at, wait};
use crate::{
    compute::{Frame, Pixels},
    gui::App,
    nn::CODE_SIZE,
    picture::Picture,
    session::{
        Batch, Language, Phase, Theme, TuneJob,
        engine::{
            Command, Destination, DreamCommand, Engine, Event, GalleryJob, Kept, KeptPixels,
            KeptWork, Order, PaintRequest, Restored, Snapshot, SnapshotId, Standing, TrainCommand,
            TuneNews, View,
        },
    },
    stylize::{Controls, Losses, Recipe, Style},
};
use egui::accesskit::Role;
use egui_kittest::{Harness, kittest::Queryable};
use std::sync::{Arc, Mutex};

/// What a scripted engine heard and will say.
#[derive(Default)]
pub struct Script {
    pub heard: Vec<&'static str>,
    pub steered: Vec<Controls>,
    pub gallery: Vec<GalleryJob>,
    pub batches: Vec<Batch>,
    pub trained: Vec<TrainCommand>,
    pub tuned: Vec<TuneJob>,
    pub dreamt: Vec<DreamCommand>,
    pub orders: Vec<Order>,
    pub restored: Vec<Restored>,
    /// What Instant was asked for.
    pub painted: Vec<PaintRequest>,
    /// Small pictures that were asked for.
    pub variations: Vec<(usize, Recipe)>,
    /// Instant says nothing.
    pub silent: bool,
    pub says: Vec<Event>,
    pub frame: Option<Frame>,
}

impl Script {
    /// What a real engine would hand out to be written down.
    fn keep(&self, number: u64, newest: bool, snapshots: &[SnapshotId]) -> KeptWork {
        let grey = || Arc::new(Picture::from_rgb(3, 2, vec![0.25; 18]));
        let photograph = self.painted.last().map(|p| Arc::clone(&p.photograph));
        let kept = |photograph| Kept {
            snapshot: taken(99, false),
            pixels: KeptPixels::Memory(grey()),
            photograph,
        };
        KeptWork {
            number,
            newest: photograph.filter(|_| newest).map(kept),
            snapshots: snapshots.iter().map(|id| (*id, grey())).collect(),
            failed: false,
        }
    }
}

#[derive(Clone, Default)]
pub struct Scripted(Arc<Mutex<Script>>);

impl Scripted {
    pub fn with<T>(&self, look: impl FnOnce(&mut Script) -> T) -> T {
        look(&mut self.0.lock().expect("not poisoned"))
    }
}

impl Engine for Scripted {
    fn send(&mut self, command: Command) {
        self.with(|script| {
            script.heard.push(match command {
                Command::Start(start) => {
                    let size = start.size();
                    script.says.push(Event::Started { size, from: None });
                    "start"
                }
                Command::Return => "return",
                Command::Pause => "pause",
                Command::Resume => "resume",
                Command::Stop => "stop",
                Command::Grow(start) => {
                    script.says.push(Event::Grown(start.size()));
                    "grow"
                }
                Command::Snapshot => "snapshot",
                Command::Show(..) => "show",
                Command::Branch(_) => "branch",
                Command::Tone(_) => "tone",
                Command::Revive(_, start) => {
                    let size = start.size();
                    let from = Some(20);
                    script.says.push(Event::Started { size, from });
                    "revive"
                }
                Command::Restore(restored) => {
                    script.restored.push(*restored);
                    return;
                }
                Command::Keep {
                    number,
                    newest,
                    snapshots,
                } => {
                    let kept = script.keep(number, newest, &snapshots);
                    script.says.push(Event::Kept(Box::new(kept)));
                    return;
                }
                Command::Deliver(order) => {
                    let file = matches!(order.to, Destination::File(_));
                    script.orders.push(*order);
                    if file { "export" } else { "copy" }
                }
                Command::Measure(_) => "measure",
                Command::Rest(rest) => {
                    if rest {
                        "rest"
                    } else {
                        "go on"
                    }
                }
                Command::Gallery(job) => {
                    script.gallery.push(*job);
                    return;
                }
                Command::Batch(batch) => {
                    script.batches.push(*batch);
                    "batch"
                }
                Command::EndBatch => "end batch",
                Command::Tune(job) => {
                    script.tuned.push(*job);
                    "tune"
                }
                Command::EndTuning(key) => {
                    script.says.push(Event::Tune(key, TuneNews::Stopped));
                    "end tuning"
                }
                Command::Find(name, _) => {
                    let style = Style::try_from(vec![0.25; CODE_SIZE]).expect("a style");
                    script.says.push(Event::Found(name, Box::new(style)));
                    "find"
                }
                Command::Look(name, start) => {
                    let picture = crate::picture::Picture::from_rgb(3, 2, vec![0.4; 18]);
                    let recipe = Box::new(start.named_recipe());
                    let event = Event::Look(name, recipe, Arc::new(picture));
                    script.says.push(event);
                    "look"
                }
                Command::Variations(starts) => {
                    script.variations = starts
                        .into_iter()
                        .map(|(i, start)| (i, start.recipe))
                        .collect();
                    "variations"
                }
                Command::Dream(command) => {
                    script.dreamt.push(command);
                    "dream"
                }
                Command::Train(command) => {
                    script.trained.push(command);
                    "train"
                }
            });
        });
    }

    fn steer(&mut self, controls: Controls) {
        self.with(|script| script.steered.push(controls));
    }

    fn paint(&mut self, wanted: PaintRequest) {
        self.with(|script| {
            if !script.silent {
                let event = instant(&wanted, wanted.at_rest);
                script.says.push(event);
                script.frame = Some(grey(3));
            }
            script.painted.push(wanted);
        });
    }

    fn events(&mut self) -> Vec<Event> {
        self.with(|script| std::mem::take(&mut script.says))
    }

    fn frame(&mut self, view: View) -> Option<Frame> {
        self.with(|script| script.frame.take_if(|_| view == View::Main))
    }
}

/// Instant has painted.
fn instant(wanted: &PaintRequest, result: bool) -> Event {
    Event::Instant {
        size: wanted.size(),
        seconds: 0.14,
        result,
        recipe: Box::new(wanted.named_recipe()),
    }
}

/// A frame of `side` x `side` light pixels.
fn grey(side: usize) -> Frame {
    Frame {
        width: side,
        height: side,
        pixels: Pixels::Cpu(vec![200; 4 * side * side].into()),
    }
}

pub fn standing(step: usize) -> Event {
    let total = 1.0 / step as f32;
    Event::Step(Standing {
        step,
        steps: 40,
        size: (64, 43),
        losses: Losses {
            total,
            content: 0.3 * total,
            style: 0.6 * total,
            smoothness: 0.1 * total,
            ..Losses::default()
        },
        done: step as f32 / 40.0,
        speed: 8.0,
        eta_seconds: 5.0,
        seconds_per_pixel: 1e-6,
    })
}

pub fn snapshot(id: u64) -> Event {
    Event::Snapshot(taken(id, false))
}

/// A snapshot of step 10 times its number.
pub fn taken(id: u64, own: bool) -> Snapshot {
    Snapshot {
        id: SnapshotId(id),
        step: 10 * id as usize,
        branch: 0,
        losses: Losses::default(),
        thumbnail: Arc::new(Picture::from_rgb(2, 1, vec![0.5; 6])),
        own,
        picture_only: false,
        recipe: Arc::default(),
    }
}

/// The window in the middle of painting the sample.
pub fn painting(
    language: Language,
    theme: Theme,
) -> (Harness<'static, App>, Scripted, tempfile::TempDir) {
    painting_at(language, theme, egui::vec2(1440.0, 900.0))
}

/// A window of some size in the middle of painting the sample.
pub fn painting_at(
    language: Language,
    theme: Theme,
    size: egui::Vec2,
) -> (Harness<'static, App>, Scripted, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("folder");
    let engine = Scripted::default();
    let inside = engine.clone();
    let made = move |_: &egui::Context| -> Box<dyn Engine> { Box::new(inside) };
    let (mut harness, _) = open_at(made, folder.path(), language, theme, size);
    wait(&mut harness, "the sample being painted", |s| {
        s.create.art.phase() == Phase::Painting
    });
    engine.with(|script| {
        script.says.extend((1..=20).map(standing));
        script.says.extend((0..4).map(snapshot));
        script.frame = Some(grey(2));
    });
    harness.run_steps(4);
    (harness, engine, folder)
}

#[test]
fn the_first_start_paints_the_sample_refines_it_and_shows_how_far_it_is() {
    let (harness, engine, _folder) = painting(Language::English, Theme::Dark);
    assert_eq!(engine.with(|script| script.painted.len()), 1);
    assert_eq!(engine.with(|script| script.heard.clone()), ["start"]);
    assert!(harness.query_by_label_contains("50 %, at 64").is_some());
    assert_eq!(harness.state().create.canvas.after.size(), Some((2, 2)));
    assert!(!harness.state().create.art.history().can_undo());
    // Who sees the sample has not yet found out how a photograph is opened.
    assert_eq!(harness.state().shell.settings.tip, 0);
}

#[test]
fn every_screen_can_be_read_and_named_in_both_languages_and_themes() {
    // The harness panics on a missing glyph and on an input without a name.
    for (language, theme) in [
        (Language::English, Theme::Light),
        (Language::Chinese, Theme::Dark),
    ] {
        let (mut harness, engine, _folder) = painting(language, theme);
        harness.run_ok();
        use egui::Key::{C, Escape, F1, Y};
        for keys in [Y, Y, C, Escape, F1, Escape] {
            harness.key_press(keys);
            harness.run_ok();
        }
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Comma);
        harness.run_ok();
        harness.key_press(egui::Key::Escape);
        harness.run_ok();
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::E);
        harness.run_ok();
        harness.key_press(egui::Key::Escape);
        harness.run_ok();
        let advanced = harness.state().shell.words.get("advanced");
        harness.get_by_label(&advanced).click();
        let losses = harness.state().shell.words.get("losses");
        harness.get_by_label(&losses).click();
        harness.run_ok();
        let error = crate::error::Error::Compute("no reason".to_owned());
        engine.with(|script| {
            script.says.push(Event::Failed {
                error: Arc::new(error),
                run_ended: true,
            });
        });
        harness.run_ok();
        let copy = harness.state().shell.words.get("copy-details");
        assert!(harness.query_by_label(&copy).is_some());
        assert_eq!(harness.state().create.art.phase(), Phase::Idle);
    }
}

#[test]
fn a_slider_steers_the_running_picture_and_undo_brings_it_back() {
    let (mut harness, engine, _folder) = painting(Language::English, Theme::Dark);
    let slider = |harness: &Harness<'_, App>| {
        let node = harness.get_by_role_and_label(Role::Slider, "Content");
        node.rect()
    };
    let rect = slider(&harness);
    harness.drag_at(rect.center());
    harness.step();
    harness.hover_at(rect.center() + egui::vec2(30.0, 0.0));
    harness.run_steps(4);
    let moved = engine.with(|script| script.steered.last().map(|c| c.content));
    assert!(moved.is_some_and(|content| content > 1.2), "{moved:?}");
    harness.drop_at(rect.center() + egui::vec2(30.0, 0.0));
    harness.run_steps(4);
    assert!(harness.state().create.art.history().can_undo());
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(4);
    let back = engine.with(|script| script.steered.last().map(|c| c.content));
    assert_eq!(back, Some(1.0));
    // Weights never begin the picture anew.
    assert_eq!(engine.with(|script| script.heard.clone()), ["start"]);
}

#[test]
fn another_style_is_painted_at_once_and_undo_brings_the_refined_picture_back() {
    let (mut harness, engine, _folder) = painting(Language::English, Theme::Dark);
    harness.get_by_role_and_label(Role::Button, "Pause").click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Button, "Go on").click();
    harness.run_steps(4);
    harness.key_press(egui::Key::CloseBracket);
    let begun = engine.clone();
    wait(&mut harness, "the next style", move |_| {
        begun.with(|script| script.painted.len() == 2)
    });
    harness.run_steps(4);
    assert!(harness.query_by_label("Instant, 0.14 s").is_some());
    assert!(harness.query_by_label("Snapshot of step 20").is_none());
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(4);
    assert!(harness.query_by_label_contains("50 %, at 64").is_some());
    assert!(harness.query_by_label("Snapshot of step 20").is_some());
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    let heard = engine.with(|script| script.heard.clone());
    let all = ["start", "pause", "resume", "return", "resume", "stop"];
    assert_eq!(heard, all);
    assert_eq!(engine.with(|script| script.painted.len()), 2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Y);
    let again = engine.clone();
    wait(&mut harness, "the next style once more", move |_| {
        again.with(|script| script.painted.len() == 3)
    });
}

#[test]
fn a_snapshot_can_be_looked_at_and_gone_on_from() {
    let (mut harness, engine, _folder) = painting(Language::English, Theme::Dark);
    harness.get_by_label("Snapshot of step 20").click();
    harness.run_steps(4);
    harness.get_by_label("Go on from here").click();
    harness.run_steps(4);
    let heard = engine.with(|script| script.heard.clone());
    assert_eq!(heard, ["start", "show", "branch"]);
    engine.with(|script| script.says.push(Event::Forgot(SnapshotId(1))));
    harness.run_steps(4);
    assert!(harness.query_by_label("Snapshot of step 10").is_none());
}

#[test]
fn a_photograph_is_cropped_by_keys_and_undo_brings_it_back() {
    let (mut harness, engine, _folder) = painting(Language::English, Theme::Dark);
    harness.key_press(egui::Key::C);
    harness.run_steps(2);
    harness.get_by_label("Right edge").focus();
    harness.run_steps(2);
    for _ in 0..5 {
        harness.key_press(egui::Key::ArrowLeft);
        harness.run_steps(2);
    }
    harness.get_by_label("Turn right by 90°").click();
    harness.run_steps(2);
    assert!(
        harness.state().create.art.project.recipe.crop.is_whole(),
        "not yet"
    );
    harness.get_by_role_and_label(Role::Button, "Crop").click();
    harness.run_steps(2);
    let crop = harness.state().create.art.project.recipe.crop;
    assert_eq!(crop.turns, 1);
    assert!((crop.height - 0.95).abs() < 1e-3, "{crop:?}");
    // What was painted before is gone from the canvas, and a new picture is begun.
    assert_ne!(harness.state().create.canvas.after.size(), Some((2, 2)));
    wait(&mut harness, "the new picture", |s| {
        s.create.canvas.after.size() == Some((3, 3))
    });
    let cropped = engine.with(|script| script.painted.last().map(|p| p.recipe.crop));
    assert_eq!(cropped, Some(crop));
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(2);
    assert!(harness.state().create.art.project.recipe.crop.is_whole());
    // Cancel changes nothing.
    harness.key_press(egui::Key::C);
    harness.run_steps(2);
    harness.get_by_label("Turn left by 90°").click();
    harness.run_steps(2);
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
    assert!(harness.state().create.art.project.recipe.crop.is_whole());
    assert!(harness.query_by_label("Right edge").is_none());
}

#[test]
fn a_part_of_a_painting_is_chosen_on_the_canvas() {
    let (mut harness, _engine, _folder) = painting(Language::English, Theme::Dark);
    harness.get_by_label("Use only a part of Impasto").click();
    wait(&mut harness, "the painting", |s| {
        s.create.cropping.as_ref().is_some_and(|c| c.is_ready())
    });
    let corner = harness.get_by_label("Lower right corner").rect().center();
    harness.drag_at(corner);
    harness.step();
    harness.hover_at(corner - egui::vec2(80.0, 60.0));
    harness.run_steps(2);
    harness.drop_at(corner - egui::vec2(80.0, 60.0));
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::Button, "Crop").click();
    harness.run_steps(2);
    let crop = harness.state().create.art.project.styles[0].crop;
    assert!(crop.width < 0.95 && crop.height < 0.95, "{crop:?}");
    assert!(harness.state().create.art.project.recipe.crop.is_whole());
}

#[test]
fn the_engine_rests_while_the_picture_is_moved() {
    let (mut harness, engine, _folder) = painting(Language::English, Theme::Dark);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Num1);
    harness.run_steps(2);
    let middle = egui::pos2(700.0, 400.0);
    harness.drag_at(middle);
    harness.step();
    harness.hover_at(middle + egui::vec2(20.0, 10.0));
    harness.run_steps(2);
    assert_eq!(
        engine.with(|script| script.heard.clone()),
        ["start", "rest"]
    );
    harness.drop_at(middle + egui::vec2(20.0, 10.0));
    harness.run_steps(24);
    assert_eq!(
        engine.with(|script| script.heard.clone()),
        ["start", "rest", "go on"]
    );
}

#[test]
fn an_idle_window_asks_for_no_frame() {
    let (mut harness, script, _folder) = painting(Language::English, Theme::Dark);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Period);
    wait(&mut harness, "the pause", |s| {
        s.create.art.phase() == Phase::Paused
    });
    // The loader and short messages come to rest.
    std::thread::sleep(std::time::Duration::from_millis(500));
    harness.run_steps(64);
    assert!(script.with(|script| script.heard.contains(&"pause")));
    let steps = harness.run_ok();
    assert!(steps.is_some(), "it draws on and on");
}
