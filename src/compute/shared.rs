//! The window's device, shared with the networks.

use super::{Compute, device::is_hardware};
use crate::error::{Error, Result, catch_panic};
use burn::tensor::{Device, wgpu::WgpuSetup};
use std::sync::{Arc, Mutex, PoisonError};

/// What the window computes and draws with.
#[derive(Clone, Debug)]
pub struct SharedDevice {
    /// Instance of the window.
    pub instance: wgpu::Instance,
    /// Adapter of the window.
    pub adapter: wgpu::Adapter,
    /// Device of the window.
    pub device: wgpu::Device,
    /// Queue of the window.
    pub queue: wgpu::Queue,
}

/// What the window has to ask an adapter for: all its features and limits, since cubecl chooses
/// its kernels by what the adapter can do and a lesser device would refuse them.
pub fn descriptor(adapter: &wgpu::Adapter) -> wgpu::DeviceDescriptor<'static> {
    wgpu::DeviceDescriptor {
        label: Some("impasto"),
        required_features: adapter.features()
            - wgpu::Features::MAPPABLE_PRIMARY_BUFFERS
            - wgpu::Features::all_experimental_mask(),
        required_limits: adapter.limits(),
        ..wgpu::DeviceDescriptor::default()
    }
}

/// Errors of the device that no call returned: recorded, never a panic.
#[derive(Clone, Debug, Default)]
pub struct DeviceErrors(Arc<Mutex<Vec<String>>>);

/// Whether an error is of the window's surface rather than of computing. A surface can only be
/// configured while the queue is idle, which another thread's work prevents now and then; egui
/// configures it again with its next frame. wgpu tells it in no other way than by the name of the
/// call.
fn is_of_surface(text: &str) -> bool {
    text.contains("In Surface::")
}

impl DeviceErrors {
    /// The first error since the last call; later ones are mostly its consequences.
    pub fn take(&self) -> Option<String> {
        let mut errors = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = errors.first().cloned();
        errors.clear();
        first
    }

    fn watch(&self, device: &wgpu::Device) {
        let errors = self.clone();
        device.on_uncaptured_error(Arc::new(move |error| {
            let mut errors = errors.0.lock().unwrap_or_else(PoisonError::into_inner);
            let text = error.to_string();
            if is_of_surface(&text) {
                return;
            }
            if errors.len() < 16 && !errors.contains(&text) {
                errors.push(text);
            }
        }));
    }
}

impl SharedDevice {
    /// Whether its adapter is a hardware GPU.
    pub fn is_hardware(&self) -> bool {
        is_hardware(&self.adapter)
    }

    /// Gives the device to burn. Call it once: each call registers another device. From then on an
    /// error of the device that nobody caught is a panic.
    pub(super) fn adopt(&self, reason: &str) -> Result<Compute, String> {
        let info = self.adapter.get_info();
        let setup = WgpuSetup {
            instance: self.instance.clone(),
            adapter: self.adapter.clone(),
            device: self.device.clone(),
            queue: self.queue.clone(),
            backend: info.backend,
        };
        let open = || Device::wgpu_options().setup(setup).init();
        let device = catch_panic(open).and_then(|opened| opened.map_err(|e| e.to_string()))?;
        Ok(Compute {
            device,
            gpu: true,
            name: format!("gpu ({}, {:?})", info.name, info.backend),
            reason: reason.to_owned(),
        })
    }

    /// The window's device for the networks, once; its errors are recorded from then on.
    ///
    /// # Errors
    /// If burn cannot use the device.
    pub fn compute(&self, reason: &str) -> Result<(Compute, DeviceErrors)> {
        let compute = self.adopt(reason).map_err(|e| {
            Error::Device(format!("The GPU cannot compute ({e}); the CPU is used."))
        })?;
        // burn has just installed a handler that panics, on the window's thread too.
        let errors = DeviceErrors::default();
        errors.watch(&self.device);
        Ok((compute, errors))
    }
}
