//! How good a generator is on pictures that it has not learnt from: a score and sheets to look at.

use super::{
    config::{StyleConfig, StyleMeasured},
    data::middle,
    state::State,
};
use crate::{
    compute::to_picture,
    error::Result,
    loss::{relative_gram, shapes},
    nn::{CODE_LAYER, FeatureNet, Layer, Statistics, style_code},
    picture::{ExportOptions, Stamp, export},
    train::crops::Stored,
};
use burn::tensor::{Device, Tensor, TensorData};
use std::path::PathBuf;

/// Pairs that are painted to be measured, and the first of them that are shown.
const PAIRS: usize = 24;
const SHOWN: usize = 6;
/// Their side in pixels.
const SIDE: usize = 256;
/// A level's error counts at most this much, so that a flat painting does not decide the mean.
const WORST: f32 = 4.0;

/// Fixed pairs of photographs and paintings and what the encoder sees in them.
pub struct Exam {
    pairs: Vec<Pair>,
}

struct Pair {
    content: Tensor<4>,
    style: Tensor<4>,
    code: Tensor<2>,
    statistics: Vec<Statistics>,
    maps: Vec<Tensor<4>>,
}

impl Exam {
    /// Pairs photographs with paintings; there must be one of each.
    pub fn new(net: &FeatureNet, contents: &[Stored], styles: &[Stored], device: &Device) -> Self {
        let count = PAIRS.min(contents.len().max(styles.len()));
        let tensor =
            |values| Tensor::from_data(TensorData::new(values, [1, 3, SIDE, SIDE]), device);
        let pairs = (0..count).map(|i| {
            let content: Tensor<4> = tensor(middle(&contents[i % contents.len()], SIDE));
            let style: Tensor<4> = tensor(middle(&styles[i % styles.len()], SIDE));
            let seen: Vec<Statistics> = net
                .maps(style.clone(), Layer::Relu5_1)
                .into_iter()
                .map(Statistics::of)
                .collect();
            Pair {
                maps: net.maps(content.clone(), CODE_LAYER),
                code: style_code(&seen),
                statistics: Layer::ALL
                    .into_iter()
                    .zip(seen)
                    .map(|(layer, s)| net.project(layer, s))
                    .collect(),
                content,
                style,
            }
        });
        Self {
            pairs: pairs.collect(),
        }
    }

    /// The score of the averaged weights.
    pub fn measure(&self, net: &FeatureNet, state: &State) -> StyleMeasured {
        let mut levels = vec![0.0; Layer::ALL.len()];
        let mut content = 0.0;
        let share = 1.0 / self.pairs.len() as f32;
        for (i, pair) in self.pairs.iter().enumerate() {
            let painted = state.paint(pair.content.clone(), pair.code.clone(), i as u64);
            let maps = net.maps(painted, Layer::Relu5_1);
            for layer in [Layer::Relu3_1, Layer::Relu4_1] {
                let (painted, photograph) = (&maps[layer.index()], &pair.maps[layer.index()]);
                let distance = shapes(painted.clone(), photograph.clone());
                content += share / 4.0 * distance.into_scalar::<f32>();
            }
            for (layer, map) in Layer::ALL.into_iter().zip(maps) {
                let seen = net.project(layer, Statistics::of(map));
                let error = relative_gram(&seen, &pair.statistics[layer.index()]);
                levels[layer.index()] += share * error.into_scalar::<f32>().min(WORST);
            }
        }
        let style = levels.iter().sum::<f32>() / levels.len() as f32;
        StyleMeasured {
            step: state.notes.step,
            style,
            levels,
            content,
            score: style + content,
        }
    }

    /// Writes a sheet, one row a pair: photograph, painting, result.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn preview(&self, config: &StyleConfig, state: &State) -> Result<PathBuf> {
        let folder = config.run.join("previews");
        std::fs::create_dir_all(&folder).map_err(crate::error::Error::io("create", &folder))?;
        let path = folder.join(format!("{:07}.png", state.notes.step));
        // Two pairs a row.
        let pairs: Vec<Tensor<4>> = self.pairs[..SHOWN.min(self.pairs.len())]
            .iter()
            .enumerate()
            .map(|(i, pair)| {
                let painted = state.paint(pair.content.clone(), pair.code.clone(), i as u64);
                Tensor::cat(vec![pair.content.clone(), pair.style.clone(), painted], 3)
            })
            .collect();
        let rows = pairs
            .chunks_exact(2)
            .map(|two| Tensor::cat(two.to_vec(), 3));
        let rows: Vec<Tensor<4>> = rows.collect();
        let sheet = if rows.is_empty() {
            Tensor::cat(pairs, 2)
        } else {
            Tensor::cat(rows, 2)
        };
        let sheet = to_picture(sheet);
        export(&sheet, &path, &ExportOptions::default(), &Stamp::default())?;
        Ok(path)
    }
}
