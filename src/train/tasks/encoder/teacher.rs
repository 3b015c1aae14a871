//! Teachers of the encoder: published networks of the VGG-19 family, read from files.

use crate::{
    error::Result,
    fault::TrainingFault,
    nn::{Layer, Weights},
};
use burn::{
    module::Module,
    nn::{
        conv::Conv2d,
        pool::{MaxPool2d, MaxPool2dConfig},
    },
    tensor::{Device, Tensor, activation::relu, ops::PadMode},
};
use serde::{Deserialize, Serialize};
use std::{path::PathBuf, str::FromStr};

/// A teacher on the command line: `NAME=FILE`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeacherSpec {
    /// Which network the file holds.
    pub kind: TeacherKind,
    /// Its weights.
    pub file: PathBuf,
}

/// The networks that can teach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TeacherKind {
    /// VGG-19 with normalised activations up to relu3_1 (`vgg19-normalised`).
    Normalised,
    /// VGG-19 compressed 16 times, up to relu5_1, with linear maps to the original widths
    /// (`vgg19-16x`; Wang et al., "Collaborative Distillation", CVPR 2020).
    Compressed,
}

impl FromStr for TeacherSpec {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, file) = text
            .split_once('=')
            .ok_or_else(|| format!("'{text}' is not NAME=FILE"))?;
        let kind = match name {
            "vgg19-normalised" => TeacherKind::Normalised,
            "vgg19-16x" => TeacherKind::Compressed,
            _ => {
                return Err(format!(
                    "'{name}' is not a teacher; use vgg19-normalised or vgg19-16x"
                ));
            }
        };
        Ok(Self {
            kind,
            file: file.into(),
        })
    }
}

/// One step of a teacher's forward pass.
#[derive(Debug)]
enum Step {
    /// A 3x3 convolution with reflect padding and ReLU.
    Conv(Conv2d),
    Pool,
    /// The map here is the teacher's word on this layer, through a 1x1 map where it has one.
    Tap(Layer, Option<Conv2d>),
}

/// A frozen network that gives the target maps of some layers.
#[derive(Debug)]
pub struct Teacher {
    colours: Conv2d,
    steps: Vec<Step>,
    pool: MaxPool2d,
}

impl Teacher {
    /// Reads the network from its file; it will give the maps of `layers`.
    ///
    /// # Errors
    /// If the file is not the network it is said to be.
    pub fn open(spec: &TeacherSpec, layers: &[Layer], device: &Device) -> Result<Self> {
        let weights = Weights::open(&spec.file, |_| true)?;
        // (name, from, to) of 3x3 convolutions, "" a pool; the tap follows the first of a block.
        let rows: &[(&str, usize, usize)] = match spec.kind {
            TeacherKind::Normalised => &[
                ("2", 3, 64),
                ("5", 64, 64),
                ("", 0, 0),
                ("9", 64, 128),
                ("12", 128, 128),
                ("", 0, 0),
                ("16", 128, 256),
            ],
            TeacherKind::Compressed => &[
                ("conv11", 3, 16),
                ("conv12", 16, 16),
                ("", 0, 0),
                ("conv21", 16, 32),
                ("conv22", 32, 32),
                ("", 0, 0),
                ("conv31", 32, 64),
                ("conv32", 64, 64),
                ("conv33", 64, 64),
                ("conv34", 64, 64),
                ("", 0, 0),
                ("conv41", 64, 128),
                ("conv42", 128, 128),
                ("conv43", 128, 128),
                ("conv44", 128, 128),
                ("", 0, 0),
                ("conv51", 128, 128),
            ],
        };
        let entry = match spec.kind {
            TeacherKind::Normalised => "0",
            TeacherKind::Compressed => "conv0",
        };
        let colours = weights.conv(entry, [3, 3], 1, 0, device)?.no_grad();
        let mut steps = Vec::new();
        let mut block = Layer::ALL.into_iter();
        let mut first = true;
        for &(name, from, to) in rows {
            if name.is_empty() {
                steps.push(Step::Pool);
                first = true;
                continue;
            }
            steps.push(Step::Conv(
                weights.conv(name, [from, to], 3, 0, device)?.no_grad(),
            ));
            if std::mem::take(&mut first)
                && let Some(layer) = block.next()
                && layers.contains(&layer)
            {
                let widths = [64, 128, 256, 512, 512];
                let map = (spec.kind == TeacherKind::Compressed).then(|| {
                    weights.conv(
                        &format!("{name}_aux"),
                        [to, widths[layer.index()]],
                        1,
                        0,
                        device,
                    )
                });
                steps.push(Step::Tap(layer, map.transpose()?.map(Module::no_grad)));
            }
        }
        if steps.iter().filter(|s| matches!(s, Step::Tap(..))).count() != layers.len() {
            return Err(TrainingFault::ShallowTeacher(spec.file.clone()).into());
        }
        Ok(Self {
            colours,
            steps,
            pool: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
        })
    }

    /// Target maps of its layers for sRGB pictures `[N, 3, H, W]` in 0..1.
    pub fn maps(&self, pictures: Tensor<4>) -> Vec<(Layer, Tensor<4>)> {
        let mut x = self.colours.forward(pictures);
        let mut maps = Vec::new();
        for step in &self.steps {
            match step {
                Step::Conv(conv) => {
                    x = relu(conv.forward(x.pad((1, 1, 1, 1), PadMode::Reflect)));
                }
                Step::Pool => x = self.pool.forward(x),
                Step::Tap(layer, map) => {
                    let tapped = map
                        .as_ref()
                        .map_or_else(|| x.clone(), |m| m.forward(x.clone()));
                    maps.push((*layer, tapped));
                }
            }
        }
        maps
    }
}
