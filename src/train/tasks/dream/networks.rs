//! The networks of the task.

use super::{
    super::generator::{Adversary, Projected},
    config::DreamConfig,
};
use crate::{
    error::Result,
    nn::{
        CODE_SIZE, CodeSpace, DreamNet, Generator, ModelKind, Shipped, Traits, frozen_with,
        parameters, with_parameters,
    },
    optim::{Clip, Learner, ModuleAdam, keeps, towards},
    train::checkpoint_contents::{CheckpointContents, Saved},
};
use burn::tensor::{Device, Tensor};

/// Share of the past in the averaged weights.
const AVERAGE: f32 = 0.995;
/// Largest norm of the generator's gradient.
const CLIP: f32 = 10.0;
/// Names in checkpoints.
const GENERATOR: &str = "generator";
const AVERAGED: &str = "average";
/// Names of settings and of what a run has found out.
pub const SIDE: &str = "side";
pub const THROUGH: &str = "through_instant";
const TRAITS: &str = "traits";

/// All that learns, and what comes of it.
pub struct Networks {
    pub generator: Learner<DreamNet>,
    /// Moving average of the generator's weights: what is measured and kept.
    pub average: DreamNet,
    pub adversary: Adversary,
    pub projected: Projected,
    /// Those of the generator that it dreams through.
    traits: Option<Traits>,
}

/// The generator that ships, for dreams through it.
struct Painter {
    net: Generator,
    traits: Traits,
}

impl Painter {
    fn shipped() -> Result<Self> {
        let device = Device::flex();
        let model = Shipped::newest(ModelKind::Generator)?.open()?;
        let net = Generator::from_weights(model.weights(), model.info.traits, &device)?;
        // Freedom from a photograph means nothing where there is none.
        let traits = Traits {
            freedom: false,
            ..model.info.traits
        };
        Ok(Self { net, traits })
    }

    /// A copy of it on a device.
    fn on(&self, device: &Device) -> Generator {
        let net = Generator::new(self.traits, device);
        frozen_with(net, self.net.parameters_for(self.traits))
    }
}

/// One of a kind, whose weights are to come.
fn untrained(side: usize, through: Option<Traits>, device: &Device) -> DreamNet {
    match through {
        None => DreamNet::new(side, device),
        Some(traits) => DreamNet::through(side, Generator::new(traits, device), device),
    }
}

/// The traits of the generator that a run dreams through, if it does.
fn traits_of(saved: &Saved) -> Result<Option<Traits>> {
    match saved.setting(THROUGH) {
        Ok(through) if through == true.to_string() => {
            Ok(Some(saved.setting(TRAITS)?.parse().unwrap_or_default()))
        }
        // Runs of before know no such setting.
        _ => Ok(None),
    }
}

impl Networks {
    /// Untrained ones; through Instant those around the generator that ships.
    ///
    /// # Errors
    /// If the program is damaged.
    pub fn new(config: &DreamConfig, seed: u64, device: &Device) -> Result<Self> {
        crate::nn::seed(seed);
        let shipped = config.through_instant.then(Painter::shipped).transpose()?;
        let tracked = device.clone().autodiff();
        let net = |device: &Device| match &shipped {
            None => DreamNet::new(config.side, device),
            Some(painter) => DreamNet::through(config.side, painter.on(device), device),
        };
        let traits = shipped.as_ref().map(|painter| painter.traits);
        Ok(Self::around(net, config, traits, &tracked, device))
    }

    /// Those of a checkpoint, before its weights are taken.
    ///
    /// # Errors
    /// If something is missing in it.
    pub fn saved(config: &DreamConfig, saved: &Saved, device: &Device) -> Result<Self> {
        let traits = traits_of(saved)?;
        let net = |device: &Device| untrained(config.side, traits, device);
        let tracked = device.clone().autodiff();
        let mut networks = Self::around(net, config, traits, &tracked, device);
        networks.restore(saved, device)?;
        Ok(networks)
    }

    fn around(
        net: impl Fn(&Device) -> DreamNet,
        config: &DreamConfig,
        traits: Option<Traits>,
        tracked: &Device,
        device: &Device,
    ) -> Self {
        let generator = net(tracked);
        let average = frozen_with(net(device), parameters(&generator));
        // No momentum, since both players keep moving (as FastGAN and projected GANs).
        let adam = ModuleAdam::new(0.0, 0.99).with_shares(generator.shares());
        Self {
            generator: Learner::new(generator, adam, Clip::Together(CLIP)),
            average,
            adversary: Adversary::new(config.adversarial, 1, CODE_SIZE, device),
            projected: Projected::new(config.adversarial, 0, device),
            traits,
        }
    }

    /// Dreams are painted in the styles of pictures with these codes `[N, CODE_SIZE]`, as they were seen.
    ///
    /// # Errors
    /// If the program is damaged.
    pub fn paint_in(&mut self, codes: Tensor<2>, device: &Device) -> Result<()> {
        let model = Shipped::newest(ModelKind::Generator)?.open()?;
        let codes = CodeSpace::from_weights(model.weights(), device)?.normalise(codes);
        let generator = self.generator.net.clone();
        let generator = generator.in_styles(codes.clone().autodiff());
        let values = parameters(&generator);
        self.generator.net = with_parameters(generator, values);
        self.average = self.average.clone().in_styles(codes);
        Ok(())
    }

    /// Moves the average after a step, with which `step` are done.
    pub fn follow(&mut self, step: usize) {
        let average = self.average.clone();
        self.average = towards(average, &self.generator.net, keeps(AVERAGE, step));
    }

    /// Adds them to a checkpoint.
    pub fn save(&self, to: &mut CheckpointContents) {
        to.learner(GENERATOR, &self.generator);
        to.network(AVERAGED, &self.average);
        self.adversary.save(to);
        self.projected.save(to);
        if let Some(traits) = self.traits {
            to.found(TRAITS, traits);
        }
    }

    /// Takes back what [`Networks::save`] added.
    ///
    /// # Errors
    /// If something is missing or of another shape.
    pub fn restore(&mut self, saved: &Saved, device: &Device) -> Result<()> {
        saved.learner(GENERATOR, &mut self.generator, device)?;
        self.average = saved.network(AVERAGED, self.average.clone())?;
        self.adversary.restore(saved, device)?;
        self.projected.restore(saved, device)
    }
}

/// The averaged generator of a checkpoint, and the traits of the one that it dreams through.
///
/// # Errors
/// If it is of another task, or something is missing.
pub fn average_of(saved: &Saved, device: &Device) -> Result<(DreamNet, Traits)> {
    let side = saved
        .setting(SIDE)?
        .parse()
        .unwrap_or(crate::nn::DREAM_SIDES[0]);
    let traits = traits_of(saved)?;
    let net = saved.network(AVERAGED, untrained(side, traits, device))?;
    Ok((net, traits.unwrap_or_default()))
}
