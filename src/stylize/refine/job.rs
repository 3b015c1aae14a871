//! What a run of Refine is given, what it says of itself, and what comes of it.

use super::moved::{aim, painting_scale};
use crate::{
    compute::{Compute, to_tensor},
    nn::FeatureNet,
    picture::{self, Measures, Picture},
    stylize::{
        instant::{Instant, Style},
        octaves::Octave,
        recipe::Recipe,
        target::Target,
    },
};
use burn::tensor::{Tensor, TensorData};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is painted, and with what.
#[derive(Clone)]
pub struct RefineJob {
    /// The photograph at its own size.
    pub photograph: Arc<Picture>,
    /// Width and height of the result: the recipe's, or what is seen of it where that says nothing.
    pub size: (usize, usize),
    /// The paintings at their own sizes, in the order of the recipe's styles.
    pub paintings: Vec<Picture>,
    /// Start picture, if the recipe names one.
    pub start: Start,
    /// The generator that painted what it starts from, and in which style: whose decoder
    /// [`OptimizerKind::Decoder`](crate::stylize::OptimizerKind::Decoder) moves.
    pub painter: Option<(Arc<Instant>, Style)>,
    /// Steps, scale, colours and seed.
    pub recipe: Recipe,
}

/// What painting starts from, resolved.
#[derive(Clone, Debug)]
pub enum Start {
    /// The photograph.
    Content,
    /// Noise.
    Noise,
    /// This picture.
    Picture(Box<Picture>),
}

/// Values of the loss terms as they enter the sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub struct Losses {
    pub total: f32,
    pub content: f32,
    pub style: f32,
    pub smoothness: f32,
    #[serde(default)]
    pub adversarial: f32,
    #[serde(default)]
    pub detail: f32,
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Steps done.
    pub step: usize,
    /// Steps of the whole run.
    pub steps: usize,
    /// The octave being painted.
    pub octave: Octave,
    /// Number of the octave, from 0.
    pub octave_index: usize,
    /// Loss before the last step.
    pub losses: Losses,
    /// Work done and work left, in pixels times steps: steps of a fine octave take longer.
    pub work: (f64, f64),
}

impl Progress {
    /// Share of the work that is done, 0 to 1.
    pub fn share(&self) -> f64 {
        let (done, left) = self.work;
        done / (done + left).max(1.0)
    }
}

/// A finished picture and what is known about it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The picture at the job's size, with the photograph's alpha.
    pub picture: Picture,
    /// Steps that were done.
    pub steps: usize,
    /// Loss of the finished picture: its weighted distance to photograph and paintings.
    pub losses: Losses,
    /// Distance of the finished picture to the photograph at weight 1.
    pub content_distance: f32,
    /// Distance of the finished picture to the mixed style at weight 1.
    pub style_distance: f32,
    /// Look of the finished picture.
    pub measures: Measures,
}

/// What a picture of an octave is compared with.
pub(super) fn look(net: &FeatureNet, job: &RefineJob, octave: Octave, compute: &Compute) -> Target {
    Target::new(
        net,
        &job.photograph,
        &job.paintings,
        (octave.width, octave.height),
        painting_scale(&job.recipe, octave.width.max(octave.height)),
        aim(&job.recipe),
        &compute.device,
    )
}

/// The canvas of the first octave, `[1, 3, H, W]`.
pub(super) fn first_canvas(job: &RefineJob, octave: Octave, compute: &Compute) -> Tensor<4> {
    let Octave { width, height, .. } = octave;
    let from = |picture: &Picture| {
        let small = picture::resize(picture, width, height);
        to_tensor(&small.matte(), width, height, &compute.device)
    };
    match &job.start {
        Start::Content => from(&job.photograph),
        Start::Picture(picture) => from(picture),
        Start::Noise => {
            let mut rng = ChaCha8Rng::seed_from_u64(job.recipe.seed);
            let noise: Vec<f32> = (0..3 * width * height).map(|_| rng.random()).collect();
            let data = TensorData::new(noise, [1, 3, height, width]);
            Tensor::from_data(data, &compute.device)
        }
    }
}

/// Reads all terms in one go.
pub(super) fn read(terms: [Tensor<1>; 5]) -> Losses {
    let values: Vec<f32> = Tensor::cat(terms.to_vec(), 0).into_data().iter().collect();
    Losses {
        total: values.iter().sum(),
        content: values[0],
        style: values[1],
        smoothness: values[2],
        adversarial: values[3],
        detail: values[4],
    }
}
