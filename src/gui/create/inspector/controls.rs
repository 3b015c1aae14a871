//! The inspector's controls: colours, size, what Refine answers to, and what all of it will take.

use crate::{
    gui::{
        create::context::PaneContext,
        localisation::{Words, clock},
        widgets::{choose, slider::Slider},
    },
    loss::StyleLoss,
    nn::{Layer, NetSpec},
    session::engine::instant_forecast,
    stylize::{Colour, Controls, Engine, OptimizerKind, Recipe, Size, Start, refine_forecast},
};
use egui::{RichText, Ui};

/// Long sides to choose from.
const SIZES: [usize; 7] = [256, 384, 512, 640, 800, 1024, 1536];

/// Colours of the result.
pub fn colour(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let words = cx.words;
    let t = |key: &str| words.get(key);
    let recipe = &mut cx.art.project.recipe;
    let tone = &mut recipe.tone;
    let amount = Slider::new(
        &mut tone.colour,
        t("colour-amount"),
        t("colour-amount-hint"),
    );
    ui.add(amount.range(1.0, 1.0).even().percent());
    for (value, name) in [
        (&mut tone.brightness, "brightness"),
        (&mut tone.contrast, "contrast"),
        (&mut tone.saturation, "saturation"),
    ] {
        let hint = t(&format!("{name}-hint"));
        let slider = Slider::new(value, t(name), hint);
        ui.add(slider.two_sided(1.0).percent());
    }
    let mut colours = vec![
        (Colour::Style, t("colour-style")),
        (Colour::Content, t("colour-content")),
    ];
    if recipe.colour == Colour::Luma {
        // Of recipes of before; the amount does it now.
        colours.push((Colour::Luma, t("colour-luma")));
    }
    let (name, hint) = (t("palette"), t("palette-hint"));
    choose(ui, "palette", &name, &hint, &mut recipe.colour, &colours);
}

/// What Refine answers to.
pub fn weights(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let words = cx.words;
    quality(ui, cx);
    let t = |key: &str| words.get(key);
    let recipe = &mut cx.art.project.recipe;
    let controls = &mut recipe.controls;
    let plain = Controls::default();
    for (value, default, name) in [
        (&mut controls.content, plain.content, "content"),
        (&mut controls.style, plain.style, "style"),
        (&mut controls.protect, plain.protect, "protect"),
        (&mut controls.adversarial, plain.adversarial, "adversary"),
        (&mut controls.smoothness, plain.smoothness, "smoothness"),
    ] {
        let hint = t(&format!("{name}-hint"));
        ui.add(Slider::new(value, t(name), hint).range(4.0, default));
    }
    let advanced = egui::CollapsingHeader::new(t("advanced")).id_salt("advanced");
    advanced.show(ui, |ui| {
        ui.label(RichText::new(t("layers-hint")).weak());
        for layer in Layer::ALL {
            let weight = &mut recipe.controls.layers.0[layer.index()];
            ui.add(Slider::new(weight, layer.to_string(), t("layer-hint")));
        }
        let losses = [
            (StyleLoss::Gram, "Gram".to_owned()),
            (StyleLoss::Gatys, "Gatys".to_owned()),
            (StyleLoss::Moments, t("style-loss-moments")),
            (StyleLoss::Learnt, t("style-loss-learnt")),
            (StyleLoss::Wasserstein, "Wasserstein".to_owned()),
        ];
        let loss = &mut recipe.controls.style_loss;
        choose(
            ui,
            "loss",
            &t("style-loss"),
            &t("style-loss-hint"),
            loss,
            &losses,
        );
        let mut kinds = vec![
            (OptimizerKind::Adam, t("optimizer-adam")),
            (OptimizerKind::Lbfgs, t("optimizer-lbfgs")),
        ];
        if recipe.start == Start::Instant {
            kinds.insert(0, (OptimizerKind::Decoder, t("optimizer-decoder")));
        }
        let mut kind = recipe.optimizer;
        let (name, hint) = (t("optimizer"), t("optimizer-hint"));
        choose(ui, "optimizer", &name, &hint, &mut kind, &kinds);
        recipe.choose_optimizer(kind);
    });
}

/// Size of the result.
pub fn choose_size(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let words = cx.words;
    let t = |key: &str| words.get(key);
    let size = &mut cx.art.project.recipe.size;
    let mut sizes = vec![(Size::Default, t("size-default"))];
    let pixels = |long: usize| words.with("pixels", &[("count", long.into())]);
    sizes.extend(SIZES.map(|long| (Size::LongSide(long), pixels(long))));
    sizes.push((Size::Own, t("size-own")));
    if let Size::LongSide(long) = *size
        && !SIZES.contains(&long)
    {
        sizes.push((*size, pixels(long)));
    }
    choose(ui, "size", &t("size"), &t("size-hint"), size, &sizes);
}

/// Steps of Refine.
fn quality(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let words = cx.words;
    let t = |key: &str| words.get(key);
    let Recipe {
        steps, optimizer, ..
    } = &mut cx.art.project.recipe;
    let names = [t("draft"), t("normal"), t("fine")];
    let mut qualities: Vec<_> = optimizer.usual_steps().into_iter().zip(names).collect();
    if !qualities.iter().any(|(other, _)| other == steps) {
        let own = cx.words.with("steps", &[("steps", (*steps).into())]);
        qualities.push((*steps, own));
    }
    let (name, hint) = (t("quality"), t("quality-hint"));
    choose(ui, "quality", &name, &hint, steps, &qualities);
}

/// What a picture of each engine will take, from what was measured on this device.
pub fn forecast(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let words = cx.words;
    let Some(budget) = cx.budget else { return };
    let mut lines = Vec::new();
    for engine in [Engine::Instant, Engine::Refine] {
        let Some((width, height)) = cx.canvas_size(engine) else {
            return;
        };
        let seconds = cx.seconds_for(engine, (width, height));
        let (name, forecast) = match engine {
            Engine::Instant => {
                let forecast = instant_forecast((width, height), budget);
                ("instant", forecast)
            }
            Engine::Refine => {
                let (recipe, net) = (&cx.art.project.recipe, NetSpec::BuiltIn.forecast());
                let forecast = refine_forecast(recipe, net, (width, height), budget);
                ("refine", forecast)
            }
        };
        let bytes = forecast.bytes(width, height);
        let values = [
            ("engine", words.get(name).into()),
            ("size", format!("{width} × {height}").into()),
            ("time", duration(seconds, words).into()),
            ("memory", format!("{:.1} GB", bytes as f64 / 1e9).into()),
        ];
        lines.push(if bytes > budget.bytes() {
            let text = words.with("forecast-tight", &values);
            RichText::new(text).color(ui.visuals().error_fg_color)
        } else if seconds > 0.0 {
            RichText::new(words.with("forecast", &values)).weak()
        } else {
            RichText::new(words.with("forecast-no-time", &values)).weak()
        });
    }
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for line in lines {
            ui.add(egui::Label::new(line).truncate());
        }
    });
}

/// "0.4 s", "1:05".
fn duration(seconds: f32, words: &Words) -> String {
    if seconds >= 9.5 {
        return clock(seconds);
    }
    let seconds = format!("{:.1}", seconds.max(0.1));
    words.with("seconds", &[("count", seconds.into())])
}
