//! Instant and Refine take turns, without a window.

use super::*;
use crate::{
    compute::Frame,
    picture::{Crop, Picture},
    session::{
        chosen::{Learnt, Material, StyleKey},
        engine::{
            self, Command, Event, Kept, KeptPixels, Loaded, PaintRequest, Restored, SnapshotId,
            View,
        },
        saved::SavedProject,
    },
    stylize::{Controls, Engine as Maker},
};
use std::sync::Arc;

/// What the engine heard.
#[derive(Default)]
struct Heard {
    commands: Vec<&'static str>,
    steered: Vec<Controls>,
    painted: Vec<PaintRequest>,
}

impl engine::Engine for Heard {
    fn send(&mut self, command: Command) {
        self.commands.push(match command {
            Command::Start(_) => "start",
            Command::Return => "return",
            Command::Resume => "resume",
            Command::Revive(..) => "revive",
            Command::Restore(_) => "restore",
            Command::Show(..) => "show",
            Command::Tone(_) => "tone",
            Command::Stop => "stop",
            Command::Pause => "pause",
            Command::Grow(_) => "grow",
            _ => "another",
        });
    }

    fn steer(&mut self, controls: Controls) {
        self.steered.push(controls);
    }

    fn paint(&mut self, wanted: PaintRequest) {
        self.painted.push(wanted);
    }

    fn events(&mut self) -> Vec<Event> {
        Vec::new()
    }

    fn frame(&mut self, _: View) -> Option<Frame> {
        None
    }
}

fn loaded(name: &str) -> Arc<Loaded> {
    let source = crate::stylize::SourceRef {
        blake3: name.to_owned(),
        ..Default::default()
    };
    Arc::new(Loaded {
        picture: Arc::new(Picture::from_rgb(64, 32, vec![0.5; 64 * 32 * 3])),
        source,
        path: None,
    })
}

fn standing(step: usize) -> Standing {
    Standing {
        step,
        steps: 40,
        size: (64, 32),
        losses: Losses::default(),
        done: 0.5,
        speed: 1.0,
        eta_seconds: 1.0,
        seconds_per_pixel: 1e-6,
    }
}

/// A window without a window.
struct Desk {
    art: Artwork,
    engine: Heard,
    at: Moment,
}

impl Desk {
    /// A photograph and a painting, of which Instant has painted the picture.
    fn new() -> Self {
        let mut project = Project::default();
        project.choose(StyleKey::Own("a".to_owned()));
        let mut desk = Self {
            art: Artwork::new(project),
            engine: Heard::default(),
            at: Moment {
                side: Some(64),
                ..Moment::default()
            },
        };
        desk.art.open(loaded("photograph"), false, None);
        desk.read_painting();
        desk.art.begin_history();
        desk.follow(0.1);
        desk.instant_paints();
        assert_eq!(desk.engine.painted.len(), 1);
        desk.engine = Heard::default();
        desk
    }

    /// The painting was read.
    fn read_painting(&mut self) {
        let painting = Material::Painting(loaded("a"));
        let key = StyleKey::Own("a".to_owned());
        self.art.material_came(&key, &painting);
        for chosen in &mut self.art.project.styles {
            chosen.learnt = Learnt::As(None);
        }
    }

    /// So many seconds later.
    fn follow(&mut self, later: f64) -> bool {
        self.at.now += later;
        self.art.follow(&mut self.engine, &self.at)
    }

    fn hear(&mut self, event: Event) {
        assert!(self.art.hear(&mut self.engine, event, false).is_none());
    }

    /// Instant's answer to what it was asked for last.
    fn instant_paints(&mut self) {
        let wanted = self.engine.painted.last().expect("a picture was wanted");
        let event = Event::Instant {
            size: wanted.size(),
            seconds: 0.1,
            result: wanted.at_rest,
            recipe: Box::new(wanted.named_recipe()),
        };
        self.hear(event);
    }

    /// Refine paints since a weight was moved.
    fn refine(&mut self, content: f32) {
        self.art.project.recipe.controls.content = content;
        self.follow(0.1);
        self.follow(1.0);
        assert_eq!(self.engine.commands, ["start"]);
        let size = (64, 32);
        self.hear(Event::Started { size, from: None });
        self.hear(Event::Step(standing(10)));
        self.hear(Event::Snapshot(snapshot(1)));
        self.engine.commands.clear();
    }

    fn go(&mut self, project: Option<Project>) {
        self.art.go_to(project.expect("a step"));
        self.follow(0.1);
    }
}

fn snapshot(id: u64) -> Snapshot {
    Snapshot {
        id: SnapshotId(id),
        step: 10 * id as usize,
        branch: 0,
        losses: Losses::default(),
        thumbnail: Arc::new(Picture::from_rgb(2, 1, vec![0.5; 6])),
        own: false,
        picture_only: false,
        recipe: Arc::default(),
    }
}

#[test]
fn a_moving_hand_gets_sketches_and_a_hand_that_rests_the_result_once() {
    let mut desk = Desk::new();
    desk.at.held = true;
    for strength in [0.9, 0.8] {
        desk.art.project.recipe.strength = strength;
        desk.follow(0.1);
        desk.instant_paints();
    }
    desk.at.held = false;
    for _ in 0..3 {
        desk.follow(0.1);
        desk.instant_paints();
    }
    let rests: Vec<bool> = desk.engine.painted.iter().map(|p| p.at_rest).collect();
    assert_eq!(rests, [false, false, true]);
    assert!(desk.art.shown_result().is_some() && desk.engine.commands.is_empty());
    // One drag is one step.
    let before = desk.art.undo().expect("a step");
    assert_eq!(before.recipe.strength, 1.0);
}

#[test]
fn refine_begins_when_the_hand_that_moved_a_weight_rests_and_only_unless_asked_not_to() {
    let mut desk = Desk::new();
    desk.art.project.recipe.controls.style = 2.0;
    desk.at.held = true;
    assert!(desk.follow(0.1) && desk.follow(2.0), "it comes back to it");
    desk.at.held = false;
    desk.at.waits = true;
    assert!(desk.follow(2.0), "earlier work is still being read");
    desk.at.waits = false;
    desk.at.on_request = true;
    assert!(!desk.follow(2.0) && desk.engine.commands.is_empty());
    desk.at.on_request = false;
    desk.follow(0.1);
    assert_eq!(desk.engine.commands, ["start"]);
    assert_eq!(desk.art.phase(), Phase::Starting);
    assert!(desk.engine.painted.is_empty(), "Instant looks at no weight");
}

#[test]
fn weights_that_come_back_or_with_a_look_ask_for_nothing() {
    let mut desk = Desk::new();
    let mut look = desk.art.project.named_recipe();
    look.controls.style = 2.0;
    desk.art.wear(&look, |_| true);
    desk.follow(0.1);
    desk.art.reset_weights();
    desk.follow(0.1);
    assert_eq!(desk.art.project.recipe.controls.style, 1.0);
    desk.art.wear(&look, |_| true);
    desk.follow(0.1);
    assert_eq!(desk.art.project.recipe.controls.style, 2.0);
    let before = desk.art.undo();
    desk.go(before);
    for _ in 0..3 {
        desk.follow(1.0);
    }
    assert_eq!(desk.art.project.recipe.controls.style, 1.0);
    assert!(desk.engine.commands.is_empty() && !desk.art.refines());
}

#[test]
fn a_run_that_is_left_keeps_its_weights_and_undo_comes_back_to_it() {
    let mut desk = Desk::new();
    desk.refine(2.0);
    let before = desk.art.undo();
    desk.go(before);
    assert!(!desk.art.refines() && desk.art.snapshots().all().is_empty());
    assert_eq!(desk.engine.painted.len(), 1, "Instant paints again");
    let left = desk.art.run_state().expect("a run");
    assert!(!left.shown);
    assert_eq!(left.project.recipe.controls.content, 2.0);
    // What Refine still says is not heard.
    desk.hear(Event::Step(standing(11)));
    desk.hear(Event::Snapshot(snapshot(2)));
    let after = desk.art.redo();
    desk.go(after);
    assert_eq!(desk.engine.commands, ["return", "resume"]);
    assert!(desk.engine.steered.is_empty(), "they are its own weights");
    assert_eq!(desk.art.phase(), Phase::Painting);
    assert_eq!(desk.art.run().standing, Some(standing(10)));
    assert_eq!(desk.art.snapshots().all().len(), 1);
}

#[test]
fn a_run_takes_weights_and_tone_and_leaves_everything_else_to_instant() {
    let mut desk = Desk::new();
    desk.refine(2.0);
    desk.art.project.recipe.controls.style = 3.0;
    desk.art.project.recipe.tone.contrast = 0.5;
    desk.follow(0.1);
    assert_eq!(desk.engine.steered.last().map(|c| c.style), Some(3.0));
    assert_eq!(desk.engine.commands, ["tone"]);
    desk.art.project.recipe.strength = 0.5;
    desk.follow(0.1);
    assert!(!desk.art.refines());
    assert_eq!(desk.engine.painted.len(), 1);
    desk.engine.commands.clear();
    let before = desk.art.undo();
    desk.go(before);
    assert!(desk.art.refines() && desk.engine.commands == ["return", "resume"]);
}

#[test]
fn frames_of_another_picture_are_stale_until_its_own_has_come() {
    let mut desk = Desk::new();
    assert!(!desk.art.is_stale() && desk.art.has_result());
    let _ = desk.art.effects();
    desk.art.project.recipe.crop = Crop {
        width: 0.5,
        ..Crop::default()
    };
    desk.follow(0.1);
    assert!(desk.art.is_stale() && !desk.art.has_result());
    assert_eq!(desk.art.effects(), [Effect::ClearResult]);
    desk.instant_paints();
    assert!(!desk.art.is_stale());
    assert_eq!(desk.art.size(), Some((32, 32)));
}

#[test]
fn more_pixels_are_asked_for_when_more_are_seen_for_a_while() {
    let mut desk = Desk::new();
    desk.at.side = Some(65);
    assert!(!desk.follow(1.0), "three percent are not worth it");
    desk.at.side = Some(90);
    assert!(desk.follow(0.1) && desk.follow(0.2));
    assert!(desk.engine.painted.is_empty());
    desk.follow(0.2);
    assert_eq!(desk.engine.painted.len(), 1);
    assert_eq!(desk.engine.painted[0].shown, Some(90));
}

#[test]
fn a_finished_decoder_is_asked_for_more_when_more_is_seen_for_a_while() {
    let mut desk = Desk::new();
    desk.art.project.recipe.optimizer = crate::stylize::OptimizerKind::Decoder;
    desk.refine(2.0);
    desk.at.side = Some(128);
    desk.follow(0.1);
    desk.follow(0.5);
    assert!(desk.engine.commands.is_empty(), "it is painted as yet");
    desk.hear(Event::Finished {
        steps: 40,
        stopped: false,
        content_distance: 0.0,
        style_distance: 0.0,
        measures: crate::picture::measure(&Picture::from_rgb(2, 1, vec![0.5; 6])),
        recipe: Box::default(),
    });
    assert!(desk.follow(0.1), "it may be soon");
    desk.follow(0.5);
    assert_eq!(desk.engine.commands, ["grow"]);
    desk.hear(Event::Grown((128, 64)));
    desk.at.side = Some(64);
    desk.follow(1.0);
    desk.follow(1.0);
    assert_eq!(desk.engine.commands, ["grow"], "from afar it stays");
}

#[test]
fn what_fails_leaves_what_was_there() {
    let mut desk = Desk::new();
    let fails = |run_ended| Event::Failed {
        error: Arc::new(crate::error::Error::Compute("why".to_owned())),
        run_ended,
    };
    desk.art.run_or_go_on(&mut desk.engine);
    assert_eq!(desk.art.phase(), Phase::Starting);
    let said = desk.art.hear(&mut desk.engine, fails(true), false);
    assert!(matches!(said, Some(Event::Failed { .. })), "it is told");
    assert!(desk.art.phase() == Phase::Idle && !desk.art.refines());
    desk.follow(0.1);
    desk.instant_paints();
    assert!(desk.art.has_result(), "Instant's");
    // What cannot be gone on from is still there.
    desk.restore(true);
    desk.art.run_or_go_on(&mut desk.engine);
    assert_eq!(desk.engine.commands.last(), Some(&"revive"));
    let _ = desk.art.hear(&mut desk.engine, fails(false), false);
    assert_eq!(desk.art.phase(), Phase::Paused);
    desk.art.run_or_go_on(&mut desk.engine);
    assert_eq!(desk.engine.commands.last(), Some(&"revive"));
}

impl Desk {
    /// What was kept of the work comes back; its run was on the canvas if `shown`.
    fn restore(&mut self, shown: bool) {
        let mut project = self.art.project.clone();
        project.recipe.engine = Maker::Refine;
        let run = SavedRun {
            project: SavedProject::from(&project),
            shown,
            standing: standing(10),
            finished: false,
            outdated: false,
            recipe: Recipe::default(),
            file: String::new(),
        };
        if shown {
            self.art.open_kept(project);
        }
        let newest = Kept {
            snapshot: snapshot(9),
            pixels: KeptPixels::Memory(Arc::new(Picture::from_rgb(2, 1, vec![0.5; 6]))),
            photograph: loaded("photograph"),
        };
        let restored = Restored {
            newest: Some(newest),
            ..Restored::default()
        };
        let engine = &mut self.engine;
        self.art
            .restore_run(engine, Some(run), restored, true, Some(64));
        self.read_painting();
    }
}

#[test]
fn a_run_that_was_kept_waits_on_the_canvas_or_beside_it() {
    let mut desk = Desk::new();
    desk.restore(true);
    assert!(desk.art.refines() && desk.art.phase() == Phase::Paused);
    desk.follow(0.1);
    desk.follow(1.0);
    assert_eq!(desk.engine.commands, ["restore"]);
    assert!(desk.engine.painted.is_empty(), "its picture is there");

    let mut desk = Desk::new();
    desk.restore(false);
    desk.follow(0.1);
    assert!(!desk.art.refines());
    assert_eq!(desk.engine.painted.len(), 1, "Instant paints instead");
    assert!(desk.art.run_state().is_some_and(|run| !run.shown));
}

/// It came back as a picture of Instant.
#[test]
fn a_run_that_ended_before_its_first_step_comes_back_at_its_start_and_can_go_on() {
    let mut desk = Desk::new();
    let mut project = desk.art.project.clone();
    project.recipe.engine = Maker::Refine;
    project.styles.iter_mut().for_each(|s| s.material = None);
    desk.art.open_kept(project);
    let restored = Restored::default();
    desk.art
        .restore_run(&mut desk.engine, None, restored, true, Some(64));
    desk.follow(1.0);
    assert_eq!(
        desk.engine.commands,
        ["restore"],
        "its painting is still read"
    );
    desk.read_painting();
    desk.follow(0.1);
    desk.follow(5.0);
    assert_eq!(desk.engine.commands, ["restore", "start", "pause"]);
    let size = (64, 32);
    desk.hear(Event::Started { size, from: None });
    assert!(desk.art.refines() && desk.art.phase() == Phase::Paused);
    assert!(desk.engine.painted.is_empty() && desk.art.run().standing.is_none());
    desk.art.run_or_go_on(&mut desk.engine);
    assert_eq!(desk.engine.commands.last(), Some(&"resume"));
    assert_eq!(desk.art.phase(), Phase::Painting);
}

#[test]
fn equal_pictures_are_not_compared() {
    let mut desk = Desk::new();
    desk.refine(2.0);
    let _ = desk.art.effects();
    desk.art.compare_with(&mut desk.engine, Some(SnapshotId(1)));
    assert_eq!(desk.art.effects(), [Effect::SameCompared]);
    desk.hear(Event::Step(standing(12)));
    desk.art.compare_with(&mut desk.engine, Some(SnapshotId(1)));
    assert_eq!(desk.art.effects(), [Effect::Compared]);
    assert_eq!(desk.art.snapshots().compared, Some(SnapshotId(1)));
    // What is shown alone comes to the other side of a comparison with itself.
    desk.art.show(&mut desk.engine, SnapshotId(1));
    desk.art.compare_with(&mut desk.engine, Some(SnapshotId(1)));
    assert_eq!(desk.art.snapshots().shown, None);
    assert_eq!(desk.engine.commands, ["show", "show", "show", "show"]);
}
