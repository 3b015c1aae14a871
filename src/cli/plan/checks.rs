//! What cannot be painted as it was asked for, before anything is read.

use super::{super::stylize::Args, Sources};
use crate::{
    error::{Error, Result},
    fault::SettingFault,
    nn::{FeatureNet, ModelInfo, NetSpec, hash_file},
    stylize::{Engine, Recipe},
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

/// Refuses what cannot be painted, and flags that would do nothing.
pub fn check(args: &Args, recipe: &Recipe, sources: &Sources, own_style: bool) -> Result<()> {
    recipe
        .check()
        .map_err(|reason| SettingFault::Recipe(reason.to_string()))?;
    if sources.contents.is_empty() {
        return Err(Error::Usage(
            "There is no photograph to paint; name one, or give a --recipe.".to_owned(),
        ));
    }
    let shares = sources.styles.iter().map(|(_, share)| share);
    let shares = shares.chain(sources.codes.iter().map(|(_, share)| share));
    let (count, total) = shares.fold((0, 0.0), |(count, sum), share| (count + 1, sum + share));
    let from_nothing = recipe.random_style.is_some();
    // What learnt schools needs no other style; Refine looks at paintings.
    let own = own_style && recipe.engine == Engine::Instant;
    if count == 0 && !from_nothing && recipe.mixed_style.is_none() && !own {
        return Err(Error::NoStyle);
    }
    if args.domain.is_some() && (count > 0 || from_nothing) {
        return Err(Error::Usage(
            "--domain asks for what the model has learnt itself, and a style for another; leave one of them out."
                .to_owned(),
        ));
    }
    if count > 0 && total == 0.0 && !from_nothing {
        return Err(SettingFault::NoShare.into());
    }
    let (given, other) = match recipe.engine {
        Engine::Instant => (
            vec![
                (args.steps.is_some(), "--steps"),
                (args.content_weight.is_some(), "--content-weight"),
                (args.style_weight.is_some(), "--style-weight"),
                (args.protect.is_some(), "--protect"),
                (args.smoothness.is_some(), "--smoothness"),
                (args.adversarial_weight.is_some(), "--adversarial-weight"),
                (args.style_layers.is_some(), "--style-layers"),
                (args.style_loss.is_some(), "--style-loss"),
                (args.from.is_some(), "--from"),
                (args.encoder.is_some(), "--encoder"),
                (args.optimizer.is_some(), "--optimizer"),
            ],
            Engine::Refine,
        ),
        Engine::Refine => (
            vec![
                (args.strength.is_some(), "--strength"),
                (args.freedom.is_some(), "--freedom"),
                (args.domain.is_some(), "--domain"),
                (!sources.codes.is_empty(), "--style-code"),
                (args.random_style.is_some(), "--random-style"),
            ],
            Engine::Instant,
        ),
    };
    match given.into_iter().find(|(given, _)| *given) {
        Some((_, flag)) => Err(Error::Usage(format!(
            "{flag} is a setting of {other} and does nothing in {}; leave it out or add --engine \
             {other}.",
            recipe.engine
        ))),
        None => Ok(()),
    }
}

/// A recipe made with another encoder would give another picture.
pub fn check_encoder(args: &Args, recipe: &Recipe, net: &NetSpec) -> Result<()> {
    if args.recipe.is_none() {
        return Ok(());
    }
    if args.encoder.is_some() || recipe.encoder_blake3.is_empty() {
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
