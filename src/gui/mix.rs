//! The mix: the chosen styles and their shares, on a pad and as sliders.

use super::{
    app::Studio,
    pad::{Corner, Pad, equal},
    shelf::heading,
    slider::Slider,
};
use crate::session::StyleKey;
use egui::{TextureHandle, Ui};

/// Width below which there is no room for sliders beside their names.
const NARROW: f32 = 180.0;
/// Width of their names.
const ROOM: f32 = 82.0;

impl Studio {
    /// Height of the mix in points, if there is one.
    pub(super) fn mix_height(&self, width: f32) -> f32 {
        let count = self.project.styles.len();
        let pad = match count {
            0 | 1 => return 0.0,
            2 => 48.0,
            _ => 140.0,
        };
        let sliders = if width < NARROW { 0.0 } else { 32.0 };
        26.0 + pad + sliders * count as f32
    }

    pub(super) fn mix(&mut self, ui: &mut Ui) {
        ui.label(heading(&self.words.get("mix")));
        let keys = self.project.styles.iter().map(|chosen| &chosen.key);
        let corners: Vec<Corner> = keys
            .map(|key| Corner {
                title: self.style_title(key),
                picture: self.small_picture(key),
            })
            .collect();
        let mut shares = self.project.shares();
        let pad = Pad::new(
            &mut shares,
            &corners,
            self.words.get("blend"),
            self.words.get("blend-hint"),
        );
        if ui.add(pad).changed() {
            self.project.set_shares(&shares);
        }
        if ui.available_width() < NARROW {
            return;
        }
        let even = equal(corners.len())[0];
        let hint = self.words.get("mix-weight-hint");
        for (i, corner) in corners.into_iter().enumerate() {
            let mut share = shares[i];
            let slider = Slider::new(&mut share, corner.title, hint.clone());
            let slider = slider.range(1.0, even).even().percent();
            if ui.add(slider.name_room(ROOM)).changed() {
                self.project.set_share(i, share);
            }
        }
    }

    /// Name of a style in the artist's language.
    pub(super) fn style_title(&self, key: &StyleKey) -> String {
        if let StyleKey::Random(seed) = key {
            return self
                .words
                .with("style-from-nothing", &[("seed", (*seed as usize).into())]);
        }
        let card = self.cards.iter().find(|card| card.key == *key);
        card.map(|card| self.card_title(card)).unwrap_or_default()
    }

    /// The photograph in a style, or the painting as long as that is not there.
    pub(super) fn small_picture(&self, key: &StyleKey) -> Option<TextureHandle> {
        let painted = self.gallery.picture(key);
        let card = self.cards.iter().find(|card| card.key == *key);
        painted.or_else(|| card?.texture()).cloned()
    }
}
