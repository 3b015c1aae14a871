//! All measures of a painted picture beside its photograph and its painting, and their medians.

use super::{
    contrast::contrast,
    directions::{Directions, directions},
    halo::halo,
    lattice::{PERIODS, lattice},
    palette::palette,
    plane::{compared_size, median, shown},
    score::Seen,
};
use crate::{
    compute::{Compute, to_tensor},
    error::{Error, Result, catch_panic},
    nn::{FeatureNet, Layer},
    picture::Picture,
};
use burn::tensor::Tensor;
use serde::Serialize;

/// Long side at which pictures are compared unless another is asked for.
pub const SIDE: usize = 512;

/// What a painted picture measures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Art {
    /// Style distance, mean over `levels`; lower is nearer.
    pub style: f64,
    /// Content distance; lower is nearer.
    pub content: f64,
    /// Style distance by level of the encoder, finest first.
    pub levels: Vec<f64>,
    /// See [`palette`].
    pub palette: f64,
    /// See [`contrast`].
    pub contrast: f64,
    /// See [`halo`].
    pub halo: f64,
    /// See [`lattice`], at each of [`PERIODS`].
    pub lattice: [f64; PERIODS.len()],
    /// See [`directions`].
    pub directions: Directions,
}

/// A photograph and a painting, against which results are measured.
pub struct Reference {
    photograph: Picture,
    painting: Picture,
    seen: Seen,
}

impl Reference {
    /// Looks at both with a long side of `side` px.
    ///
    /// # Errors
    /// If the device fails.
    pub fn new(
        net: &FeatureNet,
        compute: &Compute,
        photograph: &Picture,
        painting: &Picture,
        side: usize,
    ) -> Result<Self> {
        let at_side = |p: &Picture| shown(p, compared_size(p.width, p.height, side));
        let (photograph, painting) = (at_side(photograph), at_side(painting));
        let look = || {
            let (content, style) = (tensor(&photograph, compute), tensor(&painting, compute));
            Seen::of(net, content, style)
        };
        Ok(Self {
            seen: catch_panic(look).map_err(Error::Compute)?,
            photograph,
            painting,
        })
    }

    /// Measures a result, which is looked at with the photograph's size there.
    ///
    /// # Errors
    /// If the device fails.
    pub fn measure(&self, net: &FeatureNet, compute: &Compute, result: &Picture) -> Result<Art> {
        let (photograph, painting) = (&self.photograph, &self.painting);
        let result = &shown(result, (photograph.width, photograph.height));
        let score = catch_panic(|| self.seen.score(net, tensor(result, compute)))
            .map_err(Error::Compute)?;
        Ok(Art {
            style: score.style().into(),
            content: score.content.into(),
            levels: score.levels.into_iter().map(f64::from).collect(),
            palette: palette(result, painting),
            contrast: contrast(result, painting),
            halo: halo(result, photograph),
            lattice: PERIODS.map(|period| lattice(result, period)),
            directions: directions(result, photograph),
        })
    }
}

fn tensor(picture: &Picture, compute: &Compute) -> Tensor<4> {
    let (width, height) = (picture.width, picture.height);
    to_tensor(&picture.rgb, width, height, &compute.device)
}

impl Art {
    /// Medians over several pictures, and the mean of their strokes' directions; `None` of none.
    pub fn median(all: &[Self]) -> Option<Self> {
        if all.is_empty() {
            return None;
        }
        let of = |number: &dyn Fn(&Self) -> f64| median(all.iter().map(number).collect());
        let level = |i: usize| of(&|art| art.levels.get(i).copied().unwrap_or(f64::NAN));
        Some(Self {
            style: of(&|art| art.style),
            content: of(&|art| art.content),
            levels: (0..Layer::ALL.len()).map(level).collect(),
            palette: of(&|art| art.palette),
            contrast: of(&|art| art.contrast),
            halo: of(&|art| art.halo),
            lattice: std::array::from_fn(|i| of(&|art| art.lattice[i])),
            directions: Directions::mean(all.iter().map(|art| &art.directions)),
        })
    }
}
