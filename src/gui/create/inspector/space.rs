//! The space of styles: a style from nothing, and sliders along the directions in which styles differ
//! most.

use crate::{
    gui::{
        create::{
            context::PaneContext, inspector::Inspector, keep_style::keep_button, shelf::mix::mix_in,
        },
        icons,
        widgets::{self, slider::Slider},
    },
    session::{Project, StyleKey},
    stylize::AXIS_REACH,
};
use egui::{DragValue, Ui};
use std::time::{SystemTime, UNIX_EPOCH};

/// The axes that can be moved, the longest first: names and sentences by their keys.
const AXES: [&str; 6] = ["axis-1", "axis-2", "axis-3", "axis-4", "axis-5", "axis-6"];

/// Seeds have five digits at most, so that they can be told.
const SEEDS: u64 = 100_000;

/// Another one at each start of the program.
pub fn first_seed() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |time| u64::from(time.subsec_nanos())) % SEEDS
}

impl Inspector {
    pub fn space(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        self.dice_row(ui, cx);
        for (i, key) in AXES.into_iter().enumerate() {
            let axes = &cx.art.project.recipe.style_axes;
            let mut offset = axes.get(i).copied().unwrap_or_default();
            let (name, hint) = (cx.words.get(key), cx.words.get(&format!("{key}-hint")));
            let slider = Slider::new(&mut offset, name, hint).two_sided(AXIS_REACH);
            if ui.add(slider).changed() {
                cx.art.project.set_axis(i, offset);
            }
        }
        keep_button(ui, cx);
    }

    /// The dice, and the seed of the style from nothing that is chosen.
    fn dice_row(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let hint = cx.words.get("dice-hint");
        let random = cx.art.project.random_style();
        ui.horizontal(|ui| {
            let name = cx.words.get("from-nothing");
            let label = widgets::name_of(ui, widgets::NAME, &name).on_hover_text(hint.as_str());
            // First, so that it keeps its place: it is clicked again and again.
            let dice = widgets::icon_button(ui, icons::DICE, &cx.words.get("dice"));
            let mixing = widgets::click_adds(ui);
            if dice.on_hover_text(hint.as_str()).clicked() {
                self.roll(mixing, cx);
            }
            if let Some((seed, _)) = random {
                let mut other = seed;
                let number = DragValue::new(&mut other).range(0..=SEEDS - 1).speed(1.0);
                let number = ui.add(number.update_while_editing(false));
                number.labelled_by(label.id).on_hover_text(hint);
                if other != seed {
                    reseed(&mut cx.art.project, seed, other);
                }
            }
            let mixed = cx.art.project.styles.len() > 1;
            if let (Some((seed, _)), true) = (random, mixed) {
                let out = widgets::icon_button(ui, icons::TAKE_OUT, &cx.words.get("dice-out"));
                if out.clicked() {
                    cx.art.project.mix(StyleKey::Random(seed));
                }
            }
        });
    }

    /// A style from nothing: alone, or mixed with what is chosen. A mixture keeps its shares when the
    /// one in it is rolled again.
    fn roll(&mut self, mixing: bool, cx: &mut PaneContext<'_>) {
        self.dice = (self.dice.wrapping_mul(48_271) + 11) % SEEDS;
        let new = StyleKey::Random(self.dice);
        match cx.art.project.random_style() {
            Some((seed, _)) if mixing || cx.art.project.styles.len() > 1 => {
                reseed(&mut cx.art.project, seed, self.dice);
            }
            _ if mixing => mix_in(&new, cx),
            _ => cx.art.project.choose(new),
        }
    }
}

fn reseed(project: &mut Project, seed: u64, other: u64) {
    let here = StyleKey::Random(seed);
    let chosen = project.styles.iter_mut();
    for chosen in chosen.filter(|chosen| chosen.key == here) {
        chosen.key = StyleKey::Random(other);
    }
    project.recipe.changes.clear();
}
