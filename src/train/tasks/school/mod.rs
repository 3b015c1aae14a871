//! Training of a generator for one school: any photograph as the painters of a folder would have painted it.
//!
//! The generator that ships learns on ("fine-tuning"), with a style code of its own that begins at the mean of the school's codes
//! and learns too. Each crop is painted with that code moved some way towards the code of one of the paintings, so what comes of it
//! keeps the space of styles: it varies, mixes and hears the sliders. Beside the losses of the generator, of which the steps
//! are shared ([`generator`](super::generator)), two discriminators know only this school: one of pixels, one of the
//! encoder's maps.
//!
//! - [`config`]: how it is set up.
//! - [`painter`]: the network.
//! - [`networks`]: how it begins, to and from the checkpoint.
//! - [`preparation`]: mean codes of the schools and codes of their paintings, before the first step.
//! - [`validation`]: energy distance to paintings that were kept aside, and samples.
//!
//! Networks, preparation and validation are of any number of schools: [`domains`](super::domains) has several.

mod config;
mod networks;
mod painter;
mod preparation;
mod validation;

pub use config::{Freedom, SchoolConfig};
pub use networks::{Begun, Figure};
pub(super) use painter::School;
pub(super) use preparation::Preparation;
pub(super) use validation::{Exhibition, Look, Looks, Painters};

use super::{
    generator::{Bank, Batch, Sources, Step, check_scales},
    survey_warnings::{learnt_from, said},
};
use crate::{
    data::{Part, Pool, Split, Stored, samples},
    error::Result,
    fault::{PictureRole, TrainWarning, TrainingFault},
    nn::{FeatureNet, FeatureProjection, NetSpec, TrainedOn},
    optim::Schedule,
    picture::Picture,
    train::{
        checkpoint_contents::{CheckpointContents, Saved},
        controls::WeightSpec,
        task::{Measure, Moment, Opening, Task},
        terms::Terms,
    },
};
use burn::tensor::Device;
pub use config::MANY;
use serde_json::{Map, Value, json};
use std::sync::Arc;

const WARM_UP: usize = 100;
/// With fewer photographs others are painted worse.
pub const ENOUGH: usize = 20;
/// Share of the paintings' variety below which what is painted has collapsed.
const COLLAPSED: f32 = 0.3;

/// The pictures of the task.
pub struct SchoolData {
    contents: Pool,
    paintings: Pool,
    warnings: Vec<TrainWarning>,
    learns_from: Vec<TrainedOn>,
}

/// Learns to paint in one school.
pub struct SchoolTask {
    config: SchoolConfig,
    seed: u64,
    device: Device,
    net: FeatureNet,
    begun: Begun,
    sources: Sources,
    pictures: [Split; 2],
    learns_from: Vec<TrainedOn>,
    warnings: Vec<TrainWarning>,
    preparation: Preparation,
    bank: Bank,
    validation: Exhibition,
}

impl Task for SchoolTask {
    const NAME: &'static str = "school";
    const WEIGHTS: &'static [WeightSpec] = config::WEIGHTS;
    const COLUMNS: usize = 2;
    const PAINTS: bool = true;

    type Config = SchoolConfig;
    type Data = SchoolData;
    type Batch = Batch;
    type Score = Look;

    fn read(config: &SchoolConfig) -> Result<SchoolData> {
        let SchoolConfig { side, scales, .. } = *config;
        check_scales(side, scales)?;
        if !side.is_multiple_of(FeatureProjection::STRIDE) {
            let multiple = FeatureProjection::STRIDE;
            return Err(TrainingFault::OddSide { side, multiple }.into());
        }
        let role = PictureRole::Paintings;
        let (paintings, survey) = Pool::of_few(&config.paintings, side, role)?;
        let mut warnings = said(&survey, role, side);
        if survey.pictures < MANY && config.freedom == Freedom::Auto {
            let (found, wanted) = (survey.pictures, MANY);
            warnings.push(TrainWarning::FewPaintings { found, wanted });
        }
        let mut learns_from = learnt_from("paintings", &survey);
        let contents = if config.contents.is_empty() {
            // What ships is there to look at, and paintings are pictures too.
            let samples: Arc<[Stored]> = samples()?.into();
            let (found, wanted) = (samples.len(), ENOUGH);
            warnings.push(TrainWarning::FewPhotographs { found, wanted });
            let own = samples.iter().chain(paintings.train.iter());
            Pool {
                train: own.cloned().collect(),
                validation: samples,
                test: Arc::default(),
            }
        } else {
            let role = PictureRole::Photographs;
            let (contents, survey) = Pool::of_few(&config.contents, side, role)?;
            warnings.extend(said(&survey, role, side));
            learns_from.extend(learnt_from("photographs", &survey));
            if survey.pictures < ENOUGH {
                let (found, wanted) = (survey.pictures, ENOUGH);
                warnings.push(TrainWarning::FewPhotographs { found, wanted });
            }
            contents
        };
        Ok(SchoolData {
            contents,
            paintings,
            warnings,
            learns_from,
        })
    }

    fn fixed(config: &SchoolConfig) -> Map<String, Value> {
        let settings = json!({
            "batch": config.batch,
            "side": config.side,
            "style_side": config.style_side,
            "scales": config.scales,
            "projected": config.projected,
            "adversarial": config.adversarial.to_string(),
            "spread": config.spread,
            "freedom": config.freedom,
            "turned": config.turned,
        });
        settings.as_object().cloned().unwrap_or_default()
    }

    fn schedule(config: &SchoolConfig) -> Schedule {
        Schedule {
            rate: config.rate,
            warm_up: WARM_UP,
            cooldown: config.cooldown,
        }
    }

    fn open(config: &SchoolConfig, data: SchoolData, opening: &Opening<'_>) -> Result<Self> {
        let Opening { seed, device, .. } = *opening;
        let SchoolData {
            contents,
            paintings,
            warnings,
            learns_from,
        } = data;
        let pictures = [contents.split(), paintings.split()];
        let begun = match opening.saved {
            Some(saved) => Begun::load(config.figure(), saved, device)?,
            None => {
                let split = &pictures[1];
                let few = match config.freedom {
                    Freedom::Auto => split.train + split.validation < MANY,
                    Freedom::All => false,
                    Freedom::Few => true,
                };
                Begun::new(config.figure(), config.start.as_deref(), few, seed, device)?
            }
        };
        Ok(Self {
            net: FeatureNet::open(&NetSpec::BuiltIn, device)?,
            validation: Exhibition::new(
                config.looks(),
                Arc::clone(contents.measured()),
                vec![(None, Arc::clone(paintings.measured()))],
            )?,
            sources: Sources {
                contents: vec![contents.train],
                styles: vec![paintings.train],
                own: Arc::default(),
            },
            pictures,
            config: config.clone(),
            seed,
            device: device.clone(),
            preparation: Preparation::new(opening.saved.is_none(), config.measured_side),
            learns_from: learns_from
                .into_iter()
                .chain(begun.before.clone())
                .collect(),
            begun,
            warnings,
            bank: Bank::default(),
        })
    }

    fn pictures(&self) -> Vec<(&'static str, Split)> {
        vec![
            ("photographs", self.pictures[0]),
            ("paintings", self.pictures[1]),
        ]
    }

    fn learns_from(&self) -> Vec<TrainedOn> {
        self.learns_from.clone()
    }

    fn warnings(&mut self) -> Vec<TrainWarning> {
        std::mem::take(&mut self.warnings)
    }

    fn prepare(&mut self, _: &Moment<'_>) -> Result<Option<f32>> {
        let Self { preparation, .. } = self;
        let (crops, seed) = (self.config.crops(), self.seed);
        let sources = (&self.sources, crops, seed);
        Ok(preparation.go_on(&mut self.begun, sources, &self.net, &self.device))
    }

    fn batches(&self, rolled_back: u64) -> Box<dyn FnMut(usize) -> Batch + Send> {
        let crops = self.config.crops();
        self.sources.batches(crops, self.seed, rolled_back)
    }

    fn step(&mut self, batch: Batch, moment: &Moment<'_>) -> Terms {
        let step = Step {
            crops: self.config.crops(),
            label_smoothing: self.config.label_smoothing,
            seed: self.seed,
            net: &self.net,
            device: &self.device,
            moment,
        };
        step.take(&mut self.begun.networks, &mut self.bank, &batch)
    }

    fn examine(&mut self, part: Part, item: usize) -> Option<Look> {
        // Small folders have nothing to spare for a test.
        (part == Part::Validation).then_some(())?;
        let painters = Painters::of(&self.begun, &self.net, &self.device);
        self.validation.look(item, &painters)
    }

    fn measure(&mut self, looks: Vec<Look>) -> Measure {
        let (measure, spread) = self.validation.measure(looks);
        if spread < COLLAPSED {
            self.warnings.push(TrainWarning::Collapsed { spread });
        }
        measure
    }

    fn sample(&mut self, item: usize) -> Option<Picture> {
        let painters = Painters::of(&self.begun, &self.net, &self.device);
        self.validation.sample(item, &painters)
    }

    fn paint(&mut self, photograph: &Picture) -> Option<Picture> {
        let painters = Painters::of(&self.begun, &self.net, &self.device);
        Some(painters.painted(photograph, 0))
    }

    fn save(&self, to: &mut CheckpointContents) {
        self.begun.save(to);
    }

    fn restore(&mut self, saved: &Saved) -> Result<()> {
        self.bank = Bank::default();
        self.begun.networks.restore(saved, &self.device)
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use tests::pictures as test_pictures;
