//! Training of one generator for several domains: any picture as one of the domain that is asked for, photographs among them.
//!
//! All of it is a [`school`](super::school) with several labels: one generator, a learnt style code a label, and discriminators that are
//! told the label of what they see (projection, Miyato and Koyama, "cGANs with projection discriminator", ICLR 2018). Real crops with a
//! wrong label count as fakes (Reed et al. 2016), or the label could be ignored. Labels take turns in every batch, whatever
//! the sizes of their folders, and what is painted comes from every domain equally often.

mod config;

pub use config::{Domain, DomainsConfig};

use super::{
    generator::{Bank, Batch, Sources, Step, check_scales},
    school::{Begun, Exhibition, Figure, Freedom, Look, Painters, Preparation},
    survey_warnings::{learnt_from, said},
};
use crate::{
    data::{Part, Pool, Split, Stored},
    error::{Error, Result},
    fault::{PictureRole, TrainWarning, TrainingFault},
    nn::{FeatureNet, FeatureProjection, MOST_DOMAINS, ModelInfo, NetSpec, TrainedOn},
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
use serde_json::{Map, Value, json};
use std::{collections::HashSet, sync::Arc};

const WARM_UP: usize = 100;
/// With fewer pictures in all only the last layers learn.
const MANY: usize = 50;
/// Share of a domain's variety below which what is painted has collapsed.
const COLLAPSED: f32 = 0.3;
/// Name of the setting that holds the names of the domains.
const DOMAINS: &str = "domains";

/// The pictures of the task, by label, and others to paint.
pub struct DomainsData {
    domains: Vec<Pool>,
    contents: Option<Pool>,
    warnings: Vec<TrainWarning>,
    learns_from: Vec<TrainedOn>,
}

/// Learns to turn pictures into those of several domains.
pub struct DomainsTask {
    config: DomainsConfig,
    seed: u64,
    device: Device,
    net: FeatureNet,
    begun: Begun,
    sources: Sources,
    pictures: Split,
    learns_from: Vec<TrainedOn>,
    warnings: Vec<TrainWarning>,
    preparation: Preparation,
    bank: Bank,
    validation: Exhibition,
}

impl Task for DomainsTask {
    const NAME: &'static str = "domains";
    const WEIGHTS: &'static [WeightSpec] = config::WEIGHTS;
    const COLUMNS: usize = 1;
    const PAINTS: bool = true;

    type Config = DomainsConfig;
    type Data = DomainsData;
    type Batch = Batch;
    type Score = Look;

    fn read(config: &DomainsConfig) -> Result<DomainsData> {
        let DomainsConfig { side, scales, .. } = *config;
        check_scales(side, scales)?;
        if !side.is_multiple_of(FeatureProjection::STRIDE) {
            let multiple = FeatureProjection::STRIDE;
            return Err(TrainingFault::OddSide { side, multiple }.into());
        }
        check_names(&config.names())?;
        let role = PictureRole::Pictures;
        let (mut warnings, mut learns_from, mut domains) = (Vec::new(), Vec::new(), Vec::new());
        for domain in &config.domains {
            let (pool, survey) =
                Pool::of_few(&domain.folders, side, role).map_err(|e| match e {
                    Error::Training(TrainingFault::NoPictures { .. }) => {
                        let name = domain.name.clone();
                        TrainingFault::EmptyDomain { name, side }.into()
                    }
                    other => other,
                })?;
            warnings.extend(said(&survey, role, side));
            learns_from.extend(learnt_from(&domain.name, &survey));
            domains.push(pool);
        }
        let contents = match config.contents.is_empty() {
            true => None,
            false => {
                let role = PictureRole::Photographs;
                let (pool, survey) = Pool::of_few(&config.contents, side, role)?;
                warnings.extend(said(&survey, role, side));
                learns_from.extend(learnt_from("photographs", &survey));
                Some(pool)
            }
        };
        Ok(DomainsData {
            domains,
            contents,
            warnings,
            learns_from,
        })
    }

    fn fixed(config: &DomainsConfig) -> Map<String, Value> {
        let settings = json!({
            DOMAINS: config.names(),
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

    fn schedule(config: &DomainsConfig) -> Schedule {
        Schedule {
            rate: config.rate,
            warm_up: WARM_UP,
            cooldown: config.cooldown,
        }
    }

    fn open(config: &DomainsConfig, data: DomainsData, opening: &Opening<'_>) -> Result<Self> {
        let Opening { seed, device, .. } = *opening;
        let all = || data.contents.iter().chain(&data.domains);
        let pictures = all().map(Pool::split).fold(Split::default(), sum);
        let begun = match opening.saved {
            Some(saved) => Begun::load(config.figure(), saved, device)?,
            None => {
                let few = match config.freedom {
                    Freedom::Auto => pictures.train + pictures.validation < MANY,
                    Freedom::All => false,
                    Freedom::Few => true,
                };
                Begun::new(config.figure(), config.start.as_deref(), few, seed, device)?
            }
        };
        let halls = config.domains.iter().zip(&data.domains);
        let halls =
            halls.map(|(domain, pool)| (Some(domain.name.clone()), Arc::clone(pool.measured())));
        let looks = config.looks();
        let validation = Exhibition::new(looks, in_turn(all(), looks.painted), halls.collect())?;
        let train = |pool: &Pool| Arc::clone(&pool.train);
        Ok(Self {
            net: FeatureNet::open(&NetSpec::BuiltIn, device)?,
            sources: Sources {
                contents: all().map(train).collect(),
                styles: data.domains.iter().map(train).collect(),
                own: Arc::default(),
            },
            validation,
            pictures,
            preparation: Preparation::new(opening.saved.is_none(), config.measured_side),
            config: config.clone(),
            seed,
            device: device.clone(),
            learns_from: data
                .learns_from
                .into_iter()
                .chain(begun.before.clone())
                .collect(),
            begun,
            warnings: data.warnings,
            bank: Bank::default(),
        })
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

    fn prepare(&mut self, _: &Moment<'_>) -> Result<Option<f32>> {
        let sources = (&self.sources, self.config.crops(), self.seed);
        let Self { preparation, .. } = self;
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

    /// In the first domain.
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

/// The networks of a checkpoint and the names of their domains, for whoever knows nothing else of the run.
///
/// # Errors
/// If it is of another task, or something is missing.
pub fn begun_of(saved: &Saved, device: &Device) -> Result<(Begun, Vec<String>)> {
    let names: Vec<String> = serde_json::from_str(&saved.setting(DOMAINS)?).unwrap_or_default();
    let begun = Begun::load(Figure::of(saved, names.len())?, saved, device)?;
    Ok((begun, names))
}

/// Whether domains can be asked for by these names.
fn check_names(names: &[String]) -> Result<()> {
    let mut known = HashSet::new();
    let mut bad = names
        .iter()
        .filter(|name| !ModelInfo::is_name(name) || !known.insert(name.as_str()));
    let fault = match bad.next() {
        Some(name) => TrainingFault::DomainName(name.clone()),
        None if (2..=MOST_DOMAINS).contains(&names.len()) => return Ok(()),
        None => TrainingFault::DomainCount {
            found: names.len(),
            most: MOST_DOMAINS,
        },
    };
    Err(fault.into())
}

fn sum(a: Split, b: Split) -> Split {
    Split {
        train: a.train + b.train,
        validation: a.validation + b.validation,
        test: a.test + b.test,
    }
}

/// `count` pictures to measure on, of all pools in turn, as far as there are any.
fn in_turn<'a>(pools: impl Iterator<Item = &'a Pool>, count: usize) -> Arc<[Stored]> {
    let pools: Vec<&Pool> = pools.collect();
    let longest = pools.iter().map(|pool| pool.measured().len()).max();
    let all = (0..longest.unwrap_or(0))
        .flat_map(|i| pools.iter().filter_map(move |pool| pool.measured().get(i)));
    all.take(count).cloned().collect()
}

#[cfg(test)]
mod tests;
