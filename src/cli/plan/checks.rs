//! What a model, an encoder or an optimizer cannot paint as it was asked for, and which optimizer it is otherwise.

use crate::{
    error::{Error, Result},
    nn::{FeatureNet, ModelInfo, NetSpec, hash_file},
    stylize::{Engine, OptimizerKind, Recipe, Start},
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

/// Gives `recipe` the `optimizer` that was asked for, or else the decoder of what starts from Instant, unless the recipe is of a
/// picture that was `refined` already, and its usual steps.
pub fn choose_optimizer(recipe: &mut Recipe, refined: bool, optimizer: Option<OptimizerKind>) {
    match (optimizer, &recipe.start, recipe.optimizer) {
        (Some(kind), ..) => recipe.choose_optimizer(kind),
        (None, Start::Instant, _) if !refined => recipe.choose_optimizer(OptimizerKind::Decoder),
        (None, Start::Content | Start::Noise | Start::Picture(_), OptimizerKind::Decoder) => {
            recipe.choose_optimizer(OptimizerKind::Adam)
        }
        _ => {}
    }
    if !refined {
        recipe.steps = recipe.optimizer.usual_steps()[1];
    }
}

/// Refuses to move a decoder that has painted nothing.
pub fn check_optimizer(recipe: &Recipe) -> Result<()> {
    let decoder = recipe.optimizer == OptimizerKind::Decoder;
    if recipe.engine == Engine::Refine && decoder && recipe.start != Start::Instant {
        return Err(Error::Usage(
            "Only what starts from Instant has a decoder to be moved; leave --optimizer out, or start from instant."
                .to_owned(),
        ));
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
