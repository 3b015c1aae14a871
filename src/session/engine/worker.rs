//! The real engine, as the window sees it: the way to the thread that computes and back.

use super::{
    Engine,
    command::Command,
    device::WorkerDevice,
    event::Event,
    post::{Frames, Inbox, Post, Wake},
    scheduler::Scheduler,
    state::View,
};
use crate::{
    compute::{Frame, Latest},
    session::request::PaintRequest,
    stylize::Controls,
};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::{collections::VecDeque, sync::Arc, thread::JoinHandle};

/// Commands and events that may wait. The window drains events every frame, and no frame asks for
/// more than a few things.
const COMMANDS: usize = 64;
const EVENTS: usize = 256;

/// The real engine.
pub struct Worker {
    commands: Option<Sender<Command>>,
    /// Commands for which there was no room yet.
    waiting: VecDeque<Command>,
    events: Receiver<Event>,
    frames: Frames,
    controls: Latest<Controls>,
    wanted: Latest<PaintRequest>,
    /// Wakes the thread for what is wanted.
    bell: Sender<()>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread; `wake` is called when there is news.
    pub fn start(device: WorkerDevice, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (commands, inbox) = bounded(COMMANDS);
        let (outbox, events) = bounded(EVENTS);
        let frames = Frames::default();
        let controls = Latest::default();
        let wanted = Latest::default();
        let (bell, rung) = bounded(1);
        let inbox = Inbox {
            commands: inbox,
            steering: controls.clone(),
            wanted: wanted.clone(),
            rung,
        };
        let to_screen = frames.clone();
        let wake: Wake = Arc::new(wake);
        let body = move || {
            let post = Post::new(outbox, to_screen, wake);
            Scheduler::open(&device, post, inbox).work();
        };
        let thread = std::thread::Builder::new().name("compute".to_owned());
        Self {
            commands: Some(commands),
            waiting: VecDeque::new(),
            events,
            frames,
            controls,
            wanted,
            bell,
            // Without a thread nothing is ever computed; sending then reports the failure.
            thread: thread.spawn(body).ok(),
        }
    }

    fn flush(&mut self) {
        let Some(commands) = &self.commands else {
            return;
        };
        while let Some(command) = self.waiting.pop_front() {
            if let Err(e) = commands.try_send(command) {
                self.waiting.push_front(e.into_inner());
                break;
            }
        }
    }
}

impl Engine for Worker {
    fn send(&mut self, command: Command) {
        if matches!(command, Command::Start(_) | Command::Return) {
            // What was wanted before is wanted no longer.
            self.wanted.take();
        }
        self.waiting.push_back(command);
        self.flush();
    }

    fn steer(&mut self, controls: Controls) {
        self.controls.put(controls);
    }

    fn paint(&mut self, wanted: PaintRequest) {
        self.wanted.put(wanted);
        // If it rings already it need not ring twice.
        let _ = self.bell.try_send(());
    }

    fn events(&mut self) -> Vec<Event> {
        self.flush();
        self.events.try_iter().collect()
    }

    fn frame(&mut self, view: View) -> Option<Frame> {
        self.frames.take(view)
    }
}

impl Drop for Worker {
    /// Ends the thread within a step, so that its tensors go before the device does.
    fn drop(&mut self) {
        self.commands = None;
        let (_, nobody) = bounded(0);
        drop(std::mem::replace(&mut self.events, nobody));
        if let Some(thread) = self.thread.take() {
            // A panic of the thread has been reported already.
            let _ = thread.join();
        }
    }
}
