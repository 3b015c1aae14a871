//! What a decoder is held to beside Refine's own loss: the paintings' colours, the directions of their strokes in flat areas, no
//! rims and no stains. A generator has learnt with all but the last ([`Generator`](crate::nn::Generator)), and forgets them without.

use crate::{
    loss::{self, ColourMap, Directions, lightness},
    nn::Statistics,
    stylize::controls::Controls,
};
use burn::tensor::Tensor;

/// Weights of the terms at style weight 1; those of a training relative to its weight of style, of rims a third more.
const PALETTE: f32 = 0.125;
const DIRECTION: f32 = 0.25;
const HALO: f32 = 0.2;
/// Squares and grids, which the decoder's shuffles leave unless they are held down.
const LATTICE: f32 = 2.5;
const GRID: f32 = 25.0;
/// Colours that change otherwise than they do elsewhere, which no training holds down.
const STAINS: f32 = 25.0;
/// Longest period of a grid.
const GRID_PERIOD: usize = 16;
/// Rims up to this are left to the stroke.
const TOLERANCE: f32 = 0.15;

/// What is seen of the photograph and the paintings for these terms.
#[derive(Clone)]
pub struct Surface {
    /// Lightness of the photograph, `[1, 1, H, W]`.
    photograph: Tensor<4>,
    /// Colours and strokes of each painting.
    paintings: Vec<(Statistics, Vec<Tensor<2>>)>,
    /// Those of all of them in their shares.
    colours: Option<Statistics>,
    directions: Directions,
    /// How the first picture is coloured.
    begun: ColourMap,
}

impl Surface {
    /// Looks at the photograph as it is painted, at the `first` picture and at the paintings, `[1, 3, H, W]` each.
    pub fn new(
        photograph: Tensor<4>,
        first: &Tensor<4>,
        paintings: &[Tensor<4>],
        controls: &Controls,
    ) -> Self {
        let photograph = lightness(photograph);
        let seen = paintings.iter().map(|painting| {
            let strokes = Directions::of(lightness(painting.clone()));
            (Statistics::of(painting.clone()), strokes)
        });
        let mut surface = Self {
            directions: Directions::wanted(photograph.clone(), Vec::new()),
            paintings: seen.collect(),
            colours: None,
            begun: ColourMap::of(first.clone()),
            photograph,
        };
        surface.mix(controls);
        surface
    }

    /// Mixes the paintings in the shares of `controls`.
    pub fn mix(&mut self, controls: &Controls) {
        let share = |i: usize| controls.mix.get(i).copied().unwrap_or(1.0);
        let each = self.paintings.iter().enumerate();
        let colours: Vec<_> = each
            .map(|(i, (seen, _))| (seen.clone(), share(i)))
            .collect();
        self.colours = Statistics::mix(&colours);
        let total: f32 = colours.iter().map(|(_, share)| share).sum();
        let scales = self
            .paintings
            .iter()
            .map(|(_, strokes)| strokes.len())
            .min();
        let strokes = (0..scales.unwrap_or(0)).filter_map(|scale| {
            let each = self.paintings.iter().enumerate();
            let each = each.map(|(i, (_, strokes))| {
                strokes[scale]
                    .clone()
                    .mul_scalar(share(i) / total.max(f32::MIN_POSITIVE))
            });
            each.reduce(|sum, next| sum + next)
        });
        self.directions = Directions::wanted(self.photograph.clone(), strokes.collect());
    }

    /// Where the weighted sum of the terms grows at `picture` `[1, 3, H, W]`.
    pub fn slope(&self, picture: Tensor<4>, controls: &Controls) -> Tensor<4> {
        let (_, slope) = loss::slope(picture.clone(), |picture| {
            let light = lightness(picture.clone());
            let photograph = self.photograph.clone().autodiff();
            let halo = loss::halo(&light, &photograph, TOLERANCE).mul_scalar(HALO);
            let directions = self.directions.distance(&light);
            let squares = loss::lattice(&light).mul_scalar(LATTICE);
            let stains = self.begun.distance(picture.clone()).mul_scalar(STAINS);
            let repeats = loss::grid(picture, GRID_PERIOD).mul_scalar(GRID);
            let strokes = directions.mul_scalar(DIRECTION * controls.style);
            halo + strokes + squares + stains + repeats
        });
        let Some(colours) = &self.colours else {
            return slope;
        };
        let (_, coloured) = Statistics::slope(picture, |painted| {
            let distance = loss::palette(&painted, &colours.constant());
            distance.mul_scalar(PALETTE * controls.style)
        });
        slope + coloured
    }
}
