//! Instant in the window: every change is answered by a picture, and Refine goes on from it.

use crate::{
    gui::{
        app::{App, Phase},
        create::{canvas::Zoom, timeline::Timeline},
        toasts::Kind,
    },
    session::{
        Project, RunState, SavedRun,
        engine::{Command, Pane, Standing},
    },
    stylize::{Distances, Engine, Losses, Recipe, Size, Start},
};
use egui::Context;

/// Seconds that the hand rests before Refine begins by itself.
const REST: f64 = 0.35;

/// What Instant has said.
#[derive(Default)]
pub struct Answer {
    /// A picture was asked for, and its result is not there yet.
    pub waiting: bool,
    /// Share of a large result that is painted.
    pub share: Option<f32>,
    /// What is on the canvas, if that is of Instant.
    pub shown: Option<Shot>,
    /// How far the result is from its sources, once that was measured.
    pub far: Option<Distances>,
    /// A picture has to be asked for, as soon as all that it needs was read.
    pub wanted: bool,
    /// The last one was asked for by a hand that moved.
    pub moving: bool,
    /// Long side that the canvas showed when it was asked for the last time.
    side: usize,
    /// What the canvas shows since then, and since when.
    resized: Option<(usize, f64)>,
}

/// A picture of Instant on the canvas.
pub struct Shot {
    /// Seconds that it took.
    pub seconds: f32,
    /// Whether it is the result, not a sketch.
    pub result: bool,
    /// The recipe that paints it again.
    pub recipe: Box<Recipe>,
}

/// A run of Refine that was left for Instant; undo comes back to it.
pub struct Left {
    project: Project,
    phase: Phase,
    standing: Option<Standing>,
    curve: Vec<(usize, Losses)>,
    timeline: Timeline,
    size: Option<(usize, usize)>,
    outdated: bool,
    /// Only its picture is left.
    picture_only: bool,
}

impl Left {
    /// A run of which the picture is left.
    pub fn of(project: Project, run: &SavedRun) -> Self {
        Self {
            project,
            phase: if run.finished {
                Phase::Done
            } else {
                Phase::Paused
            },
            standing: Some(run.standing),
            curve: Vec::new(),
            timeline: Timeline::default(),
            size: None,
            outdated: run.outdated,
            picture_only: true,
        }
    }

    /// Styles and settings under which it paints.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Where it stands.
    pub fn state(&self) -> Option<RunState> {
        Some(RunState {
            project: self.project.clone(),
            standing: self.standing?,
            finished: self.phase == Phase::Done,
            shown: false,
            outdated: self.outdated,
        })
    }
}

impl App {
    /// Whether the picture on the canvas is made by Refine.
    pub(in crate::gui) fn refines(&self) -> bool {
        self.project.recipe.engine == Engine::Refine
    }

    /// Tells the engine what has changed.
    pub(in crate::gui) fn follow(&mut self, ctx: &Context) {
        let now = self.attention.now();
        let held = ctx.input(|input| input.pointer.any_down());
        if self.project != self.told {
            self.turn_to(now);
        }
        if std::mem::take(&mut self.went) {
            // What came of it on the way is none of the artist's steps.
            self.history.amend(&self.project);
        } else if !held {
            self.history.record(&self.project);
        }
        if !self.refines() {
            self.answer.wanted |= self.answer.moving && !held;
            self.follow_size(ctx, now);
            if self.answer.wanted {
                self.ask_instant(held);
            }
        }
        if let (Some(since), false) = (self.changed, self.settings.paint_on_request) {
            if held || now - since < REST || self.keeping.waits() {
                ctx.request_repaint_after_secs(0.1);
            } else {
                self.refine(false);
            }
        }
    }

    /// Who makes the picture after a change, and whether it is begun anew.
    fn turn_to(&mut self, now: f64) {
        let other = self.told.photograph_hash() != self.project.photograph_hash();
        if other || self.told.recipe.crop != self.project.recipe.crop {
            self.forget_result();
        }
        let same_picture = self.told.same_picture(&self.project);
        let tone = self.project.recipe.tone;
        let other_tone = self.told.recipe.tone != tone;
        match (self.told.recipe.engine, self.project.recipe.engine) {
            (Engine::Instant, Engine::Instant) => {
                self.answer.wanted |= !same_picture || other_tone;
                if same_picture && !self.told.same_weights(&self.project) {
                    // Only Refine answers to its weights.
                    self.changed = Some(now);
                }
            }
            (Engine::Instant, Engine::Refine) => {
                let back = |left: &mut Left| left.project.same_run(&self.project);
                match self.left.take_if(back) {
                    Some(left) => self.come_back(left),
                    None => self.changed = Some(now),
                }
            }
            (Engine::Refine, Engine::Instant) => self.leave_refine(),
            (Engine::Refine, Engine::Refine) => {
                let runs = self.phase != Phase::Idle;
                if runs && self.told.same_run(&self.project) {
                    if other_tone {
                        self.engine.send(Command::Tone(tone));
                    }
                    if self.told.controls() != self.project.controls() {
                        self.engine.steer(self.project.controls());
                        self.outdated |= self.phase == Phase::Done;
                    }
                } else if same_picture || (!runs && self.changed.is_some()) {
                    self.changed = Some(now);
                    self.outdated = runs;
                } else {
                    self.project.recipe.engine = Engine::Instant;
                    self.leave_refine();
                }
            }
        }
        if !self.told.same_weights(&self.project) {
            // What was changed on the way was changed from other weights.
            self.project.recipe.changes.clear();
        }
        self.told = self.project.clone();
    }

    /// Long side in screen pixels in which the picture is seen, as far as it is worth to paint it: all that
    /// fits the window, and beyond that what is there in a few seconds.
    pub(in crate::gui) fn shown_side(&self) -> Option<usize> {
        /// Seconds that a picture may take which is seen from near.
        const NEAR: f32 = 6.0;
        let (width, height) = self.project.own_size()?;
        let of = |zoom| self.canvas.side(zoom, (width, height));
        let (seen, fits) = (of(self.canvas.zoom)?, of(Zoom::Fit)?);
        let long = width.max(height) as f32;
        let all = self.seconds_for(Engine::Instant, (width, height));
        let quick = (long * (NEAR / all.max(1e-3)).sqrt()).max(1.0);
        // In steps, so that a picture that took less than expected is not painted a little larger again.
        let quick = 2.0_f32.powf((2.0 * quick.log2()).floor() / 2.0);
        let quick = if all > 0.0 { quick as usize } else { fits };
        Some(seen.min(quick.max(fits)).min(width.max(height)))
    }

    /// Asks for a finer picture when more of it has come to be seen.
    fn follow_size(&mut self, ctx: &Context, now: f64) {
        /// By so much what is seen has to grow.
        const MORE: f32 = 1.03;
        let automatic = self.project.recipe.size == Size::Default;
        let Some(side) = self.shown_side().filter(|_| automatic) else {
            return;
        };
        if side as f32 <= MORE * self.answer.side as f32 || self.answer.side == 0 {
            self.answer.resized = None;
            return;
        }
        match self.answer.resized {
            Some((seen, since)) if seen == side => {
                self.answer.wanted |= now - since >= REST;
            }
            _ => self.answer.resized = Some((side, now)),
        }
        ctx.request_repaint_after_secs(0.1);
    }

    /// Asks Instant for the picture, as soon as all that it needs was read and the canvas was seen.
    fn ask_instant(&mut self, held: bool) {
        let (Some(mut start), Some(side)) = (self.project.start(), self.shown_side()) else {
            return;
        };
        start.shown = Some(side);
        self.answer.side = side;
        self.answer.resized = None;
        start.at_rest = !held;
        self.answer.wanted = false;
        self.answer.moving = held;
        self.answer.waiting = true;
        self.answer.share = None;
        self.answer.far = None;
        self.timeline.shown = None;
        self.engine.paint(start);
    }

    /// Refine rests where it is; Instant paints.
    fn leave_refine(&mut self) {
        if !matches!(self.phase, Phase::Idle | Phase::Starting) {
            self.left = Some(Left {
                project: self.told.clone(),
                phase: self.phase,
                standing: self.standing,
                curve: std::mem::take(&mut self.curve),
                timeline: self.timeline.take_run(),
                size: self.size,
                outdated: self.outdated,
                picture_only: self.picture_only,
            });
        }
        self.phase = Phase::Idle;
        self.standing = None;
        self.changed = None;
        self.outdated = false;
        self.curve.clear();
        self.timeline.begin();
        self.canvas.other.clear();
        self.project.recipe.start = Start::Instant;
        self.answer.wanted = true;
    }

    /// Shows the run of Refine that was left, as it was.
    fn come_back(&mut self, left: Left) {
        self.engine.send(Command::Return);
        if left.phase == Phase::Painting {
            self.engine.send(Command::Resume);
        }
        let _ = self.engine.frame(Pane::Main);
        self.answer = Answer::default();
        self.changed = None;
        self.stale = false;
        self.phase = left.phase;
        self.standing = left.standing;
        self.curve = left.curve;
        self.timeline.bring_back(left.timeline);
        self.size = left.size.or_else(|| self.canvas_size(Engine::Refine));
        self.outdated = left.outdated;
        self.picture_only = left.picture_only;
        if left.project.recipe.tone != self.project.recipe.tone {
            let tone = self.project.recipe.tone;
            self.engine.send(Command::Tone(tone));
        }
        if !left.project.eq(&self.project) {
            // Its weights may have been others.
            self.engine.steer(self.project.controls());
        }
    }

    /// Begins to refine what is on the canvas, if everything is there.
    pub(in crate::gui) fn refine(&mut self, asked: bool) {
        let mut project = self.project.clone();
        project.recipe.engine = Engine::Refine;
        let Some(start) = project.start() else {
            return;
        };
        self.changed = None;
        if start.paintings.is_empty() {
            let text = self.words.get("refine-needs-painting");
            self.toasts.say(Kind::Note, text);
            return;
        }
        if !asked {
            // The window did it, not the artist: there is nothing to undo.
            self.history.amend(&project);
        }
        self.project = project;
        self.told = self.project.clone();
        self.left = None;
        self.demo = false;
        self.picture_only = false;
        self.answer = Answer::default();
        self.outdated = false;
        self.phase = Phase::Starting;
        self.engine.send(Command::Start(Box::new(start)));
    }

    /// A picture of Instant is on its way to the canvas.
    pub(in crate::gui) fn instant_came(&mut self, size: (usize, usize), shot: Shot) {
        if self.refines() {
            // Refine was asked for meanwhile.
            return;
        }
        let here = self.project.photograph_hash() == Some(&shot.recipe.content.blake3);
        if here && shot.recipe.crop == self.project.recipe.crop {
            self.stale = false;
            self.size = Some(size);
        }
        if shot.result {
            if shot.seconds > 0.0 {
                let pixels = (size.0 * size.1) as f32;
                let pace = &mut self.settings.instant_pace[usize::from(self.device.gpu)];
                let now = shot.seconds / pixels;
                // One that had to share the machine with others counts for half.
                *pace = if *pace > 0.0 {
                    (*pace * now).sqrt()
                } else {
                    now
                };
            }
            // A newer one may be wanted already; it will say so itself.
            self.answer.waiting = self.answer.wanted;
        }
        // What was still told was of the picture before.
        self.answer.share = None;
        let demo = self.demo && shot.result && self.project.is_sample;
        self.answer.shown = Some(shot);
        if demo && !self.history.can_undo() && !self.settings.paint_on_request {
            self.refine(false);
        }
    }

    /// Width and height at which `engine` paints the picture on the canvas.
    pub(in crate::gui) fn canvas_size(&self, engine: Engine) -> Option<(usize, usize)> {
        self.project.size(engine, self.shown_side())
    }

    /// Share of Instant's picture that is there.
    pub(in crate::gui) fn instant_share(&self) -> f32 {
        let there = if self.answer.shown.is_some() {
            1.0
        } else {
            0.0
        };
        self.answer.share.unwrap_or(there)
    }

    /// What Instant does or has done, in words.
    pub(in crate::gui) fn instant_text(&self) -> String {
        let words = &self.words;
        let size = self.canvas_size(Engine::Instant).unwrap_or_default();
        let size = format!("{} × {}", size.0, size.1);
        if let Some(share) = self.answer.share {
            let percent = format!("{:.0}", share * 100.0);
            let values = [("size", size.into()), ("percent", percent.into())];
            return words.with("instant-percent", &values);
        }
        let shown = self.answer.shown.as_ref().filter(|_| !self.stale);
        match shown {
            None if self.opening.is_some() => words.get("state-starting"),
            None if self.project.photograph.is_none() => words.get("state-no-photo"),
            None if self.answer.waiting => words.get("instant-waiting"),
            None => words.get("state-starting"),
            Some(shot) => {
                let seconds = format!("{:.2}", shot.seconds);
                let key = match (shot.result, self.answer.waiting) {
                    (true, _) => "instant-result",
                    (false, true) => "instant-sketch",
                    (false, false) => "instant-only-sketch",
                };
                words.with(key, &[("seconds", seconds.into()), ("size", size.into())])
            }
        }
    }
}
