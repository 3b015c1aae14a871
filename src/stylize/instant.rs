//! Instant: a photograph painted in one pass of the generator.
//!
//! What is seen of a photograph ([`Content`]) and of a painting ([`Style`]) is kept by whoever drives
//! it; changing strength or mixing styles only runs the decoder again.

use super::canvas::Margin;
use crate::{
    compute::{Compute, to_picture, to_tensor},
    error::{Error, Result, catch_panic},
    nn::{
        CODE_LAYER, CodeSpace, ContentCode, FeatureNet, Generator, NetSpec, Statistics, Weights,
        style_code,
    },
    picture::{Picture, fit_long_side, resize},
};
use burn::tensor::Tensor;
use std::path::Path;

/// Long side at which styles are looked at: that of the pictures that the generator learnt from.
const STYLE_SIDE: usize = 512;

/// Strength below which the painting fades into the photograph.
const FADE: f32 = 0.2;

/// The generator, ready to paint.
pub struct Instant {
    net: FeatureNet,
    generator: Generator,
    space: CodeSpace,
    compute: Compute,
}

/// What the generator sees of a photograph.
pub struct Content {
    code: ContentCode,
    /// The photograph's own style: what strength 0 asks for.
    own: Style,
    pixels: Tensor<4>,
    margin: Margin,
}

/// A style: a normalised code `[1, CODE_SIZE]` of the latent space.
#[derive(Clone, Debug)]
pub struct Style(Tensor<2>);

impl Style {
    /// A mixture, a place between codes; weights are normalised to sum 1. `None` if there is no
    /// style or no weight.
    pub fn mix(styles: &[(Style, f32)]) -> Option<Self> {
        let total: f32 = styles.iter().map(|(_, weight)| weight).sum();
        let parts = styles.iter().filter(|_| total > 0.0);
        parts
            .map(|(Style(code), weight)| code.clone().mul_scalar(weight / total))
            .reduce(|sum, part| sum + part)
            .map(Self)
    }

    /// The numbers of the code.
    pub fn numbers(&self) -> Vec<f32> {
        self.0.to_data().iter().collect()
    }

    /// Root mean square of the difference of two codes, 0 for the same style; two unrelated
    /// paintings are about 1.4 apart.
    pub fn distance(&self, other: &Style) -> f32 {
        let difference = (self.0.clone() - other.0.clone()).square().mean();
        difference.into_scalar::<f32>().sqrt()
    }
}

impl Instant {
    /// Reads the model from the file that `impasto train export` writes of a style run.
    ///
    /// # Errors
    /// If the file is not such a model.
    pub fn open(weights: &Path, compute: Compute) -> Result<Self> {
        let weights = Weights::open(weights, |_| true)?;
        Ok(Self {
            net: FeatureNet::open(&NetSpec::BuiltIn, &compute.device)?,
            generator: Generator::from_weights(&weights, &compute.device)?,
            space: CodeSpace::from_weights(&weights, &compute.device)?,
            compute,
        })
    }

    /// Looks at a photograph, to be painted at its own size.
    ///
    /// # Errors
    /// If the device fails.
    pub fn encode_content(&self, photograph: &Picture) -> Result<Content> {
        let own = self.style_code(photograph)?;
        let look = || {
            let (width, height) = (photograph.width, photograph.height);
            let device = &self.compute.device;
            let pixels = to_tensor(&photograph.matte(), width, height, device);
            let margin = Margin::new(width, height, device);
            Content {
                code: self.generator.encode(margin.around(pixels.clone())),
                own,
                pixels,
                margin,
            }
        };
        catch_panic(look).map_err(Error::Compute)
    }

    /// Looks at a painting.
    ///
    /// # Errors
    /// If the device fails.
    pub fn style_code(&self, painting: &Picture) -> Result<Style> {
        let look = || {
            let long = painting.long_side().min(STYLE_SIDE);
            let (width, height) = fit_long_side(painting.width, painting.height, long);
            // The encoder needs a cell at its deepest level.
            let (width, height) = (width.max(16), height.max(16));
            let small = resize(painting, width, height);
            let device = &self.compute.device;
            let pixels = to_tensor(&small.matte(), width, height, device);
            let maps = Margin::new(width, height, device).maps(&self.net, pixels, CODE_LAYER);
            let statistics: Vec<_> = maps.into_iter().map(Statistics::of).collect();
            Style(self.space.normalise(style_code(&statistics)))
        };
        catch_panic(look).map_err(Error::Compute)
    }

    /// The style at `coordinates` along the principal axes of the latent space, in standard
    /// deviations; see [`CodeSpace::at`].
    pub fn style_at(&self, coordinates: &[f32]) -> Style {
        Style(self.space.at(coordinates))
    }

    /// Paints `content` in `style`. `strength` 0 is the photograph itself, 1 what the generator was
    /// trained for, 1.5 as much further; `seed` chooses the grain.
    ///
    /// Strength moves the style code from the photograph's own to the wanted one, and what the code
    /// does to the decoder from what the photograph's own does.
    ///
    /// # Errors
    /// If the strength has no meaning or the device fails.
    pub fn paint(
        &self,
        content: &Content,
        style: &Style,
        strength: f32,
        seed: u64,
    ) -> Result<Picture> {
        if !(0.0..=1.5).contains(&strength) {
            return Err(Error::Setting(
                "The strength must be between 0 and 1.5.".to_owned(),
            ));
        }
        let paint = || {
            let between =
                |from: Tensor<2>, to: Tensor<2>| from.clone() + (to - from).mul_scalar(strength);
            let Style(own) = &content.own;
            let code = between(own.clone(), style.0.clone());
            let modulation = between(
                self.generator.modulate(own.clone()),
                self.generator.modulate(code),
            );
            let painted = self
                .generator
                .decode_modulated(&content.code, modulation, seed);
            let painted = content.margin.without(painted);
            let share = (strength / FADE).min(1.0);
            if share < 1.0 {
                let photograph = content.pixels.clone().mul_scalar(1.0 - share);
                to_picture(photograph + painted.mul_scalar(share))
            } else {
                to_picture(painted)
            }
        };
        catch_panic(paint).map_err(Error::Compute)
    }
}
