//! Pictures of the artist's that a run of training paints every now and then.

use crate::picture::Picture;
use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

/// Time between two rounds: of it they take a small part.
const EVERY: Duration = Duration::from_secs(20);
/// How often longer than a round takes the steps between two rounds go on, so that painting never costs more than a twentieth.
const SHARE: u32 = 20;

/// The pictures, and which of them are still to be painted in this round.
#[derive(Default)]
pub struct OwnPictures {
    all: Vec<(u64, Arc<Picture>)>,
    waiting: VecDeque<usize>,
    /// The step of the last round, and when it ended.
    round: Option<(usize, Instant)>,
    /// What the last round took.
    took: Duration,
}

impl OwnPictures {
    /// Other pictures; those that are new come first.
    pub fn want(&mut self, all: Vec<(u64, Arc<Picture>)>) {
        let known = |number: u64| self.all.iter().any(|(other, _)| *other == number);
        let new = (0..all.len()).filter(|&i| !known(all[i].0));
        self.waiting = new.collect();
        self.all = all;
    }

    /// All are to be painted by another run.
    pub fn begin(&mut self) {
        self.waiting = (0..self.all.len()).collect();
        self.round = None;
    }

    /// Whether one is new, and is painted even while the run rests.
    pub fn has_new(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// The next one to be painted at `step`, if it is time.
    pub fn next(&mut self, step: usize, now: Instant) -> Option<(u64, Arc<Picture>)> {
        let pause = EVERY.max(self.took * SHARE);
        let (before, at) = *self.round.get_or_insert((step, now));
        if self.waiting.is_empty() && before != step && now - at >= pause {
            self.waiting = (0..self.all.len()).collect();
            self.took = Duration::ZERO;
        }
        let next = self.waiting.pop_front()?;
        self.all.get(next).cloned()
    }

    /// One was painted.
    pub fn painted(&mut self, step: usize, began: Instant) {
        self.took += began.elapsed();
        if self.waiting.is_empty() {
            self.round = Some((step, Instant::now()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_ones_are_painted_at_once_and_all_of_them_when_some_time_has_passed() {
        let grey = || Arc::new(Picture::from_rgb(1, 1, vec![0.5; 3]));
        let mut own = OwnPictures::default();
        let now = Instant::now();
        assert!(own.next(3, now).is_none() && !own.has_new());
        own.want(vec![(1, grey()), (2, grey())]);
        let all = |own: &mut OwnPictures, step, now| {
            let mut numbers = Vec::new();
            while let Some((number, _)) = own.next(step, now) {
                own.painted(step, Instant::now());
                numbers.push(number);
            }
            numbers
        };
        assert!(own.has_new());
        assert_eq!(all(&mut own, 3, now), [1, 2]);
        own.want(vec![(2, grey()), (7, grey())]);
        assert_eq!(all(&mut own, 4, now), [7]);
        assert!(all(&mut own, 5, now).is_empty(), "not at every step");
        let later = Instant::now() + EVERY;
        assert!(
            all(&mut own, 4, later).is_empty(),
            "nothing was learnt since"
        );
        assert_eq!(all(&mut own, 5, later), [2, 7]);
        // One that takes long is painted less often.
        own.took = EVERY;
        let later = Instant::now() + 2 * EVERY;
        assert!(all(&mut own, 6, later).is_empty());
        own.begin();
        assert_eq!(all(&mut own, 6, later), [2, 7]);
    }
}
