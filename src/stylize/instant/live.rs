//! A painted picture for the screen: colours and fading by tensors, so that its pixels stay where they are.

use super::{Content, FADE, Instant, Look, Style, content::Seen, painting::check};
use crate::{
    compute::to_tensor,
    error::{Error, Result, catch_panic},
    loss::luma,
    nn::Norms,
    picture::{ColourStatistics, Picture, Tone},
    stylize::Colour,
};
use burn::tensor::{Device, Tensor, TensorData};

impl Instant {
    /// What [`Instant::paint`] paints, `[1, 3, H, W]`, sRGB 0..1, on the device; alpha is not in it. `None`
    /// for pictures that are painted in tiles or over smaller ones, which are put together in memory.
    ///
    /// The colours of [`Colour::Content`] need twelve numbers of it: its mean and its covariance.
    ///
    /// # Errors
    /// As [`Instant::paint`].
    pub fn live(&self, content: &Content, style: &Style, look: &Look) -> Result<Option<Tensor<4>>> {
        check(look)?;
        let asked = self.attuned(content, style, look)?;
        let paint = || {
            let modulation = self.modulation(&content.own, &asked, look);
            let mut painted = self.decoded(content, modulation, look.seed)?;
            if look.rimless > 0.0 {
                let rims = content.stages.rims(&self.compute.device);
                painted = rims.taken_from(painted, look.rimless);
            }
            let photograph = &content.photograph;
            let own = || tensor_of(photograph, &self.compute.device);
            let painted = match look.colour {
                Colour::Style => painted,
                Colour::Content => matched(painted, photograph),
                Colour::Luma => with_chroma(painted, own()),
            };
            let share = (look.strength / FADE).min(1.0);
            Some(if share < 1.0 {
                let own = own();
                own.clone() + (painted - own) * share
            } else {
                painted
            })
        };
        catch_panic(paint).map_err(Error::Compute)
    }
}

impl Instant {
    /// What the decoder makes of a picture that is painted once and in one piece, `[1, 3, H, W]`.
    fn decoded(&self, content: &Content, modulation: Tensor<2>, seed: u64) -> Option<Tensor<4>> {
        let stage = content.only()?;
        let Seen::Whole(code, margin) = &stage.seen else {
            return None;
        };
        let norms = &mut Norms::Own;
        let painted = self
            .generator
            .decode_modulated(code, modulation, seed, norms);
        let (width, height) = stage.size();
        Some(painted.narrow(2, *margin, height).narrow(3, *margin, width))
    }
}

fn tensor_of(picture: &Picture, device: &Device) -> Tensor<4> {
    to_tensor(&picture.matte(), picture.width, picture.height, device)
}

/// [`picture::match_statistics`](crate::picture::match_statistics) of `painted` `[1, 3, H, W]`.
fn matched(painted: Tensor<4>, photograph: &Picture) -> Tensor<4> {
    let [_, _, height, width] = painted.dims();
    let cells = height * width;
    let flat = painted.reshape([3, cells]);
    let mean = flat.clone().mean_dim(1);
    let centred = flat - mean.clone();
    let covariance = centred
        .clone()
        .matmul(centred.clone().transpose())
        .div_scalar(cells as f32);
    let numbers: Vec<f32> = Tensor::cat(vec![mean, covariance], 1)
        .into_data()
        .iter()
        .collect();
    let rows = [0, 1, 2].map(|i| &numbers[4 * i..4 * i + 4]);
    let seen = ColourStatistics::new(
        rows.map(|row| f64::from(row[0])),
        rows.map(|row| [1, 2, 3].map(|j| f64::from(row[j]))),
    );
    let wanted = ColourStatistics::of(&photograph.matte());
    let (map, device) = (seen.map_to(&wanted), &centred.device());
    let map: Vec<f32> = map.iter().flatten().map(|&v| v as f32).collect();
    let map: Tensor<2> = Tensor::from_data(TensorData::new(map, [3, 3]), device);
    let mean: Vec<f32> = wanted.mean.iter().map(|&v| v as f32).collect();
    let mean: Tensor<2> = Tensor::from_data(TensorData::new(mean, [3, 1]), device);
    let moved = map.matmul(centred) + mean;
    moved.clamp(0.0, 1.0).reshape([1, 3, height, width])
}

/// [`picture::take_chroma`](crate::picture::take_chroma) of `[1, 3, H, W]`.
pub(in crate::stylize) fn with_chroma(painted: Tensor<4>, original: Tensor<4>) -> Tensor<4> {
    let chroma = original.clone() - luma(&original);
    in_gamut(luma(&painted), chroma)
}

/// [`Tone::apply`] of `painted` `[1, 3, H, W]`, so that its pixels stay where they are; `own` gives the photograph
/// at its size, if that is needed.
pub fn toned(painted: Tensor<4>, own: impl FnOnce() -> Tensor<4>, tone: &Tone) -> Tensor<4> {
    let mut picture = painted;
    if tone.colour != 1.0 {
        let own = own();
        let of = |x: &Tensor<4>| x.clone() - luma(x);
        let chroma = of(&own).mul_scalar(1.0 - tone.colour) + of(&picture).mul_scalar(tone.colour);
        picture = in_gamut(luma(&picture), chroma);
    }
    if tone.brightness != 0.0 || tone.contrast != 0.0 {
        let light = picture.clamp(0.0, 1.0).powf_scalar(tone.exponent());
        let slope = 1.0 + tone.contrast;
        picture = if tone.contrast <= 0.0 {
            (light - 0.5).mul_scalar(slope) + 0.5
        } else {
            let dark = (light.clone().neg() + 1.0).powf_scalar(slope);
            let light = light.powf_scalar(slope);
            light.clone() / (light + dark)
        };
    }
    if tone.saturation != 0.0 {
        let to = luma(&picture);
        let chroma = (picture - to.clone()).mul_scalar(1.0 + tone.saturation);
        picture = in_gamut(to, chroma);
    }
    picture
}

/// The colours of this luma and chroma; chroma is shrunk where it would leave the gamut.
fn in_gamut(luma: Tensor<4>, chroma: Tensor<4>) -> Tensor<4> {
    /// Below this a channel has no chroma that could leave the gamut.
    const LEAST: f32 = 1e-6;
    let above = (luma.clone().neg() + 1.0) / chroma.clone().clamp_min(LEAST);
    let below = luma.clone() / chroma.clone().neg().clamp_min(LEAST);
    let room = above.min_pair(below).min_dim(1).clamp_max(1.0);
    (luma + chroma * room).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_by_tensors_are_those_of_pictures() {
        let (width, height) = (31, 17);
        let wave = |k: f32| {
            let values = (0..3 * width * height).map(|i| 0.5 + 0.5 * (i as f32 * k).sin());
            Picture::from_rgb(width, height, values.collect())
        };
        let (photograph, painted) = (wave(0.37), wave(1.13));
        let device = crate::compute::Compute::cpu("test").device;
        let tensor = |picture: &Picture| tensor_of(picture, &device);
        for (colour, brightness, contrast, saturation) in [
            (0.0, 0.0, 0.0, 0.0),
            (0.4, 0.5, 0.7, -0.3),
            (1.0, -0.8, -0.6, 0.9),
            (0.7, 0.0, 1.0, 1.0),
            (1.0, 0.0, 0.0, -1.0),
        ] {
            let tone = Tone {
                colour,
                brightness,
                contrast,
                saturation,
            };
            let mut wanted = painted.clone();
            tone.apply(&photograph, &mut wanted);
            let live = toned(tensor(&painted), || tensor(&photograph), &tone);
            let live = crate::compute::to_picture(live);
            let pairs = live.rgb.iter().zip(&wanted.rgb);
            let far = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(far < 1e-4, "{tone:?}: {far}");
        }
    }
}
