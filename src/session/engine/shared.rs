//! What all works on the compute thread share: the device, the networks, the way to the window.

use super::{
    device::WorkerDevice,
    event::{DeviceReason, Event},
    instant_cache::InstantCache,
    post::Post,
};
use crate::{
    compute::{Compute, DeviceErrors, Frame, Screen},
    error::{Error, Result, catch_panic},
    nn::{FeatureNet, NetSpec},
    session::Painters,
    stylize::{Instant, Recipe},
};
use burn::tensor::Tensor;
use std::sync::Arc;

/// Owned by the compute thread.
pub struct Shared {
    pub compute: Compute,
    reason: DeviceReason,
    errors: DeviceErrors,
    pub screen: Option<Screen>,
    /// Whether the window's GPU is one in software: slow enough that work in the background would be in the way.
    software: bool,
    net: Option<Arc<FeatureNet>>,
    cache: Option<InstantCache>,
    pub post: Post,
}

impl Shared {
    pub fn open(device: &WorkerDevice, post: Post) -> Self {
        let (compute, reason, errors, screen) = device.open();
        let shared = Self {
            compute,
            reason,
            errors,
            screen,
            software: device.window.as_ref().is_some_and(|w| !w.is_hardware()),
            net: None,
            cache: None,
            post,
        };
        shared.tell_device();
        shared
    }

    fn tell_device(&self) {
        self.post.event(Event::Device {
            name: self.compute.name.clone(),
            reason: self.reason,
            gpu: self.compute.gpu,
        });
    }

    /// Whether the window is drawn by the CPU.
    pub fn draws_in_software(&self) -> bool {
        self.software
    }

    /// Whether it computes on a GPU in software.
    pub fn is_slow(&self) -> bool {
        self.software && self.compute.gpu
    }

    /// The network that sees.
    pub fn net(&mut self) -> Result<Arc<FeatureNet>> {
        if let Some(net) = &self.net {
            return Ok(Arc::clone(net));
        }
        let net = Arc::new(FeatureNet::open(&NetSpec::BuiltIn, &self.compute.device)?);
        Ok(Arc::clone(self.net.insert(net)))
    }

    /// Instant's memory, opened when it is first needed.
    pub fn cache(&mut self) -> Result<&mut InstantCache> {
        let cache = match self.cache.take() {
            Some(cache) => cache,
            None => InstantCache::new(self.net()?, &self.compute),
        };
        Ok(self.cache.insert(cache))
    }

    /// The generator that `recipe` names, or the newest where that is not there, which is told once.
    pub fn instant(&mut self, recipe: &Recipe) -> Result<Arc<Instant>> {
        let (instant, missing) = self.cache()?.instant(recipe)?;
        if let Some(error) = missing {
            self.tell_failed(error, false);
        }
        Ok(instant)
    }

    /// What a job with this recipe is painted with.
    pub fn painters(&mut self, recipe: &Recipe) -> Result<Painters> {
        Ok(Painters {
            instant: Some(self.instant(recipe)?),
            net: self.net()?,
            compute: self.compute.clone(),
        })
    }

    /// A picture on the window's device, as a texture.
    pub fn on_screen(&mut self, canvas: Tensor<4>) -> Result<Frame> {
        match &mut self.screen {
            Some(screen) => screen.show(canvas),
            None => Err(Error::Compute("the GPU has failed".to_owned())),
        }
    }

    /// Says what failed.
    pub fn tell_failed(&self, error: Error, run_ended: bool) {
        self.post.event(Event::Failed {
            error: Arc::new(error),
            run_ended,
        });
    }

    /// Waits for the GPU: at most one piece is in flight, since the window's frames wait behind it.
    pub fn settle(&self) -> Result<()> {
        if !self.compute.gpu {
            return Ok(());
        }
        let device = &self.compute.device;
        let idle = catch_panic(|| device.sync().map_err(|e| format!("{e:?}")));
        let told = self.errors.take();
        idle.and_then(|idle| idle).map_err(Error::Compute)?;
        told.map_or(Ok(()), |error| Err(Error::Compute(error)))
    }

    /// Networks are opened anew: something failed while they computed.
    pub fn forget_networks(&mut self) {
        (self.net, self.cache) = (None, None);
    }

    /// What is left of a GPU that failed is given up; the CPU goes on.
    pub fn leave_gpu(&mut self) {
        self.forget_networks();
        self.compute = Compute::cpu("the GPU failed");
        self.reason = DeviceReason::GpuFailed;
        self.screen = None;
        self.tell_device();
    }
}
