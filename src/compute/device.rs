//! Finding a device. A hardware GPU is used when there is one; otherwise burn-flex computes on the
//! CPU, which is far faster than a software GPU driver.

use super::{
    shared::{SharedDevice, descriptor},
    turn::Turn,
};
use crate::error::{Error, Result, catch_panic};
use crate::fault::DeviceFault;
use burn::tensor::Device;
use serde::Serialize;
use std::str::FromStr;

/// Which device is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeviceChoice {
    /// A hardware GPU if there is one, else the CPU.
    #[default]
    Auto,
    /// The CPU.
    Cpu,
    /// A GPU, be it a software one.
    Gpu,
}

impl FromStr for DeviceChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "cpu" => Ok(Self::Cpu),
            "gpu" => Ok(Self::Gpu),
            _ => Err(format!("'{text}' is not a device; use auto, cpu or gpu")),
        }
    }
}

/// An open device.
#[derive(Clone, Debug)]
pub struct Compute {
    /// What tensors are made on.
    pub device: Device,
    /// Whether it is a GPU (hardware or software).
    pub gpu: bool,
    /// Its name, such as "cpu (2 threads)" or "gpu (NVIDIA H200, Vulkan)".
    pub name: String,
    /// Why it was chosen, in a few words.
    pub reason: String,
}

/// One graphics adapter of this machine.
#[derive(Clone, Debug, Serialize)]
pub struct AdapterReport {
    /// Its name.
    pub name: String,
    /// Vulkan, Metal, Dx12.
    pub backend: String,
    /// Discrete, integrated, virtual or software.
    pub kind: &'static str,
    /// Driver and version.
    pub driver: String,
    /// Whether `--device auto` may use it.
    pub hardware: bool,
}

impl Compute {
    /// Opens the device that `choice` asks for.
    ///
    /// # Errors
    /// If a GPU is asked for and there is none, or its driver fails.
    pub fn open(choice: DeviceChoice) -> Result<Self> {
        if choice == DeviceChoice::Cpu {
            return Ok(Self::cpu("asked for"));
        }
        let found = catch_panic(find_adapters).map_err(no_gpu)?;
        let hardware = found.iter().position(is_hardware);
        match (choice, hardware) {
            (DeviceChoice::Auto, None) => Ok(Self::cpu(if found.is_empty() {
                "no GPU was found"
            } else {
                "only a software GPU was found, which is slower"
            })),
            (DeviceChoice::Auto, Some(i)) => match Self::gpu(&found[i], "a hardware GPU") {
                Ok(compute) => Ok(compute),
                Err(e) => Ok(Self::cpu(&format!("the GPU could not be used: {e}"))),
            },
            (_, Some(i)) => Self::gpu(&found[i], "asked for"),
            (_, None) => match found.first() {
                Some(software) => Self::gpu(software, "asked for; this is a software GPU"),
                None => Err(no_gpu("no adapter was found".to_owned())),
            },
        }
    }

    /// The CPU backend.
    pub fn cpu(reason: &str) -> Self {
        Self {
            device: Device::flex(),
            gpu: false,
            name: format!("cpu ({} threads)", rayon::current_num_threads()),
            reason: reason.to_owned(),
        }
    }

    /// burn on a device of its own on `adapter`.
    fn gpu(adapter: &wgpu::Adapter, reason: &str) -> Result<Self> {
        let own = own_device(adapter).and_then(|own| own.adopt(reason));
        own.map_err(no_gpu)
    }
}

/// A device that no window has.
fn own_device(adapter: &wgpu::Adapter) -> Result<SharedDevice, String> {
    let open = || pollster::block_on(adapter.request_device(&descriptor(adapter)));
    let (device, queue) = catch_panic(open).and_then(|opened| opened.map_err(|e| e.to_string()))?;
    Ok(SharedDevice {
        instance: instance(),
        adapter: adapter.clone(),
        device,
        queue,
        thread: std::thread::current().id(),
        turn: Turn::default(),
    })
}

/// What a window would have, on the best adapter of this machine.
#[cfg(test)]
pub(super) fn windowless() -> Option<SharedDevice> {
    find_adapters()
        .first()
        .map(|a| own_device(a).expect("a device"))
}

fn no_gpu(reason: String) -> Error {
    DeviceFault::NoGpu(reason).into()
}

fn instance() -> wgpu::Instance {
    let descriptor = wgpu::InstanceDescriptor {
        // Never GL: it cannot run burn's kernels.
        backends: wgpu::Backends::PRIMARY,
        ..wgpu::InstanceDescriptor::new_without_display_handle_from_env()
    };
    wgpu::Instance::new(descriptor)
}

/// All adapters that can compute, the fastest kind first.
fn find_adapters() -> Vec<wgpu::Adapter> {
    let mut found: Vec<_> =
        pollster::block_on(instance().enumerate_adapters(wgpu::Backends::PRIMARY))
            .into_iter()
            .filter(|a| {
                let flags = a.get_downlevel_capabilities().flags;
                flags.contains(wgpu::DownlevelFlags::COMPUTE_SHADERS)
            })
            .collect();
    found.sort_by_key(|a| match a.get_info().device_type {
        wgpu::DeviceType::DiscreteGpu => 0,
        wgpu::DeviceType::IntegratedGpu => 1,
        wgpu::DeviceType::VirtualGpu => 2,
        wgpu::DeviceType::Other => 3,
        wgpu::DeviceType::Cpu => 4,
    });
    found
}

/// Whether an adapter is a real GPU.
pub(super) fn is_hardware(adapter: &wgpu::Adapter) -> bool {
    matches!(
        adapter.get_info().device_type,
        wgpu::DeviceType::DiscreteGpu
            | wgpu::DeviceType::IntegratedGpu
            | wgpu::DeviceType::VirtualGpu
    )
}

/// The graphics adapters of this machine, the fastest kind first.
pub fn adapters() -> Vec<AdapterReport> {
    let found = catch_panic(find_adapters).unwrap_or_default();
    let report = |adapter: &wgpu::Adapter| {
        let info = adapter.get_info();
        AdapterReport {
            name: info.name.clone(),
            backend: format!("{:?}", info.backend),
            kind: match info.device_type {
                wgpu::DeviceType::DiscreteGpu => "discrete",
                wgpu::DeviceType::IntegratedGpu => "integrated",
                wgpu::DeviceType::VirtualGpu => "virtual",
                wgpu::DeviceType::Cpu => "software",
                wgpu::DeviceType::Other => "other",
            },
            driver: format!("{} {}", info.driver, info.driver_info)
                .trim()
                .to_owned(),
            hardware: is_hardware(adapter),
        }
    };
    found.iter().map(report).collect()
}
