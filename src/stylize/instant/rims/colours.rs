//! The few colours that a picture is made of.

use crate::picture::{Picture, fit_long_side, resize};

/// Long side at which a picture is looked at for them.
const SEEN: usize = 32;
/// How often means are taken.
const ROUNDS: usize = 4;

/// The colours that a picture is made of: means of its clusters (Lloyd 1982), begun with those that are farthest from one another.
pub fn colours_of<const COLOURS: usize>(picture: &Picture) -> [[f32; 3]; COLOURS] {
    let (width, height) = fit_long_side(picture.width, picture.height, SEEN);
    let small = resize(picture, width, height);
    let matte = small.matte();
    let (pixels, _) = matte.as_chunks::<3>();
    let apart = |a: &[f32; 3], b: &[f32; 3]| -> f32 {
        a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
    };
    let mean = |of: &mut dyn Iterator<Item = &[f32; 3]>| {
        let mut sum = ([0.0; 3], 0.0_f32);
        for pixel in of {
            sum.1 += 1.0;
            sum.0.iter_mut().zip(pixel).for_each(|(sum, v)| *sum += v);
        }
        (sum.1 > 0.0).then(|| sum.0.map(|v| v / sum.1))
    };
    let nearest = |colours: &[[f32; 3]], pixel: &[f32; 3]| {
        let far = colours
            .iter()
            .map(|colour| apart(colour, pixel))
            .enumerate();
        let least = far.min_by(|a, b| a.1.total_cmp(&b.1));
        least.unwrap_or((0, 0.0))
    };
    let mut colours = vec![mean(&mut pixels.iter()).unwrap_or([0.5; 3])];
    while colours.len() < COLOURS {
        let far = pixels
            .iter()
            .map(|pixel| (nearest(&colours, pixel).1, pixel));
        let most = far.max_by(|a, b| a.0.total_cmp(&b.0));
        colours.push(most.map_or([0.5; 3], |(_, pixel)| *pixel));
    }
    for _ in 0..ROUNDS {
        let of: Vec<usize> = pixels.iter().map(|p| nearest(&colours, p).0).collect();
        for (i, colour) in colours.iter_mut().enumerate() {
            let own = pixels.iter().zip(&of).filter(|(_, of)| **of == i);
            *colour = mean(&mut own.map(|(pixel, _)| pixel)).unwrap_or(*colour);
        }
    }
    std::array::from_fn(|i| colours[i])
}
