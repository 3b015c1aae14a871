//! Training of a translation between two folders that have no pairs: each picture of one side as one of the other.
//!
//! Two generators, there and back, each a [`school`](super::school) of the pictures of its side, both begun from what ships. What goes
//! there and back again is what it was (cycle consistency, Zhu et al., "Unpaired image-to-image translation", ICCV 2017), compared
//! at half size, so that strokes need not be reversible; what is there already stays (identity), less and less over the run. Or one
//! generator alone, whose places are told apart by the frozen encoder (patchwise contrast, Park et al., ECCV 2020).
//!
//! - [`config`]: how it is set up.
//! - [`history`]: fakes of before, for the discriminators.
//! - [`places`]: patchwise contrast.
//! - [`step`]: one step, both ways at once.
//! - [`validation`]: energy distances each way, and samples.

mod config;
mod history;
mod places;
mod step;
mod validation;

pub use config::UnpairedConfig;

use super::{
    generator::Sources,
    school::{Begun, Figure, Look, Painters, Preparation, check_crops, gone_wrong},
    survey_warnings::{learnt_from, said},
};
use crate::{
    data::{Cut, Part, Parts, Pool, Split, Stored, one_of, random, scaled},
    error::Result,
    fault::{PictureRole, TrainWarning},
    nn::{FeatureNet, NetSpec, TrainedOn},
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
use history::History;
use rand::RngExt;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use step::{Batch, Step, Way};
use validation::Exhibitions;

const WARM_UP: usize = 100;
/// Names of the ways in checkpoints.
const WAYS: [&str; 2] = ["there.", "back."];
/// Name of the fakes of before of a way.
const HISTORY: &str = "history";
/// Random stream of crops.
const STREAM: u64 = 40;

/// The pictures of both sides.
pub struct UnpairedData {
    sides: [Pool; 2],
    warnings: Vec<TrainWarning>,
    learns_from: Vec<TrainedOn>,
}

/// Learns to translate.
pub struct UnpairedTask {
    config: UnpairedConfig,
    seed: u64,
    device: Device,
    net: FeatureNet,
    ways: Vec<Way>,
    preparations: Vec<Preparation>,
    /// What is learnt on, by side.
    sides: [Arc<[Stored]>; 2],
    pictures: [Split; 2],
    learns_from: Vec<TrainedOn>,
    warnings: Vec<TrainWarning>,
    validation: Exhibitions,
}

impl Task for UnpairedTask {
    const NAME: &'static str = "unpaired";
    const WEIGHTS: &'static [WeightSpec] = config::WEIGHTS;
    const PAINTS: bool = true;

    type Config = UnpairedConfig;
    type Data = UnpairedData;
    type Batch = Batch;
    type Score = (usize, Look);

    fn read(config: &UnpairedConfig, parts: &Parts) -> Result<UnpairedData> {
        let UnpairedConfig { side, scales, .. } = *config;
        check_crops(side, scales)?;
        let (mut warnings, mut learns_from) = (Vec::new(), Vec::new());
        let mut read = |folders, role, what| -> Result<Pool> {
            let (pool, survey) = Pool::of_few(folders, parts, side, role)?;
            warnings.extend(said(&survey, role, side));
            learns_from.extend(learnt_from(what, &survey));
            Ok(pool)
        };
        let from = read(&config.from, PictureRole::From, "pictures to begin with")?;
        let to = read(&config.to, PictureRole::To, "pictures to become")?;
        Ok(UnpairedData {
            sides: [from, to],
            warnings,
            learns_from,
        })
    }

    fn fixed(config: &UnpairedConfig) -> Map<String, Value> {
        let settings = json!({
            "one_sided": config.one_sided,
            "batch": config.batch,
            "side": config.side,
            "scales": config.scales,
            "projected": config.projected,
            "adversarial": config.adversarial.to_string(),
            "spread": config.spread,
            "turned": config.turned,
        });
        settings.as_object().cloned().unwrap_or_default()
    }

    fn schedule(config: &UnpairedConfig) -> Schedule {
        Schedule {
            rate: config.rate,
            warm_up: WARM_UP,
            cooldown: config.cooldown,
        }
    }

    fn open(config: &UnpairedConfig, data: UnpairedData, opening: &Opening<'_>) -> Result<Self> {
        let Opening { seed, device, .. } = *opening;
        let count = if config.one_sided { 1 } else { 2 };
        let way = |(i, name): (usize, &&str)| match opening.saved {
            Some(saved) => way_of(name, config.figure(), config.side, saved, device),
            None => {
                let (figure, start) = (config.figure(), config.start.as_deref());
                Ok(Way {
                    // Both see photographs alike, and are judged by others.
                    begun: Begun::new(figure, start, false, seed.wrapping_add(i as u64), device)?,
                    history: History::default(),
                })
            }
        };
        let ways: Vec<Way> = WAYS[..count]
            .iter()
            .enumerate()
            .map(way)
            .collect::<Result<_>>()?;
        let prepare = |_| Preparation::new(opening, config.measured_side);
        let before = ways.first().map(|way| way.begun.before.clone());
        Ok(Self {
            net: FeatureNet::open(&NetSpec::BuiltIn, device)?,
            validation: Exhibitions::new(config.looks(), &data.sides, count)?,
            preparations: (0..count).map(prepare).collect(),
            ways,
            pictures: [data.sides[0].split(), data.sides[1].split()],
            sides: data.sides.map(|pool| pool.train),
            config: config.clone(),
            seed,
            device: device.clone(),
            learns_from: data
                .learns_from
                .into_iter()
                .chain(before.unwrap_or_default())
                .collect(),
            warnings: data.warnings,
        })
    }

    fn columns(&self) -> usize {
        2
    }

    fn pictures(&self) -> Vec<(&'static str, Split)> {
        vec![
            ("pictures to begin with", self.pictures[0]),
            ("pictures to become", self.pictures[1]),
        ]
    }

    fn learns_from(&self) -> Vec<TrainedOn> {
        self.learns_from.clone()
    }

    fn warnings(&mut self) -> Vec<TrainWarning> {
        std::mem::take(&mut self.warnings)
    }

    fn prepare(&mut self, _: &Moment<'_>) -> Result<Option<f32>> {
        let ways = self.ways.iter_mut().zip(&mut self.preparations);
        for (i, (way, preparation)) in ways.enumerate() {
            let sources = Sources {
                contents: Vec::new(),
                styles: vec![Arc::clone(&self.sides[1 - i])],
                own: Arc::default(),
            };
            let sources = (&sources, self.config.crops(), self.seed);
            let share = preparation.go_on(&mut way.begun, sources, &self.net, &self.device);
            if share.is_some() {
                return Ok(share);
            }
        }
        Ok(None)
    }

    fn batches(&self, rolled_back: u64) -> Box<dyn FnMut(usize) -> Batch + Send> {
        let (sides, crops) = (self.sides.clone(), self.config.crops());
        let seed = self.seed.wrapping_add(rolled_back);
        Box::new(move |step| {
            let crop = |side: usize, i: usize| {
                let item = 2 * (step * crops.batch + i) + side;
                let mut rng = random(seed, STREAM, item as u64);
                let picture = one_of(&sides[side], &mut rng);
                let seen = scaled(picture, crops.side, crops.content_scales, &mut rng);
                let cut = Cut::of(picture, seen, &mut rng);
                cut.planes(picture, crops.side, rng.random_range(0..crops.turns))
            };
            let side = |side: usize| (0..crops.batch).map(|i| crop(side, i)).collect();
            Batch {
                step,
                sides: [side(0), side(1)],
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
        step.take(&mut self.ways, &batch)
    }

    fn examine(&mut self, part: Part, item: usize) -> Option<(usize, Look)> {
        // Small folders have nothing to spare for a test.
        (part == Part::Validation).then_some(())?;
        let Self { validation, .. } = self;
        validation.look(item, &self.ways, &self.net, &self.device)
    }

    fn measure(&mut self, looks: Vec<(usize, Look)>) -> Measure {
        let (measure, spread) = self.validation.measure(looks);
        self.warnings.extend(gone_wrong(&measure, spread));
        measure
    }

    fn sample(&mut self, item: usize) -> Option<Picture> {
        self.validation
            .sample(item, &self.ways, &self.net, &self.device)
    }

    /// The way there.
    fn paint(&mut self, photograph: &Picture) -> Option<Picture> {
        let there = &self.ways.first()?.begun;
        let painters = Painters::of(there, &self.net, &self.device);
        Some(painters.painted(photograph, 0))
    }

    fn save(&self, to: &mut CheckpointContents) {
        for (way, name) in self.ways.iter().zip(WAYS) {
            let mut own = CheckpointContents::default();
            way.begun.save(&mut own);
            way.history.save(HISTORY, &mut own);
            to.nest(name, own);
        }
    }

    fn restore(&mut self, saved: &Saved) -> Result<()> {
        for (way, name) in self.ways.iter_mut().zip(WAYS) {
            let own = saved.nested(name);
            way.begun.networks.restore(&own, &self.device)?;
            way.history = History::restored(HISTORY, self.config.side, &own, &self.device)?;
        }
        Ok(())
    }
}

/// A way as a checkpoint has it.
fn way_of(name: &str, figure: Figure, side: usize, saved: &Saved, device: &Device) -> Result<Way> {
    let own = saved.nested(name);
    Ok(Way {
        begun: Begun::load(figure, &own, device)?,
        history: History::restored(HISTORY, side, &own, device)?,
    })
}

/// The networks of the ways of a checkpoint, there and, if it learnt that, back, for whoever knows nothing else of the run.
///
/// # Errors
/// If it is of another task, or something is missing.
pub fn ways_of(saved: &Saved, device: &Device) -> Result<Vec<Begun>> {
    let figure = Figure::of(saved, 1)?;
    let count = match saved.setting("one_sided")? == true.to_string() {
        true => 1,
        false => 2,
    };
    let each = WAYS[..count].iter();
    each.map(|name| Begun::load(figure, &saved.nested(name), device))
        .collect()
}

#[cfg(test)]
mod tests;
