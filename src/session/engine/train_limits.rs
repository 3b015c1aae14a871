//! What a training may take of the machine: cores, and power of its battery.

use crate::session::{Power, TrainLimits, power};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::time::{Duration, Instant};

/// Time between two looks at where the power comes from.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// What a training may take, and what is known of the power.
#[derive(Default)]
pub struct Limits {
    wanted: TrainLimits,
    /// Threads of its own while it may not have all cores.
    pool: Option<ThreadPool>,
    power: Option<Power>,
    looked: Option<Instant>,
}

impl Limits {
    /// Other limits from now on.
    pub fn set(&mut self, wanted: TrainLimits) {
        if self.wanted.cores != wanted.cores {
            let threads = wanted.cores.map(usize::from);
            // Where threads cannot be had, it takes what there are.
            self.pool = threads.and_then(|threads| {
                let pool = ThreadPoolBuilder::new().num_threads(threads);
                pool.thread_name(|i| format!("train {i}")).build().ok()
            });
        }
        self.wanted = wanted;
    }

    /// Looks where the power comes from, if that is not known of late; tells what is new.
    pub fn look(&mut self, now: Instant) -> Option<Option<Power>> {
        if self.looked.is_some_and(|looked| now - looked < LOOK_EVERY) {
            return None;
        }
        let before = self.looked.replace(now).map(|_| self.power);
        self.power = power();
        (before != Some(self.power)).then_some(self.power)
    }

    /// Whether it is to rest, as far as is known; then the time of the next look.
    pub fn rests(&self) -> Option<Instant> {
        let rests = self.wanted.rests_on_battery && self.power == Some(Power::Battery);
        let next = self.looked.map(|looked| looked + LOOK_EVERY);
        next.filter(|_| rests)
    }

    /// Does a piece of work on as many cores as it may have.
    pub fn work<R: Send>(&self, piece: impl FnOnce() -> R + Send) -> R {
        match &self.pool {
            Some(pool) => pool.install(piece),
            None => piece(),
        }
    }

    #[cfg(test)]
    fn told(&mut self, power: Option<Power>, now: Instant) {
        (self.power, self.looked) = (power, Some(now));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::num::NonZeroUsize;

    #[test]
    fn work_stays_on_the_cores_it_may_have_and_rests_on_battery_only_if_that_is_wanted() {
        let mut limits = Limits::default();
        let everywhere = limits.work(rayon::current_num_threads);
        for cores in [1, 3] {
            limits.set(TrainLimits {
                cores: NonZeroUsize::new(cores),
                rests_on_battery: true,
            });
            assert_eq!(limits.work(rayon::current_num_threads), cores);
        }
        let now = Instant::now();
        limits.told(Some(Power::Mains), now);
        assert_eq!(limits.rests(), None);
        limits.told(Some(Power::Battery), now);
        assert_eq!(limits.rests(), Some(now + LOOK_EVERY));
        assert_eq!(limits.look(now), None, "not at every step");
        limits.set(TrainLimits::default());
        assert_eq!(limits.rests(), None);
        assert_eq!(limits.work(rayon::current_num_threads), everywhere);
    }
}
