//! What a run of schools finds out before its first step: mean codes, from which the learnt ones begin, and the codes of paintings, by
//! which the school's style for a photograph is chosen.

use super::{
    super::generator::{Crops, Draw, PIECE, Sources, code_of, label_ahead, look_ahead},
    networks::Begun,
};
use crate::{
    data::{Stored, middle, stacked},
    nn::{FeatureNet, Palette},
};
use burn::tensor::{Device, Tensor};
use std::sync::Arc;

/// Crops of each school's paintings whose mean code is where the learnt one begins.
const CODES: usize = 160;
/// Photographs whose mean code is found out.
const PHOTOGRAPHS: usize = 64;

/// How far that is.
pub struct Preparation {
    /// Codes of the first crops, until their means are known.
    codes: Option<Vec<Tensor<2>>>,
    /// Codes of photographs, as far as they were looked at.
    photographs: Vec<Tensor<2>>,
    /// Whether the run, or a branch of one, begins. Of others nothing more is found out: they go on as they began.
    begins: bool,
    /// Side in pixels at which paintings are looked at.
    side: usize,
}

impl Preparation {
    /// Of a run that is `new`, or else knows its means already; what tells of photographs is found out whenever one `begins`.
    pub fn new(new: bool, begins: bool, side: usize) -> Self {
        Self {
            codes: new.then(Vec::new),
            photographs: Vec::new(),
            begins,
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

    /// Looks at a piece of the paintings, and then of photographs.
    fn remember(
        &mut self,
        begun: &mut Begun,
        sources: &Sources,
        net: &FeatureNet,
        device: &Device,
    ) -> Option<f32> {
        let most = |label: usize| sources.of(label).len().min(Palette::MOST);
        let left = |label: &usize| begun.paintings[*label].len() < most(*label);
        let Some(label) = (0..sources.labels()).find(left) else {
            return self.look_at_photographs(begun, sources, net, device);
        };
        let done = begun.paintings[label].len();
        let piece = done..(done + PIECE as usize).min(most(label));
        for painting in &sources.of(label)[piece] {
            let code = self.code(painting, begun, net, device);
            begun.paintings[label].push(code);
        }
        let done: usize = begun.paintings.iter().map(Vec::len).sum();
        let all: usize = (0..sources.labels()).map(most).sum();
        Some(done as f32 / all.max(1) as f32)
    }

    /// The normalised code of the middle of a picture.
    fn code(
        &self,
        picture: &Stored,
        begun: &Begun,
        net: &FeatureNet,
        device: &Device,
    ) -> Tensor<2> {
        let middle = middle(picture, self.side);
        let seen = stacked(std::iter::once(&middle), self.side, device);
        begun.networks.normalise(code_of(net, seen))
    }

    /// Looks at a piece of the photographs, if there are some that are not of a school themselves.
    fn look_at_photographs(
        &mut self,
        begun: &mut Begun,
        sources: &Sources,
        net: &FeatureNet,
        device: &Device,
    ) -> Option<f32> {
        let all = sources.contents.first().filter(|all| {
            let own = |school: &Arc<[Stored]>| Arc::ptr_eq(school, all);
            self.begins && begun.photographs.is_none() && !sources.styles.iter().any(own)
        })?;
        let (done, most) = (self.photographs.len(), all.len().min(PHOTOGRAPHS));
        // Spread over them all: folders are sorted.
        let piece = (done..(done + PIECE as usize).min(most)).map(|i| &all[i * all.len() / most]);
        for photograph in piece {
            let code = self.code(photograph, begun, net, device);
            self.photographs.push(code);
        }
        if self.photographs.len() == most {
            let codes = std::mem::take(&mut self.photographs);
            begun.photographs = (!codes.is_empty()).then(|| Tensor::cat(codes, 0).mean_dim(0));
        }
        Some(self.photographs.len() as f32 / most.max(1) as f32)
    }
}
