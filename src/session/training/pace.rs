//! How fast a run goes.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// Over which time steps are counted: long enough for a look at the validation to be in it.
const OVER: Duration = Duration::from_secs(120);
/// Least time between two marks.
const APART: Duration = Duration::from_secs(1);

/// When how many steps were done of late.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    marks: VecDeque<(Instant, usize)>,
}

impl Pace {
    /// `step` steps were done by `now`.
    pub fn note(&mut self, step: usize, now: Instant) {
        if self.marks.back().is_some_and(|(_, last)| *last > step) {
            self.marks.clear();
        }
        // The newest mark moves on until the one before is far enough away.
        if let [.., before, _] = *self.marks.make_contiguous()
            && now - before.0 < APART
        {
            self.marks.pop_back();
        }
        self.marks.push_back((now, step));
        while self.marks.len() > 2 && now - self.marks[0].0 > OVER {
            self.marks.pop_front();
        }
    }

    /// Nothing goes on any more.
    pub fn forget(&mut self) {
        self.marks.clear();
    }

    /// Steps a second; `None` before that can be said.
    pub fn steps_a_second(&self) -> Option<f64> {
        let (first, last) = (self.marks.front()?, self.marks.back()?);
        let seconds = (last.0 - first.0).as_secs_f64();
        let steps = last.1 - first.1;
        (steps > 0 && seconds > 0.5).then(|| steps as f64 / seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_that_of_the_last_two_minutes() {
        let begin = Instant::now();
        let mut pace = Pace::default();
        assert_eq!(pace.steps_a_second(), None);
        // Five steps a second, then one in two seconds for ten minutes.
        for i in 0..100usize {
            pace.note(i, begin + Duration::from_millis(200 * i as u64));
        }
        let speed = pace.steps_a_second().expect("known");
        assert!((speed - 5.0).abs() < 0.1, "{speed}");
        let later = begin + Duration::from_secs(20);
        for i in 0..300usize {
            pace.note(100 + i, later + Duration::from_secs(2 * i as u64));
        }
        let speed = pace.steps_a_second().expect("known");
        assert!((speed - 0.5).abs() < 0.02, "{speed}");
        assert!(pace.marks.len() < 130);
        // The run went back.
        pace.note(7, later + Duration::from_secs(700));
        assert_eq!(pace.steps_a_second(), None);
    }
}
