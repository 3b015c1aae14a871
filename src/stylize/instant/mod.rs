//! Instant: a photograph painted in one pass of the generator.
//!
//! What is seen of a photograph ([`Content`]) and of a painting ([`Style`]) is kept by whoever drives
//! it; changing strength or mixing styles only runs the decoder again. Pictures of any size are
//! painted in bounded memory, see [`Tiling`].

mod attuned;
mod content;
mod fitting;
mod live;
mod look;
mod mixed;
mod painting;
mod repaint;
mod rims;
mod strokes;
mod style;
#[cfg(test)]
#[allow(clippy::print_stderr, reason = "numbers for the model card")]
mod tests;
mod tiles;

pub use content::Content;
pub use fitting::FittedPainting;
pub(super) use fitting::{Fitting, PAINTING_SIDE};
pub use live::toned;
pub(super) use live::with_chroma;
pub use look::Look;
pub use painting::Painting;
pub use strokes::{STROKE_SIZES, Strokes};
pub use style::Style;
pub use tiles::Tiling;

use super::{
    canvas::Margin,
    recipe::{Colour, Recipe},
};
use crate::{
    compute::{Budget, Compute, Forecast, to_tensor},
    error::{Error, Result, catch_panic},
    fault::ModelFault,
    nn::{
        AXES, CODE_LAYER, CODE_SIZE, CodeSpace, FeatureNet, Generator, Model, ModelInfo, ModelKind,
        Palette, Shipped, Statistics, Tuning, style_code,
    },
    picture::{self, Picture, fit_long_side, resize},
};
use burn::tensor::{Tensor, TensorData};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::{path::Path, sync::Arc};

/// Long side at which styles are looked at: that of the pictures that the generator learnt from.
const STYLE_SIDE: f32 = 512.0;

/// Strength below which the painting fades into the photograph.
const FADE: f32 = 0.2;
/// How far the code has moved at strength 0, from the photograph's own style to the wanted one. Nearer to
/// its own style a photograph is painted duller than it is and less like the wanted style too.
const LEAST: f32 = 0.5;

/// Strengths that have a meaning: 0 is the photograph, 1 what the generator was trained for.
pub const STRENGTHS: std::ops::RangeInclusive<f32> = 0.0..=1.5;

/// The generator, ready to paint. Copies share its weights.
#[derive(Clone)]
pub struct Instant {
    /// Which generator paints.
    pub model: ModelInfo,
    net: Arc<FeatureNet>,
    generator: Generator,
    space: CodeSpace,
    /// The styles of what it learnt itself, by label: of no school, of one, or of several domains.
    own: Vec<Palette>,
    compute: Compute,
    tiling: Tiling,
    repainting: Tiling,
}

impl Instant {
    /// The newest generator that ships; `net` must be the built-in encoder.
    ///
    /// # Errors
    /// If the device fails.
    pub fn built_in(net: Arc<FeatureNet>, compute: Compute) -> Result<Self> {
        let model = Shipped::newest(ModelKind::Generator)?.open()?;
        Self::open(&model, net, compute)
    }

    /// Hash of the newest generator that ships.
    pub fn built_in_hash() -> &'static str {
        let newest = Shipped::newest(ModelKind::Generator);
        newest.map_or("", |generator| &generator.info.hash)
    }

    /// Hash of the generator that `recipe` names, or of the newest that ships if it names none.
    pub fn hash_for(recipe: &Recipe) -> &str {
        match recipe.painter_blake3.as_str() {
            "" => Self::built_in_hash(),
            hash => hash,
        }
    }

    /// A generator with its traits and its own space of style codes; `net` must be the encoder that it knows, which
    /// is the built-in one unless it says another.
    ///
    /// # Errors
    /// If the model is no generator, or one of another encoder.
    pub fn open(model: &Model, net: Arc<FeatureNet>, compute: Compute) -> Result<Self> {
        let path = Path::new(&model.info.name);
        model.expect_painter(path)?;
        if let Some(hash) = &model.info.encoder
            && *hash != net.hash
            && !FeatureNet::is_built_in(hash)
        {
            return Err(Error::model(path, ModelFault::OtherEncoder));
        }
        Ok(Self {
            net,
            generator: Generator::from_weights(
                model.weights(),
                model.info.traits,
                &compute.device,
            )?,
            space: CodeSpace::from_weights(model.weights(), &compute.device)?,
            own: match model.info.kind.has_own_style() {
                true => Palette::all(model.weights(), &compute.device)?,
                false => Vec::new(),
            },
            model: model.info.clone(),
            compute,
            tiling: Tiling::default(),
            repainting: Tiling::repainting(),
        })
    }

    /// Writes into a recipe which generator painted, and of what was asked for only what it heard.
    pub fn sign(&self, recipe: &mut Recipe) {
        recipe.painter.clone_from(&self.model.name);
        recipe.painter_blake3.clone_from(&self.model.hash);
        if !self.model.traits.freedom {
            recipe.freedom = 0.0;
        }
        if !self.own.is_empty() {
            recipe.attunement = 0.0;
        }
    }

    /// The same, cutting large pictures in another way: `plain` those that are painted in one pass,
    /// `repainting` those that are painted over smaller ones.
    pub fn with_tiling(self, plain: Tiling, repainting: Tiling) -> Self {
        Self {
            tiling: plain,
            repainting,
            ..self
        }
    }

    /// What painting `width` x `height` pixels takes on the CPU backend, beside the photograph and the
    /// result. Where `budget` has no room for tiles, what it takes in one piece.
    ///
    /// Measured were 190 MB and 110 to 160 bytes a pixel in one piece, and in tiles 560 MB in one pass,
    /// most of it for the windows, and 400 MB over a draft; here is room to spare.
    pub fn forecast(width: usize, height: usize, budget: Budget) -> Forecast {
        let tiles = Forecast {
            resting_bytes: 580 << 20,
            bytes_per_pixel: 0,
        };
        let whole = Forecast {
            resting_bytes: 200 << 20,
            bytes_per_pixel: 150,
        };
        let in_one_piece = Tiling::default().in_one_piece(width, height);
        if in_one_piece || budget.bytes() < tiles.resting_bytes {
            whole
        } else {
            tiles
        }
    }

    /// Looks at a painting, `scale` times as large as the generator is used to: strokes grow with it.
    ///
    /// # Errors
    /// If the device fails.
    pub fn style_code(&self, painting: &Picture, scale: f32) -> Result<Style> {
        let look = || self.style(self.code_at(painting, scale));
        catch_panic(look)
            .unwrap_or_else(Err)
            .map_err(Error::Compute)
    }

    /// The normalised code `[1, CODE_SIZE]` of a painting that is seen so many times as large.
    fn code_at(&self, painting: &Picture, scale: f32) -> Tensor<2> {
        let long = (STYLE_SIDE * scale).round().clamp(16.0, 4096.0) as usize;
        // Its own size is enough, unless it is to be enlarged.
        let long = if scale > 1.0 {
            long
        } else {
            painting.long_side().min(long)
        };
        let (width, height) = fit_long_side(painting.width, painting.height, long);
        // The encoder needs a cell at its deepest level.
        let (width, height) = (width.max(16), height.max(16));
        let small = resize(painting, width, height);
        let device = &self.compute.device;
        let pixels = to_tensor(&small.matte(), width, height, device);
        let maps = Margin::new(width, height, device).maps(&self.net, pixels, CODE_LAYER);
        let statistics: Vec<_> = maps.into_iter().map(Statistics::of).collect();
        self.space.normalise(style_code(&statistics))
    }

    /// The style at `coordinates` along the principal axes of the latent space, in standard
    /// deviations; see [`CodeSpace::at`].
    ///
    /// # Errors
    /// If the device fails.
    pub fn style_at(&self, coordinates: &[f32]) -> Result<Style> {
        let look = || self.style(self.space.at(coordinates));
        catch_panic(look)
            .unwrap_or_else(Err)
            .map_err(Error::Compute)
    }

    /// The style of the school that it learnt, if it learnt one, or of its domain of this name (the first one if that is
    /// empty), as it suits a photograph: what it paints in unless a style is asked for. Without a photograph the middle of its
    /// styles.
    ///
    /// # Errors
    /// If it has no such domain, or the device fails.
    pub fn own_style(&self, photograph: Option<&Picture>, domain: &str) -> Result<Option<Style>> {
        let label = match domain {
            "" => 0,
            name => self.model.label_of(name)?,
        };
        let Some(own) = self.own.get(label) else {
            return Ok(None);
        };
        let photograph = photograph.map(|picture| self.style_code(picture, 1.0));
        let photograph = photograph.transpose()?;
        let look = || {
            self.style(match &photograph {
                Some(style) => own.style_for(&self.normal(style)),
                None => own.middle.clone(),
            })
        };
        catch_panic(look)
            .unwrap_or_else(Err)
            .map_err(Error::Compute)
            .map(Some)
    }

    /// `style` moved by `offsets` along the principal axes of the latent space, in standard
    /// deviations; the same to the last bit if they are all 0.
    ///
    /// # Errors
    /// If the device fails.
    pub fn moved(&self, style: &Style, offsets: &[f32]) -> Result<Style> {
        if offsets.iter().all(|offset| *offset == 0.0) {
            return Ok(style.clone());
        }
        let look = || self.style(self.normal(style) + self.space.at(offsets));
        let moved = catch_panic(look).unwrap_or_else(Err);
        let moved = moved.map_err(Error::Compute)?;
        Ok(moved.tuned(style.tuning().cloned()))
    }

    /// A style from nothing: a point drawn from the distribution of paintings' codes, a function of
    /// `seed`.
    ///
    /// # Errors
    /// If the device fails.
    pub fn random_style(&self, seed: u64) -> Result<Style> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut normal = || {
            // Box and Muller 1958.
            let (radius, angle): (f32, f32) = (1.0 - rng.random::<f32>(), rng.random());
            (-2.0 * radius.ln()).sqrt() * (std::f32::consts::TAU * angle).cos()
        };
        let coordinates: [f32; AXES] = std::array::from_fn(|_| normal());
        self.style_at(&coordinates)
    }

    /// Root mean square of the difference of two normalised codes, 0 for the same style; two
    /// unrelated paintings are about 1.4 apart.
    pub fn distance(&self, a: &Style, b: &Style) -> f32 {
        let difference = self.normal(a) - self.normal(b);
        difference.square().mean().into_scalar::<f32>().sqrt()
    }

    /// The style of a normalised code `[1, CODE_SIZE]`.
    fn style(&self, normal: Tensor<2>) -> Result<Style, String> {
        let numbers: Vec<f32> = self.space.restore(normal).into_data().iter().collect();
        Style::try_from(numbers)
    }

    /// A style's normalised code `[1, CODE_SIZE]`.
    fn normal(&self, style: &Style) -> Tensor<2> {
        let data = TensorData::new(style.numbers().to_vec(), [1, CODE_SIZE]);
        let code = Tensor::from_data(data, &self.compute.device);
        self.space.normalise(code)
    }

    /// Paints `content` in `style`. Strength 0 is the photograph itself, 1 what the generator was
    /// trained for, 1.5 as much further.
    ///
    /// Strength moves the style code from the photograph's own to the wanted one, and what the code
    /// does to the decoder from what the photograph's own does.
    ///
    /// # Errors
    /// If the strength has no meaning or the device fails.
    pub fn paint(&self, content: &Content, style: &Style, look: &Look) -> Result<Picture> {
        let painted = self.paint_watched(content, style, look, &mut |_| true)?;
        painted.ok_or_else(|| Error::Compute("it was stopped".to_owned()))
    }

    /// [`Instant::paint`]; `go_on` is asked between tiles, with the share that is done. `None` if it
    /// said no.
    ///
    /// # Errors
    /// As [`Instant::paint`].
    pub fn paint_watched(
        &self,
        content: &Content,
        style: &Style,
        look: &Look,
        go_on: &mut dyn FnMut(f32) -> bool,
    ) -> Result<Option<Picture>> {
        let mut painting = self.begin(content, style, look)?;
        while !painting.is_done() {
            if !go_on(painting.share()) {
                return Ok(None);
            }
            self.go_on(&mut painting)?;
        }
        Ok(Some(painting.finish()))
    }

    /// What `style` does to the decoder at the strength and freedom of `look` ([`Instant::paint`]) of a photograph whose `own`
    /// style, normalised, is this.
    fn modulation(&self, own: &Tensor<2>, style: &Style, look: &Look) -> Tensor<2> {
        let moved = LEAST + (1.0 - LEAST) * look.strength;
        let between = |from: Tensor<2>, to: Tensor<2>| from.clone() + (to - from).mul_scalar(moved);
        let code = between(own.clone(), self.normal(style));
        let freedom = Tensor::full([1, 1], look.freedom, &self.compute.device);
        let modulated = |code| self.generator.modulate_freely(code, freedom.clone());
        let plain = between(modulated(own.clone()), modulated(code));
        let learnt = style
            .tuning()
            .filter(|tuning| self.model.is(tuning.painter()));
        match learnt.map(Tuning::offset) {
            Some(offset) => {
                let offset = TensorData::new(offset.to_vec(), [1, offset.len()]);
                let offset = Tensor::<2>::from_data(offset, &self.compute.device);
                plain + offset.mul_scalar(look.strength)
            }
            None => plain,
        }
    }
}

/// The painted colours as `look` wants them, with the photograph's alpha and metadata.
fn finished(photograph: &Picture, mut rgb: Vec<f32>, look: &Look) -> Picture {
    match look.colour {
        Colour::Style => {}
        Colour::Content => picture::match_statistics(&mut rgb, &photograph.matte()),
        Colour::Luma => picture::take_chroma(&photograph.matte(), &mut rgb),
    }
    let share = (look.strength / FADE).min(1.0);
    if share < 1.0 {
        for (painted, own) in rgb.iter_mut().zip(&photograph.rgb) {
            *painted = own + (*painted - own) * share;
        }
    }
    Picture {
        width: photograph.width,
        height: photograph.height,
        rgb,
        alpha: photograph.alpha.clone(),
        metadata: photograph.metadata.clone(),
        warnings: photograph.warnings.clone(),
    }
}
