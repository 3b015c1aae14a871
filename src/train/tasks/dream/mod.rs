//! Training of a generator of pictures from noise, on a folder.
//!
//! A generator of the DCGAN family against two discriminators: heads on the frozen encoder's maps (Sauer et al. 2021), which know
//! strokes and colours from the first step on, and one of pixels, which judges the layout. Both see pictures augmented (Zhao et
//! al. 2020), real and dreamt ones alike.
//!
//! - [`config`]: how it is set up.
//! - [`networks`]: all that learns.
//! - [`step`]: one step.
//! - [`validation`]: distance to pictures that were kept aside, variety, copies, samples.

mod config;
mod networks;
mod step;
mod validation;

pub use config::DreamConfig;
pub use networks::average_of;

use super::{
    generator::{PROJECTED, code_of},
    survey_warnings::{learnt_from, said},
};
use crate::{
    data::{Part, Parts, Pool, Split, Stored, middle, one_of, random, stacked},
    error::Result,
    fault::{PictureRole, TrainWarning, TrainingFault},
    nn::{DREAM_SIDES, FeatureNet, NOISE, NetSpec, THROUGH_SIDES, THUMBNAILS, TrainedOn},
    optim::Schedule,
    picture::Picture,
    train::{
        checkpoint_contents::{CheckpointContents, Saved},
        controls::WeightSpec,
        task::{Measure, Moment, Opening, Task},
        terms::Terms,
    },
};
use burn::tensor::{Device, Tensor};
use networks::{Networks, SIDE, THROUGH};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use step::{Batch, Step};
use validation::{Look, Waking, square};

const WARM_UP: usize = 50;
/// Random stream of real pictures.
const STREAM: u64 = 34;
/// Share of the pictures' variety below which dreams have collapsed, and share of copies from which on it is said.
const COLLAPSED: f32 = 0.3;
const COPIED: f32 = 0.2;

/// The pictures of the task.
pub struct DreamData {
    pictures: Pool,
    warnings: Vec<TrainWarning>,
    learns_from: Vec<TrainedOn>,
}

/// Learns to dream up pictures.
pub struct DreamTask {
    config: DreamConfig,
    seed: u64,
    device: Device,
    net: FeatureNet,
    networks: Networks,
    /// Codes of the pictures so far, through Instant before the first step.
    styles: Option<Vec<Tensor<2>>>,
    reals: Arc<[Stored]>,
    pictures: Split,
    learns_from: Vec<TrainedOn>,
    warnings: Vec<TrainWarning>,
    validation: Waking,
}

impl Task for DreamTask {
    const NAME: &'static str = "dream";
    const WEIGHTS: &'static [WeightSpec] = config::WEIGHTS;

    type Config = DreamConfig;
    type Data = DreamData;
    type Batch = Batch;
    type Score = Look;

    fn read(config: &DreamConfig, parts: &Parts) -> Result<DreamData> {
        let side = config.side;
        let sides = match config.through_instant {
            true => &THROUGH_SIDES[..],
            false => &DREAM_SIDES,
        };
        if !sides.contains(&side) {
            let multiple = DREAM_SIDES[0];
            return Err(TrainingFault::OddSide { side, multiple }.into());
        }
        let role = PictureRole::Pictures;
        let (pictures, survey) = Pool::of_few(&config.pictures, parts, side, role)?;
        let mut warnings = said(&survey, role, side);
        if survey.pictures < DreamConfig::ENOUGH {
            let (found, wanted) = (survey.pictures, DreamConfig::ENOUGH);
            warnings.push(TrainWarning::FewPictures { found, wanted });
        }
        Ok(DreamData {
            pictures,
            warnings,
            learns_from: learnt_from("pictures", &survey),
        })
    }

    fn fixed(config: &DreamConfig) -> Map<String, Value> {
        let settings = json!({
            SIDE: config.side,
            "batch": config.batch,
            "adversarial": config.adversarial.to_string(),
            "mirrored": config.mirrored,
            THROUGH: config.through_instant,
        });
        settings.as_object().cloned().unwrap_or_default()
    }

    fn schedule(config: &DreamConfig) -> Schedule {
        Schedule {
            rate: config.rate,
            warm_up: WARM_UP,
            cooldown: 0.0,
        }
    }

    fn open(config: &DreamConfig, data: DreamData, opening: &Opening<'_>) -> Result<Self> {
        let Opening { seed, device, .. } = *opening;
        let networks = match opening.saved {
            Some(saved) => Networks::saved(config, saved, device)?,
            None => Networks::new(config, seed, device)?,
        };
        let styles = (config.through_instant && opening.saved.is_none()).then(Vec::new);
        let DreamData {
            pictures,
            warnings,
            learns_from,
        } = data;
        let learnt = &pictures.train;
        Ok(Self {
            net: FeatureNet::open(&NetSpec::BuiltIn, device)?,
            validation: Waking::new(pictures.measured(), learnt, config.side, config.measured)?,
            pictures: pictures.split(),
            reals: pictures.train,
            config: config.clone(),
            seed,
            device: device.clone(),
            networks,
            styles,
            learns_from,
            warnings,
        })
    }

    fn columns(&self) -> usize {
        6
    }

    fn pictures(&self) -> Vec<(&'static str, Split)> {
        vec![("pictures", self.pictures)]
    }

    fn learns_from(&self) -> Vec<TrainedOn> {
        self.learns_from.clone()
    }

    fn warnings(&mut self) -> Vec<TrainWarning> {
        std::mem::take(&mut self.warnings)
    }

    /// Through Instant the styles of the pictures are looked at.
    fn prepare(&mut self, _: &Moment<'_>) -> Result<Option<f32>> {
        let Some(codes) = &mut self.styles else {
            return Ok(None);
        };
        let all = self.reals.len().min(NOISE);
        if let Some(picture) = self.reals.get(codes.len()).filter(|_| codes.len() < all) {
            let seen = middle(picture, self.config.side);
            let seen = stacked(std::iter::once(&seen), self.config.side, &self.device);
            codes.push(code_of(&self.net, seen));
            return Ok(Some(codes.len() as f32 / all as f32));
        }
        let codes = std::mem::take(codes);
        self.styles = None;
        self.networks
            .paint_in(Tensor::cat(codes, 0), &self.device)?;
        Ok(Some(1.0))
    }

    fn batches(&self, rolled_back: u64) -> Box<dyn FnMut(usize) -> Batch + Send> {
        let (reals, config) = (Arc::clone(&self.reals), self.config.clone());
        let seed = self.seed.wrapping_add(rolled_back);
        Box::new(move |step| {
            let real = |i: usize| {
                let mut rng = random(seed, STREAM, (step * config.batch + i) as u64);
                let picture = one_of(&reals, &mut rng);
                square(picture, config.side, config.mirrored, &mut rng)
            };
            Batch {
                step,
                reals: (0..config.batch).map(real).collect(),
            }
        })
    }

    fn step(&mut self, batch: Batch, moment: &Moment<'_>) -> Terms {
        let step = Step {
            side: self.config.side,
            label_smoothing: self.config.label_smoothing,
            seed: self.seed,
            net: &self.net,
            device: &self.device,
            moment,
        };
        step.take(&mut self.networks, &batch)
    }

    fn examine(&mut self, part: Part, item: usize) -> Option<Look> {
        // Small folders have nothing to spare for a test.
        (part == Part::Validation).then_some(())?;
        let dreamer = &self.networks.average;
        self.validation.look(item, &self.net, dreamer, &self.device)
    }

    fn measure(&mut self, looks: Vec<Look>) -> Measure {
        let (measure, spread, copies) = self.validation.measure(looks);
        if spread < COLLAPSED {
            self.warnings.push(TrainWarning::Collapsed { spread });
        }
        if copies > COPIED {
            self.warnings.push(TrainWarning::Copies { share: copies });
        }
        measure
    }

    fn sample(&mut self, item: usize) -> Option<Picture> {
        let dreamer = &self.networks.average;
        self.validation.sample(item, dreamer, &self.device)
    }

    fn save(&self, to: &mut CheckpointContents) {
        self.networks.save(to);
        to.tensor(THUMBNAILS, self.validation.thumbnails().clone());
    }

    fn restore(&mut self, saved: &Saved) -> Result<()> {
        self.networks.restore(saved, &self.device)
    }
}

#[cfg(test)]
mod tests;
