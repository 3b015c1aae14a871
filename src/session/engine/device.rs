//! Which device the engine computes on.

use super::event::DeviceReason;
use crate::{
    compute::{Compute, DeviceChoice, DeviceErrors, Screen, SharedDevice},
    error::catch_panic,
};

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
