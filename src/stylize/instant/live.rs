//! A painted picture for the screen: colours and fading by tensors, so that its pixels stay where they are.

use super::{Content, FADE, Instant, Look, Style, painting::check};
use crate::{
    compute::to_tensor,
    error::{Error, Result, catch_panic},
    picture::{ColourStatistics, Picture},
    stylize::Colour,
};
use burn::tensor::{Device, Tensor, TensorData};

impl Instant {
    /// What [`Instant::paint`] paints, `[1, 3, H, W]`, sRGB 0..1, on the device; alpha is not in it. `None`
    /// for pictures that are painted in tiles, which are put together in memory.
    ///
    /// The colours of [`Colour::Content`] need twelve numbers of it: its mean and its covariance.
    ///
    /// # Errors
    /// As [`Instant::paint`].
    pub fn live(&self, content: &Content, style: &Style, look: &Look) -> Result<Option<Tensor<4>>> {
        check(look)?;
        let paint = || {
            let modulation = self.modulation(content, style, look.strength);
            let painted = self.decoded(content, modulation, look.seed)?;
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
fn with_chroma(painted: Tensor<4>, original: Tensor<4>) -> Tensor<4> {
    const LUMA: [f32; 3] = [0.2126, 0.7152, 0.0722];
    /// Below this a channel has no chroma that could leave the gamut.
    const LEAST: f32 = 1e-6;
    let luma = |x: &Tensor<4>| {
        let channel = |i: usize| x.clone().narrow(1, i, 1) * LUMA[i];
        channel(0) + channel(1) + channel(2)
    };
    let to = luma(&painted);
    let chroma = original.clone() - luma(&original);
    let above = (to.clone().neg() + 1.0) / chroma.clone().clamp_min(LEAST);
    let below = to.clone() / chroma.clone().neg().clamp_min(LEAST);
    let room = above.min_pair(below).min_dim(1).clamp_max(1.0);
    (to + chroma * room).clamp(0.0, 1.0)
}
