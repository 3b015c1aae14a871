//! Training of Instant's generator: any photograph in any style, in one pass.
//!
//! - [`config`]: how it is set up, and what it loses.
//! - [`batch`]: the crops of each step.
//! - [`objective`]: content and style losses by the frozen encoder.
//! - [`discriminator`]: the discriminator while it learns.
//! - [`networks`]: all that learns, to and from the checkpoint.
//! - [`step`]: one step, both halves of its batch at once.
//! - [`validation`]: the score on pictures that are not trained on, and samples.
//!
//! The rate of Adam is constant after a warm-up and falls to zero only over the last share of the
//! steps ([`GeneratorConfig::cooldown`]), so a run can be given more steps whenever it is resumed.
//!
//! A checkpoint holds the weights, their average and both moments of Adam in full precision (18 MB,
//! with a discriminator 23), since only so a resumed run is the run. What is kept with the program is
//! the exported average in half precision (2.3 MB), from which a new run can begin
//! ([`GeneratorConfig::start`]): Adam finds its moments again within a few hundred steps.

mod batch;
mod codes;
mod config;
mod discriminator;
mod networks;
mod objective;
mod painter;
mod projected;
mod step;
mod validation;

pub(super) use batch::{Batch, Crops, Draw, Sources};
pub(super) use codes::{PIECE, code_of, label_ahead, look_ahead};
pub use config::GeneratorConfig;
pub(super) use config::{DiscriminatorLosses, check_scales};
pub(in crate::train) use config::{Lambdas, Losses};
pub(super) use discriminator::{Adversary, Evidence, Told};
pub use networks::Networks;
pub(in crate::train) use objective::{Goal, Manner};
pub use painter::Painter;
pub(super) use projected::Projected;
pub(super) use step::{Bank, PROJECTED, Step};

use crate::{
    compute::{to_picture, to_tensor},
    data::{KEPT_SIDE, Part, Parts, Pool, Split, Stored},
    error::Result,
    evaluate::Score,
    fault::PictureRole,
    nn::{CodeSpace, FeatureNet, Generator, NetSpec},
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
use config::form_name;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use validation::{Pairs, SHOWN};

const WARM_UP: usize = 200;
/// Crops of paintings whose codes make the space in which the generator sees styles.
const SPACE: u64 = 400;

/// The pictures of the task.
pub struct GeneratorData {
    contents: Pool,
    styles: Pool,
    own: Arc<[Stored]>,
}

/// Learns to paint any photograph in any style.
pub struct GeneratorTask {
    config: GeneratorConfig,
    seed: u64,
    device: Device,
    net: FeatureNet,
    networks: Networks<Generator>,
    sources: Sources,
    pictures: [Split; 2],
    /// Codes of the first paintings, until there is a space.
    codes: Vec<Tensor<2>>,
    bank: Bank,
    validation: Pairs,
    test: Pairs,
}

impl Task for GeneratorTask {
    const NAME: &'static str = "generator";
    const WEIGHTS: &'static [WeightSpec] = Lambdas::SPECS;
    const PAINTS: bool = true;

    type Config = GeneratorConfig;
    type Data = GeneratorData;
    type Batch = Batch;
    type Score = Score;

    fn read(config: &GeneratorConfig, parts: &Parts) -> Result<GeneratorData> {
        let GeneratorConfig { side, scales, .. } = *config;
        check_scales(side, scales)?;
        let contents = Pool::open(&config.contents, parts, side, PictureRole::Photographs)?;
        // Larger than others, since there are few of them.
        let kept = 2 * KEPT_SIDE;
        let own = PictureRole::OwnPaintings;
        Ok(GeneratorData {
            contents: contents.measured_on(&config.validation, parts, side)?,
            styles: Pool::open(&config.styles, parts, side, PictureRole::Paintings)?,
            own: Pool::undivided(&config.own_styles, parts, side, (kept, own))?,
        })
    }

    fn fixed(config: &GeneratorConfig) -> Map<String, Value> {
        let settings = json!({
            "batch": config.batch,
            "side": config.side,
            "style_side": config.style_side,
            "recoloured": config.recoloured,
            "scales": config.scales,
            "adversarial": form_name(config.adversarial),
            "traits": config.traits.to_string(),
        });
        settings.as_object().cloned().unwrap_or_default()
    }

    fn schedule(config: &GeneratorConfig) -> Schedule {
        Schedule {
            rate: config.rate,
            warm_up: WARM_UP,
            cooldown: config.cooldown,
        }
    }

    fn open(config: &GeneratorConfig, data: GeneratorData, opening: &Opening<'_>) -> Result<Self> {
        let Opening { seed, device, .. } = *opening;
        let networks = match opening.saved {
            Some(saved) => Networks::load(saved, device)?,
            None => Networks::begin(config, seed, device)?,
        };
        let GeneratorData {
            contents,
            styles,
            own,
        } = data;
        let mut pictures = [contents.split(), styles.split()];
        pictures[1].train += own.len();
        Ok(Self {
            net: FeatureNet::open(&NetSpec::BuiltIn, device)?,
            validation: Pairs::new(contents.measured(), styles.measured()),
            test: Pairs::new(&contents.test, &styles.test),
            sources: Sources {
                contents: vec![contents.train],
                styles: vec![styles.train],
                own,
            },
            pictures,
            config: config.clone(),
            seed,
            device: device.clone(),
            networks,
            codes: Vec::new(),
            bank: Bank::default(),
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

    /// The distribution of codes over crops of paintings, if the run has none yet.
    fn prepare(&mut self, _: &Moment<'_>) -> Result<Option<f32>> {
        if self.networks.space.is_some() {
            return Ok(None);
        }
        let done = self.codes.len() as u64;
        if done >= SPACE {
            let codes = std::mem::take(&mut self.codes);
            self.networks.space = Some(CodeSpace::of(Tensor::cat(codes, 0)));
            return Ok(None);
        }
        let draw = Draw {
            sources: &self.sources,
            crops: self.config.crops(),
            seed: self.seed,
            rolled_back: 0,
        };
        look_ahead(&mut self.codes, SPACE, draw, &self.net, &self.device);
        Ok(Some(self.codes.len() as f32 / SPACE as f32))
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
        step.take(&mut self.networks, &mut self.bank, &batch)
    }

    fn examine(&mut self, part: Part, item: usize) -> Option<Score> {
        let pairs = match part {
            Part::Test => &mut self.test,
            Part::Validation | Part::Train => &mut self.validation,
        };
        pairs.score(item, &self.net, &self.networks, &self.device)
    }

    fn measure(&mut self, scores: Vec<Score>) -> Measure {
        validation::measure(&scores)
    }

    fn sample(&mut self, item: usize) -> Option<Picture> {
        let pairs = (item < SHOWN).then_some(&mut self.validation)?;
        pairs.sample(item, &self.net, &self.networks, &self.device)
    }

    /// In the style of the first painting of the validation.
    fn paint(&mut self, photograph: &Picture) -> Option<Picture> {
        let code = self.validation.code(&self.net, &self.device)?;
        let Picture { width, height, .. } = *photograph;
        let content = to_tensor(&photograph.rgb, width, height, &self.device);
        Some(to_picture(self.networks.paint(content, code, 0)))
    }

    fn save(&self, to: &mut CheckpointContents) {
        self.networks.save(to);
    }

    fn restore(&mut self, saved: &Saved) -> Result<()> {
        self.bank = Bank::default();
        self.networks.restore(saved, &self.device)
    }
}

#[cfg(test)]
mod tests;
