//! What is asked of the engine, and how large: Instant's picture, and more of one that a decoder has painted.

use super::{
    Answer, Artwork, Phase,
    follow::{Moment, REST},
};
use crate::{
    session::engine::{self, Command},
    stylize::Size,
};

impl Artwork {
    /// Asks for a finer picture when more of it has come to be seen; returns whether that may be soon.
    pub(super) fn follow_size(&mut self, at: &Moment) -> bool {
        /// By so much what is seen has to grow.
        const MORE: f32 = 1.03;
        let automatic = self.project.recipe.size == Size::Default;
        let Some(side) = at.side.filter(|_| automatic) else {
            return false;
        };
        if side as f32 <= MORE * self.answer.side as f32 || self.answer.side == 0 {
            self.answer.resized = None;
            return false;
        }
        match self.answer.resized {
            Some((seen, since)) if seen == side => {
                self.answer.wanted |= at.now - since >= REST;
            }
            _ => self.answer.resized = Some((side, at.now)),
        }
        true
    }

    /// Asks the decoder of a finished run for more of its picture, when more of it has come to be seen; returns whether that may
    /// be soon.
    pub(super) fn grow(&mut self, engine: &mut dyn engine::Engine, at: &Moment) -> bool {
        let run = &self.run;
        let whole = run.phase == Phase::Done && !run.outdated && !run.picture_only;
        if !whole || !self.moves_decoder() {
            return false;
        }
        let soon = self.follow_size(at);
        let start = self.project.start().filter(|_| self.answer.wanted);
        if let (Some(mut start), Some(side)) = (start, at.side) {
            start.shown = Some(side);
            self.answer = Answer {
                side,
                ..Answer::default()
            };
            engine.send(Command::Grow(Box::new(start)));
        }
        soon
    }

    /// Asks Instant for the picture, as soon as all that it needs was read and the canvas was seen.
    pub(super) fn ask_instant(&mut self, engine: &mut dyn engine::Engine, at: &Moment) {
        let (Some(mut start), Some(side)) = (self.project.start(), at.side) else {
            return;
        };
        start.shown = Some(side);
        start.at_rest = !at.held;
        self.answer = Answer {
            side,
            moving: at.held,
            waiting: true,
            shown: self.answer.shown.take(),
            ..Answer::default()
        };
        self.snapshots.shown = None;
        engine.paint(start);
    }
}
