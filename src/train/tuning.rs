//! A style tuned: what a generator does to paint one painting's style better than its style code alone says.
//!
//! The generator reads a code of a few hundred numbers and says scales, shifts, grain and colour of its layers, about
//! 1,100 more ([`Generator::modulate`]). Here an offset of those alone is learnt for one painting, and the generator stays
//! as it is: photographs are painted and moved down the loss that the generator itself was trained with ([`Goal`]), without
//! a discriminator. To learn no more than the modulation for a new painting is what Dumoulin et al. do ("A learned
//! representation for artistic style", ICLR 2017).

use super::{
    controls::WeightSpec,
    seen::Seen,
    tasks::generator::{Goal, Lambdas, Losses, Manner},
    terms::Terms,
};
use crate::{
    compute::{at_once, to_tensor},
    data::{Cut, Stored, TURNS, one_of, random, scaled, stacked},
    error::{Error, Result, catch_panic},
    fault::{PictureRole, TrainingFault},
    nn::{
        CODE_LAYER, CodeSpace, FeatureNet, Generator, MODULATION_SIZE, Model, Norms, Tuning,
        replica_of,
    },
    optim::{Clip, Learner, ModuleAdam},
    picture::{Picture, fit_long_side, resize},
};
use burn::{
    module::{Module, Param},
    optim::GradientsParams,
    tensor::{Device, Tensor},
};
use std::{ops::Range, path::Path, sync::Arc};

/// Crops of a step, half of them in a graph of its own.
const CROPS: usize = 4;
/// Their side in pixels.
const SIDE: usize = 192;
/// How much of a photograph, which is kept with a short side of 512 pixels, they show: strokes have about the size that they
/// have in a draft.
const SCALES: [f64; 2] = [1.0, 2.0];
/// Long side at which the painting is looked at, as it is for its code.
const STYLE_SIDE: usize = 512;
/// Random stream of the crops.
const STREAM: u64 = 61;

/// How a style is tuned.
#[derive(Clone, Debug, PartialEq)]
pub struct TuneSettings {
    /// Steps of learning.
    pub steps: usize,
    /// Rate of Adam at first; it falls to zero.
    pub rate: f64,
    /// Chooses crops and grain.
    pub seed: u64,
    /// Weights of the terms of the loss, [`TuneSettings::WEIGHTS`]; what is not there weighs nothing.
    pub weights: Terms,
}

impl Default for TuneSettings {
    fn default() -> Self {
        let specs = Self::WEIGHTS.iter().map(|spec| (spec.name, spec.default));
        let mut weights: Terms = specs.collect();
        // More than in a training for all paintings: shapes are kept as they are learnt already.
        weights.set("style", 1.5);
        Self {
            steps: 150,
            rate: 0.06,
            seed: 17,
            weights,
        }
    }
}

impl TuneSettings {
    /// The terms of the loss; adversarial, there is no discriminator, weighs nothing whatever it is.
    pub const WEIGHTS: &[WeightSpec] = Lambdas::SPECS;
}

/// What is learnt.
#[derive(Module, Debug)]
struct Offset {
    /// `[1, MODULATION_SIZE]`.
    numbers: Param<Tensor<2>>,
}

/// A style while it is tuned.
pub struct StyleTuning {
    settings: TuneSettings,
    lambdas: Lambdas,
    painter: String,
    net: Arc<FeatureNet>,
    generator: Generator,
    /// The same on the device that tracks gradients, none of its own.
    tracked: Generator,
    manner: Arc<Manner>,
    /// What the code alone does, `[1, MODULATION_SIZE]`.
    modulation: Tensor<2>,
    photographs: Vec<Stored>,
    offset: Learner<Offset>,
    step: usize,
    device: Device,
}

impl StyleTuning {
    /// Begins to tune the style of `painting` for the generator of `model` with `photographs` to paint; `net` must be the
    /// encoder that the generator knows.
    ///
    /// # Errors
    /// If the model is no generator, there is no photograph, or the device fails.
    pub fn begin(
        model: &Model,
        net: Arc<FeatureNet>,
        painting: &Picture,
        photographs: Vec<Stored>,
        settings: TuneSettings,
        device: &Device,
    ) -> Result<Self> {
        model.expect_painter(Path::new(&model.info.name))?;
        if photographs.is_empty() {
            let (role, side) = (PictureRole::Photographs, SIDE);
            return Err(TrainingFault::NoPictures { role, side }.into());
        }
        let generator = Generator::from_weights(model.weights(), model.info.traits, device)?;
        let space = CodeSpace::from_weights(model.weights(), device)?;
        let look = || {
            let manner = Manner::of(&net, seen(painting, device));
            let modulation = generator.modulate(space.normalise(manner.code()));
            let numbers = Tensor::<2>::zeros([1, MODULATION_SIZE], device);
            let numbers = Param::from_tensor(numbers.autodiff().require_grad());
            let (adam, clip) = (ModuleAdam::plain(), Clip::Together(1.0));
            let weight = |name: &str| settings.weights.get(name).unwrap_or(0.0);
            Ok(Self {
                lambdas: Lambdas::from(weight),
                settings,
                painter: model.info.hash.clone(),
                tracked: replica_of(&generator, |_| false),
                manner: Arc::new(manner),
                modulation,
                photographs,
                offset: Learner::new(Offset { numbers }, adam, clip),
                step: 0,
                device: device.clone(),
                net,
                generator,
            })
        };
        catch_panic(look)
            .unwrap_or_else(Err)
            .map_err(Error::Compute)
    }

    /// Steps done, and of how many.
    pub fn progress(&self) -> (usize, usize) {
        (self.step, self.settings.steps)
    }

    /// Whether nothing is left to be learnt.
    pub fn is_done(&self) -> bool {
        self.step >= self.settings.steps
    }

    /// One step; what was lost before it, by name.
    ///
    /// # Errors
    /// If the device fails.
    pub fn step(&mut self) -> Result<Terms> {
        let learn = || {
            let halves = vec![0..CROPS / 2, CROPS / 2..CROPS];
            let learnt = at_once(&self.device, halves, |crops| self.share(crops));
            let (losses, grads): (Vec<_>, Vec<_>) = learnt.into_iter().unzip();
            let left = 1.0 - self.step as f64 / self.settings.steps.max(1) as f64;
            let gradient = self.offset.step(self.settings.rate * left, grads);
            self.step += 1;
            let losses = Losses {
                gradient,
                ..Losses::mean(&losses)
            };
            Ok(losses.terms())
        };
        catch_panic(std::panic::AssertUnwindSafe(learn))
            .unwrap_or_else(Err)
            .map_err(Error::Compute)
    }

    /// What was learnt so far.
    ///
    /// # Errors
    /// If it is no number, or the device fails.
    pub fn tuning(&self) -> Result<Tuning> {
        let read = || {
            let numbers = self.offset.net.numbers.val().inner();
            Tuning::new(&self.painter, numbers.into_data().iter())
        };
        catch_panic(read)
            .unwrap_or_else(Err)
            .map_err(Error::Compute)
    }

    /// What some crops of the present step lost, and where that grows.
    fn share(&self, crops: Range<usize>) -> (Losses, GradientsParams) {
        let (count, seed) = (crops.len(), self.settings.seed);
        let item = self.step * CROPS + crops.start;
        let crop = |i: usize| {
            let item = self.step * CROPS + i;
            let mut rng = random(seed, STREAM, item as u64);
            let stored = one_of(&self.photographs, &mut rng);
            let side = scaled(stored, SIDE, SCALES, &mut rng);
            Cut::of(stored, side, &mut rng).planes(stored, SIDE, item % TURNS)
        };
        let crops: Vec<Vec<f32>> = crops.map(crop).collect();
        let photographs = stacked(crops.iter(), SIDE, &self.device);
        let manners = vec![Arc::clone(&self.manner); count];
        let (free, selves) = (vec![0.0; count], vec![0.0; count]);
        let goal = Goal::new(&self.net, photographs.clone(), &manners, &free, selves);
        let content = self.generator.encode(photographs).constant();
        let offset = self.offset.replica();
        let modulation = self.modulation.clone().autodiff() + offset.numbers.val();
        let modulation = modulation.repeat_dim(0, count);
        let (grain, norms) = (seed.wrapping_add((item as u64) << 8), &mut Norms::Own);
        let painted = self
            .tracked
            .decode_modulated(&content, modulation, grain, norms);
        let pictures = painted.clone().inner();
        let seen = Seen::of(&self.net, pictures);
        let unjudged = |_: &[Tensor<4>]| Vec::new();
        let (values, slope) = goal.losses(&self.net, &painted, seen, &self.lambdas, unjudged);
        let grads = GradientsParams::from_grads(slope.backward(), &offset);
        (values.read(), grads)
    }
}

/// A painting as its style is looked at, `[1, 3, H, W]`.
fn seen(painting: &Picture, device: &Device) -> Tensor<4> {
    let long = painting.long_side().min(STYLE_SIDE);
    let (width, height) = fit_long_side(painting.width, painting.height, long);
    // The encoder needs a cell at its deepest level.
    let least = CODE_LAYER.stride().max(16);
    let (width, height) = (width.max(least), height.max(least));
    let small = resize(painting, width, height);
    to_tensor(&small.matte(), width, height, device)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        data::samples,
        nn::{ModelKind, NetSpec, Shipped},
    };

    /// Fields of three colours, which no photograph has.
    fn painting() -> Picture {
        let colours = [[0.9, 0.2, 0.1], [0.1, 0.5, 0.3], [0.95, 0.9, 0.2]];
        let colour = |i: usize| colours[(i % 160 / 23 + i / 160 / 17) % 3];
        Picture::from_rgb(160, 120, (0..160 * 120).flat_map(colour).collect())
    }

    fn begin(steps: usize, photographs: Vec<Stored>) -> Result<StyleTuning> {
        let device = Device::flex();
        let model = Shipped::newest(ModelKind::Generator).and_then(|newest| newest.open());
        let net = Arc::new(FeatureNet::open(&NetSpec::BuiltIn, &device)?);
        let settings = TuneSettings {
            steps,
            ..TuneSettings::default()
        };
        StyleTuning::begin(&model?, net, &painting(), photographs, settings, &device)
    }

    #[test]
    fn learning_comes_nearer_to_the_painting_and_is_the_same_each_time() {
        let learn = || {
            let mut tuning = begin(10, samples().expect("photographs")).expect("begun");
            let mut losses = Vec::new();
            while !tuning.is_done() {
                losses.push(tuning.step().expect("learnt"));
            }
            assert_eq!(tuning.progress(), (10, 10));
            (losses, tuning.tuning().expect("numbers"))
        };
        let (losses, tuning) = learn();
        let mean = |steps: &[Terms]| {
            let of = |name: &str| {
                steps
                    .iter()
                    .filter_map(|terms| terms.get(name))
                    .sum::<f32>()
            };
            (of("style") + 0.25 * of("palette")) / steps.len() as f32
        };
        let (first, last) = (mean(&losses[..2]), mean(&losses[8..]));
        assert!(last < 0.95 * first, "{first} to {last}");
        assert!(tuning.offset().iter().any(|n| *n != 0.0));
        assert_eq!(learn().1, tuning);
    }

    #[test]
    fn without_photographs_there_is_nothing_to_practise_on() {
        assert!(begin(1, Vec::new()).is_err());
    }
}
