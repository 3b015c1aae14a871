//! What makes a model the one that a recipe names: all that decides over its pixels, and nothing of how it is stored.

use super::ModelInfo;
use crate::nn::Weights;

/// blake3 of kind, traits, and the tensors that a network of this kind computes with, in the order of their names: each as its name,
/// its shape and its values as 32-bit floats. Another number format, other notes or tensors that only training needs make no other model.
pub fn identity(info: &ModelInfo, weights: &Weights) -> String {
    let mut hasher = blake3::Hasher::new();
    let text = |hasher: &mut blake3::Hasher, text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    text(&mut hasher, info.kind.word());
    // Recipes name a domain by its name.
    for domain in &info.domains {
        text(&mut hasher, domain);
    }
    // Named, so that a trait which comes later changes nothing for those that lack it.
    text(&mut hasher, &info.traits.to_string());
    let mut names: Vec<_> = info.kind.figure(info.traits);
    names.sort_by(|a, b| a.name.cmp(&b.name));
    for tensor in names {
        let Some(weight) = weights.find(&tensor.name) else {
            continue;
        };
        text(&mut hasher, &tensor.name);
        hasher.update(&(weight.shape.len() as u64).to_le_bytes());
        for &side in &weight.shape {
            hasher.update(&(side as u64).to_le_bytes());
        }
        let bytes: Vec<u8> = weight.values.iter().flat_map(|v| v.to_le_bytes()).collect();
        hasher.update(&bytes);
    }
    hasher.finalize().to_string()
}
