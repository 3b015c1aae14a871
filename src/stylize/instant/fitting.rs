//! The decoder fitted to one picture: Refine by moving the weights that paint it, not its pixels.
//!
//! Pixels can take any value, and a loss of statistics is content with stains and specks that no brush makes. A network
//! that has learnt to paint cannot make them ("Deep image prior", Ulyanov et al., CVPR 2018): here the decoder's
//! convolutions, but the last two, and an offset of what the style does to them move down the loss of Refine. What comes of it is a generator
//! for this photograph in this style, which paints at any size as Instant does: over a draft, in tiles.

use super::{Content, Instant, Look, Painting, Strokes, Style, tiles::Tile};
use crate::{
    error::{Error, Result, catch_panic},
    nn::{
        ContentCode, Generator, MODULATION_SIZE, Norms, frozen_with, named_parameters, parameters,
    },
    optim::{Clip, Learner, ModuleAdam, Schedule},
    picture::{self, Picture, fit_long_side},
    stylize::canvas::MARGIN,
};
use burn::{
    module::{Module, Param},
    optim::GradientsParams,
    tensor::Tensor,
};
use std::sync::Arc;

/// Rate of Adam for the decoder's convolutions; it falls from the first step on.
const RATE: Schedule = Schedule {
    rate: 5e-4,
    warm_up: 1,
    cooldown: 1.0,
};
/// Of that of the offset: scales and shifts are numbers of about 1.
const OFFSET_SHARE: f64 = 40.0;
/// Long side at which the decoder is fitted at most, whatever the strokes.
const LARGEST: usize = 768;
/// Long side of paintings of scale 1: that at which the generator has learnt what they look like.
pub const PAINTING_SIDE: f32 = super::STYLE_SIDE;

/// What moves.
#[derive(Module, Debug)]
struct Hand {
    generator: Generator,
    /// Of what the style does to the decoder, `[1, MODULATION_SIZE]`.
    offset: Param<Tensor<2>>,
}

impl Hand {
    /// The hand of a `generator`, before it has moved.
    fn new(generator: &Generator, offset: Tensor<2>) -> Self {
        Self {
            generator: generator.clone(),
            offset: Param::from_tensor(offset),
        }
    }

    /// Shares of the rate of all parameters, in the order of their visit.
    fn shares(&self) -> Vec<f64> {
        // The last two convolutions, at half and full size, stay as they are: fitted they draw lines of two pixels in flat areas.
        const DECODER: [&str; 3] = ["coarse", "up", "fine"];
        let named = named_parameters(self).into_iter();
        named
            .map(|(name, _)| match name.split('.').collect::<Vec<_>>()[..] {
                ["offset"] => OFFSET_SHARE,
                ["generator", part, ..] if DECODER.contains(&part) => 1.0,
                _ => 0.0,
            })
            .collect()
    }
}

/// A decoder while it is fitted to a photograph in a style. Copies share what does not change.
#[derive(Clone)]
pub struct Fitting {
    instant: Arc<Instant>,
    style: Style,
    look: Look,
    /// What the generator sees of the photograph.
    content: ContentCode,
    /// Width and height at which it is fitted.
    size: (usize, usize),
    /// What the style alone does to the decoder, `[1, MODULATION_SIZE]`.
    modulation: Tensor<2>,
    hand: Learner<Hand>,
}

impl Fitting {
    /// Width and height at which the decoder is fitted to a picture of long side `long` of a photograph of `width` x `height`: those
    /// of its draft. The photograph has the proportions, so that rounded sizes of its pictures do not matter.
    pub fn size(strokes: Strokes, long: usize, (width, height): (usize, usize)) -> (usize, usize) {
        let (draft, _) = strokes.sides(long);
        fit_long_side(width, height, draft.min(LARGEST))
    }

    /// A fitting of `instant`'s decoder to `photograph`, which has the size [`Fitting::size`], to be painted in `style`.
    ///
    /// # Errors
    /// If the device fails.
    pub fn begin(
        instant: Arc<Instant>,
        photograph: &Picture,
        style: Style,
        look: Look,
    ) -> Result<Self> {
        // What its own pictures lack, it learns, and its losses hold rims down.
        let look = Look {
            attunement: 0.0,
            rimless: 0.0,
            ..look
        };
        let own =
            instant.style_code(&picture::at_most(photograph, super::content::OWN_SIDE), 1.0)?;
        let begin = || {
            let device = &instant.compute.device;
            let tile = Tile::whole(photograph);
            let pixels = tile.cut(photograph, MARGIN, device);
            let places = vec![tile.place(MARGIN)];
            let content = instant.generator.encode_at(pixels, places, &mut Norms::Own);
            let modulation = instant.modulation(&instant.normal(&own), &style, &look);
            let offset = Tensor::<2>::zeros([1, MODULATION_SIZE], device);
            let hand = Hand::new(&instant.generator, offset.autodiff());
            let adam = ModuleAdam::new(0.9, 0.99).with_shares(hand.shares());
            (
                content,
                modulation,
                Learner::new(hand, adam, Clip::Together(1.0)),
            )
        };
        let (content, modulation, hand) = catch_panic(begin).map_err(Error::Compute)?;
        Ok(Self {
            content,
            modulation,
            hand,
            instant,
            style,
            look,
            size: (photograph.width, photograph.height),
        })
    }

    /// What `hand` paints now, tracked, `[1, 3, H, W]`.
    fn painted(&self, hand: &Hand) -> Tensor<4> {
        let modulation = self.modulation.clone().autodiff() + hand.offset.val();
        let (content, norms) = (self.content.clone().constant(), &mut Norms::Own);
        let seed = self.look.seed;
        let painted = hand
            .generator
            .decode_modulated(&content, modulation, seed, norms);
        let (width, height) = self.size;
        painted.narrow(2, MARGIN, height).narrow(3, MARGIN, width)
    }

    /// The picture as it stands, `[1, 3, H, W]`, sRGB 0..1.
    pub fn canvas(&self) -> Tensor<4> {
        self.painted(&self.hand.replica()).inner()
    }

    /// The step after `step` of `steps`; `loss` gives the gradient at a picture. Returns that picture.
    pub fn step(
        &mut self,
        step: usize,
        steps: usize,
        loss: impl FnOnce(Tensor<4>) -> Tensor<4>,
    ) -> Tensor<4> {
        let hand = self.hand.replica();
        let painted = self.painted(&hand);
        let canvas = painted.clone().inner();
        let slope = loss(canvas.clone());
        // A scalar whose gradient with respect to the picture is the loss's.
        let sum = (painted * slope.autodiff()).sum();
        let grads = GradientsParams::from_grads(sum.backward(), &hand);
        self.hand.step(RATE.rate(step, steps), vec![grads]);
        canvas
    }

    /// Begins to paint `photograph` at its size with the decoder as it stands.
    ///
    /// # Errors
    /// If the device fails.
    pub fn begin_painting(
        &self,
        photograph: Arc<Picture>,
        strokes: Strokes,
    ) -> Result<FittedPainting> {
        let Hand { generator, offset } = &self.hand.net;
        let fitted = catch_panic(|| Instant {
            generator: frozen_with(self.instant.generator.clone(), parameters(generator)),
            ..self.instant.as_ref().clone()
        });
        let fitted = fitted.map_err(Error::Compute)?;
        let content: Content = fitted.encode_content(photograph, strokes)?;
        let mut painting = fitted.begin(&content, &self.style, &self.look)?;
        painting.modulation = painting.modulation + offset.val().inner();
        Ok(FittedPainting { fitted, painting })
    }

    /// Numbers that a copy keeps alive when the fitting goes on: weights and both moments of Adam.
    pub fn numbers(&self) -> usize {
        3 * self.hand.net.num_params()
    }
}

/// A picture that a fitted decoder paints, in pieces.
pub struct FittedPainting {
    fitted: Instant,
    painting: Painting,
}

impl FittedPainting {
    /// Does the next piece, see [`Instant::go_on`].
    ///
    /// # Errors
    /// If the device fails.
    pub fn go_on(&mut self) -> Result<()> {
        self.fitted.go_on(&mut self.painting)
    }

    /// Whether nothing is left to be painted.
    pub fn is_done(&self) -> bool {
        self.painting.is_done()
    }

    /// Share of the work that is done, 0 to 1.
    pub fn share(&self) -> f32 {
        self.painting.share()
    }

    /// The picture.
    pub fn finish(self) -> Picture {
        self.painting.finish()
    }
}
