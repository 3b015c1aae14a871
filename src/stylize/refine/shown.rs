//! What is seen of a run, and what comes of it.

use super::{Losses, Outcome, Refine, job::read, moved::Moved};
use crate::{
    compute::{to_picture, to_tensor},
    error::{Error, Result, catch_panic},
    picture::{self, Picture},
    stylize::{
        controls::Controls,
        instant::{toned, with_chroma},
        octaves::Octave,
        recipe::Colour,
    },
};
use burn::tensor::Tensor;
use std::sync::Arc;

impl Refine {
    /// The picture as it stands, at the size of the present octave: the average of recent
    /// iterates, `[1, 3, H, W]`, sRGB 0..1, without the tone.
    pub fn canvas(&self) -> Tensor<4> {
        self.average.clone()
    }

    /// The picture as it stands, at the size of the present octave or that of [`Refine::whole`] if that was painted, as the
    /// finished one will look: with the recipe's colours and the tone. `[1, 3, H, W]`, sRGB 0..1, on the device; see
    /// [`Refine::finish`] for export.
    ///
    /// # Errors
    /// If the device fails.
    pub fn live(&self) -> Result<Tensor<4>> {
        let live = || {
            let tensor = |picture: &Picture| {
                let (width, height) = (picture.width, picture.height);
                to_tensor(&picture.matte(), width, height, &self.compute.device)
            };
            let own_at = |width, height| {
                let own = picture::resize(&self.job.photograph, width, height);
                tensor(&own)
            };
            let whole = self.whole.get();
            let own = || match whole {
                Some(whole) => own_at(whole.width, whole.height),
                None => {
                    let Octave { width, height, .. } = self.octaves[self.octave];
                    self.own.get_or_init(|| own_at(width, height)).clone()
                }
            };
            let mut picture = whole.map_or_else(|| self.average.clone(), |whole| tensor(whole));
            if self.job.recipe.colour == Colour::Luma {
                picture = with_chroma(picture, own());
            }
            toned(picture, own, &self.tone)
        };
        catch_panic(live).map_err(Error::Compute)
    }

    /// The picture as it stands, at the size of the present octave, in memory, without the tone.
    ///
    /// # Errors
    /// If the device fails.
    pub fn picture(&self) -> Result<Picture> {
        catch_panic(|| to_picture(self.average.clone())).map_err(Error::Compute)
    }

    /// The picture as it stands in memory, without the tone: what a decoder paints at the recipe's size, or that of the
    /// present octave.
    ///
    /// # Errors
    /// If the device fails.
    pub fn whole(&self) -> Result<Arc<Picture>> {
        let photograph = &self.job.photograph;
        let (width, height) = self.job.recipe.size.of(photograph.width, photograph.height);
        match (&self.moved, self.whole.get()) {
            (Moved::Pixels(_), _) => self.picture().map(Arc::new),
            (_, Some(whole)) => Ok(Arc::clone(whole)),
            (Moved::Decoder(fitting, _), None) => {
                let photograph = Arc::new(picture::resize(photograph, width, height));
                let painted = fitting.paint(photograph, self.job.recipe.strokes())?;
                Ok(Arc::clone(self.whole.get_or_init(|| Arc::new(painted))))
            }
        }
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
        // A decoder has moved since it painted what is shown.
        let average = match &self.moved {
            Moved::Pixels(_) => self.average.clone(),
            Moved::Decoder(fitting, _) => fitting.canvas(),
        };
        let terms = self.target.terms(
            &self.net,
            average,
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
        let photograph = &self.job.photograph;
        let (width, height) = self.job.recipe.size.of(photograph.width, photograph.height);
        let original = picture::resize(photograph, width, height);
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
