//! How good a generator is on pictures that it has not learnt from: a score and sheets to look at.

use super::{
    config::{StyleConfig, StyleMeasured},
    data::middle,
    state::State,
};
use crate::{
    compute::to_picture,
    data::Stored,
    error::Result,
    evaluate::Seen,
    nn::{FeatureNet, Layer, Statistics, style_code},
    picture::{ExportOptions, Stamp, export},
};
use burn::tensor::{Device, Tensor, TensorData};
use std::path::PathBuf;

/// Most pairs that are painted to be measured, and the first of them that are shown.
const PAIRS: usize = 48;
const SHOWN: usize = 6;
/// Their side in pixels.
const SIDE: usize = 384;

/// Fixed pairs of photographs and paintings and what the encoder sees in them.
pub struct Exam {
    pairs: Vec<Pair>,
}

struct Pair {
    content: Tensor<4>,
    style: Tensor<4>,
    code: Tensor<2>,
    seen: Seen,
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
            let score = pair.seen.score(net, painted);
            content += share * score.content;
            for (sum, level) in levels.iter_mut().zip(score.levels) {
                *sum += share * level;
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
