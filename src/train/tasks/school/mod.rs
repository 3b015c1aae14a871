//! Training of a generator for one school: any photograph as the painters of a folder would have painted it.
//!
//! The generator that ships learns on ("fine-tuning"), with a style code of its own that begins at the mean of the school's codes
//! and learns too. Each crop is painted with that code moved some way towards the code of one of the paintings, so what comes of it
//! keeps the space of styles: it varies, mixes and hears the sliders. Beside the losses of the generator, of which the steps
//! are shared ([`generator`](super::generator)), two discriminators know only this school: one of pixels, one of the
//! encoder's maps.
//!
//! - [`config`]: how it is set up.
//! - [`teaching`]: what of that is not only of one school.
//! - [`painter`]: the network.
//! - [`networks`]: how it begins, to and from the checkpoint.
//! - [`preparation`]: mean codes of the schools and codes of their paintings, before the first step.
//! - [`validation`]: energy distance to paintings that were kept aside, and samples.
//! - [`learning`]: all of these together, a step at a time.
//!
//! All but how it is set up is of any number of schools: [`domains`](super::domains) has several.

mod config;
mod learning;
mod networks;
mod painter;
mod preparation;
mod teaching;
mod validation;

pub use config::SchoolConfig;
pub(super) use learning::{Lessons, Plan, Schools, gone_wrong};
pub use networks::{Begun, Figure};
pub(super) use painter::School;
pub(super) use preparation::Preparation;
pub(super) use validation::{Exhibition, Look, Looks, Painters};

use super::{
    generator::{Batch, Sources, check_scales},
    survey_warnings::{learnt_from, said},
};
use crate::{
    data::{Part, Parts, Pool, Split, Stored, samples},
    error::Result,
    fault::{PictureRole, TrainWarning, TrainingFault},
    nn::{FeatureProjection, TrainedOn},
    optim::Schedule,
    picture::Picture,
    train::{
        checkpoint_contents::{CheckpointContents, Saved},
        controls::WeightSpec,
        task::{Measure, Moment, Opening, Task},
        terms::Terms,
    },
};
use serde_json::{Map, Value};
use std::sync::Arc;
pub use teaching::{Freedom, MANY, Teaching};

/// With fewer photographs others are painted worse.
pub const ENOUGH: usize = 20;

/// The pictures of the task.
pub struct SchoolData {
    contents: Pool,
    paintings: Pool,
    warnings: Vec<TrainWarning>,
    learns_from: Vec<TrainedOn>,
}

/// Learns to paint in one school.
pub struct SchoolTask {
    schools: Schools,
    pictures: [Split; 2],
}

impl Task for SchoolTask {
    const NAME: &'static str = "school";
    const WEIGHTS: &'static [WeightSpec] = config::WEIGHTS;
    const PAINTS: bool = true;

    type Config = SchoolConfig;
    type Data = SchoolData;
    type Batch = Batch;
    type Score = Look;

    fn read(config: &SchoolConfig, parts: &Parts) -> Result<SchoolData> {
        let Teaching { side, scales, .. } = config.teaching;
        check_crops(side, scales)?;
        let role = PictureRole::Paintings;
        let (paintings, survey) = Pool::of_few(&config.paintings, parts, side, role)?;
        let mut warnings = said(&survey, role, side);
        if survey.pictures < MANY && config.teaching.freedom == Freedom::Auto {
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
            let (contents, survey) = Pool::of_few(&config.contents, parts, side, role)?;
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
        config.teaching.fixed()
    }

    fn schedule(config: &SchoolConfig) -> Schedule {
        config.teaching.schedule()
    }

    fn open(config: &SchoolConfig, data: SchoolData, opening: &Opening<'_>) -> Result<Self> {
        let SchoolData {
            contents,
            paintings,
            warnings,
            learns_from,
        } = data;
        let pictures = [contents.split(), paintings.split()];
        let lessons = Lessons {
            contents: Arc::clone(contents.measured()),
            kept: vec![(None, paintings.compared())],
            sources: Sources {
                contents: vec![contents.train],
                styles: vec![paintings.train],
                own: Arc::default(),
            },
            count: pictures[1].train + pictures[1].validation,
            learns_from,
            warnings,
        };
        Ok(Self {
            schools: Schools::open(config.plan(), lessons, opening)?,
            pictures,
        })
    }

    fn columns(&self) -> usize {
        2
    }

    fn pictures(&self) -> Vec<(&'static str, Split)> {
        vec![
            ("photographs", self.pictures[0]),
            ("paintings", self.pictures[1]),
        ]
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

/// Whether discriminators of pixels at so many scales and of maps have something to see in crops of `side` pixels.
///
/// # Errors
/// If they do not.
pub(super) fn check_crops(side: usize, scales: usize) -> Result<()> {
    check_scales(side, scales)?;
    let multiple = FeatureProjection::STRIDE;
    if side.is_multiple_of(multiple) {
        Ok(())
    } else {
        Err(TrainingFault::OddSide { side, multiple }.into())
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use tests::pictures as test_pictures;
