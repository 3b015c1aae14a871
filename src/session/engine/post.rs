//! The ways between the window and the thread that computes.

use super::{command::Command, event::Event, state::View};
use crate::{
    compute::{Frame, Latest},
    session::request::PaintRequest,
    stylize::Controls,
};
use crossbeam_channel::{Receiver, Sender};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Wakes the window.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// The newest frame of each view that nobody has taken yet.
#[derive(Clone, Default)]
pub struct Frames(Arc<Mutex<BTreeMap<View, Frame>>>);

impl Frames {
    /// Puts a frame there, in place of an older one.
    pub fn put(&self, view: View, frame: Frame) {
        self.all().insert(view, frame);
    }

    /// Takes the newest frame, if there is a new one.
    pub fn take(&self, view: View) -> Option<Frame> {
        self.all().remove(&view)
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<View, Frame>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What comes from the window: commands in their order, and of all else the newest.
pub struct Inbox {
    pub commands: Receiver<Command>,
    pub steering: Latest<Controls>,
    pub wanted: Latest<PaintRequest>,
    /// Rings for what is wanted.
    pub rung: Receiver<()>,
}

/// The way back to the window.
pub struct Post {
    outbox: Sender<Event>,
    frames: Frames,
    wake: Wake,
}

impl Post {
    pub fn new(outbox: Sender<Event>, frames: Frames, wake: Wake) -> Self {
        Self {
            outbox,
            frames,
            wake,
        }
    }

    /// Sends an event; `false` if nobody listens any more.
    pub fn event(&self, event: Event) -> bool {
        let sent = self.outbox.send(event).is_ok();
        (self.wake)();
        sent
    }

    /// Sends where something stands; the next step tells as much, so it need not arrive.
    pub fn step(&self, event: Event) {
        let _ = self.outbox.try_send(event);
        (self.wake)();
    }

    /// What tells from another thread, or only wakes the window.
    pub fn teller(&self) -> impl Fn(Option<Event>) + Send + 'static {
        let (outbox, wake) = (self.outbox.clone(), Arc::clone(&self.wake));
        move |event| {
            if let Some(event) = event {
                // Nobody listens any more if the window was closed.
                let _ = outbox.send(event);
            }
            wake();
        }
    }

    /// What a view was sent and has not taken is not to be shown any more.
    pub fn forget(&self, view: View) {
        self.frames.take(view);
    }

    pub fn frame(&self, view: View, frame: Frame) {
        self.frames.put(view, frame);
        (self.wake)();
    }
}
