//! The window's device, shared with the networks.

use super::{Compute, Turn, device::is_hardware};
use crate::error::{Result, catch_panic};
use crate::fault::DeviceFault;
use burn::tensor::{Device, wgpu::WgpuSetup};
use std::{
    sync::{Arc, Mutex, PoisonError},
    thread::{self, ThreadId},
};

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
    /// Thread of the window.
    pub thread: ThreadId,
    /// Whose turn it is on the queue.
    pub turn: Turn,
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

impl DeviceErrors {
    /// The first error since the last call; later ones are mostly its consequences.
    pub fn take(&self) -> Option<String> {
        let mut errors = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = errors.first().cloned();
        errors.clear();
        first
    }

    /// An error is told on the thread whose call caused it. Those of the window cost it a frame,
    /// which egui draws again; the networks are none the worse for them.
    fn watch(&self, window: &SharedDevice) {
        let (errors, window_thread) = (self.clone(), window.thread);
        window.device.on_uncaptured_error(Arc::new(move |error| {
            if thread::current().id() == window_thread {
                return;
            }
            let mut errors = errors.0.lock().unwrap_or_else(PoisonError::into_inner);
            let text = error.to_string();
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
        let compute = self
            .adopt(reason)
            .map_err(|e| DeviceFault::CannotCompute(e.to_string()))?;
        // burn has just installed a handler that panics, on the window's thread too.
        let errors = DeviceErrors::default();
        errors.watch(self);
        Ok((compute, errors))
    }
}

/// An error of the device that no call returns: a texture that no device can make.
#[cfg(test)]
pub fn provoke_error(device: &wgpu::Device) {
    drop(device.create_texture(&wgpu::TextureDescriptor {
        label: None,
        size: wgpu::Extent3d::default(),
        mip_level_count: 99,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: wgpu::TextureFormat::Rgba8Unorm,
        usage: wgpu::TextureUsages::TEXTURE_BINDING,
        view_formats: &[],
    }));
}
