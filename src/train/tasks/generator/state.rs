//! All that a run is at a step: weights, their average, optimiser, notes; to and from the checkpoint.

use super::{
    config::{Lambdas, StyleConfig, StyleMeasured},
    controls::Change,
    discriminator::{self, Critic},
};
use crate::{
    error::{Error, Result},
    loss::Adversarial,
    nn::{CodeSpace, Generator, Traits, Weights, frozen_with, parameters, with_parameters},
    optim::{ModuleAdam, towards},
    train::checkpoint::{self, Named},
};
use burn::{
    optim::AdamConfig,
    tensor::{Device, Tensor},
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Name of the best weights in a run's folder, a checkpoint like any other.
pub const BEST: &str = "best.safetensors";
/// Share of the past in the averaged weights.
const AVERAGE: f32 = 0.999;

const GENERATOR: &str = "generator.";
const AVERAGED: &str = "average.";

/// What a checkpoint remembers beside tensors.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notes {
    pub kind: String,
    pub step: usize,
    pub seed: u64,
    pub batch: usize,
    pub side: usize,
    /// Side of the style crops; 0 in runs of before it could be another.
    #[serde(default)]
    pub style_side: usize,
    /// Steps of Adam over the generator.
    pub generator_time: usize,
    /// Form of the adversarial loss and steps of Adam over the discriminator.
    #[serde(default)]
    pub adversarial: Option<(Adversarial, usize)>,
    /// Scales of the discriminator.
    #[serde(default = "one")]
    pub scales: usize,
    /// Traits of the generator; those of before, in runs of before there were others.
    #[serde(default)]
    pub traits: Traits,
    /// Weights of the losses, each with the step from which on it acted.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// How often the run went back to a checkpoint.
    pub rolled_back: u64,
    pub curve: Vec<StyleMeasured>,
}

/// Of runs of before there were several.
fn one() -> usize {
    1
}

impl Notes {
    /// The weights in force.
    pub fn lambdas(&self) -> Lambdas {
        let last = self.changes.last().map(|change| change.lambdas);
        last.unwrap_or_default()
    }
}

/// A run at a step.
pub struct State {
    pub notes: Notes,
    /// Tracked, being trained.
    pub generator: Generator,
    pub adam: ModuleAdam,
    /// Moving average of the generator's weights: what is examined and shipped.
    pub average: Generator,
    pub critic: Option<Critic>,
    pub space: CodeSpace,
}

fn adam(adversarial: bool) -> ModuleAdam {
    if adversarial {
        discriminator::adam()
    } else {
        ModuleAdam::new(AdamConfig::new().with_epsilon(1e-8).build())
    }
}

impl State {
    /// A run at its first step. It looks for a `space` of its own only if it is not begun with another
    /// run, whose space it keeps: the generator knows codes by it, and artists know its axes by name.
    pub fn begin(
        config: &StyleConfig,
        space: impl FnOnce() -> CodeSpace,
        device: &Device,
    ) -> Result<Self> {
        let start = config.start.as_deref();
        let start = start.map(|start| start_from(start, device)).transpose()?;
        let (learnt, space) = match start {
            None => (None, space()),
            Some((average, space, critic)) => (Some((average, critic)), space),
        };
        let learning = device.clone().autodiff();
        crate::nn::seed(config.seed);
        let mut state = Self {
            notes: Notes {
                kind: "style".to_owned(),
                step: 0,
                seed: config.seed,
                batch: config.batch,
                side: config.side,
                style_side: config.style_side,
                generator_time: 0,
                adversarial: config.adversarial.map(|form| (form, 0)),
                scales: config.scales,
                traits: config.traits,
                changes: Vec::new(),
                rolled_back: 0,
                curve: Vec::new(),
            },
            generator: Generator::new(config.traits, &learning),
            adam: adam(config.adversarial.is_some()),
            average: Generator::new(config.traits, device),
            critic: config
                .adversarial
                .map(|form| Critic::new(form, config.scales, device)),
            space,
        };
        if let Some((average, critic)) = learnt {
            // A discriminator of the same kind has learnt what this one would have to.
            let wanted = config.adversarial.map(|form| (form, config.scales));
            if let Some(critic) = critic.filter(|c| Some((c.form, c.scales())) == wanted) {
                state.critic = Some(critic);
            }
            let values = average.parameters_for(config.traits);
            state.generator = with_parameters(state.generator, values);
        }
        state.average = frozen_with(state.average, parameters(&state.generator));
        Ok(state)
    }

    /// Moves the average after a step; early, when weights change fast, it forgets faster.
    pub fn follow(&mut self) {
        let step = self.notes.step as f32;
        let keep = AVERAGE.min((1.0 + step) / (10.0 + step));
        self.average = towards(self.average.clone(), &self.generator, keep);
    }

    /// Writes the run to `file`, atomically.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save(&mut self, file: &Path) -> Result<()> {
        let mut tensors = Named::new();
        self.notes.generator_time =
            checkpoint::pack(GENERATOR, &self.generator, &self.adam, &mut tensors);
        checkpoint::pack_values(AVERAGED, &self.average, &mut tensors);
        if let (Some(critic), Some((_, time))) = (&self.critic, &mut self.notes.adversarial) {
            *time = critic.pack(&mut tensors);
        }
        self.space.pack(&mut tensors);
        let text = serde_json::to_string(&self.notes).map_err(|e| {
            Error::Training(format!(
                "The run's notes could not be written: {e}; try again."
            ))
        })?;
        checkpoint::write(file, &tensors, text, [].into())
    }

    /// Reads what [`State::save`] wrote.
    ///
    /// # Errors
    /// If the file is missing, broken or of another kind of run.
    pub fn load(file: &Path, device: &Device) -> Result<Self> {
        let (text, _, weights) = checkpoint::read(file)?;
        let mut notes: Notes = serde_json::from_str(&text).map_err(|e| {
            Error::weights(
                file,
                format!("it is not a checkpoint of style training ({e})"),
                "give the folder of a run of `impasto train style`",
            )
        })?;
        if notes.style_side == 0 {
            notes.style_side = notes.side;
        }
        let space = CodeSpace::from_weights(&weights, device)?;
        let mut adam = adam(notes.adversarial.is_some());
        let critic = notes
            .adversarial
            .map(|(form, time)| Critic::unpack(form, notes.scales, &weights, time, device))
            .transpose()?;
        let fresh = Generator::new(notes.traits, &device.clone().autodiff());
        let time = notes.generator_time;
        let generator = checkpoint::unpack(GENERATOR, &weights, fresh, &mut adam, time, device)?;
        let average = Generator::new(notes.traits, device);
        let values = checkpoint::values(AVERAGED, &weights, &average)?;
        Ok(Self {
            generator,
            adam,
            average: frozen_with(average, values),
            critic,
            space,
            notes,
        })
    }

    /// Goes on with the run in the folder of `config`.
    ///
    /// # Errors
    /// If there is none, or it was started with other settings that cannot change on the way.
    pub fn resume(config: &StyleConfig, device: &Device) -> Result<Self> {
        let state = Self::load(&file(&config.run), device)?;
        let notes = &state.notes;
        if notes.adversarial.map(|(form, _)| form) != config.adversarial {
            return Err(Error::Training(
                "This run was started with another --adversarial; give the same to resume it, or \
                 start a new run from it with --start."
                    .to_owned(),
            ));
        }
        if notes.traits != config.traits {
            return Err(Error::Training(format!(
                "This run was started with --traits {}; give the same to resume it, or start a new \
                 run from it with --start.",
                notes.traits
            )));
        }
        let wanted = [config.batch, config.side, config.style_side, config.scales];
        let had = [notes.batch, notes.side, notes.style_side, notes.scales];
        if (notes.seed, had) != (config.seed, wanted) {
            let [batch, side, style_side, scales] = had;
            return Err(Error::Training(format!(
                "This run was started with --seed {} --batch {batch} --side {side} --style-side \
                 {style_side} --scales {scales}; give the same to resume it, or another folder to \
                 start a new one.",
                notes.seed
            )));
        }
        Ok(state)
    }

    /// The averaged generator and normalised codes: what paints.
    pub fn paint(&self, contents: Tensor<4>, codes: Tensor<2>, seed: u64) -> Tensor<4> {
        let codes = self.space.normalise(codes);
        self.average.forward(contents, codes, seed)
    }
}

/// The averaged generator, the space and the discriminator of another run, or of a model file that
/// was exported, which has a discriminator only if it was asked for.
fn start_from(start: &Path, device: &Device) -> Result<(Generator, CodeSpace, Option<Critic>)> {
    if start.is_dir() {
        let other = State::load(&file(start), device)?;
        return Ok((other.average, other.space, other.critic));
    }
    let weights = Weights::open(start, |_| true)?;
    let generator = Generator::from_weights(&weights, device)?;
    let space = CodeSpace::from_weights(&weights, device)?;
    let critic = Critic::from_weights(&weights, device)?;
    Ok((generator, space, critic))
}

/// The checkpoint of the run in `folder`.
pub fn file(folder: &Path) -> PathBuf {
    folder.join(checkpoint::FILE)
}
