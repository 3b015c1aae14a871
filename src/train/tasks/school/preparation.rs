//! What a run of schools finds out before its first step: mean codes, from which the learnt ones begin, and the codes of paintings, by
//! which the school's style for a photograph is chosen.

use super::{
    super::generator::{Crops, Draw, PIECE, Sources, code_of, label_ahead, look_ahead},
    networks::Begun,
};
use crate::{
    data::{Stored, middle, stacked},
    nn::{FeatureNet, Palette},
    train::task::Opening,
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
    /// Codes of photographs, until their mean is known. A run that does not begin, as itself or as a branch, finds out no more: it goes on
    /// as it began.
    photographs: Option<Vec<Tensor<2>>>,
    /// Side in pixels at which pictures are looked at.
    side: usize,
}

/// Sees the code of the middle of a picture, not normalised.
type Eye<'a> = dyn Fn(&Stored) -> Tensor<2> + 'a;

impl Preparation {
    /// Of a run that is opened so, whose pictures are looked at with `side` pixels.
    pub fn new(opening: &Opening<'_>, side: usize) -> Self {
        Self {
            codes: opening.saved.is_none().then(Vec::new),
            photographs: opening.begins.then(Vec::new),
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
            let see = |picture: &Stored| {
                let middle = middle(picture, self.side);
                code_of(net, stacked(std::iter::once(&middle), self.side, device))
            };
            let paintings = remember(begun, sources, &see);
            let photographs = &mut self.photographs;
            return paintings.or_else(|| photographs_mean(photographs, begun, sources, &see));
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
}

/// Looks at a piece of the paintings; the share that is done then, if something was left to do.
fn remember(begun: &mut Begun, sources: &Sources, see: &Eye<'_>) -> Option<f32> {
    let most = |label: usize| sources.of(label).len().min(Palette::MOST);
    let left = |label: &usize| begun.paintings[*label].len() < most(*label);
    let label = (0..sources.labels()).find(left)?;
    let done = begun.paintings[label].len();
    let piece = done..(done + PIECE as usize).min(most(label));
    for painting in &sources.of(label)[piece] {
        let code = begun.networks.normalise(see(painting));
        begun.paintings[label].push(code);
    }
    let done: usize = begun.paintings.iter().map(Vec::len).sum();
    let all: usize = (0..sources.labels()).map(most).sum();
    Some(done as f32 / all.max(1) as f32)
}

/// Looks at a piece of the photographs, if there are some that are not of a school themselves; the share that is done then, if something
/// was left to do.
fn photographs_mean(
    codes: &mut Option<Vec<Tensor<2>>>,
    begun: &mut Begun,
    sources: &Sources,
    see: &Eye<'_>,
) -> Option<f32> {
    let own = |all: &Arc<[Stored]>| sources.styles.iter().any(|school| Arc::ptr_eq(school, all));
    let all = sources.contents.first().filter(|all| !own(all))?;
    let mut seen = codes.take()?;
    let most = all.len().min(PHOTOGRAPHS);
    // Spread over them all: folders are sorted.
    let piece = (seen.len()..most).take(PIECE as usize);
    seen.extend(piece.map(|i| begun.networks.normalise(see(&all[i * all.len() / most]))));
    let share = seen.len() as f32 / most.max(1) as f32;
    if seen.len() < most {
        *codes = Some(seen);
    } else if most > 0 {
        begun.photographs = Some(Tensor::cat(seen, 0).mean_dim(0));
    }
    Some(share)
}
