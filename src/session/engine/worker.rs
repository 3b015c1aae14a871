//! The real engine, as the window sees it: the way to the thread that computes and back.

use super::{Command, DeviceReason, Engine, Event, Pane, StartRun, studio::Studio};
use crate::{
    compute::{Compute, DeviceChoice, DeviceErrors, Frame, Latest, Screen, SharedDevice},
    error::catch_panic,
    stylize::Controls,
};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::{collections::VecDeque, sync::Arc, thread::JoinHandle};

/// Commands and events that may wait. The window drains events every frame, and no frame asks for
/// more than a few things.
const COMMANDS: usize = 64;
const EVENTS: usize = 256;

/// Wakes the window.
type Wake = Arc<dyn Fn() + Send + Sync>;

/// What the worker may compute on.
pub struct WorkerDevice {
    /// The window's own device, if there is one.
    pub window: Option<SharedDevice>,
    /// What was asked for.
    pub choice: DeviceChoice,
}

impl WorkerDevice {
    /// The window's GPU if it is a real one or was asked for, else the CPU.
    pub(super) fn open(&self) -> (Compute, DeviceReason, DeviceErrors, Option<Screen>) {
        let none = |reason| (Compute::cpu(""), reason, DeviceErrors::default(), None);
        let window = match (&self.window, self.choice) {
            (_, DeviceChoice::Cpu) => return none(DeviceReason::Asked),
            (None, _) => return none(DeviceReason::NoGpu),
            (Some(window), DeviceChoice::Auto) if !window.is_hardware() => {
                return none(DeviceReason::SoftwareGpu);
            }
            (Some(window), _) => window,
        };
        match window.compute("the window's own") {
            Ok((compute, errors)) => {
                let made = || Screen::new(window.device.clone(), window.queue.clone());
                match catch_panic(made) {
                    Ok(screen) => (compute, DeviceReason::Window, errors, Some(screen)),
                    Err(_) => none(DeviceReason::GpuFailed),
                }
            }
            Err(_) => none(DeviceReason::GpuFailed),
        }
    }
}

/// The real engine.
pub struct Worker {
    commands: Option<Sender<Command>>,
    /// Commands for which there was no room yet.
    waiting: VecDeque<Command>,
    events: Receiver<Event>,
    frames: [Latest<Frame>; 2],
    controls: Latest<Controls>,
    wanted: Latest<StartRun>,
    /// Wakes the thread for what is wanted.
    bell: Sender<()>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread; `wake` is called when there is news.
    pub fn start(device: WorkerDevice, wake: impl Fn() + Send + Sync + 'static) -> Self {
        let (commands, inbox) = bounded(COMMANDS);
        let (outbox, events) = bounded(EVENTS);
        let frames: [Latest<Frame>; 2] = Default::default();
        let controls = Latest::default();
        let wanted = Latest::default();
        let (bell, rung) = bounded(1);
        let asked = Asked {
            steering: controls.clone(),
            wanted: wanted.clone(),
            rung,
        };
        let to_screen = frames.clone();
        let wake: Wake = Arc::new(wake);
        let body = move || {
            let post = Post {
                outbox,
                frames: to_screen,
                wake,
            };
            Studio::open(&device, post, asked).work(&inbox);
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

    fn paint(&mut self, wanted: StartRun) {
        self.wanted.put(wanted);
        // If it rings already it need not ring twice.
        let _ = self.bell.try_send(());
    }

    fn events(&mut self) -> Vec<Event> {
        self.flush();
        self.events.try_iter().collect()
    }

    fn frame(&mut self, pane: Pane) -> Option<Frame> {
        self.frames[pane as usize].take()
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

/// What the window asks for beside commands: of each the newest.
pub struct Asked {
    pub steering: Latest<Controls>,
    pub wanted: Latest<StartRun>,
    pub rung: Receiver<()>,
}

/// The way back to the window.
pub struct Post {
    pub outbox: Sender<Event>,
    frames: [Latest<Frame>; 2],
    pub wake: Wake,
}

impl Post {
    /// Sends an event; `false` if nobody listens any more.
    pub fn event(&self, event: Event) -> bool {
        let sent = self.outbox.send(event).is_ok();
        (self.wake)();
        sent
    }

    /// Sends where the run stands; the next step tells as much, so it need not arrive.
    pub fn step(&self, event: Event) {
        let _ = self.outbox.try_send(event);
        (self.wake)();
    }

    /// What a pane was sent and has not taken is not to be shown any more.
    pub fn forget(&self, pane: Pane) {
        self.frames[pane as usize].take();
    }

    pub fn frame(&self, pane: Pane, frame: Frame) {
        self.frames[pane as usize].put(frame);
        (self.wake)();
    }
}
