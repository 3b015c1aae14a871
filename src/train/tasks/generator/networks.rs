//! The networks of the task: the generator, its average, the discriminator, the space of style codes.

use super::{
    config::GeneratorConfig, discriminator::Adversary, painter::Painter, projected::Projected,
};
use crate::{
    error::Result,
    loss::Adversarial,
    nn::{
        CodeSpace, Generator, Model, ModelKind, Traits, frozen_with, parameters, with_parameters,
    },
    optim::{Clip, Learner, ModuleAdam, keeps, towards},
    train::{
        checkpoint::checkpoint_in,
        checkpoint_contents::{CheckpointContents, Saved},
    },
};
use burn::tensor::{Device, Tensor};
use std::path::Path;

/// Share of the past in the averaged weights.
const AVERAGE: f32 = 0.999;
/// Largest norm of the generator's gradient.
const CLIP: f32 = 1.0;
/// Names in checkpoints.
const GENERATOR: &str = "generator";
const AVERAGED: &str = "average";

/// All that learns, and what comes of it.
pub struct Networks<P> {
    pub generator: Learner<P>,
    /// Moving average of the generator's weights: what is measured and shipped.
    pub average: P,
    pub adversary: Option<Adversary>,
    /// The discriminator that sees the encoder's maps.
    pub projected: Option<Projected>,
    /// None until the first paintings were looked at.
    pub space: Option<CodeSpace>,
}

impl Networks<Generator> {
    /// Untrained ones; `adversarial` is the discriminator's form and at how many scales it looks.
    fn new(traits: Traits, adversarial: Option<(Adversarial, usize)>, device: &Device) -> Self {
        let adam = match adversarial {
            Some(_) => ModuleAdam::adversarial(),
            None => ModuleAdam::plain(),
        };
        let generator = Generator::new(traits, &device.clone().autodiff());
        let (told, _) = generator.told_numbers();
        Self {
            generator: Learner::new(generator, adam, Clip::Together(CLIP)),
            average: Generator::new(traits, device),
            adversary: adversarial.map(|(form, scales)| Adversary::new(form, scales, told, device)),
            projected: None,
            space: None,
        }
    }

    /// As they are before the first step. They have a space only if they begin with another run, whose space they keep:
    /// the generator knows codes by it, and artists know its axes by name.
    ///
    /// # Errors
    /// If what they begin with cannot be read.
    pub fn begin(config: &GeneratorConfig, seed: u64, device: &Device) -> Result<Self> {
        let start = config.start.as_deref();
        let start = start.map(|start| start_from(start, device)).transpose()?;
        crate::nn::seed(seed);
        let wanted = config.adversarial.map(|form| (form, config.scales));
        let mut networks = Self::new(config.traits, wanted, device);
        if let Some(start) = start {
            // A discriminator of the same kind has learnt what this one would have to.
            let kind = |adversary: &Adversary| Some((adversary.form, adversary.scales()));
            if let Some(adversary) = start.adversary.filter(|own| kind(own) == wanted) {
                networks.adversary = Some(adversary);
            }
            let values = start.average.parameters_for(config.traits);
            networks.generator.net = with_parameters(networks.generator.net, values);
            networks.space = Some(start.space);
        }
        let values = parameters(&networks.generator.net);
        networks.average = frozen_with(networks.average, values);
        Ok(networks)
    }

    /// Those of a checkpoint.
    ///
    /// # Errors
    /// If it is of another task, or something is missing.
    pub fn load(saved: &Saved, device: &Device) -> Result<Self> {
        let form: Option<Adversarial> = saved.setting("adversarial")?.parse().ok();
        let scales = saved.setting("scales")?.parse().unwrap_or(1);
        let traits = saved.setting("traits")?.parse().unwrap_or_default();
        let mut networks = Self::new(traits, form.map(|form| (form, scales)), device);
        networks.restore(saved, device)?;
        Ok(networks)
    }
}

impl<P: Painter> Networks<P> {
    /// Moves the average after a step, with which `step` are done.
    pub fn follow(&mut self, step: usize) {
        let average = self.average.clone();
        self.average = towards(average, &self.generator.net, keeps(AVERAGE, step));
    }

    /// Adds them to a checkpoint.
    pub fn save(&self, to: &mut CheckpointContents) {
        to.learner(GENERATOR, &self.generator);
        to.network(AVERAGED, &self.average);
        if let Some(adversary) = &self.adversary {
            adversary.save(to);
        }
        if let Some(projected) = &self.projected {
            projected.save(to);
        }
        if let Some(space) = &self.space {
            space.pack(to.tensors());
        }
    }

    /// Takes back what [`Networks::save`] added.
    ///
    /// # Errors
    /// If something is missing or of another shape.
    pub fn restore(&mut self, saved: &Saved, device: &Device) -> Result<()> {
        saved.learner(GENERATOR, &mut self.generator, device)?;
        self.average = saved.network(AVERAGED, self.average.clone())?;
        if let Some(adversary) = &mut self.adversary {
            adversary.restore(saved, device)?;
        }
        if let Some(projected) = &mut self.projected {
            projected.restore(saved, device)?;
        }
        self.space = Some(CodeSpace::from_weights(&saved.weights, device)?);
        Ok(())
    }

    /// Style codes as the generator reads them.
    pub fn normalise(&self, codes: Tensor<2>) -> Tensor<2> {
        match &self.space {
            Some(space) => space.normalise(codes),
            None => codes,
        }
    }

    /// What the averaged generator paints of photographs `[N, 3, H, W]` with style codes `[N, CODE_SIZE]`, not
    /// normalised.
    pub fn paint(&self, contents: Tensor<4>, codes: Tensor<2>, seed: u64) -> Tensor<4> {
        let generator = self.average.generator();
        generator.forward(contents, self.normalise(codes), seed)
    }
}

/// What a run can begin with.
pub struct Start {
    pub average: Generator,
    pub space: CodeSpace,
    pub adversary: Option<Adversary>,
}

/// The averaged generator, the space and the discriminator of another run, or of a model file that
/// was exported, which has a discriminator only if it was asked for.
pub fn start_from(start: &Path, device: &Device) -> Result<Start> {
    if start.is_dir() {
        let saved = Saved::open(&checkpoint_in(start))?;
        let other = Networks::load(&saved, device)?;
        return Ok(Start {
            average: other.average,
            space: CodeSpace::from_weights(&saved.weights, device)?,
            adversary: other.adversary,
        });
    }
    let model = Model::open(start)?;
    model.expect(ModelKind::Generator, start)?;
    let weights = model.weights();
    Ok(Start {
        average: Generator::from_weights(weights, model.info.traits, device)?,
        space: CodeSpace::from_weights(weights, device)?,
        adversary: Adversary::from_weights(weights, device)?,
    })
}
