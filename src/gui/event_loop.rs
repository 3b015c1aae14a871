//! The window's events, with changes of its size held back until nothing is being computed.

use crate::compute::Turn;
use eframe::{EframeWinitApplication, UserEvent};
use std::time::Duration;
use winit::{
    application::ApplicationHandler,
    dpi::PhysicalSize,
    event::{DeviceEvent, DeviceId, StartCause, WindowEvent},
    event_loop::{ActiveEventLoop, EventLoop},
    window::WindowId,
};

/// How long the window waits for its turn before it tries all the same.
const PATIENCE: Duration = Duration::from_millis(50);

/// An event loop, through X11 where there is one: on Wayland no file drops arrive.
pub fn new() -> Result<EventLoop<UserEvent>, winit::error::EventLoopError> {
    let mut builder = EventLoop::<UserEvent>::with_user_event();
    #[cfg(target_os = "linux")]
    if std::env::var_os("DISPLAY").is_some_and(|display| !display.is_empty()) {
        use winit::platform::x11::EventLoopBuilderExtX11;
        builder.with_x11();
    }
    builder.build()
}

/// eframe, which configures the window's surface as soon as it hears of a new size. While the
/// networks have work on the shared queue that fails, and every frame after it too.
pub struct InTurn<'a> {
    app: EframeWinitApplication<'a>,
    turn: Turn,
    /// A size that the surface may not have yet.
    resized: Option<(WindowId, PhysicalSize<u32>)>,
}

impl<'a> InTurn<'a> {
    pub fn new(app: EframeWinitApplication<'a>, turn: Turn) -> Self {
        Self {
            app,
            turn,
            resized: None,
        }
    }

    fn resize(&mut self, event_loop: &ActiveEventLoop) {
        let Some((id, size)) = self.resized else {
            return;
        };
        let event = WindowEvent::Resized(size);
        let tell = || self.app.window_event(event_loop, id, event);
        if self.turn.between(PATIENCE, tell) {
            self.resized = None;
        }
    }
}

impl ApplicationHandler<UserEvent> for InTurn<'_> {
    fn window_event(&mut self, event_loop: &ActiveEventLoop, id: WindowId, event: WindowEvent) {
        if let WindowEvent::Resized(size) = event {
            self.resized = Some((id, size));
        }
        self.resize(event_loop);
        if !matches!(event, WindowEvent::Resized(_)) {
            self.app.window_event(event_loop, id, event);
        }
    }

    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        self.app.resumed(event_loop);
    }

    fn suspended(&mut self, event_loop: &ActiveEventLoop) {
        self.app.suspended(event_loop);
    }

    fn exiting(&mut self, event_loop: &ActiveEventLoop) {
        self.app.exiting(event_loop);
    }

    fn memory_warning(&mut self, event_loop: &ActiveEventLoop) {
        self.app.memory_warning(event_loop);
    }

    fn new_events(&mut self, event_loop: &ActiveEventLoop, cause: StartCause) {
        self.app.new_events(event_loop, cause);
    }

    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        self.app.about_to_wait(event_loop);
    }

    fn user_event(&mut self, event_loop: &ActiveEventLoop, event: UserEvent) {
        self.app.user_event(event_loop, event);
    }

    fn device_event(&mut self, event_loop: &ActiveEventLoop, id: DeviceId, event: DeviceEvent) {
        self.app.device_event(event_loop, id, event);
    }
}
