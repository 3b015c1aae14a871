//! The networks of the task, as they begin and as they were saved.

use super::{
    super::generator::{Adversary, Networks, Painter as _, Projected},
    painter::School,
};
use crate::{
    error::{Error, Result},
    fault::ModelFault,
    loss::Adversarial,
    nn::{
        CODE_SIZE, CodeSpace, FeatureNet, Generator, Model, ModelKind, Palette, SCHOOL_PAINTINGS,
        SCHOOL_PHOTOGRAPHS, Shipped, TrainedOn, Traits, by_school, frozen_with, pack_by_school,
        parameters, with_parameters,
    },
    optim::{Clip, Learner},
    train::{
        branch::{BEFORE, learnt_before},
        checkpoint_contents::{CheckpointContents, Saved},
    },
};
use burn::tensor::{Device, Tensor, TensorData};
use std::path::Path;

/// Largest norm of the generator's gradient.
const CLIP: f32 = 1.0;
/// Names of what a run has found out.
const FEW: &str = "last_layers_only";
const TRAITS: &str = "traits";
const BEGUN: &str = "begun_with";

/// Of which networks a run is made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// How many schools they know.
    pub schools: usize,
    /// How far the style of each crop goes from the learnt one towards that of its painting.
    pub spread: f32,
    /// Form of the adversarial loss of both discriminators.
    pub adversarial: Adversarial,
    /// Scales at which the discriminator of pixels looks; 0 is none.
    pub scales: usize,
    /// Whether a discriminator sees the encoder's maps.
    pub projected: bool,
}

impl Figure {
    /// That of a checkpoint.
    ///
    /// # Errors
    /// If it is of another task.
    pub fn of(saved: &Saved, schools: usize) -> Result<Self> {
        let setting = |name| saved.setting(name);
        Ok(Self {
            schools,
            spread: setting("spread")?.parse().unwrap_or(0.0),
            adversarial: setting("adversarial")?.parse().unwrap_or_default(),
            scales: setting("scales")?.parse().unwrap_or(0),
            projected: setting("projected")? == true.to_string(),
        })
    }
}

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
    /// Normalised codes of the paintings of each school, `[1, CODE_SIZE]` each, as far as they were looked at.
    pub paintings: Vec<Vec<Tensor<2>>>,
    /// Mean code of photographs, normalised, `[1, CODE_SIZE]`, if it is known.
    pub photographs: Option<Tensor<2>>,
}

/// Untrained networks around a generator with these traits.
fn untrained(figure: Figure, traits: Traits, few: bool, device: &Device) -> Networks<School> {
    let Figure {
        schools, spread, ..
    } = figure;
    let school = School::new(traits, schools, spread, &device.clone().autodiff());
    let adam = school.adam(few);
    let (told, labels) = school.told_numbers();
    let (form, scales) = (figure.adversarial, figure.scales);
    Networks {
        generator: Learner::new(school, adam, Clip::Together(CLIP)),
        average: School::new(traits, schools, spread, device),
        adversary: (scales > 0).then(|| Adversary::new(form, scales, told, device)),
        projected: figure
            .projected
            .then(|| Projected::new(form, labels, device)),
        space: None,
    }
}

impl Begun {
    /// Before the first step, around the generator that the run begins with; with `few` only the last layers will learn.
    ///
    /// # Errors
    /// If that generator cannot be read.
    pub fn new(
        figure: Figure,
        start: Option<&Path>,
        few: bool,
        seed: u64,
        device: &Device,
    ) -> Result<Self> {
        let model = match start {
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
        let mut networks = untrained(figure, traits, few, device);
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
            before: learnt_before(&model.info.card.data),
            paintings: vec![Vec::new(); figure.schools],
            photographs: None,
        })
    }

    /// As a checkpoint has them.
    ///
    /// # Errors
    /// If it is of another task, or something is missing.
    pub fn load(figure: Figure, saved: &Saved, device: &Device) -> Result<Self> {
        let few = saved.setting(FEW)? == true.to_string();
        Self::branch(figure, saved, few, device)
    }

    /// As a checkpoint has them, whichever layers learnt there; with `few` only the last ones will.
    ///
    /// # Errors
    /// As [`Begun::load`].
    pub fn branch(figure: Figure, saved: &Saved, few: bool, device: &Device) -> Result<Self> {
        let traits = saved.setting(TRAITS)?.parse().unwrap_or_default();
        let mut networks = untrained(figure, traits, few, device);
        networks.restore(saved, device)?;
        let before = saved.notes.data.iter();
        let before = before.filter(|data| data.what.ends_with(BEFORE)).cloned();
        // Runs of before did not look at photographs.
        let weights = &saved.weights;
        let photographs = weights.find(SCHOOL_PHOTOGRAPHS);
        let photographs =
            photographs.map(|_| weights.tensor(SCHOOL_PHOTOGRAPHS, [1, CODE_SIZE], device));
        Ok(Self {
            networks,
            few,
            traits,
            model: saved.setting(BEGUN)?,
            before: before.collect(),
            paintings: paintings_in(figure.schools, saved, device)?,
            photographs: photographs.transpose()?,
        })
    }

    /// The styles of the averaged schools, by label.
    pub fn palettes(&self) -> Vec<Palette> {
        let school = &self.networks.average;
        let codes = school.codes();
        let palette = |(label, paintings): (usize, &Vec<Tensor<2>>)| {
            let none = Tensor::zeros([0, CODE_SIZE], &codes.device());
            let (paintings, styles) = match paintings.is_empty() {
                true => (none.clone(), none),
                false => {
                    let all = Tensor::cat(paintings.clone(), 0);
                    let styles = school.styles_near(all.clone(), label);
                    (self.suited(all), styles)
                }
            };
            Palette {
                middle: codes.clone().narrow(0, label, 1),
                paintings,
                styles,
            }
        };
        self.paintings.iter().enumerate().map(palette).collect()
    }

    /// Codes of photographs that `paintings` `[N, CODE_SIZE]` suit: as far from the mean of photographs as each painting is from the mean of its
    /// school. Photographs are unlike paintings altogether: nearest to most of them are always the same two or three paintings, those
    /// that are most like photographs, and not those that a school is known for.
    fn suited(&self, paintings: Tensor<2>) -> Tensor<2> {
        match &self.photographs {
            Some(photographs) => {
                let middle = paintings.clone().mean_dim(0);
                paintings - middle + photographs.clone()
            }
            None => paintings,
        }
    }

    /// Adds all that they are to a checkpoint.
    pub fn save(&self, to: &mut CheckpointContents) {
        self.networks.save(to);
        let each = self.paintings.iter().map(|own| match own.is_empty() {
            true => Tensor::zeros([0, CODE_SIZE], &self.device()),
            false => Tensor::cat(own.clone(), 0),
        });
        if self.paintings.iter().any(|own| !own.is_empty()) {
            pack_by_school(&each.collect::<Vec<_>>(), to.tensors());
        }
        if let Some(photographs) = &self.photographs {
            to.tensors().push((
                SCHOOL_PHOTOGRAPHS.to_owned(),
                photographs.clone().into_data(),
            ));
        }
        to.found(FEW, self.few);
        to.found(TRAITS, self.traits);
        to.found(BEGUN, &self.model);
    }

    fn device(&self) -> Device {
        self.networks.average.codes().device()
    }
}

/// The codes of paintings that a checkpoint remembers, by school.
fn paintings_in(schools: usize, saved: &Saved, device: &Device) -> Result<Vec<Vec<Tensor<2>>>> {
    let each = by_school(SCHOOL_PAINTINGS, schools, &saved.weights, device)?;
    let rows = |all: Tensor<2>| {
        let [count, _] = all.dims();
        (0..count).map(|i| all.clone().narrow(0, i, 1)).collect()
    };
    Ok(each.into_iter().map(rows).collect())
}
