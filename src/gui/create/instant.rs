//! Instant in the window: every change is answered by a picture, and Refine goes on from it.

use crate::{
    gui::{
        app::App,
        create::canvas::{Compare, Zoom},
        toasts::Kind,
    },
    session::{Effect, Moment},
    stylize::Engine,
};
use egui::Context;

impl App {
    /// Tells the engine what has changed.
    pub(in crate::gui) fn follow(&mut self, ctx: &Context) {
        let now = self.shell.attention.now();
        let held = ctx.input(|input| input.pointer.any_down());
        let moment = Moment {
            now,
            held,
            side: self.shown_side(),
            on_request: self.shell.settings.paint_on_request,
            waits: self.create.works.keeping.waits(),
        };
        if self.create.art.follow(self.shell.engine.as_mut(), &moment) {
            ctx.request_repaint_after_secs(0.1);
        }
        self.take_effects();
    }

    /// Shows and says what has come of the picture.
    pub(in crate::gui) fn take_effects(&mut self) {
        for effect in self.create.art.effects() {
            match effect {
                Effect::ClearResult => {
                    self.create.canvas.after.clear();
                    self.create.canvas.other.clear();
                    self.create.canvas.appeared = None;
                }
                Effect::ClearCompared => self.create.canvas.other.clear(),
                Effect::Compared => {
                    if self.create.canvas.compare == Compare::Result {
                        self.create.canvas.compare = Compare::Split;
                    }
                }
                Effect::SameCompared => self.shell.note("compare-same"),
                Effect::NeedsPainting => self.shell.note("refine-needs-painting"),
                Effect::GoesOnFrom(step) => {
                    let text = self
                        .shell
                        .words
                        .with("goes-on-from", &[("step", step.into())]);
                    self.shell.toasts.say(Kind::Note, text);
                }
                Effect::Ended { steps, stopped } => {
                    self.create.works.keeping.now = true;
                    let key = if stopped { "stopped-after" } else { "finished" };
                    let text = self.shell.words.with(key, &[("steps", steps.into())]);
                    if !self.create.art.project.is_sample || stopped {
                        self.has_ended(&text);
                        self.shell.toasts.say(Kind::Good, text);
                    }
                }
            }
        }
    }

    /// Long side in screen pixels in which the picture is seen, as far as it is worth to paint it: all that
    /// fits the window, and beyond that what is there in a few seconds.
    pub(in crate::gui) fn shown_side(&self) -> Option<usize> {
        /// Seconds that a picture may take which is seen from near.
        const NEAR: f32 = 6.0;
        let (width, height) = self.create.art.project.own_size()?;
        let of = |zoom| self.create.canvas.side(zoom, (width, height));
        let (seen, fits) = (of(self.create.canvas.zoom)?, of(Zoom::Fit)?);
        let long = width.max(height) as f32;
        let all = self.seconds_for(Engine::Instant, (width, height));
        let quick = (long * (NEAR / all.max(1e-3)).sqrt()).max(1.0);
        // In steps, so that a picture that took less than expected is not painted a little larger again.
        let quick = 2.0_f32.powf((2.0 * quick.log2()).floor() / 2.0);
        let quick = if all > 0.0 { quick as usize } else { fits };
        Some(seen.min(quick.max(fits)).min(width.max(height)))
    }

    /// Width and height at which `engine` paints the picture on the canvas.
    pub(in crate::gui) fn canvas_size(&self, engine: Engine) -> Option<(usize, usize)> {
        self.create.art.project.size(engine, self.shown_side())
    }

    /// Share of Instant's picture that is there.
    pub(in crate::gui) fn instant_share(&self) -> f32 {
        let there = if self.create.art.answer().shown.is_some() {
            1.0
        } else {
            0.0
        };
        self.create.art.answer().share.unwrap_or(there)
    }

    /// What Instant does or has done, in words.
    pub(in crate::gui) fn instant_text(&self) -> String {
        let words = &self.shell.words;
        let size = self.canvas_size(Engine::Instant).unwrap_or_default();
        let size = format!("{} × {}", size.0, size.1);
        if let Some(share) = self.create.art.answer().share {
            let percent = format!("{:.0}", share * 100.0);
            let values = [("size", size.into()), ("percent", percent.into())];
            return words.with("instant-percent", &values);
        }
        let shown = self
            .create
            .art
            .answer()
            .shown
            .as_ref()
            .filter(|_| !self.create.art.is_stale());
        match shown {
            None if self.create.works.opening.is_some() => words.get("state-starting"),
            None if self.create.art.project.photograph.is_none() => words.get("state-no-photo"),
            None if self.create.art.answer().waiting => words.get("instant-waiting"),
            None => words.get("state-starting"),
            Some(shot) => {
                let seconds = format!("{:.2}", shot.seconds);
                let key = match (shot.result, self.create.art.answer().waiting) {
                    (true, _) => "instant-result",
                    (false, true) => "instant-sketch",
                    (false, false) => "instant-only-sketch",
                };
                words.with(key, &[("seconds", seconds.into()), ("size", size.into())])
            }
        }
    }
}
