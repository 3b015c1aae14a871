//! What the engine tells of the picture.

use super::{Artwork, Effect, Phase, Run, Shot};
use crate::{
    session::engine::{self, Event, Standing, View},
    stylize::Engine,
};
use std::time::Instant;

impl Artwork {
    /// Takes in what the engine tells, and hands back what is none of the picture's business or has to be said.
    /// `on_request` as in [`super::Moment`].
    pub fn hear(
        &mut self,
        engine: &mut dyn engine::Engine,
        event: Event,
        on_request: bool,
    ) -> Option<Event> {
        match event {
            Event::Instant {
                size,
                seconds,
                result,
                recipe,
            } => {
                let shot = Shot {
                    seconds,
                    result,
                    recipe,
                };
                self.instant_came(engine, size, shot, on_request);
            }
            Event::Share(share) => {
                self.answer.share = Some(share).filter(|_| self.answer.waiting);
            }
            Event::Distances(far) => {
                self.answer.far = Some(far).filter(|_| !self.answer.waiting);
            }
            // What Refine still says after it was left.
            Event::Started { .. } | Event::Step(_) | Event::Finished { .. } if !self.refines() => {}
            Event::Snapshot(snapshot) if !self.refines() && !snapshot.own => {}
            Event::Started { size, from } => self.run_started(engine, size, from),
            Event::Grown(size) => match (self.refines(), &mut self.left) {
                (true, _) => self.size = Some(size),
                (false, Some(left)) => left.size = Some(size),
                (false, None) => {}
            },
            Event::Step(standing) => self.step_done(standing),
            Event::Snapshot(snapshot) => self.snapshots.add(snapshot),
            Event::Forgot(id) => self.snapshots.forget(id),
            Event::Finished { steps, stopped, .. } => {
                self.run.phase = Phase::Done;
                self.run.stopped = stopped;
                self.effects.push(Effect::Ended { steps, stopped });
            }
            Event::Failed { error, run_ended } => {
                self.failed(run_ended);
                return Some(Event::Failed { error, run_ended });
            }
            other => return Some(other),
        }
        None
    }

    /// A picture of Instant is on its way to the canvas.
    fn instant_came(
        &mut self,
        engine: &mut dyn engine::Engine,
        size: (usize, usize),
        shot: Shot,
        on_request: bool,
    ) {
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
            // A newer one may be wanted already; it will say so itself.
            self.answer.waiting = self.answer.wanted;
        }
        // What was still told was of the picture before.
        self.answer.share = None;
        let demo = self.demo && shot.result && self.project.is_sample;
        self.answer.shown = Some(shot);
        if demo && !self.history.can_undo() && !on_request {
            self.refine(engine, false);
        }
    }

    fn run_started(
        &mut self,
        engine: &mut dyn engine::Engine,
        size: (usize, usize),
        from: Option<usize>,
    ) {
        // What is still on its way shows the picture before.
        let _ = engine.frame(View::Main);
        self.stale = false;
        self.size = Some(size);
        self.effects.push(Effect::ClearCompared);
        self.run.from_picture = from.is_some();
        let standing = match from {
            Some(step) => {
                self.effects.push(Effect::GoesOnFrom(step));
                self.run.standing
            }
            None => {
                self.snapshots.begin();
                None
            }
        };
        let phase = match std::mem::take(&mut self.run.begins_paused) {
            true => Phase::Paused,
            false => Phase::Painting,
        };
        self.run = Run {
            phase,
            began: Some(Instant::now()),
            standing,
            curve: Vec::new(),
            ..std::mem::take(&mut self.run)
        };
    }

    fn step_done(&mut self, standing: Standing) {
        let run = &mut self.run;
        if run.phase == Phase::Starting {
            run.phase = Phase::Painting;
        }
        run.curve.retain(|(step, _)| *step < standing.step);
        run.curve.push((standing.step, standing.losses));
        run.standing = Some(standing);
    }

    fn failed(&mut self, run_ended: bool) {
        let starting = self.run.phase == Phase::Starting;
        if run_ended {
            if starting && self.refines() {
                // What Instant has painted is still there.
                self.project.recipe.engine = Engine::Instant;
            }
            self.run.phase = Phase::Idle;
            self.left = None;
        } else if starting {
            // It could not go on from the picture that was kept, which is still there.
            self.run.phase = Phase::Paused;
            self.run.picture_only = true;
        }
        self.answer.waiting = false;
        self.answer.share = None;
    }
}
