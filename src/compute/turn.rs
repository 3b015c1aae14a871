//! Whose turn it is on the queue that the window and the networks share.

use parking_lot::{Mutex, MutexGuard};
use std::{sync::Arc, time::Duration};

/// Keeps pieces of computing apart from what the window can only do while the queue is idle: a
/// surface is configured, after a change of its size, only when no thread has work on the queue.
#[derive(Clone, Debug, Default)]
pub struct Turn(Arc<Mutex<()>>);

impl Turn {
    /// Does a piece of computing, then lets the window have its turn if it waits for one. The
    /// queue must be idle when the piece returns.
    pub fn compute<T>(&self, piece: impl FnOnce() -> T) -> T {
        let turn = self.0.lock();
        let done = piece();
        MutexGuard::unlock_fair(turn);
        done
    }

    /// Does `act` between two pieces of computing, or after `patience` in the middle of one;
    /// returns whether it was between.
    pub fn between(&self, patience: Duration, act: impl FnOnce()) -> bool {
        let turn = self.0.try_lock_for(patience);
        act();
        turn.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        sync::atomic::{AtomicBool, Ordering},
        thread,
    };

    #[test]
    fn the_window_gets_its_turn_between_two_pieces() {
        let (turn, over) = (Turn::default(), AtomicBool::new(false));
        let busy = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    turn.compute(|| {
                        busy.store(true, Ordering::Relaxed);
                        thread::sleep(Duration::from_millis(5));
                        busy.store(false, Ordering::Relaxed);
                    });
                }
            });
            for _ in 0..20 {
                let had = turn.between(Duration::from_secs(30), || {
                    assert!(!busy.load(Ordering::Relaxed));
                });
                assert!(had);
            }
            over.store(true, Ordering::Relaxed);
        });
        let never = turn.compute(|| turn.between(Duration::ZERO, || {}));
        assert!(!never);
    }
}
