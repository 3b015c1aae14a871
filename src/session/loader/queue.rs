//! What waits to be done, for the threads that do it: bounded, and without what nobody needs any more.

use super::{
    answer::Opened,
    request::{KeptRequest, Request},
};
use crate::session::autosave::SavesUnderWay;
use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Requests that may wait: an artist's hands ask for a few at a time, a shelf for as many cards as it has.
const MOST: usize = 512;
const MOST_SMALL: usize = 16_384;
/// Time after which it is looked whether a save has ended that something waits for.
const LOOK: Duration = Duration::from_millis(20);

/// Something to do.
pub enum Queued {
    /// What was asked for.
    Request(Request),
    /// A photograph that was read, and waits for what is kept of it.
    Opened(Box<Opened>),
}

impl Queued {
    /// Whether it is a save; [`Queue::saved`] follows.
    pub fn is_save(&self) -> bool {
        matches!(self, Self::Request(Request::Kept(KeptRequest::Save(_))))
    }
}

#[derive(Default)]
struct Waiting {
    tasks: VecDeque<Queued>,
    /// Small pictures, which wait for all else.
    small: VecDeque<Request>,
    /// Whether one of the threads writes a save.
    saving: bool,
    closed: bool,
}

/// What waits to be done.
pub struct Queue {
    waiting: Mutex<Waiting>,
    came: Condvar,
    saves: SavesUnderWay,
}

impl Queue {
    /// Nothing yet; what is kept of a photograph is not looked for while one of these `saves` goes on.
    pub fn new(saves: SavesUnderWay) -> Self {
        Self {
            waiting: Mutex::default(),
            came: Condvar::new(),
            saves,
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a request in the place of an older one that it makes needless; gives it back if too many wait.
    pub fn ask(&self, request: Request) -> Result<(), Box<Request>> {
        let mut waiting = self.waiting();
        if request.can_wait() {
            waiting.small.retain(|older| !request.replaces(older));
            if waiting.small.len() >= MOST_SMALL {
                return Err(Box::new(request));
            }
            waiting.small.push_back(request);
        } else {
            let needless =
                |task: &Queued| matches!(task, Queued::Request(older) if request.replaces(older));
            waiting.tasks.retain(|task| !needless(task));
            if waiting.tasks.len() >= MOST {
                return Err(Box::new(request));
            }
            waiting.tasks.push_back(Queued::Request(request));
        }
        drop(waiting);
        self.came.notify_one();
        Ok(())
    }

    /// Puts back what one of the threads has begun with: it comes first, as soon as it can be done.
    pub fn put_back(&self, task: Queued) {
        self.waiting().tasks.push_front(task);
        self.came.notify_one();
    }

    /// Whether nothing stands in the way of `task`: saves are written in their order, since a later one counts on the
    /// pictures of those before; and nobody may be given work that is older than a save.
    fn is_ready(&self, task: &Queued, saving: bool) -> bool {
        let photograph = match task {
            Queued::Request(Request::Kept(KeptRequest::Save(_))) => return !saving,
            Queued::Request(Request::Kept(KeptRequest::Of(loaded))) => loaded,
            Queued::Opened(opened) => &opened.loaded,
            Queued::Request(_) => return true,
        };
        !self.saves.of(&photograph.source.blake3)
    }

    /// Waits for what is to be done next, a small picture only if nothing else is; nothing once the window is
    /// gone.
    pub fn next(&self) -> Option<Queued> {
        let mut waiting = self.waiting();
        loop {
            if waiting.closed {
                return None;
            }
            let saving = waiting.saving;
            let ready = |task: &Queued| self.is_ready(task, saving);
            let ready = waiting.tasks.iter().position(ready);
            if let Some(task) = ready.and_then(|i| waiting.tasks.remove(i)) {
                waiting.saving |= task.is_save();
                return Some(task);
            }
            if let Some(small) = waiting.small.pop_front() {
                return Some(Queued::Request(small));
            }
            waiting = if waiting.tasks.is_empty() {
                self.came
                    .wait(waiting)
                    .unwrap_or_else(PoisonError::into_inner)
            } else {
                let woken = self.came.wait_timeout(waiting, LOOK);
                woken.unwrap_or_else(PoisonError::into_inner).0
            };
        }
    }

    /// The save that a thread was given is written, or could not be.
    pub fn saved(&self) {
        self.waiting().saving = false;
        self.came.notify_all();
    }

    /// The window is gone: nothing more is done.
    pub fn close(&self) {
        self.waiting().closed = true;
        self.came.notify_all();
    }
}
