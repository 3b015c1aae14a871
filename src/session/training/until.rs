//! When a run is to be stopped.

use crate::session::TimeOfDay;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// When a run is to be stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// After it has gone on for a while.
    After(Instant),
    /// At a time of the day, also of tomorrow: then all trainings rest.
    At(TimeOfDay, SystemTime),
}

/// The same from one start of the program to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptUntil {
    /// It may still go on for a while.
    After {
        /// Seconds.
        seconds: u64,
    },
    /// At a time of the day.
    At {
        /// Its hour, 0 to 23.
        hour: u8,
        /// Its minute, 0 to 59.
        minute: u8,
        /// When that is, in seconds after 1970.
        then: u64,
    },
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

    /// What is kept of it.
    pub fn kept(self, now: Instant) -> KeptUntil {
        match self {
            Self::After(_) => KeptUntil::After {
                seconds: self.left(now).as_secs(),
            },
            Self::At(time, then) => KeptUntil::At {
                hour: time.hour,
                minute: time.minute,
                then: then
                    .duration_since(UNIX_EPOCH)
                    .map_or(0, |since| since.as_secs()),
            },
        }
    }
}

impl KeptUntil {
    /// The same for a run that goes on from `now` on; none of a time of the day that has passed meanwhile, or is none.
    pub fn again(self, now: Instant) -> Option<Until> {
        match self {
            Self::After { seconds } => {
                Some(Until::After(now.checked_add(Duration::from_secs(seconds))?))
            }
            Self::At { hour, minute, then } => {
                let then = UNIX_EPOCH.checked_add(Duration::from_secs(then))?;
                let until = Until::At(TimeOfDay { hour, minute }, then);
                let comes = hour < 24 && minute < 60 && !until.left(now).is_zero();
                comes.then_some(until)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_a_limit_is_kept_and_a_time_that_has_passed_is_not() {
        let now = Instant::now();
        let hour = Until::After(now + Duration::from_secs(3600));
        let kept = hour.kept(now + Duration::from_secs(600));
        assert_eq!(kept, KeptUntil::After { seconds: 3000 });
        let later = now + Duration::from_secs(9000);
        let again = kept.again(later).expect("some is left");
        assert_eq!(again.left(later), Duration::from_secs(3000));

        let morning = Until::at(TimeOfDay::MORNING);
        let again = morning.kept(now).again(now).expect("it comes");
        assert!(matches!(again, Until::At(TimeOfDay::MORNING, _)));
        assert!(morning.left(now) - again.left(now) < Duration::from_secs(2));
        let at = |hour, then| KeptUntil::At {
            hour,
            minute: 0,
            then,
        };
        for none in [at(7, 1_000_000), at(99, 1 << 40), at(7, u64::MAX)] {
            assert_eq!(none.again(now), None);
        }
        let endless = KeptUntil::After { seconds: u64::MAX };
        assert_eq!(endless.again(now), None);
    }
}
