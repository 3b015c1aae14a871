//! A style that the artist chose.

use super::{
    code::FoundStyle,
    request::{ChosenPainting, Loaded},
};
use crate::{nn::Tuning, picture::Crop};
use std::sync::Arc;

/// Which card of the shelf.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StyleKey {
    /// One that ships, by the name of its folder.
    Shipped(&'static str),
    /// One of the artist's own, a painting or a style that was found, by the hash of its file.
    Own(String),
    /// One from nothing, by its seed; it has no card.
    Random(u64),
}

/// What a style is taken from.
#[derive(Clone, Debug)]
pub enum Material {
    /// A painting.
    Painting(Arc<Loaded>),
    /// A style that was found, which has no painting.
    Code(Arc<FoundStyle>),
}

/// A style that was chosen, and its share.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Its card.
    pub key: StyleKey,
    /// What it is taken from, once it was read. A style from nothing has nothing to be read.
    pub material: Option<Material>,
    /// Its share among the chosen ones, 0 to 1.
    pub weight: f32,
    /// The part of the painting that is looked at.
    pub crop: Crop,
    /// What a generator learnt to paint it better, and whether that is used.
    pub learnt: Learnt,
}

/// Whether what a generator learnt of a painting is used.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Learnt {
    /// What is there when the style is first painted in.
    #[default]
    Newest,
    /// This, or nothing.
    As(Option<Tuning>),
}

impl Learnt {
    /// Whether both are the same as far as that is known: to find out what is there is no change of a picture.
    fn agrees(&self, other: &Self) -> bool {
        matches!(self, Self::Newest) || matches!(other, Self::Newest) || self == other
    }
}

impl Chosen {
    /// All of a painting, with a full share; the painting is still to be read.
    pub fn new(key: StyleKey) -> Self {
        Self {
            key,
            material: None,
            weight: 1.0,
            crop: Crop::default(),
            learnt: Learnt::default(),
        }
    }

    /// The painting, if it is one and was read.
    pub fn painting(&self) -> Option<&Arc<Loaded>> {
        match &self.material {
            Some(Material::Painting(loaded)) => Some(loaded),
            _ => None,
        }
    }

    /// What a generator learnt to paint it better, if that is used.
    pub fn tuning(&self) -> Option<&Tuning> {
        match &self.learnt {
            Learnt::As(tuning) => tuning.as_ref(),
            Learnt::Newest => None,
        }
    }

    /// Whether nothing is to be read or found out any more.
    pub fn is_ready(&self) -> bool {
        let known = self.material.is_some() && self.learnt != Learnt::Newest;
        known || matches!(self.key, StyleKey::Random(_))
    }

    pub(super) fn chosen_painting(&self) -> Option<ChosenPainting> {
        Some(ChosenPainting {
            painting: Arc::clone(self.painting()?),
            weight: self.weight,
            crop: self.crop,
            tuning: self.tuning().cloned(),
        })
    }

    pub(super) fn code(&self) -> Option<(&FoundStyle, f32)> {
        match &self.material {
            Some(Material::Code(found)) => Some((found, self.weight)),
            _ => None,
        }
    }
}

impl PartialEq for Chosen {
    fn eq(&self, other: &Self) -> bool {
        // Whether it was read already is not the artist's doing.
        (&self.key, self.weight, self.crop) == (&other.key, other.weight, other.crop)
            && self.learnt.agrees(&other.learnt)
    }
}
