//! Total variation: how much neighbouring pixels differ (Rudin, Osher, Fatemi 1992; squared, as
//! Mahendran and Vedaldi 2015 use it for pictures made from features).

use burn::tensor::Tensor;

/// Mean squared difference of horizontal plus vertical neighbours of `[1, C, H, W]`, scalar `[1]`.
/// A side of one pixel has no neighbours and adds nothing.
pub fn total_variation(picture: Tensor<4>) -> Tensor<1> {
    along_both_sides(&picture, 1, |pixels| pixels[1].clone() - pixels[0].clone())
}

/// Mean squared second difference, along rows plus along columns, of the opponent channels
/// red - green and blue - yellow of `[1, 3, H, W]`, sRGB: scalar `[1]`.
///
/// Eyes see fine changes of lightness as texture and fine changes of colour as noise. A single pixel
/// of another colour counts here six times as much as a pixel's length of border between two areas
/// of these colours, and borders that are not sharp count little, unlike for total variation.
pub fn colour_noise(picture: Tensor<4>) -> Tensor<1> {
    let channel = |i| picture.clone().narrow(1, i, 1);
    let (red, green, blue) = (channel(0), channel(1), channel(2));
    let yellow = (red.clone() + green.clone()).mul_scalar(0.5);
    let colours = Tensor::cat(vec![red - green, blue - yellow], 1);
    along_both_sides(&colours, 2, |pixels| {
        pixels[0].clone() + pixels[2].clone() - pixels[1].clone().mul_scalar(2.0)
    })
}

/// Mean square of a difference between `reach` + 1 neighbours, along columns plus along rows. A
/// side without so many pixels adds nothing.
fn along_both_sides(
    maps: &Tensor<4>,
    reach: usize,
    difference: impl Fn(&[Tensor<4>]) -> Tensor<4>,
) -> Tensor<1> {
    let [_, _, height, width] = maps.dims();
    [(2, height), (3, width)]
        .into_iter()
        .filter(|&(_, length)| length > reach)
        .map(|(dim, length)| {
            let part = |from| maps.clone().narrow(dim, from, length - reach);
            let pixels: Vec<_> = (0..=reach).map(part).collect();
            let squared = difference(&pixels).square();
            let [n, c, h, w] = squared.dims();
            squared.reshape([n * c * h, w]).mean_dim(1).mean()
        })
        .reduce(|sum, side| sum + side)
        // Zero, but still a function of the maps, so that it has a gradient.
        .unwrap_or_else(|| maps.clone().sum().mul_scalar(0.0))
}

/// Shortest period of a grid.
const SHORTEST: usize = 4;

/// How much of pictures `[N, C, H, W]` is a pattern that repeats every 4, 8, ... `longest` pixels (4 times a power of 2): for each period
/// the variance of the means over pixels of one place in a cell, mean over channels and pictures; their sum, scalar `[1]`, 0 where no period fits.
///
/// Generators that enlarge by shuffles or transposed convolutions leave such grids (Odena et al.,
/// "Deconvolution and checkerboard artifacts", 2016).
pub fn grid(pictures: Tensor<4>, longest: usize) -> Tensor<1> {
    let [n, channels, height, width] = pictures.dims();
    if height.min(width) < SHORTEST {
        return pictures.sum().mul_scalar(0.0);
    }
    let mut period = longest;
    while period > SHORTEST && period > height.min(width) {
        period /= 2;
    }
    let folded = |maps: Tensor<4>, to: usize| -> Tensor<4> {
        let [_, _, height, width] = maps.dims();
        let (rows, columns) = (height / to, width / to);
        maps.narrow(2, 0, to * rows)
            .narrow(3, 0, to * columns)
            .reshape([n * channels, rows, to, columns, to])
            .mean_dim(1)
            .mean_dim(3)
            .reshape([n, channels, to, to])
    };
    // Periods divide each other: the longest is folded further.
    let mut cells = folded(pictures, period);
    let mut found: Option<Tensor<1>> = None;
    loop {
        let row = cells.clone().reshape([n * channels, period * period]);
        let variance = (row.clone() - row.mean_dim(1)).square().mean();
        found = Some(match found {
            None => variance,
            Some(sum) => sum + variance,
        });
        if period <= SHORTEST {
            break;
        }
        period /= 2;
        cells = folded(cells, period);
    }
    found.unwrap_or_else(|| cells.sum().mul_scalar(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::{Device, TensorData};

    #[test]
    fn specks_of_colour_count_and_lightness_and_borders_hardly_do() {
        let of = |colour: fn(usize, usize) -> [f32; 3]| {
            let at = |i: usize| colour(i % 9, i / 9);
            let values: Vec<f32> = (0..3 * 81).map(|i| at(i % 81)[i / 81]).collect();
            let data = TensorData::new(values, [1, 3, 9, 9]);
            let picture = Tensor::<4>::from_data(data, &Device::flex());
            colour_noise(picture).into_scalar::<f32>()
        };
        let speck = of(|x, y| [0.5, 0.5, 0.5 + 0.4 * f32::from(u8::from((x, y) == (4, 4)))]);
        let grey = of(|x, y| [0.5 + 0.4 * f32::from(u8::from((x, y) == (4, 4))); 3]);
        let ramp = of(|x, _| [0.5, 0.5, 0.1 * x as f32]);
        // 1 + 4 + 1 squared steps of 0.4 a row of 7 and a column of 7, of 9, for one channel of two.
        let want = 2.0 * 6.0 * 0.16 / (2.0 * 7.0 * 9.0);
        assert!((speck - want).abs() < 1e-5, "{speck} {want}");
        assert!(grey < 1e-10 && ramp < 1e-10, "{grey} {ramp}");
    }

    #[test]
    fn a_grid_is_seen_and_stripes_of_another_period_are_not() {
        let picture = |period: usize| {
            let values: Vec<f32> = (0..3 * 24 * 24)
                .map(|i| f32::from(u8::from(i % period == 0)))
                .collect();
            let data = TensorData::new(values, [1, 3, 24, 24]);
            Tensor::<4>::from_data(data, &Device::flex())
        };
        let of = |period| grid(picture(period), 4).into_scalar::<f32>();
        assert!((of(4) - 3.0 / 16.0).abs() < 1e-5, "{}", of(4));
        assert!(of(3) < 1e-6, "{}", of(3));
    }
}
