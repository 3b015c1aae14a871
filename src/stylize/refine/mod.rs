//! Refine: a picture is moved towards a painting's style and a photograph's shapes (Gatys et al. 2016): its pixels, coarse to
//! fine, or the decoder that painted it ([`Moved`]).
//!
//! A run is a value that is stepped: whoever drives it, a command line or a window, calls
//! [`Refine::step`] with the newest [`Controls`], looks at [`Refine::picture`] when it wants, pauses
//! by not calling and stops by calling [`Refine::finish`].

mod job;
mod moved;
mod shown;
mod surface;
mod whole;

pub use job::{Losses, Outcome, Progress, RefineJob, Start};

use super::{
    canvas::resized,
    controls::Controls,
    discriminator::PatchDiscriminator,
    octaves::{Octave, place},
    recipe::{Change, Colour, OptimizerKind, Recipe},
    target::Target,
};
use crate::{
    compute::Compute,
    error::{Error, Result, catch_panic},
    fault::SettingFault,
    nn::{FeatureNet, Statistics},
    picture::{self, Picture, Tone},
};
use burn::tensor::Tensor;
use job::{look, read};
use moved::Moved;
pub use moved::{forecast, octaves, painting_scale};
use std::sync::{Arc, OnceLock};

/// Share of the past in the averaged picture. Averaging iterates (Polyak) removes the jitter of
/// the optimiser, which shows as colour noise in flat areas.
const AVERAGE: f32 = 0.9;

/// A run of Refine. Its copies share what does not change and are cheap, so that a run can be
/// remembered at any step and gone on with from there.
#[derive(Clone)]
pub struct Refine {
    job: Arc<RefineJob>,
    net: Arc<FeatureNet>,
    compute: Compute,
    octaves: Vec<Octave>,
    octave: usize,
    in_octave: usize,
    step: usize,
    canvas: Tensor<4>,
    average: Tensor<4>,
    moved: Moved,
    target: Target,
    style: Vec<Statistics>,
    controls: Controls,
    changes: Vec<Change>,
    /// From the first step on that listens to it, until one does not.
    discriminator: Option<PatchDiscriminator>,
    last: Option<[Tensor<1>; 5]>,
    /// Colour and tone of what is shown and handed out; painting does not depend on it.
    tone: Tone,
    /// Width and height of the result.
    size: (usize, usize),
    /// The photograph at the size of what is shown, once it was needed.
    own: OnceLock<Tensor<4>>,
    /// What a decoder paints at the result's size, once it was needed; of this step, shared by copies.
    whole: Arc<OnceLock<Arc<Picture>>>,
    /// What a whole painting of before has over its draft, `[1, 3, H, W]`: the finest marks of what is shown.
    marks: Option<Tensor<4>>,
}

impl Refine {
    /// Prepares a run: looks at the sources and starts the first octave.
    ///
    /// # Errors
    /// If the recipe has no meaning, there is no style, or the device fails.
    pub fn new(mut job: RefineJob, net: Arc<FeatureNet>, compute: Compute) -> Result<Self> {
        if job.painter.is_none() && job.recipe.optimizer == OptimizerKind::Decoder {
            // Nobody's decoder has painted what it starts from.
            job.recipe.optimizer = OptimizerKind::Adam;
        }
        job.recipe
            .check()
            .map_err(|reason| SettingFault::Recipe(reason.to_string()))?;
        if job.paintings.is_empty() {
            return Err(Error::NoStyle);
        }
        if job.recipe.colour != Colour::Style {
            let wanted = job.photograph.matte();
            for painting in &mut job.paintings {
                painting.rgb = painting.matte().into_owned();
                painting.alpha = None;
                picture::match_statistics(&mut painting.rgb, &wanted);
            }
        }
        let own = (job.photograph.width, job.photograph.height);
        let octaves = octaves(&job.recipe, job.size, own);
        let (octave, in_octave) = place(&octaves, job.recipe.begun_at);
        let build = || {
            let controls = job.recipe.start_controls();
            let target = look(&net, &job, octaves[octave], &compute);
            let style = target.mixed_style(&controls);
            (controls, target, style)
        };
        let (controls, target, style) = catch_panic(build).map_err(Error::Compute)?;
        let first = || Moved::begin(&job, octaves[octave], &target, &controls, &compute);
        let (moved, canvas) = catch_panic(first).map_err(Error::Compute)??;
        Ok(Self {
            step: job.recipe.begun_at,
            tone: job.recipe.tone,
            size: job.size,
            own: OnceLock::new(),
            whole: Arc::default(),
            marks: None,
            job: Arc::new(job),
            net,
            compute,
            octaves,
            octave,
            in_octave,
            average: canvas.clone(),
            canvas,
            moved,
            target,
            style,
            controls,
            changes: Vec::new(),
            discriminator: None,
            last: None,
        })
    }

    /// Whether all steps are done.
    pub fn is_done(&self) -> bool {
        self.step >= self.steps()
    }

    /// Whether it is painted at less than half its size as yet.
    pub fn is_coarse(&self) -> bool {
        let long = |octave: &Octave| octave.width.max(octave.height);
        // Half of an odd side is rounded down.
        let half = self.octaves.last().map_or(0, long) / 2;
        long(&self.octaves[self.octave]) < half
    }

    /// Steps of the whole run.
    fn steps(&self) -> usize {
        let Recipe {
            steps, stop_after, ..
        } = self.job.recipe;
        stop_after.map_or(steps, |stop| stop.min(steps))
    }

    /// One step under `controls`; nothing happens once the run is done. Losses are not read back
    /// here, see [`Refine::progress`].
    ///
    /// # Errors
    /// If the device fails.
    pub fn step(&mut self, controls: &Controls) -> Result<()> {
        if self.is_done() {
            return Ok(());
        }
        catch_panic(|| self.step_inner(controls)).map_err(Error::Compute)
    }

    fn step_inner(&mut self, controls: &Controls) {
        if self.in_octave == self.octaves[self.octave].steps {
            self.next_octave();
        }
        if self.controls != *controls {
            self.controls = controls.clone();
            self.changes.push(Change {
                step: self.step,
                controls: controls.clone(),
            });
            self.style = self.target.mixed_style(controls);
            self.moved.loss_changed(controls);
        }
        self.learn(controls);
        let Self {
            target,
            net,
            style,
            discriminator,
            last,
            ..
        } = self;
        let mut loss = |pixels: Tensor<4>| {
            let terms = target.terms(net, pixels, style, controls, discriminator.as_ref());
            let total = terms.total();
            *last = Some(terms.each());
            (total, terms.gradient)
        };
        let keep = match &mut self.moved {
            Moved::Pixels(optimizer) => {
                let moved = optimizer.step(self.canvas.clone(), &mut loss);
                self.canvas = moved.clamp(0.0, 1.0);
                // Early iterates of an octave count less, as in Adam's bias correction.
                AVERAGE.min(1.0 - 1.0 / (self.in_octave + 1) as f32)
            }
            Moved::Decoder(fitting, surface) => {
                let steps = self.job.recipe.steps;
                self.canvas = fitting.step(self.step, steps, |pixels| {
                    loss(pixels.clone()).1 + surface.slope(pixels, controls)
                });
                0.0
            }
        };
        self.whole = Arc::default();
        self.step += 1;
        self.in_octave += 1;
        let past = self.average.clone().mul_scalar(keep);
        self.average = past + self.canvas.clone().mul_scalar(1.0 - keep);
    }

    /// A step of the discriminator, if it is listened to and sees something.
    fn learn(&mut self, controls: &Controls) {
        if controls.adversarial <= 0.0 {
            self.discriminator = None;
            return;
        }
        if !PatchDiscriminator::sees(&self.canvas) {
            return;
        }
        let (seed, device) = (self.job.recipe.seed, &self.compute.device);
        let discriminator = self
            .discriminator
            .get_or_insert_with(|| PatchDiscriminator::new(seed, device));
        discriminator.learn(self.target.paintings(), &controls.mix, &self.canvas);
    }

    fn next_octave(&mut self) {
        self.octave += 1;
        self.in_octave = 0;
        self.own = OnceLock::new();
        let octave = self.octaves[self.octave];
        let device = &self.compute.device;
        let grown = resized(self.average.clone(), octave.width, octave.height, device);
        self.canvas = grown.clamp(0.0, 1.0);
        self.average = self.canvas.clone();
        if let Moved::Pixels(optimizer) = &mut self.moved {
            optimizer.resize(octave.width, octave.height, device);
        }
        self.target = look(&self.net, &self.job, octave, &self.compute);
        self.style = self.target.mixed_style(&self.controls);
    }

    /// Steps done.
    pub fn steps_done(&self) -> usize {
        self.step
    }

    /// Bytes of tensors that a copy keeps alive when the run goes on.
    pub fn kept_bytes(&self) -> usize {
        // Canvas and average beside what moves.
        let pixels = self.canvas.shape().num_elements();
        let marks = self.marks.as_ref().map_or(0, |m| m.shape().num_elements());
        4 * (2 * pixels + marks + self.moved.numbers(pixels))
    }

    /// The recipe of the picture as it stands: the one given, with every change of the weights so
    /// far, and its end if that is not the last step.
    pub fn played(&self) -> Recipe {
        Recipe {
            changes: self.changes.clone(),
            stop_after: (self.step < self.job.recipe.steps).then_some(self.step),
            tone: self.tone,
            ..self.job.recipe.clone()
        }
    }

    /// Where the run stands; reads the last loss from the device.
    ///
    /// # Errors
    /// If the loss is no longer a number, or the device fails.
    pub fn progress(&self) -> Result<Progress> {
        let losses = match &self.last {
            None => Losses::default(),
            Some(terms) => catch_panic(|| read(terms.clone())).map_err(Error::Compute)?,
        };
        if !losses.total.is_finite() {
            return Err(Error::Compute(
                "the loss is no longer a number; lower the weights".to_owned(),
            ));
        }
        Ok(Progress {
            step: self.step,
            steps: self.steps(),
            octave: self.octaves[self.octave],
            octave_index: self.octave,
            losses,
            work: self.work(),
        })
    }

    fn work(&self) -> (f64, f64) {
        let cost = |o: &Octave, steps: usize| (o.width * o.height * steps) as f64;
        let all: f64 = self.octaves.iter().map(|o| cost(o, o.steps)).sum();
        let past = self.octaves[..self.octave].iter().map(|o| cost(o, o.steps));
        let done = past.sum::<f64>() + cost(&self.octaves[self.octave], self.in_octave);
        (done, all - done)
    }

    /// Another colour and tone of what is shown and handed out.
    pub fn set_tone(&mut self, tone: Tone) {
        self.tone = tone;
    }
}
