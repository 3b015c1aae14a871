//! The generator's weights: their names in files, and those of a generator of other traits.

use super::{Generator, StyleMlp};
use crate::{
    error::Result,
    nn::{
        Traits, Weights, frozen_with,
        init::blank,
        parameters::{named_parameters, pack_parameters, unpack_parameters},
        part::Part,
    },
};
use burn::tensor::{Device, TensorData};
use std::sync::LazyLock;

/// How the names of its tensors begin: `generator.early.weight`.
const PREFIX: &str = "generator.";

impl Generator {
    /// Reads a frozen generator, as [`Generator::pack`] names its weights.
    ///
    /// # Errors
    /// If a tensor is missing or has another shape.
    pub fn from_weights(weights: &Weights, traits: Traits, device: &Device) -> Result<Self> {
        let generator = blank(|| Self::new(traits, device));
        let values = unpack_parameters(weights, PREFIX, &generator)?;
        Ok(frozen_with(generator, values))
    }

    /// The tensors of which [`Generator::pack`] makes a file.
    pub(in crate::nn) fn figure(traits: Traits) -> Vec<Part> {
        static PLAIN: LazyLock<Vec<Part>> = LazyLock::new(|| {
            let generator = blank(|| Generator::new(Traits::default(), &Device::flex()));
            let named = named_parameters(&generator).into_iter();
            let part = |(name, data): (String, TensorData)| Part {
                name: format!("{PREFIX}{name}"),
                shape: data.shape().to_vec(),
                optional: false,
            };
            named.map(part).collect()
        });
        let mut parts = PLAIN.clone();
        let first = format!("{PREFIX}{}", StyleMlp::FIRST);
        for part in parts.iter_mut().filter(|part| part.name == first) {
            // Freedom is a number more that it reads; no other trait has weights.
            part.shape[0] += usize::from(traits.freedom);
        }
        parts
    }

    /// Adds the weights to the tensors of a file, which must say its traits too.
    pub fn pack(&self, tensors: &mut Vec<(String, TensorData)>) {
        pack_parameters(PREFIX, self, tensors);
    }

    /// The weights as those of a generator of other traits; a number that it does not read yet does nothing at first.
    pub(crate) fn parameters_for(&self, traits: Traits) -> Vec<TensorData> {
        let named = named_parameters(self).into_iter();
        let value = |(name, value)| match name == StyleMlp::FIRST {
            true => self.style.first_for(traits.freedom),
            false => value,
        };
        named.map(value).collect()
    }
}
