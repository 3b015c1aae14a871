//! What the window asks of the engine, and what it makes of its answers.

use super::{drop_file, open, photograph, wait};
use crate::{
    compute::{Frame, Pixels},
    gui::{Phase, Studio},
    session::{
        Language, Theme,
        engine::{Command, Engine, Event, Pane, Snapshot, SnapshotId, Standing},
    },
    stylize::{Controls, Losses},
};
use egui::accesskit::Role;
use egui_kittest::{Harness, kittest::Queryable};
use std::sync::{Arc, Mutex};

/// What a scripted engine heard and will say.
#[derive(Default)]
struct Script {
    heard: Vec<&'static str>,
    steered: Vec<Controls>,
    says: Vec<Event>,
    frame: Option<Frame>,
}

#[derive(Clone, Default)]
struct Scripted(Arc<Mutex<Script>>);

impl Scripted {
    fn with<T>(&self, look: impl FnOnce(&mut Script) -> T) -> T {
        look(&mut self.0.lock().expect("not poisoned"))
    }
}

impl Engine for Scripted {
    fn send(&mut self, command: Command) {
        self.with(|script| {
            script.heard.push(match command {
                Command::Start(start) => {
                    let picture = &start.photograph.picture;
                    let size = start.recipe.size.of(picture.width, picture.height);
                    script.says.push(Event::Started { size });
                    "start"
                }
                Command::Pause => "pause",
                Command::Resume => "resume",
                Command::Stop => "stop",
                Command::Snapshot => "snapshot",
                Command::Show(..) => "show",
                Command::Branch(_) => "branch",
                Command::Export(_) => "export",
                Command::Copy(_) => "copy",
            });
        });
    }

    fn steer(&mut self, controls: Controls) {
        self.with(|script| script.steered.push(controls));
    }

    fn events(&mut self) -> Vec<Event> {
        self.with(|script| std::mem::take(&mut script.says))
    }

    fn frame(&mut self, pane: Pane) -> Option<Frame> {
        self.with(|script| script.frame.take_if(|_| pane == Pane::Main))
    }
}

fn standing(step: usize) -> Event {
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

fn snapshot(id: u64) -> Event {
    let picture = crate::picture::Picture::from_rgb(2, 1, vec![0.5; 6]);
    Event::Snapshot(Snapshot {
        id: SnapshotId(id),
        step: 10 * id as usize,
        branch: 0,
        losses: Losses::default(),
        thumbnail: Arc::new(picture),
    })
}

/// The window in the middle of painting the sample.
fn painting(
    language: Language,
    theme: Theme,
) -> (Harness<'static, Studio>, Scripted, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("folder");
    let engine = Scripted::default();
    let inside = engine.clone();
    let (mut harness, _) = open(move |_| Box::new(inside), folder.path(), language, theme);
    wait(&mut harness, "the sample being painted", |s| {
        s.phase == Phase::Painting
    });
    engine.with(|script| {
        script.says.extend((1..=20).map(standing));
        script.says.extend((0..4).map(snapshot));
        script.frame = Some(Frame {
            width: 2,
            height: 2,
            pixels: Pixels::Cpu(vec![200; 16].into()),
        });
    });
    harness.run_steps(4);
    (harness, engine, folder)
}

#[test]
fn the_first_start_paints_the_sample_and_shows_how_far_it_is() {
    let (harness, engine, _folder) = painting(Language::English, Theme::Dark);
    assert_eq!(engine.with(|script| script.heard.clone()), ["start"]);
    assert!(harness.query_by_label_contains("Step 20 of 40").is_some());
    assert_eq!(harness.state().canvas.after.size(), Some((2, 2)));
    assert!(!harness.state().history.can_undo());
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
        for keys in [egui::Key::Y, egui::Key::Y, egui::Key::F1, egui::Key::Escape] {
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
        let advanced = harness.state().words.get("advanced");
        harness.get_by_label(&advanced).click();
        let losses = harness.state().words.get("losses");
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
        let copy = harness.state().words.get("copy-details");
        assert!(harness.query_by_label(&copy).is_some());
        assert_eq!(harness.state().phase, Phase::Idle);
    }
}

#[test]
fn a_slider_steers_the_running_picture_and_undo_brings_it_back() {
    let (mut harness, engine, _folder) = painting(Language::English, Theme::Dark);
    let slider = |harness: &Harness<'_, Studio>| {
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
    assert!(harness.state().history.can_undo());
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(4);
    let back = engine.with(|script| script.steered.last().map(|c| c.content));
    assert_eq!(back, Some(1.0));
    // Weights never begin the picture anew.
    assert_eq!(engine.with(|script| script.heard.clone()), ["start"]);
}

#[test]
fn another_style_begins_anew_and_the_run_bar_pauses_and_stops() {
    let (mut harness, engine, _folder) = painting(Language::English, Theme::Dark);
    harness.get_by_role_and_label(Role::Button, "Pause").click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Button, "Go on").click();
    harness.run_steps(4);
    harness.key_press(egui::Key::CloseBracket);
    let begun = engine.clone();
    wait(&mut harness, "the next style", move |_| {
        begun.with(|script| script.heard.iter().filter(|c| **c == "start").count() == 2)
    });
    harness.key_press(egui::Key::Escape);
    harness.run_steps(4);
    let heard = engine.with(|script| script.heard.clone());
    assert_eq!(heard, ["start", "pause", "resume", "start", "stop"]);
}

#[test]
fn a_second_photograph_asks_what_it_is_and_a_broken_one_says_why() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let first = photograph(folder.path(), "first.png");
    drop_file(&mut harness, &first);
    wait(&mut harness, "the photograph", |s| !s.project.is_sample);
    let second = photograph(folder.path(), "second.png");
    drop_file(&mut harness, &second);
    harness.step();
    assert!(harness.query_by_label("What is this?").is_some());
    harness
        .get_all_by_label("Style")
        .next_back()
        .expect("a button")
        .click();
    wait(&mut harness, "the new style", |s| s.cards.len() == 17);
    assert_eq!(harness.state().project.title(), "first - second");
    let broken = folder.path().join("broken.png");
    std::fs::write(&broken, b"no picture").expect("written");
    harness.state_mut().open_photograph(broken);
    let copy = "Copy details";
    let begin = std::time::Instant::now();
    while harness.query_by_label(copy).is_none() {
        assert!(begin.elapsed().as_secs() < 30, "an error is shown");
        harness.step();
    }
    assert_eq!(harness.state().project.title(), "first - second");
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
