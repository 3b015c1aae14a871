//! Training of one generator for several domains: any picture as one of the domain that is asked for, photographs among them.
//!
//! All of it is a [`school`](super::school) with several labels: one generator, a learnt style code a label, and discriminators that are
//! told the label of what they see (projection, Miyato and Koyama, "cGANs with projection discriminator", ICLR 2018). Real crops with a
//! wrong label count as fakes (Reed et al. 2016), or the label could be ignored. Labels take turns in every batch, whatever
//! the sizes of their folders, and what is painted comes from every domain equally often.

mod config;

pub use config::{Domain, DomainsConfig};

use super::{
    generator::{Batch, Sources},
    school::{Begun, Figure, Lessons, Look, Schools, Teaching, check_crops},
    survey_warnings::{learnt_from, said},
};
use crate::{
    data::{Part, Parts, Pool, Split, Stored},
    error::{Error, Result},
    fault::{PictureRole, TrainWarning, TrainingFault},
    nn::{MOST_DOMAINS, ModelInfo, TrainedOn},
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
    schools: Schools,
    pictures: Split,
}

impl Task for DomainsTask {
    const NAME: &'static str = "domains";
    const WEIGHTS: &'static [WeightSpec] = config::WEIGHTS;
    const PAINTS: bool = true;

    type Config = DomainsConfig;
    type Data = DomainsData;
    type Batch = Batch;
    type Score = Look;

    fn read(config: &DomainsConfig, parts: &Parts) -> Result<DomainsData> {
        let Teaching { side, scales, .. } = config.teaching;
        check_crops(side, scales)?;
        check_names(&config.names())?;
        let role = PictureRole::Pictures;
        let (mut warnings, mut learns_from, mut domains) = (Vec::new(), Vec::new(), Vec::new());
        for domain in &config.domains {
            let (pool, survey) =
                Pool::of_few(&domain.folders, parts, side, role).map_err(|e| match e {
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
                let (pool, survey) = Pool::of_few(&config.contents, parts, side, role)?;
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
        let names = (DOMAINS.to_owned(), json!(config.names()));
        std::iter::once(names)
            .chain(config.teaching.fixed())
            .collect()
    }

    fn schedule(config: &DomainsConfig) -> Schedule {
        config.teaching.schedule()
    }

    fn open(config: &DomainsConfig, data: DomainsData, opening: &Opening<'_>) -> Result<Self> {
        let all = || data.contents.iter().chain(&data.domains);
        let pictures = all().map(Pool::split).fold(Split::default(), sum);
        let plan = config.plan();
        let kept = config.domains.iter().zip(&data.domains);
        let kept = kept.map(|(domain, pool)| (Some(domain.name.clone()), pool.compared()));
        let train = |pool: &Pool| Arc::clone(&pool.train);
        let lessons = Lessons {
            contents: in_turn(all(), plan.looks.painted),
            kept: kept.collect(),
            sources: Sources {
                contents: in_halves(data.contents.as_ref(), &data.domains)
                    .map(train)
                    .collect(),
                styles: data.domains.iter().map(train).collect(),
                own: Arc::default(),
            },
            count: pictures.train + pictures.validation,
            learns_from: data.learns_from,
            warnings: data.warnings,
        };
        Ok(Self {
            schools: Schools::open(plan, lessons, opening)?,
            pictures,
        })
    }

    /// Each tile is as wide as there are domains, and the photograph.
    fn columns(&self) -> usize {
        if self.schools.count() <= 3 { 2 } else { 1 }
    }

    fn pictures(&self) -> Vec<(&'static str, Split)> {
        vec![("pictures", self.pictures)]
    }

    fn learns_from(&self) -> Vec<TrainedOn> {
        self.schools.learns_from.clone()
    }

    fn warnings(&mut self) -> Vec<TrainWarning> {
        std::mem::take(&mut self.schools.warnings)
    }

    fn prepare(&mut self, _: &Moment<'_>) -> Result<Option<f32>> {
        Ok(self.schools.prepare())
    }

    fn batches(&self, rolled_back: u64) -> Box<dyn FnMut(usize) -> Batch + Send> {
        self.schools.batches(rolled_back)
    }

    fn step(&mut self, batch: Batch, moment: &Moment<'_>) -> Terms {
        self.schools.step(&batch, moment)
    }

    fn examine(&mut self, part: Part, item: usize) -> Option<Look> {
        self.schools.examine(part, item)
    }

    fn measure(&mut self, looks: Vec<Look>) -> Measure {
        self.schools.measure(looks)
    }

    fn sample(&mut self, item: usize) -> Option<Picture> {
        self.schools.sample(item)
    }

    /// In the first domain.
    fn paint(&mut self, photograph: &Picture) -> Option<Picture> {
        Some(self.schools.paint(photograph))
    }

    fn save(&self, to: &mut CheckpointContents) {
        self.schools.save(to);
    }

    fn restore(&mut self, saved: &Saved) -> Result<()> {
        self.schools.restore(saved)
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

/// The pools that contents are drawn from, each as often as any other here: pictures that were given to be painted half of the time, since
/// they are like what the model will be used on; otherwise those of every domain as often.
fn in_halves<'a>(
    contents: Option<&'a Pool>,
    domains: &'a [Pool],
) -> impl Iterator<Item = &'a Pool> {
    let given = std::iter::repeat_n(contents, domains.len());
    given.flatten().chain(domains)
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
