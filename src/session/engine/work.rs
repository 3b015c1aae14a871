//! What the compute thread works at: several works, of which a scheduler picks the most urgent piece.

use super::shared::Shared;
use crate::error::{Error, Result};
use std::time::{Duration, Instant};

/// Time that all else rests before work is done that nobody waits for, so that it is never in the way.
pub const QUIET: Duration = Duration::from_millis(300);
/// Time after which it is looked whether a file was read or written.
pub const READING: Duration = Duration::from_millis(20);

/// How soon somebody wants a piece of work; works of the same urgency take turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Nobody waits for it.
    Background,
    /// The artist looks on.
    Steps,
    /// The artist's hand waits for it.
    Answer,
}

/// When a work wants its next piece.
#[derive(Clone, Copy, Debug)]
pub struct Due {
    pub urgency: Urgency,
    pub at: Instant,
}

/// What there is to do, as far as a work itself knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// A piece of work.
    Piece,
    /// A file is being read or written.
    Waits,
    /// Nothing.
    Rests,
}

/// What else goes on, for which a work may rest.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    pub now: Instant,
    /// The artist's hand moves the picture or a slider.
    pub hand_moves: bool,
    /// Instant has an answer to give, now or soon.
    pub answers: bool,
    /// Refine paints.
    pub refines: bool,
    /// Pictures are waited for that are painted only to be delivered, by Refine or a batch.
    pub delivers: bool,
    /// When something was last done for the artist's own picture.
    pub quiet_since: Instant,
}

/// Something that the compute thread works at, one bounded piece a turn.
pub trait Work {
    /// When its next piece is wanted, and how urgently; `None` if there is nothing to do, or it rests for what
    /// goes on `around`. Takes what other threads have read or written meanwhile.
    fn due(&mut self, around: &Around) -> Option<Due>;

    /// Does one bounded piece.
    ///
    /// # Errors
    /// If it fails; [`Work::failed`] follows.
    fn piece(&mut self, shared: &mut Shared) -> Result<()>;

    /// A piece of this work has failed or panicked, and the device is whole.
    fn failed(&mut self, shared: &mut Shared, error: Error);

    /// The GPU has failed, whoever worked: what lies on it is gone.
    fn leave_device(&mut self, shared: &mut Shared, reason: &str);

    /// The window is gone: what is to be kept is kept.
    fn end(&mut self) {}
}
