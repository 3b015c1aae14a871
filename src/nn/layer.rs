//! The five layers of VGG-19 at which style is measured (Gatys et al. 2016), by their field names.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The first rectified convolution of one of VGG-19's five blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names are the documentation")]
pub enum Layer {
    #[serde(rename = "relu1_1")]
    Relu1_1,
    #[serde(rename = "relu2_1")]
    Relu2_1,
    #[serde(rename = "relu3_1")]
    Relu3_1,
    #[serde(rename = "relu4_1")]
    Relu4_1,
    #[serde(rename = "relu5_1")]
    Relu5_1,
}

impl Layer {
    /// All layers, finest first.
    pub const ALL: [Layer; 5] = [
        Layer::Relu1_1,
        Layer::Relu2_1,
        Layer::Relu3_1,
        Layer::Relu4_1,
        Layer::Relu5_1,
    ];

    /// Position in [`Layer::ALL`], 0 to 4.
    pub fn index(self) -> usize {
        self as usize
    }

    /// Pixels of the picture per cell of the map along one side: 1, 2, 4, 8 or 16.
    pub fn stride(self) -> usize {
        1 << self.index()
    }

    /// Field name, e.g. `relu4_1`.
    pub fn name(self) -> &'static str {
        ["relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1"][self.index()]
    }

    /// Whether the map of a `width` x `height` picture has at least 4 cells a side.
    ///
    /// Statistics of fewer cells mean nothing, so such levels are left out.
    pub fn fits(self, width: usize, height: usize) -> bool {
        width.min(height) / self.stride() >= 4
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Layer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Layer::ALL
            .into_iter()
            .find(|layer| layer.name() == text.trim())
            .ok_or_else(|| {
                format!(
                    "'{text}' is not a layer; use relu1_1, relu2_1, relu3_1, relu4_1 or relu5_1"
                )
            })
    }
}
