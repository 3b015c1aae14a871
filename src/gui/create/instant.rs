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
        let now = self.attention.now();
        let held = ctx.input(|input| input.pointer.any_down());
        let moment = Moment {
            now,
            held,
            side: self.shown_side(),
            on_request: self.settings.paint_on_request,
            waits: self.keeping.waits(),
        };
        if self.art.follow(self.engine.as_mut(), &moment) {
            ctx.request_repaint_after_secs(0.1);
        }
        self.take_effects();
    }

    /// Shows and says what has come of the picture.
    pub(in crate::gui) fn take_effects(&mut self) {
        for effect in self.art.effects() {
            match effect {
                Effect::ClearResult => {
                    self.canvas.after.clear();
                    self.canvas.other.clear();
                    self.canvas.appeared = None;
                }
                Effect::ClearCompared => self.canvas.other.clear(),
                Effect::Compared => {
                    if self.canvas.compare == Compare::Result {
                        self.canvas.compare = Compare::Split;
                    }
                }
                Effect::SameCompared => self.note("compare-same"),
                Effect::NeedsPainting => self.note("refine-needs-painting"),
                Effect::GoesOnFrom(step) => {
                    let text = self.words.with("goes-on-from", &[("step", step.into())]);
                    self.toasts.say(Kind::Note, text);
                }
                Effect::Ended { steps, stopped } => {
                    self.keeping.now = true;
                    let key = if stopped { "stopped-after" } else { "finished" };
                    let text = self.words.with(key, &[("steps", steps.into())]);
                    if !self.art.project.is_sample || stopped {
                        self.has_ended(&text);
                        self.toasts.say(Kind::Good, text);
                    }
                }
            }
        }
    }

    /// Says what is worth knowing.
    fn note(&mut self, key: &str) {
        let text = self.words.get(key);
        self.toasts.say(Kind::Note, text);
    }

    /// Long side in screen pixels in which the picture is seen, as far as it is worth to paint it: all that
    /// fits the window, and beyond that what is there in a few seconds.
    pub(in crate::gui) fn shown_side(&self) -> Option<usize> {
        /// Seconds that a picture may take which is seen from near.
        const NEAR: f32 = 6.0;
        let (width, height) = self.art.project.own_size()?;
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

    /// Remembers how long Instant takes on this device.
    pub(in crate::gui) fn note_pace(&mut self, size: (usize, usize), seconds: f32) {
        if seconds <= 0.0 {
            return;
        }
        let now = seconds / (size.0 * size.1) as f32;
        let pace = &mut self.settings.instant_pace[usize::from(self.device.gpu)];
        // One that had to share the machine with others counts for half.
        *pace = if *pace > 0.0 {
            (*pace * now).sqrt()
        } else {
            now
        };
    }

    /// Width and height at which `engine` paints the picture on the canvas.
    pub(in crate::gui) fn canvas_size(&self, engine: Engine) -> Option<(usize, usize)> {
        self.art.project.size(engine, self.shown_side())
    }

    /// Share of Instant's picture that is there.
    pub(in crate::gui) fn instant_share(&self) -> f32 {
        let there = if self.art.answer().shown.is_some() {
            1.0
        } else {
            0.0
        };
        self.art.answer().share.unwrap_or(there)
    }

    /// What Instant does or has done, in words.
    pub(in crate::gui) fn instant_text(&self) -> String {
        let words = &self.words;
        let size = self.canvas_size(Engine::Instant).unwrap_or_default();
        let size = format!("{} × {}", size.0, size.1);
        if let Some(share) = self.art.answer().share {
            let percent = format!("{:.0}", share * 100.0);
            let values = [("size", size.into()), ("percent", percent.into())];
            return words.with("instant-percent", &values);
        }
        let shown = self
            .art
            .answer()
            .shown
            .as_ref()
            .filter(|_| !self.art.is_stale());
        match shown {
            None if self.opening.is_some() => words.get("state-starting"),
            None if self.art.project.photograph.is_none() => words.get("state-no-photo"),
            None if self.art.answer().waiting => words.get("instant-waiting"),
            None => words.get("state-starting"),
            Some(shot) => {
                let seconds = format!("{:.2}", shot.seconds);
                let key = match (shot.result, self.art.answer().waiting) {
                    (true, _) => "instant-result",
                    (false, true) => "instant-sketch",
                    (false, false) => "instant-only-sketch",
                };
                words.with(key, &[("seconds", seconds.into()), ("size", size.into())])
            }
        }
    }
}
