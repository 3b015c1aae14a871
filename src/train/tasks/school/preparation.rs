//! What a run of schools finds out before its first step: mean codes, from which the learnt ones begin, and the codes of paintings, by
//! which the school's style for a photograph is chosen.

use super::{
    super::generator::{Crops, Draw, PIECE, Sources, code_of, label_ahead, look_ahead},
    networks::Begun,
};
use crate::{
    data::{middle, stacked},
    nn::{FeatureNet, Palette},
};
use burn::tensor::{Device, Tensor};

/// Crops of each school's paintings whose mean code is where the learnt one begins.
const CODES: usize = 160;

/// How far that is.
pub struct Preparation {
    /// Codes of the first crops, until their means are known.
    codes: Option<Vec<Tensor<2>>>,
    /// Side in pixels at which paintings are looked at.
    side: usize,
}

impl Preparation {
    /// Of a run that is `new`, or else knows its means already.
    pub fn new(new: bool, side: usize) -> Self {
        Self {
            codes: new.then(Vec::new),
            side,
        }
    }

    /// Does a piece of it; the share that is done then, if something was left to do.
    pub fn go_on(
        &mut self,
        begun: &mut Begun,
        (sources, crops, seed): (&Sources, Crops, u64),
        net: &FeatureNet,
        device: &Device,
    ) -> Option<f32> {
        let Some(codes) = &mut self.codes else {
            return self.remember(begun, sources, net, device);
        };
        let all = CODES * sources.labels();
        if codes.len() < all {
            let draw = Draw {
                sources,
                crops,
                seed,
                rolled_back: 0,
            };
            look_ahead(codes, all as u64, draw, net, device);
            return Some(codes.len() as f32 / all as f32);
        }
        let codes = std::mem::take(codes);
        let networks = &mut begun.networks;
        let mean = |label: usize| {
            let own = codes.iter().enumerate();
            let own = own.filter(|(i, _)| label_ahead(*i, sources.labels()) == label);
            let own: Vec<_> = own.map(|(_, code)| code.clone()).collect();
            networks.normalise(Tensor::cat(own, 0)).mean_dim(0)
        };
        let means = Tensor::cat((0..sources.labels()).map(mean).collect(), 0);
        let (school, average) = (networks.generator.net.clone(), networks.average.clone());
        networks.generator.net = school.centred(&means);
        networks.average = average.centred(&means);
        self.codes = None;
        Some(1.0)
    }

    /// Looks at a piece of the paintings.
    fn remember(
        &self,
        begun: &mut Begun,
        sources: &Sources,
        net: &FeatureNet,
        device: &Device,
    ) -> Option<f32> {
        let most = |label: usize| sources.of(label).len().min(Palette::MOST);
        let left = |label: &usize| begun.paintings[*label].len() < most(*label);
        let label = (0..sources.labels()).find(left)?;
        let done = begun.paintings[label].len();
        let piece = done..(done + PIECE as usize).min(most(label));
        for painting in &sources.of(label)[piece] {
            let middle = middle(painting, self.side);
            let seen = stacked(std::iter::once(&middle), self.side, device);
            let code = begun.networks.normalise(code_of(net, seen));
            begun.paintings[label].push(code);
        }
        let done: usize = begun.paintings.iter().map(Vec::len).sum();
        let all: usize = (0..sources.labels()).map(most).sum();
        Some(done as f32 / all.max(1) as f32)
    }
}
