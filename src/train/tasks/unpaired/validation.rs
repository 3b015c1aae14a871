//! How near to the other side pictures are translated that are not learnt on, each way.

use super::{
    super::school::{Exhibition, Look, Looks, Painters},
    step::Way,
};
use crate::{
    data::Pool,
    error::Result,
    nn::FeatureNet,
    picture::Picture,
    train::{task::Measure, terms::Terms},
};
use burn::tensor::Device;
use std::sync::Arc;

/// Names of the ways in measures.
const NAMES: [&str; 2] = ["there", "back"];

/// What is measured on, each way.
pub struct Exhibitions {
    ways: Vec<Exhibition>,
    /// Which way is looked at, and from which item on.
    now: (usize, usize),
}

impl Exhibitions {
    /// Of the pictures of both sides that are not learnt from, so many ways.
    ///
    /// # Errors
    /// If the program is damaged.
    pub fn new(looks: Looks, sides: &[Pool; 2], ways: usize) -> Result<Self> {
        let way = |way: usize| {
            let school = vec![(None, sides[1 - way].compared())];
            Exhibition::new(looks, Arc::clone(sides[way].measured()), school)
        };
        Ok(Self {
            ways: (0..ways).map(way).collect::<Result<_>>()?,
            now: (0, 0),
        })
    }

    /// Looks at item `item`: all of one way before those of the other.
    pub fn look(
        &mut self,
        item: usize,
        ways: &[Way],
        net: &FeatureNet,
        device: &Device,
    ) -> Option<(usize, Look)> {
        if item == 0 {
            self.now = (0, 0);
        }
        loop {
            let (way, from) = self.now;
            let painters = Painters::of(&ways.get(way)?.begun, net, device);
            if let Some(look) = self.ways[way].look(item - from, &painters) {
                return Some((way, look));
            }
            self.now = (way + 1, item);
        }
    }

    /// What all that was seen amounts to, with the variety of what is made as a share of that of what is real, where that is least.
    pub fn measure(&self, looks: Vec<(usize, Look)>) -> (Measure, f32) {
        let mut of: Vec<Vec<Look>> = self.ways.iter().map(|_| Vec::new()).collect();
        for (way, look) in looks {
            of[way].push(look);
        }
        let (mut score, mut least, mut values) = (0.0, f32::INFINITY, Terms::default());
        for ((exhibition, looks), name) in self.ways.iter().zip(of).zip(NAMES) {
            let (measure, spread) = exhibition.measure(looks);
            score += measure.score / self.ways.len() as f32;
            least = least.min(spread);
            for (of, value) in measure.values.iter() {
                values.set(format!("{name}.{of}"), value);
            }
        }
        (Measure { score, values }, least)
    }

    /// A picture and what it becomes beside each other, of one of the first items, way by way.
    pub fn sample(
        &self,
        item: usize,
        ways: &[Way],
        net: &FeatureNet,
        device: &Device,
    ) -> Option<Picture> {
        let way = item % ways.len();
        let painters = Painters::of(&ways[way].begun, net, device);
        self.ways[way].sample(item / ways.len(), &painters)
    }
}
