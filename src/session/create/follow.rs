//! Who makes the picture, and when: Instant answers every change that it looks at, Refine goes on from it.

use super::{Answer, Artwork, Effect, Left, Phase};
use crate::{
    session::{
        engine::{self, Command, PaintRequest, Shown, SnapshotId, View},
        project::Project,
    },
    stylize::{Engine, Start},
};

/// Seconds that the hand rests before Refine begins by itself.
pub(super) const REST: f64 = 0.35;

/// What the window knows when it asks to follow.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment {
    /// Seconds of the window's clock.
    pub now: f64,
    /// Whether a button of the mouse is held.
    pub held: bool,
    /// Long side in screen pixels in which the picture is seen, as far as it is worth to paint it; `None` before
    /// anything was drawn.
    pub side: Option<usize>,
    /// Whether the artist wants Refine to begin only when asked.
    pub on_request: bool,
    /// Whether it is still to be read what was kept of the photograph.
    pub waits: bool,
}

impl Artwork {
    /// Tells the engine what has changed; returns whether this has to be called again soon though nothing happens.
    pub fn follow(&mut self, engine: &mut dyn engine::Engine, at: &Moment) -> bool {
        self.side = at.side.or(self.side);
        if self.project != self.told {
            self.turn_to(engine, at);
        }
        self.weights_came = false;
        if std::mem::take(&mut self.went) {
            // What came of it on the way is none of the artist's steps.
            self.history.amend(&self.project);
        } else if !at.held {
            self.history.record(&self.project);
        }
        let mut soon = false;
        if self.refines() {
            soon |= self.grow(engine, at);
        } else {
            self.answer.wanted |= self.answer.moving && !at.held;
            soon |= self.follow_size(at);
            if self.answer.wanted {
                self.ask_instant(engine, at);
            }
        }
        if self.run.begins_paused && self.run.phase == Phase::Idle && !at.waits {
            self.stand_at_start(engine);
        }
        if let (Some(since), false) = (self.changed, at.on_request) {
            if at.held || at.now - since < REST || at.waits {
                soon = true;
            } else {
                self.refine(engine, false);
            }
        }
        soon
    }

    /// Begins the run that stood at its start when the program ended, once all that it needs was read. Its first
    /// step waits for the artist.
    fn stand_at_start(&mut self, engine: &mut dyn engine::Engine) {
        let Some(start) = self.project.start().filter(|_| self.refines()) else {
            self.run.begins_paused &= self.refines();
            return;
        };
        if start.paintings.is_empty() {
            self.run.begins_paused = false;
            return self.without_run();
        }
        self.refine(engine, false);
        engine.send(Command::Pause);
    }

    /// Who makes the picture after a change, and whether it is begun anew.
    fn turn_to(&mut self, engine: &mut dyn engine::Engine, at: &Moment) {
        let size = self.size;
        let other = self.told.photograph_hash() != self.project.photograph_hash();
        if other || self.told.recipe.crop != self.project.recipe.crop {
            self.forget_result();
        }
        let moved = !self.told.same_weights(&self.project) && !self.weights_came;
        let same_picture = self.told.same_picture(&self.project);
        let tone = self.project.recipe.tone;
        let other_tone = self.told.recipe.tone != tone;
        match (self.told.recipe.engine, self.project.recipe.engine) {
            (Engine::Instant, Engine::Instant) => {
                self.answer.wanted |= !same_picture || other_tone;
                if same_picture && moved {
                    // Only Refine answers to its weights.
                    self.changed = Some(at.now);
                }
            }
            (Engine::Instant, Engine::Refine) => {
                let back = |left: &mut Left| left.project.same_run(&self.project);
                match self.left.take_if(back) {
                    Some(left) => self.come_back(engine, left, at),
                    None => self.changed = Some(at.now),
                }
            }
            (Engine::Refine, Engine::Instant) => self.leave_refine(size),
            (Engine::Refine, Engine::Refine) => {
                let runs = self.run.phase != Phase::Idle;
                if runs && self.told.same_run(&self.project) {
                    if other_tone {
                        engine.send(Command::Tone(tone));
                    }
                    if self.told.controls() != self.project.controls() {
                        engine.steer(self.project.controls());
                        self.run.outdated |= self.run.phase == Phase::Done;
                    }
                } else if same_picture || (!runs && self.changed.is_some()) {
                    self.changed = Some(at.now);
                    self.run.outdated = runs;
                } else {
                    self.project.recipe.engine = Engine::Instant;
                    self.leave_refine(size);
                }
            }
        }
        if moved {
            // What was changed on the way was changed from other weights.
            self.project.recipe.changes.clear();
        }
        self.told = self.project.clone();
    }

    /// Refine rests where it is, with its picture of this `size`; Instant paints.
    fn leave_refine(&mut self, size: Option<(usize, usize)>) {
        let run = std::mem::take(&mut self.run);
        let snapshots = self.snapshots.begin();
        if !matches!(run.phase, Phase::Idle | Phase::Starting) {
            self.left = Some(Left {
                project: self.told.clone(),
                run,
                snapshots,
                size,
            });
        }
        self.changed = None;
        self.effects.push(Effect::ClearCompared);
        self.project.recipe.start = Start::Instant;
        self.answer.wanted = true;
    }

    /// Shows the run of Refine that was left, as it was.
    fn come_back(&mut self, engine: &mut dyn engine::Engine, left: Left, at: &Moment) {
        engine.send(Command::Return);
        if left.run.phase == Phase::Painting {
            engine.send(Command::Resume);
        }
        // What is still on its way shows the picture before.
        let _ = engine.frame(View::Main);
        self.changed = None;
        self.stale = false;
        self.run = left.run;
        self.snapshots.bring_back(left.snapshots);
        self.size = left
            .size
            .or_else(|| self.project.size(Engine::Refine, at.side));
        self.answer = Answer {
            side: self.size.map_or(0, |(width, height)| width.max(height)),
            ..Answer::default()
        };
        let tone = self.project.recipe.tone;
        if left.project.recipe.tone != tone {
            engine.send(Command::Tone(tone));
        }
        if left.project != self.project {
            // Its weights may have been others.
            engine.steer(self.project.controls());
        }
    }

    /// What is painted now has nothing to do with what was painted before: that is taken away.
    pub(super) fn forget_result(&mut self) {
        self.effects.push(Effect::ClearResult);
        self.size = None;
        self.stale = true;
    }

    /// What Refine is asked to begin with, if everything is there; says why if it cannot.
    fn refined_start(&mut self) -> Option<(Project, PaintRequest)> {
        let mut project = self.project.clone();
        project.recipe.engine = Engine::Refine;
        let mut start = project.start()?;
        start.shown = self.side;
        if start.paintings.is_empty() {
            self.changed = None;
            self.effects.push(Effect::NeedsPainting);
            return None;
        }
        Some((project, start))
    }

    /// The engine is asked to refine `project`.
    fn begin(&mut self, project: Project) {
        self.told = project.clone();
        self.project = project;
        self.left = None;
        self.changed = None;
        self.answer = Answer {
            side: self.side.unwrap_or_default(),
            ..Answer::default()
        };
        self.run.outdated = false;
        self.run.picture_only = false;
        self.run.phase = Phase::Starting;
    }

    /// Begins to refine what is on the canvas, if everything is there.
    pub(super) fn refine(&mut self, engine: &mut dyn engine::Engine, asked: bool) {
        let Some((project, start)) = self.refined_start() else {
            return;
        };
        if !asked {
            // The window did it, not the artist: there is nothing to undo.
            self.history.amend(&project);
        }
        self.begin(project);
        self.demo = false;
        engine.send(Command::Start(Box::new(start)));
    }

    /// Goes on refining from a picture of which nothing else is left, under the settings as they stand.
    fn revive(&mut self, engine: &mut dyn engine::Engine, shown: Shown) {
        let Some((project, start)) = self.refined_start() else {
            return;
        };
        self.begin(project);
        self.snapshots.shown = None;
        engine.send(Command::Revive(shown, Box::new(start)));
    }

    /// The artist asks for Refine: it begins, or goes on where it was paused.
    pub fn run_or_go_on(&mut self, engine: &mut dyn engine::Engine) {
        match self.run.phase {
            Phase::Paused if !self.run.outdated => self.pause(engine, false),
            _ => self.refine(engine, true),
        }
    }

    /// Pauses the run, or goes on with it.
    pub fn pause(&mut self, engine: &mut dyn engine::Engine, pause: bool) {
        if self.run.picture_only && !pause {
            self.revive(engine, Shown::Newest);
            return;
        }
        let (command, phase) = if pause {
            (Command::Pause, Phase::Paused)
        } else {
            (Command::Resume, Phase::Painting)
        };
        if matches!(self.run.phase, Phase::Painting | Phase::Paused) {
            engine.send(command);
            self.run.phase = phase;
        }
    }

    /// Something else is to be computed. The sample waits until the artist wants it, since training rests while Refine paints.
    pub fn make_room(&mut self, engine: &mut dyn engine::Engine) {
        self.demo = false;
        if self.project.is_sample && self.run.phase == Phase::Painting {
            self.pause(engine, true);
        }
    }

    /// Ends what is being painted; what is there of it is the result.
    pub fn stop(&mut self, engine: &mut dyn engine::Engine) {
        if matches!(self.run.phase, Phase::Painting | Phase::Paused) {
            engine.send(Command::Stop);
        } else if self.answer.share.take().is_some() {
            self.answer.waiting = false;
            engine.send(Command::Stop);
        }
    }

    /// Shows a snapshot on the canvas; the one that is shown already makes room for the newest picture again.
    pub fn show(&mut self, engine: &mut dyn engine::Engine, id: SnapshotId) {
        if self.snapshots.shown == Some(id) {
            return self.show_newest(engine);
        }
        self.snapshots.shown = Some(id);
        engine.send(Command::Show(View::Main, Shown::Snapshot(id)));
    }

    /// Shows the picture as it stands.
    pub fn show_newest(&mut self, engine: &mut dyn engine::Engine) {
        self.snapshots.shown = None;
        self.compare_with(engine, None);
        engine.send(Command::Show(View::Main, Shown::Newest));
    }

    /// Goes on from a snapshot that Refine can go on from.
    pub fn branch(&mut self, engine: &mut dyn engine::Engine, id: SnapshotId) {
        if self.snapshots.is_origin(id) {
            self.project.recipe.engine = Engine::Instant;
        } else if !self.refines() || self.snapshots.is_picture_only(id) {
            self.revive(engine, Shown::Snapshot(id));
        } else {
            self.snapshots.shown = None;
            engine.steer(self.project.controls());
            engine.send(Command::Branch(id));
            self.run.outdated = false;
            self.run.phase = Phase::Painting;
        }
    }

    /// Compares what is shown with a snapshot, or with the photograph again. Two equal halves show nothing.
    pub fn compare_with(&mut self, engine: &mut dyn engine::Engine, with: Option<SnapshotId>) {
        let Some(id) = with else {
            self.effects.push(Effect::ClearCompared);
            self.snapshots.compared = None;
            return;
        };
        if self.snapshots.shown == Some(id) {
            // The picture as it stands comes to its other side.
            self.snapshots.shown = None;
            engine.send(Command::Show(View::Main, Shown::Newest));
        }
        if self.snapshots.shown.is_none() && self.is_newest(id) {
            self.effects.push(Effect::SameCompared);
            return;
        }
        self.snapshots.compared = Some(id);
        engine.send(Command::Show(View::Compare, Shown::Snapshot(id)));
        self.effects.push(Effect::Compared);
    }

    /// Whether a snapshot is what the canvas shows when it shows the picture as it stands.
    fn is_newest(&self, id: SnapshotId) -> bool {
        let Some(snapshot) = self.snapshots.get(id) else {
            return false;
        };
        if self.refines() {
            let step = self.run.standing.map_or(0, |standing| standing.step);
            let last = self.snapshots.all().iter().filter(|s| s.step == step);
            let last = last.map(|s| s.id).max();
            return step > 0 && last == Some(id);
        }
        let shown = self.answer.shown.as_ref();
        shown.is_some_and(|shot| snapshot.recipe.of_instant() == shot.recipe.of_instant())
    }
}
