//! What is seen of a run, and what comes of it.

use super::{Losses, Outcome, Refine, job::read};
use crate::{
    compute::{enlarged, to_picture, to_tensor},
    error::{Error, Result, catch_panic},
    picture::{self, Picture},
    stylize::{
        controls::Controls,
        instant::{toned, with_chroma},
        recipe::Colour,
    },
};
use burn::tensor::Tensor;

impl Refine {
    /// The picture as it stands, at the size of the present octave: the average of recent
    /// iterates, `[1, 3, H, W]`, sRGB 0..1, without the tone.
    pub fn canvas(&self) -> Tensor<4> {
        self.average.clone()
    }

    /// The picture as it stands, as the finished one will look, with the recipe's colours and the tone: at the size of the
    /// present octave, or the result's if [`Refine::whole`] was painted or [`Refine::renew_marks`] called. `[1, 3, H, W]`,
    /// sRGB 0..1, on the device; see [`Refine::finish`] for export.
    ///
    /// # Errors
    /// If the device fails.
    pub fn live(&self) -> Result<Tensor<4>> {
        let live = || {
            let seen = match (self.whole.get(), &self.marks) {
                (Some(whole), _) => self.tensor(whole),
                (None, Some(marks)) => {
                    (enlarged(self.average.clone(), self.size) + marks.clone()).clamp(0.0, 1.0)
                }
                (None, None) => self.average.clone(),
            };
            let [_, _, height, width] = seen.dims();
            let own = || self.own_at(width, height);
            let picture = match self.job.recipe.colour {
                Colour::Luma => with_chroma(seen, own()),
                Colour::Style | Colour::Content => seen,
            };
            toned(picture, own, &self.tone)
        };
        catch_panic(live).map_err(Error::Compute)
    }

    /// The photograph at a size, `[1, 3, H, W]`; kept for the first size that is asked for in an octave.
    fn own_at(&self, width: usize, height: usize) -> Tensor<4> {
        let own = || self.tensor(&picture::resize(&self.job.photograph, width, height));
        let kept = self.own.get_or_init(own);
        match kept.dims() == [1, 3, height, width] {
            true => kept.clone(),
            false => own(),
        }
    }

    pub(super) fn tensor(&self, picture: &Picture) -> Tensor<4> {
        let (width, height) = (picture.width, picture.height);
        to_tensor(&picture.matte(), width, height, &self.compute.device)
    }

    /// The picture as it stands, at the size of the present octave, in memory, without the tone.
    ///
    /// # Errors
    /// If the device fails.
    pub fn picture(&self) -> Result<Picture> {
        catch_panic(|| to_picture(self.average.clone())).map_err(Error::Compute)
    }

    /// [`Refine::live`] in memory.
    ///
    /// # Errors
    /// If the device fails.
    pub fn preview(&self) -> Result<Picture> {
        let live = self.live()?;
        catch_panic(|| to_picture(live)).map_err(Error::Compute)
    }

    /// Ends the run, be it done or stopped: the best picture so far at the recipe's size.
    ///
    /// # Errors
    /// If the device fails.
    pub fn finish(self) -> Result<Outcome> {
        catch_panic(|| self.finish_inner()).map_err(Error::Compute)?
    }

    fn finish_inner(self) -> Result<Outcome> {
        // Distances are losses at weight 1, and losses are proportional to their weights.
        let plain = Controls {
            content: 1.0,
            style: 1.0,
            ..self.controls.clone()
        };
        let terms = self.target.terms(
            &self.net,
            self.draft(),
            &self.style,
            &plain,
            self.discriminator.as_ref(),
        );
        let distances = read(terms.each());
        let (content, style) = (
            distances.content * self.controls.content,
            distances.style * self.controls.style,
        );
        let losses = Losses {
            total: content
                + style
                + distances.smoothness
                + distances.adversarial
                + distances.detail,
            content,
            style,
            ..distances
        };
        let (width, height) = self.size;
        let original = picture::resize(&self.job.photograph, width, height);
        let whole = self.whole()?;
        let mut rgb = picture::resize(&whole, width, height).rgb;
        if self.job.recipe.colour == Colour::Luma {
            picture::take_chroma(&original.matte(), &mut rgb);
        }
        let mut picture = Picture {
            rgb,
            ..original.clone()
        };
        self.tone.apply(&original, &mut picture);
        Ok(Outcome {
            steps: self.step,
            losses,
            content_distance: distances.content,
            style_distance: distances.style,
            measures: picture::measure(&picture),
            picture,
        })
    }
}
