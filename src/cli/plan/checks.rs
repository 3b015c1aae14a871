//! What a model or an encoder cannot paint as it was asked for.

use crate::{
    error::{Error, Result},
    nn::{FeatureNet, ModelInfo, NetSpec, hash_file},
    stylize::Recipe,
};

/// Refuses what the model has not learnt.
pub fn check_model(model: &ModelInfo, recipe: &Recipe) -> Result<()> {
    if recipe.freedom != 0.0 && !model.traits.freedom {
        return Err(Error::Usage(format!(
            "The model {} has not learnt freedom; leave --freedom out, or choose another by --model.",
            model.name
        )));
    }
    if !recipe.domain.is_empty() {
        model.label_of(&recipe.domain)?;
    }
    Ok(())
}

/// A recipe made with another encoder would give another picture.
pub fn check_encoder(recipe: &Recipe, net: &NetSpec) -> Result<()> {
    if recipe.encoder_blake3.is_empty() {
        return Ok(());
    }
    let same = match net {
        NetSpec::BuiltIn => FeatureNet::is_built_in(&recipe.encoder_blake3),
        NetSpec::File(path) => hash_file(path)? == recipe.encoder_blake3,
    };
    if same {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "The recipe was made with other weights of the network {}; give them with --encoder, or \
         --encoder builtin to paint with the built-in one.",
        recipe.encoder
    )))
}
