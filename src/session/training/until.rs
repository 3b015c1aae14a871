//! When a run is to be stopped.

use crate::session::TimeOfDay;
use std::time::{Duration, Instant, SystemTime};

/// When a run is to be stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// After it has gone on for a while.
    After(Instant),
    /// At a time of the day, also of tomorrow: then all trainings rest.
    At(TimeOfDay, SystemTime),
}

impl Until {
    /// When `time` comes next.
    pub fn at(time: TimeOfDay) -> Self {
        Self::At(time, time.next().0)
    }

    /// Time until then.
    pub fn left(self, now: Instant) -> Duration {
        match self {
            Self::After(then) => then.saturating_duration_since(now),
            // A machine that slept meanwhile has the time of the clock on the wall.
            Self::At(_, then) => then.duration_since(SystemTime::now()).unwrap_or_default(),
        }
    }
}
