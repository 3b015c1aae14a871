//! What steps need, made ahead of them on another thread.

use crate::error::{Error, Result};
use std::{
    ops::Range,
    panic::resume_unwind,
    path::Path,
    sync::mpsc::{Receiver, sync_channel},
    thread::{Builder, JoinHandle},
};

/// So many are made ahead.
const AHEAD: usize = 3;

/// The batches of steps, in order, made a few ahead on a thread of its own, which ends with this.
pub struct Prefetch<T> {
    receiver: Option<Receiver<T>>,
    thread: Option<JoinHandle<()>>,
}

impl<T: Send + 'static> Prefetch<T> {
    /// Begins to `make` what `steps` need.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(
        steps: Range<usize>,
        mut make: impl FnMut(usize) -> T + Send + 'static,
    ) -> Result<Self> {
        let (sender, receiver) = sync_channel(AHEAD);
        let work = move || {
            for step in steps {
                // The receiver is gone when training stops early.
                if sender.send(make(step)).is_err() {
                    break;
                }
            }
        };
        let thread = Builder::new().name("batches".to_owned()).spawn(work);
        let thread = thread.map_err(Error::io("start", Path::new("a thread")))?;
        Ok(Self {
            receiver: Some(receiver),
            thread: Some(thread),
        })
    }
}

impl<T> Iterator for Prefetch<T> {
    type Item = T;

    /// What the next step needs, waiting for it where it is not there yet; `None` after the last. A panic in the
    /// making is passed on.
    fn next(&mut self) -> Option<T> {
        let made = self.receiver.as_ref()?.recv().ok();
        if made.is_none()
            && let Some(thread) = self.thread.take()
        {
            thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        made
    }
}

impl<T> Drop for Prefetch<T> {
    fn drop(&mut self) {
        // First the receiver, without which the thread would wait for room for ever.
        self.receiver = None;
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been passed on, or concerns nobody any more.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    #[test]
    fn what_is_made_comes_in_order_and_the_thread_ends_with_its_owner() {
        let made = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&made);
        let make = move |step: usize| {
            count.fetch_add(1, Ordering::SeqCst);
            step * step
        };
        let mut ahead = Prefetch::start(3..1000, make).expect("a thread");
        assert_eq!((ahead.next(), ahead.next()), (Some(9), Some(16)));
        drop(ahead);
        // The thread, which owned the other half, is gone, and was never far ahead.
        assert_eq!(Arc::strong_count(&made), 1);
        assert!(made.load(Ordering::SeqCst) <= 2 + AHEAD + 2);
        let mut short = Prefetch::start(0..1, |step| step).expect("a thread");
        assert_eq!(
            (short.next(), short.next(), short.next()),
            (Some(0), None, None)
        );
    }

    #[test]
    #[should_panic(expected = "no picture")]
    fn a_panic_in_the_making_is_passed_on() {
        let make = |step: usize| {
            assert!(step < 1, "no picture");
            step
        };
        let mut ahead = Prefetch::start(0..3, make).expect("a thread");
        while ahead.next().is_some() {}
    }
}
