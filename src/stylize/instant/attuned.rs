//! Asking for what a draft lacks of its style.
//!
//! What the generator paints in a style has, seen by the encoder, another style code than the painting: of paintings that it has
//! not learnt from farther away than of others, and otherwise for each photograph. So it paints a draft, and the
//! code is moved by a share of what the draft lacks before anything is painted. A closed loop instead of a promise, for the time of one draft.

use super::{Content, Instant, Look, STYLE_SIDE, Style, tiles::WINDOW_MARGIN};
use crate::{
    error::{Error, Result, catch_panic},
    nn::{CODE_LAYER, Statistics, style_code},
    picture::Picture,
};
use burn::tensor::Tensor;

impl Instant {
    /// The style that is to be asked for, so that `content` comes nearer to the wanted one: its code moved by
    /// [`Look::attunement`] times what a draft at full strength lacks. The styles of a generator's own schools are asked for as they
    /// are: they have no painting to be compared with.
    ///
    /// # Errors
    /// If the device fails.
    pub(super) fn attuned(&self, content: &Content, wanted: &Style, look: &Look) -> Result<Style> {
        if look.attunement == 0.0 || look.strength == 0.0 || !self.own.is_empty() {
            return Ok(wanted.clone());
        }
        if let Some(asked) = content.asked_for(wanted, look) {
            return Ok(asked);
        }
        let plain = Look {
            seed: look.seed,
            ..Look::default()
        };
        let mut painting = self.begin_plain(content, wanted, &plain)?;
        while !painting.has_draft() {
            self.go_on(&mut painting)?;
        }
        let ask = || {
            let code = self.normal(wanted);
            let lacks = code.clone() - self.seen_in(&painting.below);
            let asked = self.style(code + lacks.mul_scalar(look.attunement))?;
            Ok(asked.tuned(wanted.tuning().cloned()))
        };
        let asked = catch_panic(ask).unwrap_or_else(Err);
        let asked = asked.map_err(Error::Compute)?;
        content.remember(wanted, look, &asked);
        Ok(asked)
    }

    /// The normalised code of a draft, `[1, CODE_SIZE]`. It is seen at its own size, whatever that is: its strokes have that of the
    /// painting's there.
    pub(super) fn seen_in(&self, draft: &Picture) -> Tensor<2> {
        let (width, height) = (draft.width, draft.height);
        if self.tiling.in_one_piece(width, height) {
            let scale = (draft.long_side() as f32 / STYLE_SIDE).max(1.0);
            return self.code_at(draft, scale);
        }
        let pixels = self.cut_windows(draft, &self.tiling.windows(width, height));
        let [_, _, high, wide] = pixels.dims();
        let pixels = pixels
            .narrow(2, WINDOW_MARGIN, high - 2 * WINDOW_MARGIN)
            .narrow(3, WINDOW_MARGIN, wide - 2 * WINDOW_MARGIN);
        let together = |seen: Statistics| Statistics {
            mean: seen.mean.mean_dim(0),
            gram: seen.gram.mean_dim(0),
        };
        let maps = self.net.maps(pixels, CODE_LAYER).into_iter();
        let levels: Vec<_> = maps.map(|map| together(Statistics::of(map))).collect();
        self.space.normalise(style_code(&levels))
    }
}
