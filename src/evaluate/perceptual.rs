//! How different two pictures look: LPIPS with weights that the artist has, or the same by the encoder that ships.

use super::plane::{compared_size, shown};
use crate::{
    compute::{Compute, to_tensor},
    error::{Error, Result, catch_panic},
    nn::{FeatureNet, Layer, Lpips, NetSpec, unit_cells},
    picture::Picture,
};
use burn::tensor::Tensor;
use std::path::Path;

/// What tells how different two pictures look.
#[derive(Debug)]
pub enum Perceptual {
    /// By the normalised maps of the encoder that ships, all channels alike: not the numbers of LPIPS.
    BuiltIn(Box<FeatureNet>),
    /// LPIPS.
    Lpips(Box<Lpips>),
}

impl Perceptual {
    /// LPIPS with a network and the linear weights that belong to it ([`Lpips::open`]), or the encoder that ships.
    ///
    /// # Errors
    /// If a file cannot be used.
    pub fn open(files: Option<(&Path, &Path)>, compute: &Compute) -> Result<Self> {
        let device = &compute.device;
        Ok(match files {
            Some((network, heads)) => Self::Lpips(Box::new(Lpips::open(network, heads, device)?)),
            None => Self::BuiltIn(Box::new(FeatureNet::open(&NetSpec::BuiltIn, device)?)),
        })
    }

    /// What its numbers are called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::BuiltIn(_) => "LPIPS-impasto",
            Self::Lpips(lpips) => lpips.name,
        }
    }

    /// How different two pictures look, both seen at the size of `a` with a long side of `side` px, at least 64; 0 is the same.
    ///
    /// # Errors
    /// If the device fails.
    pub fn distance(
        &self,
        a: &Picture,
        b: &Picture,
        side: usize,
        compute: &Compute,
    ) -> Result<f32> {
        let (width, height) = compared_size(a.width, a.height, side);
        let size = (width.max(Lpips::LEAST_SIDE), height.max(Lpips::LEAST_SIDE));
        let look = || {
            let [a, b] = [a, b].map(|picture| {
                let seen = shown(picture, size);
                to_tensor(&seen.rgb, size.0, size.1, &compute.device)
            });
            match self {
                Self::Lpips(lpips) => lpips.distance(a, b),
                Self::BuiltIn(net) => by_encoder(net, a, b),
            }
        };
        catch_panic(look).map_err(Error::Compute)
    }
}

/// Squared differences of maps whose cells have length 1, mean over cells and levels; 0 to 2.
fn by_encoder(net: &FeatureNet, a: Tensor<4>, b: Tensor<4>) -> f32 {
    let [a, b] = [a, b].map(|picture| net.maps(picture, Layer::Relu5_1));
    let levels = a.len().max(1) as f32;
    let level = |(a, b): (Tensor<4>, Tensor<4>)| {
        let apart = (unit_cells(a) - unit_cells(b)).square();
        apart.sum_dim(1).mean().into_scalar::<f32>()
    };
    a.into_iter().zip(b).map(level).sum::<f32>() / levels
}
