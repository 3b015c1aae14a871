//! What Refine moves towards its target: the pixels, or the decoder that paints them.

use super::{
    job::{RefineJob, first_canvas},
    surface::Surface,
};
use crate::{
    compute::{Budget, Compute, Forecast, to_tensor},
    error::Result,
    picture,
    stylize::{
        controls::Controls,
        instant::{Fitting, Instant, Look, PAINTING_SIDE},
        octaves::{Octave, plan},
        optimiser::PixelOptimizer,
        recipe::{OptimizerKind, Recipe},
        target::{Aim, Target},
    },
};
use burn::tensor::Tensor;
use std::sync::Arc;

/// What moves.
#[derive(Clone)]
pub enum Moved {
    Pixels(PixelOptimizer),
    Decoder(Box<Fitting>, Box<Surface>),
}

impl Moved {
    /// What `job` wants moved at first, and the picture that the first step finds, `[1, 3, H, W]`.
    ///
    /// # Errors
    /// If the device fails.
    pub fn begin(
        job: &RefineJob,
        octave: Octave,
        target: &Target,
        controls: &Controls,
        compute: &Compute,
    ) -> Result<(Self, Tensor<4>)> {
        match (job.recipe.optimizer, &job.painter) {
            (OptimizerKind::Decoder, Some((instant, style))) => {
                let size = (octave.width, octave.height);
                let small = picture::resize(&job.photograph, size.0, size.1);
                let photograph = to_tensor(&small.matte(), size.0, size.1, &compute.device);
                let (instant, look) = (Arc::clone(instant), Look::of(&job.recipe));
                let fitting = Fitting::begin(instant, &small, style.clone(), look)?;
                let canvas = fitting.canvas();
                let surface = Surface::new(photograph, &canvas, target.paintings(), controls);
                Ok((Self::Decoder(Box::new(fitting), Box::new(surface)), canvas))
            }
            // Pixels, where nobody's decoder has painted.
            (kind, _) => {
                let canvas = first_canvas(job, octave, compute);
                Ok((Self::Pixels(PixelOptimizer::new(kind)), canvas))
            }
        }
    }

    /// The loss is another one from now on, under these `controls`.
    pub fn loss_changed(&mut self, controls: &Controls) {
        match self {
            Self::Pixels(optimizer) => optimizer.loss_changed(),
            Self::Decoder(_, surface) => surface.mix(controls),
        }
    }

    /// Numbers that a copy keeps alive, beside the picture.
    pub fn numbers(&self, pixels: usize) -> usize {
        match self {
            // Both moments; the history of L-BFGS is not counted.
            Self::Pixels(_) => 2 * pixels,
            Self::Decoder(fitting, _) => fitting.numbers(),
        }
    }
}

/// Bytes that a decoder being fitted keeps for each pixel, beside what the network that sees does; measured were 400 at 512 x 512.
const DECODER_BYTES: u64 = 600;

/// The sizes at which Refine paints a picture of `width` x `height` of a photograph of the size `own` by `recipe`: those of pixels
/// coarse to fine, a decoder's one.
pub fn octaves(
    recipe: &Recipe,
    (width, height): (usize, usize),
    own: (usize, usize),
) -> Vec<Octave> {
    let steps = recipe.steps;
    match recipe.optimizer {
        OptimizerKind::Decoder => {
            let (width, height) = Fitting::size(recipe.fitted_strokes(), width.max(height), own);
            vec![Octave {
                width,
                height,
                steps,
            }]
        }
        OptimizerKind::Adam | OptimizerKind::Lbfgs => plan(width, height, steps),
    }
}

/// What Refine takes for a picture of `size` by `recipe`, beside the photograph; `net` is what the network that sees takes.
pub fn forecast(
    recipe: &Recipe,
    net: Forecast,
    (width, height): (usize, usize),
    budget: Budget,
) -> Forecast {
    match recipe.optimizer {
        OptimizerKind::Decoder => {
            let (w, h) = Fitting::size(recipe.fitted_strokes(), width.max(height), (width, height));
            let fitting = (w * h) as u64 * (net.bytes_per_pixel + DECODER_BYTES);
            let painting = Instant::forecast(width, height, budget);
            Forecast {
                // One after the other.
                resting_bytes: painting.resting_bytes.max(net.resting_bytes + fitting),
                // What was painted and the result, the photograph at its size for both.
                bytes_per_pixel: painting.bytes_per_pixel + 4 * 12,
            }
        }
        OptimizerKind::Adam | OptimizerKind::Lbfgs => net,
    }
}

/// How what `recipe` moves is held to its photograph.
pub fn aim(recipe: &Recipe) -> &'static Aim {
    match recipe.optimizer {
        OptimizerKind::Decoder => &Aim::DECODER,
        OptimizerKind::Adam | OptimizerKind::Lbfgs => &Aim::PIXELS,
    }
}

/// Long side of paintings over that of a picture of long side `long` as Refine looks at both by `recipe`.
pub fn painting_scale(recipe: &Recipe, long: usize) -> f32 {
    match recipe.optimizer {
        // The generator's strokes have a size in pixels.
        OptimizerKind::Decoder => recipe.style_scale * PAINTING_SIDE / long.max(1) as f32,
        OptimizerKind::Adam | OptimizerKind::Lbfgs => recipe.painting_scale(),
    }
}
