//! Recipes as text.

use super::*;
use crate::loss::StyleLoss;
use std::path::Path;

#[test]
fn unknown_fields_survive_and_newer_schemas_are_refused() {
    let path = Path::new("r.json");
    let recipe = Recipe::from_json(r#"{"schema":1,"mood":{"warm":3}}"#, path).expect("valid");
    assert!(recipe.to_json().contains(r#""mood":{"warm":3}"#));
    assert!(recipe.crop.is_whole() && !recipe.to_json().contains("crop"));
    let bad = r#"{"schema":1,"crop":{"width":0}}"#;
    assert!(Recipe::from_json(bad, path).is_err());
    let newer = Recipe::from_json(r#"{"schema":2}"#, path).expect_err("newer");
    assert!(newer.to_string().contains("newer version"), "{newer}");
}

#[test]
fn another_optimizer_keeps_the_quality() {
    let mut recipe = Recipe::painted_first();
    let of = |recipe: &Recipe| (recipe.optimizer, recipe.steps);
    assert_eq!(of(&recipe), (OptimizerKind::Decoder, 80));
    recipe.choose_optimizer(OptimizerKind::Lbfgs);
    assert_eq!(of(&recipe), (OptimizerKind::Lbfgs, 300));
    assert_eq!(recipe.controls.style_loss, StyleLoss::Gram);
    recipe.steps = 77;
    recipe.choose_optimizer(OptimizerKind::Decoder);
    assert_eq!(of(&recipe), (OptimizerKind::Decoder, 77));
    assert_eq!(recipe.controls.style_loss, StyleLoss::Learnt);
    // What was chosen stays.
    recipe.controls.style_loss = StyleLoss::Gatys;
    recipe.choose_optimizer(OptimizerKind::Adam);
    assert_eq!(recipe.controls.style_loss, StyleLoss::Gatys);
}

#[test]
fn a_recipe_survives_its_own_json() {
    let recipe = Recipe {
        size: Size::LongSide(77),
        start: Start::Picture(SourceRef::default()),
        styles: vec![StyleRef {
            source: SourceRef::default(),
            weight: 0.3,
            crop: Crop::default().turned(true),
            tuning: None,
        }],
        crop: Crop {
            left: 0.1,
            width: 0.7,
            degrees: -3.3,
            ..Crop::default()
        },
        ..Recipe::default()
    };
    let back = Recipe::from_json(&recipe.to_json(), Path::new("r.json")).expect("valid");
    assert_eq!(back, recipe);
}

#[test]
fn recipes_of_before_leave_style_and_rims_as_they_come_and_new_ones_say_how_much_is_done() {
    let path = Path::new("r.json");
    let before = Recipe::from_json(r#"{"schema":1}"#, path).expect("valid");
    assert_eq!((before.attunement, before.rimless), (0.0, 0.0));
    let done = (Recipe::ATTUNED, Recipe::RIMLESS);
    let new = Recipe::painted_first();
    assert_eq!((new.attunement, new.rimless), done);
    let back = Recipe::from_json(&new.to_json(), path).expect("valid");
    assert_eq!((back.attunement, back.rimless), done);
    for (name, wrong) in [
        ("attunement", "-0.1"),
        ("attunement", "1.5"),
        ("rimless", "2"),
    ] {
        let text = format!(r#"{{"schema":1,"{name}":{wrong}}}"#);
        assert!(Recipe::from_json(&text, path).is_err(), "{name} {wrong}");
    }
}
