//! Schools while they learn: what a training of one school and one of several domains do alike.

use super::{
    super::generator::{Bank, Batch, Crops, Sources, Step},
    Begun, Exhibition, Figure, Freedom, Look, Looks, Painters, Preparation,
};
use crate::{
    data::{Part, Stored},
    error::Result,
    fault::TrainWarning,
    nn::{FeatureNet, NetSpec, TrainedOn},
    picture::Picture,
    train::{
        checkpoint_contents::{CheckpointContents, Saved},
        task::{Measure, Moment, Opening},
        terms::Terms,
    },
};
use burn::tensor::Device;
use std::{path::PathBuf, sync::Arc};

/// Share of the real variety below which what is painted has collapsed.
const COLLAPSED: f32 = 0.3;
/// Distance of content above which nothing is recognised any more; much paint has 0.3 to 0.4.
const LOST: f32 = 0.5;

/// How schools learn.
pub struct Plan {
    pub figure: Figure,
    pub crops: Crops,
    pub looks: Looks,
    /// Model to begin with, instead of the newest generator that ships.
    pub start: Option<PathBuf>,
    pub freedom: Freedom,
    /// How much less than 1 the labels of real crops are.
    pub label_smoothing: f32,
}

/// What schools learn from.
pub struct Lessons {
    pub sources: Sources,
    /// Pictures that are painted to be measured.
    pub contents: Arc<[Stored]>,
    /// Pictures of each school that were kept aside, with its name if there are several.
    pub kept: Vec<(Option<String>, Arc<[Stored]>)>,
    /// Pictures by whose number [`Freedom::Auto`] decides.
    pub count: usize,
    pub learns_from: Vec<TrainedOn>,
    pub warnings: Vec<TrainWarning>,
}

/// One school or several while they learn.
pub struct Schools {
    crops: Crops,
    label_smoothing: f32,
    seed: u64,
    device: Device,
    net: FeatureNet,
    begun: Begun,
    sources: Sources,
    preparation: Preparation,
    bank: Bank,
    validation: Exhibition,
    /// What they learn from, what they began with included.
    pub learns_from: Vec<TrainedOn>,
    /// What is still to be said.
    pub warnings: Vec<TrainWarning>,
}

impl Schools {
    /// As they begin, or as a checkpoint has them.
    ///
    /// # Errors
    /// If networks cannot be read.
    pub fn open(plan: Plan, lessons: Lessons, opening: &Opening<'_>) -> Result<Self> {
        let Opening { seed, device, .. } = *opening;
        let Plan { figure, looks, .. } = plan;
        let few = plan.freedom.few(lessons.count);
        let begun = match opening.saved {
            // Which layers learn, a branch says anew.
            Some(saved) if opening.begins => Begun::branch(figure, saved, few, device)?,
            Some(saved) => Begun::load(figure, saved, device)?,
            None => Begun::new(figure, plan.start.as_deref(), few, seed, device)?,
        };
        let before = begun.before.iter().cloned();
        Ok(Self {
            crops: plan.crops,
            label_smoothing: plan.label_smoothing,
            seed,
            device: device.clone(),
            net: FeatureNet::open(&NetSpec::BuiltIn, device)?,
            preparation: Preparation::new(opening, looks.side),
            validation: Exhibition::new(looks, lessons.contents, lessons.kept)?,
            learns_from: lessons.learns_from.into_iter().chain(before).collect(),
            begun,
            sources: lessons.sources,
            bank: Bank::default(),
            warnings: lessons.warnings,
        })
    }

    /// A piece of what comes before the first step; the share that is done then, if something was left to do.
    pub fn prepare(&mut self) -> Option<f32> {
        let sources = (&self.sources, self.crops, self.seed);
        let Self { preparation, .. } = self;
        preparation.go_on(&mut self.begun, sources, &self.net, &self.device)
    }

    /// What makes their batches.
    pub fn batches(&self, rolled_back: u64) -> Box<dyn FnMut(usize) -> Batch + Send> {
        self.sources.batches(self.crops, self.seed, rolled_back)
    }

    /// One step.
    pub fn step(&mut self, batch: &Batch, moment: &Moment<'_>) -> Terms {
        let step = Step {
            crops: self.crops,
            label_smoothing: self.label_smoothing,
            seed: self.seed,
            net: &self.net,
            device: &self.device,
            moment,
        };
        step.take(&mut self.begun.networks, &mut self.bank, batch)
    }

    /// Looks at an item of the validation. Small folders have nothing to spare for a test.
    pub fn examine(&mut self, part: Part, item: usize) -> Option<Look> {
        (part == Part::Validation).then_some(())?;
        let painters = Painters::of(&self.begun, &self.net, &self.device);
        self.validation.look(item, &painters)
    }

    /// What looks come to; says so if what is painted has collapsed.
    pub fn measure(&mut self, looks: Vec<Look>) -> Measure {
        let (measure, spread) = self.validation.measure(looks);
        self.warnings.extend(gone_wrong(&measure, spread));
        measure
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.begun.networks.average.schools()
    }

    /// A sample of the validation.
    pub fn sample(&self, item: usize) -> Option<Picture> {
        self.validation.sample(item, &self.painters())
    }

    /// A photograph as the first of them paints it.
    pub fn paint(&self, photograph: &Picture) -> Picture {
        self.painters().painted(photograph, 0)
    }

    fn painters(&self) -> Painters<'_> {
        Painters::of(&self.begun, &self.net, &self.device)
    }

    /// Adds networks and what goes with them to a checkpoint.
    pub fn save(&self, to: &mut CheckpointContents) {
        self.begun.save(to);
    }

    /// Goes back to a checkpoint.
    ///
    /// # Errors
    /// If something is missing in it.
    pub fn restore(&mut self, saved: &Saved) -> Result<()> {
        self.bank = Bank::default();
        self.begun.networks.restore(saved, &self.device)
    }
}

/// What is said of a look where results have only `spread` of the real variety, 1 being all of it, or can no longer be recognised: a rate
/// that is far too high ends in one of these.
pub fn gone_wrong(measure: &Measure, spread: f32) -> Option<TrainWarning> {
    if spread < COLLAPSED {
        return Some(TrainWarning::Collapsed { spread });
    }
    let contents = measure.values.iter();
    let contents = contents.filter(|(name, _)| name.split('.').next_back() == Some("content"));
    let content = contents.map(|(_, content)| content).fold(0.0, f32::max);
    (content > LOST).then_some(TrainWarning::ShapesLost { content })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_collapsed_or_lost_its_shapes_is_told_and_much_paint_is_not() {
        let told = |content: f32, spread: f32| {
            let values = [
                ("there.content", 0.1),
                ("back.content", content),
                ("kid", 9.0),
            ];
            let values = values.into_iter().collect();
            gone_wrong(&Measure { score: 0.0, values }, spread)
        };
        assert_eq!(told(0.4, 0.5), None);
        assert_eq!(
            told(0.9, 0.1),
            Some(TrainWarning::Collapsed { spread: 0.1 })
        );
        // A school at 100 times its rate: 0.62, at 0.7 of the variety.
        assert_eq!(
            told(0.62, 0.7),
            Some(TrainWarning::ShapesLost { content: 0.62 })
        );
    }
}
