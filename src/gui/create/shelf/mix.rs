//! The mix: the chosen styles and their shares, on a pad and as sliders.

use crate::{
    gui::{
        create::{
            context::PaneContext, intent::Intent, keep_style::keep_icon, shelf::styles::Styles,
        },
        localisation::Words,
        widgets::{
            self, heading,
            pad::{Corner, Pad, equal},
            slider::Slider,
        },
    },
    session::{Project, StyleKey},
};
use egui::Ui;

/// Width below which there is no room for sliders.
const NARROW: f32 = 180.0;
/// Width of the name of a style that has no picture yet.
const ROOM: f32 = 60.0;

/// Draws it.
pub fn mix(ui: &mut Ui, cx: &mut PaneContext<'_>, styles: &Styles) {
    ui.horizontal(|ui| {
        ui.label(heading(&cx.words.get("mix")));
        widgets::at_right(ui, |ui| keep_icon(ui, cx));
    });
    let keys = cx.art.project.styles.iter().map(|chosen| &chosen.key);
    let corners: Vec<Corner> = keys
        .map(|key| Corner {
            title: styles.title(cx.words, key),
            picture: styles.small_picture(key),
        })
        .collect();
    let mut shares = cx.art.project.shares();
    let pad = Pad::new(
        &mut shares,
        &corners,
        cx.words.get("blend"),
        cx.words.get("blend-hint"),
    );
    if ui.add(pad).changed() {
        cx.art.project.set_shares(&shares);
    }
    if ui.available_width() < NARROW {
        return;
    }
    ui.spacing_mut().item_spacing.y = 4.0;
    let even = equal(corners.len())[0];
    let hint = cx.words.get("mix-weight-hint");
    for (i, corner) in corners.into_iter().enumerate() {
        let mut share = shares[i];
        let slider = Slider::new(&mut share, corner.title, hint.clone());
        let slider = slider.range(1.0, even).even().percent();
        // A picture takes less room than a name: the rail is wide enough to be used.
        let slider = match &corner.picture {
            Some(picture) => slider.picture(picture),
            None => slider.name_room(ROOM),
        };
        if ui.add(slider).changed() {
            cx.art.project.set_share(i, share);
        }
    }
}

/// Mixes a style in or takes it out; says why if there is no room for it.
pub fn mix_in(key: &StyleKey, cx: &mut PaneContext<'_>) {
    let project = &mut cx.art.project;
    if project.is_full() && !project.has(key) {
        let text = mix_full(cx.words);
        cx.ask(Intent::Note(text));
    } else {
        project.mix(key.clone());
    }
}

/// Why nothing more can be mixed in.
pub fn mix_full(words: &Words) -> String {
    let count = [("count", Project::MOST_STYLES.into())];
    words.with("mix-full", &count)
}
