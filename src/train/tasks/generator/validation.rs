//! How good a generator is on pictures that it has not learnt from, and what it makes of them to look at.

use super::networks::Networks;
use crate::{
    compute::to_picture,
    data::{Stored, middle},
    evaluate::{Score, Seen},
    nn::{FeatureNet, Generator, Layer, Statistics, style_code},
    picture::Picture,
    train::{task::Measure, terms::Terms},
};
use burn::tensor::{Device, Tensor, TensorData};
use std::sync::Arc;

/// Most pairs that are painted to be measured, and the first of them that are shown.
const PAIRS: usize = 48;
pub const SHOWN: usize = 6;
/// Their side in pixels.
const SIDE: usize = 384;

/// Fixed pairs of photographs and paintings, each looked at when it is first wanted.
pub struct Pairs {
    contents: Arc<[Stored]>,
    styles: Arc<[Stored]>,
    looked_at: Vec<Option<Pair>>,
}

struct Pair {
    content: Tensor<4>,
    style: Tensor<4>,
    code: Tensor<2>,
    seen: Seen,
}

impl Pairs {
    /// Pairs photographs with paintings; none if there are none of either.
    pub fn new(contents: &Arc<[Stored]>, styles: &Arc<[Stored]>) -> Self {
        let most = contents.len().max(styles.len());
        let both = !contents.is_empty() && !styles.is_empty();
        let count = if both { PAIRS.min(most) } else { 0 };
        Self {
            contents: Arc::clone(contents),
            styles: Arc::clone(styles),
            looked_at: (0..count).map(|_| None).collect(),
        }
    }

    /// How near to both what the averaged weights make of pair `item` is.
    pub fn score(
        &mut self,
        item: usize,
        net: &FeatureNet,
        networks: &Networks<Generator>,
        device: &Device,
    ) -> Option<Score> {
        let pair = self.pair(item, net, device)?;
        let painted = networks.paint(pair.content.clone(), pair.code.clone(), item as u64);
        Some(pair.seen.score(net, painted))
    }

    /// Photograph, painting and result of pair `item` beside each other.
    pub fn sample(
        &mut self,
        item: usize,
        net: &FeatureNet,
        networks: &Networks<Generator>,
        device: &Device,
    ) -> Option<Picture> {
        let pair = self.pair(item, net, device)?;
        let painted = networks.paint(pair.content.clone(), pair.code.clone(), item as u64);
        let parts = vec![pair.content.clone(), pair.style.clone(), painted];
        Some(to_picture(Tensor::cat(parts, 3)))
    }

    /// The style of the first painting.
    pub fn code(&mut self, net: &FeatureNet, device: &Device) -> Option<Tensor<2>> {
        self.pair(0, net, device).map(|pair| pair.code.clone())
    }

    fn pair(&mut self, item: usize, net: &FeatureNet, device: &Device) -> Option<&Pair> {
        let place = self.looked_at.get_mut(item)?;
        let tensor =
            |values| Tensor::from_data(TensorData::new(values, [1, 3, SIDE, SIDE]), device);
        let (contents, styles) = (&self.contents, &self.styles);
        Some(place.get_or_insert_with(|| {
            let content: Tensor<4> = tensor(middle(&contents[item % contents.len()], SIDE));
            let style: Tensor<4> = tensor(middle(&styles[item % styles.len()], SIDE));
            let painting: Vec<Statistics> = net
                .maps(style.clone(), Layer::Relu5_1)
                .into_iter()
                .map(Statistics::of)
                .collect();
            Pair {
                code: style_code(&painting),
                seen: Seen::at(net, content.clone(), painting),
                content,
                style,
            }
        }))
    }
}

/// The mean of several; the score is style and content together.
pub fn measure(scores: &[Score]) -> Measure {
    let share = 1.0 / scores.len().max(1) as f32;
    let content = scores.iter().map(|score| share * score.content).sum();
    let mut levels = vec![0.0; Layer::ALL.len()];
    for score in scores {
        for (sum, level) in levels.iter_mut().zip(&score.levels) {
            *sum += share * level;
        }
    }
    let style = levels.iter().sum::<f32>() / levels.len() as f32;
    Measure {
        score: style + content,
        values: values(style, &levels, content),
    }
}

/// What the score is made of, by name: relative Gram error, each at most 4, mean over levels and pairs; 1 - cosine of
/// the instance-normalised maps, mean over relu3_1, relu4_1 and pairs; the first by level, finest first.
fn values(style: f32, levels: &[f32], content: f32) -> Terms {
    let mut values: Terms = [("style", style), ("content", content)]
        .into_iter()
        .collect();
    for (i, level) in levels.iter().enumerate() {
        values.set(format!("style.relu{}_1", i + 1), *level);
    }
    values
}
