//! The networks of the task, as they begin and as they were saved.

use super::{
    super::generator::{Adversary, Networks, Projected},
    config::SchoolConfig,
    painter::School,
};
use crate::{
    error::{Error, Result},
    fault::ModelFault,
    nn::{
        CODE_SIZE, CodeSpace, FeatureNet, Generator, Model, ModelInfo, ModelKind, Palette,
        SCHOOL_PAINTINGS, Shipped, TrainedOn, Traits, frozen_with, parameters, with_parameters,
    },
    optim::{Clip, Learner},
    train::checkpoint_contents::{CheckpointContents, Saved},
};
use burn::tensor::{Device, Tensor, TensorData};

/// Largest norm of the generator's gradient.
const CLIP: f32 = 1.0;
/// What the generator that a run begins with had learnt from is told so.
const BEFORE: &str = ", before the school";
/// Names of what a run has found out.
const FEW: &str = "last_layers_only";
const TRAITS: &str = "traits";
const BEGUN: &str = "begun_with";

/// The networks, and what a run knows of how they began.
pub struct Begun {
    pub networks: Networks<School>,
    /// Whether only the last layers learn.
    few: bool,
    traits: Traits,
    /// The model that it began with: name and hash.
    model: String,
    /// What that had learnt from.
    pub before: Vec<TrainedOn>,
    /// Normalised codes of the paintings, `[1, CODE_SIZE]` each, as far as they were looked at.
    pub paintings: Vec<Tensor<2>>,
}

/// Untrained networks around a generator with these traits.
fn untrained(
    config: &SchoolConfig,
    traits: Traits,
    few: bool,
    device: &Device,
) -> Networks<School> {
    let school = School::new(traits, config.spread, &device.clone().autodiff());
    let adam = school.adam(few);
    let scales = (config.scales > 0).then_some(config.scales);
    let projected = config.projected;
    Networks {
        generator: Learner::new(school, adam, Clip::Together(CLIP)),
        average: School::new(traits, config.spread, device),
        adversary: scales.map(|scales| Adversary::new(config.adversarial, scales, device)),
        projected: projected.then(|| Projected::new(config.adversarial, device)),
        space: None,
    }
}

impl Begun {
    /// Before the first step, around the generator that the run begins with; with `few` only the last layers will learn.
    ///
    /// # Errors
    /// If that generator cannot be read.
    pub fn new(config: &SchoolConfig, few: bool, seed: u64, device: &Device) -> Result<Self> {
        let model = match &config.start {
            Some(path) => {
                let model = Model::open(path)?;
                model.expect_painter(path)?;
                if let Some(encoder) = &model.info.encoder
                    && !FeatureNet::is_built_in(encoder)
                {
                    return Err(Error::model(path, ModelFault::OtherEncoder));
                }
                model
            }
            None => Shipped::newest(ModelKind::Generator)?.open()?,
        };
        let traits = model.info.traits;
        crate::nn::seed(seed);
        let mut networks = untrained(config, traits, few, device);
        let generator = Generator::from_weights(model.weights(), traits, device)?;
        let values = parameters(&generator);
        // The generator is the first part of a school, its codes follow.
        let own = parameters(&networks.generator.net);
        let codes = own.into_iter().skip(values.len());
        let values: Vec<TensorData> = values.into_iter().chain(codes).collect();
        networks.generator.net = with_parameters(networks.generator.net, values.clone());
        networks.average = frozen_with(networks.average, values);
        networks.space = Some(CodeSpace::from_weights(model.weights(), device)?);
        Ok(Self {
            networks,
            few,
            traits,
            model: format!("{} {}", model.info.name, model.info.hash),
            before: before(&model.info),
            paintings: Vec::new(),
        })
    }

    /// As a checkpoint has them.
    ///
    /// # Errors
    /// If it is of another task, or something is missing.
    pub fn load(config: &SchoolConfig, saved: &Saved, device: &Device) -> Result<Self> {
        let few = saved.setting(FEW)? == true.to_string();
        let traits = saved.setting(TRAITS)?.parse().unwrap_or_default();
        let mut networks = untrained(config, traits, few, device);
        networks.restore(saved, device)?;
        let before = saved.notes.data.iter();
        let before = before.filter(|data| data.what.ends_with(BEFORE)).cloned();
        Ok(Self {
            networks,
            few,
            traits,
            model: saved.setting(BEGUN)?,
            before: before.collect(),
            paintings: paintings_in(saved, device)?,
        })
    }

    /// The same for whoever knows only the checkpoint.
    ///
    /// # Errors
    /// As [`Begun::load`].
    pub fn of(saved: &Saved, device: &Device) -> Result<Self> {
        let unknown = SchoolConfig::new(Vec::new(), Vec::new());
        let setting = |name| saved.setting(name);
        let config = SchoolConfig {
            adversarial: setting("adversarial")?.parse().unwrap_or_default(),
            scales: setting("scales")?.parse().unwrap_or(0),
            projected: setting("projected")? == true.to_string(),
            ..unknown
        };
        Self::load(&config, saved, device)
    }

    /// The styles of the averaged school.
    pub fn palette(&self) -> Palette {
        let school = &self.networks.average;
        let code = school.code();
        let paintings = match self.paintings.is_empty() {
            true => Tensor::zeros([0, CODE_SIZE], &code.device()),
            false => Tensor::cat(self.paintings.clone(), 0),
        };
        let styles = match self.paintings.is_empty() {
            true => paintings.clone(),
            false => school.styles_near(paintings.clone()),
        };
        Palette {
            middle: code,
            paintings,
            styles,
        }
    }

    /// Adds all that they are to a checkpoint.
    pub fn save(&self, to: &mut CheckpointContents) {
        self.networks.save(to);
        if !self.paintings.is_empty() {
            let paintings = Tensor::cat(self.paintings.clone(), 0);
            to.tensor(SCHOOL_PAINTINGS, paintings.into_data());
        }
        to.found(FEW, self.few);
        to.found(TRAITS, self.traits);
        to.found(BEGUN, &self.model);
    }
}

/// The codes of paintings that a checkpoint remembers.
fn paintings_in(saved: &Saved, device: &Device) -> Result<Vec<Tensor<2>>> {
    let Some(found) = saved.weights.find(SCHOOL_PAINTINGS) else {
        return Ok(Vec::new());
    };
    let count = found.shape.first().copied().unwrap_or(0);
    let all: Tensor<2> = saved
        .weights
        .tensor(SCHOOL_PAINTINGS, [count, CODE_SIZE], device)?;
    Ok((0..count).map(|i| all.clone().narrow(0, i, 1)).collect())
}

/// What a model had learnt from, as a school that begins with it remembers that.
fn before(info: &ModelInfo) -> Vec<TrainedOn> {
    let data = info.card.data.iter().cloned();
    let told = data.map(|data| TrainedOn {
        what: match data.what.ends_with(BEFORE) {
            true => data.what,
            false => format!("{}{BEFORE}", data.what),
        },
        ..data
    });
    told.collect()
}
