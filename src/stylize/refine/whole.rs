//! What a fitted decoder paints beyond the draft that it was fitted at: the picture at the result's size, and what the canvas
//! shows of it meanwhile.

use super::{Refine, moved::Moved};
use crate::{
    compute::enlarged,
    error::{Error, Result, catch_panic},
    picture::{self, Picture},
    stylize::{
        instant::{FittedPainting, Fitting},
        octaves::Octave,
    },
};
use burn::tensor::Tensor;
use std::sync::{Arc, OnceLock};

impl Refine {
    /// Width and height of the result.
    pub fn size(&self) -> (usize, usize) {
        self.size
    }

    /// The picture as it stands at the size of the present octave, `[1, 3, H, W]`: a decoder has moved since it painted what
    /// [`Refine::canvas`] is.
    pub(super) fn draft(&self) -> Tensor<4> {
        match &self.moved {
            Moved::Pixels(_) => self.average.clone(),
            Moved::Decoder(fitting, _) => fitting.canvas(),
        }
    }

    /// Whether it moves the decoder that painted what it started from.
    pub fn moves_decoder(&self) -> bool {
        matches!(self.moved, Moved::Decoder(..))
    }

    /// Whether [`Refine::whole`] paints nothing: pixels are all that there is, or it was painted since the last step.
    pub fn is_whole(&self) -> bool {
        !self.moves_decoder() || self.whole.get().is_some()
    }

    /// The picture as it stands in memory, without the tone: what a decoder paints at the result's size, or that of the
    /// present octave.
    ///
    /// # Errors
    /// If the device fails.
    pub fn whole(&self) -> Result<Arc<Picture>> {
        if let Some(whole) = self.whole.get() {
            return Ok(Arc::clone(whole));
        }
        let Some(mut painting) = self.begin_whole()? else {
            return self.picture().map(Arc::new);
        };
        while !painting.is_done() {
            painting.go_on()?;
        }
        Ok(self.keep_whole(painting))
    }

    /// Begins to paint [`Refine::whole`], for those who have other things to do between its pieces; `None` where pixels are
    /// moved.
    ///
    /// # Errors
    /// If the device fails.
    pub fn begin_whole(&self) -> Result<Option<FittedPainting>> {
        let Moved::Decoder(fitting, _) = &self.moved else {
            return Ok(None);
        };
        let (width, height) = self.size;
        let photograph = Arc::new(picture::resize(&self.job.photograph, width, height));
        let strokes = self.job.recipe.fitted_strokes();
        fitting.begin_painting(photograph, strokes).map(Some)
    }

    /// A painting that was begun by [`Refine::begin_whole`] and is done is the picture, until the next step.
    pub fn keep_whole(&self, painting: FittedPainting) -> Arc<Picture> {
        let whole = || Arc::new(painting.finish());
        Arc::clone(self.whole.get_or_init(whole))
    }

    /// The same decoder, to paint a result of another width and height; `None` where pixels are moved, and where a run for
    /// that size would have fitted another one.
    pub fn at_size(&self, size: (usize, usize)) -> Option<Self> {
        let photograph = &self.job.photograph;
        let own = (photograph.width, photograph.height);
        let fitted = Fitting::size(self.job.recipe.fitted_strokes(), size.0.max(size.1), own);
        let Octave { width, height, .. } = self.octaves[self.octave];
        let same = fitted == (width, height);
        (self.moves_decoder() && same).then(|| Self {
            size,
            own: OnceLock::new(),
            whole: Arc::default(),
            marks: None,
            ..self.clone()
        })
    }

    /// From now on [`Refine::live`] is at the result's size: the draft enlarged, with the finest marks of `whole`, a painting
    /// of this state, or of what is painted now if there is none. Does nothing for pixels, and where the draft is as large.
    ///
    /// # Errors
    /// If the device fails.
    pub fn renew_marks(&mut self, whole: Option<&Picture>) -> Result<()> {
        let Octave { width, height, .. } = self.octaves[self.octave];
        if !self.moves_decoder() || self.size.0.max(self.size.1) <= width.max(height) {
            return Ok(());
        }
        let painted;
        let whole = match whole.filter(|whole| (whole.width, whole.height) == self.size) {
            Some(whole) => whole,
            None => {
                painted = self.whole()?;
                &painted
            }
        };
        let marks = catch_panic(|| self.tensor(whole) - enlarged(self.draft(), self.size));
        if self.marks.is_none() {
            self.own = OnceLock::new();
        }
        self.marks = Some(marks.map_err(Error::Compute)?);
        Ok(())
    }
}
