//! The mix: the chosen styles and their shares, on a pad and as sliders.

use crate::{
    gui::{
        app::App,
        toasts::Kind,
        widgets::{
            self, heading,
            pad::{Corner, Pad, equal},
            slider::Slider,
        },
    },
    session::{Project, StyleKey},
};
use egui::{TextureHandle, Ui};

/// Width below which there is no room for sliders.
const NARROW: f32 = 180.0;
/// Width of the name of a style that has no picture yet.
const ROOM: f32 = 60.0;

impl App {
    pub(in crate::gui) fn mix(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.label(heading(&self.shell.words.get("mix")));
            widgets::at_right(ui, |ui| self.keep_icon(ui));
        });
        let keys = self
            .create
            .art
            .project
            .styles
            .iter()
            .map(|chosen| &chosen.key);
        let corners: Vec<Corner> = keys
            .map(|key| Corner {
                title: self.style_title(key),
                picture: self.small_picture(key),
            })
            .collect();
        let mut shares = self.create.art.project.shares();
        let pad = Pad::new(
            &mut shares,
            &corners,
            self.shell.words.get("blend"),
            self.shell.words.get("blend-hint"),
        );
        if ui.add(pad).changed() {
            self.create.art.project.set_shares(&shares);
        }
        if ui.available_width() < NARROW {
            return;
        }
        ui.spacing_mut().item_spacing.y = 4.0;
        let even = equal(corners.len())[0];
        let hint = self.shell.words.get("mix-weight-hint");
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
                self.create.art.project.set_share(i, share);
            }
        }
    }

    /// Mixes a style in or takes it out; says why if there is no room for it.
    pub(in crate::gui) fn mix_in(&mut self, key: &StyleKey) {
        if self.create.art.project.is_full() && !self.create.art.project.has(key) {
            let text = self.mix_full();
            self.shell.toasts.say(Kind::Note, text);
        } else {
            self.create.art.project.mix(key.clone());
        }
    }

    /// Why nothing more can be mixed in.
    pub(in crate::gui) fn mix_full(&self) -> String {
        let count = [("count", Project::MOST_STYLES.into())];
        self.shell.words.with("mix-full", &count)
    }

    /// Name of a style in the artist's language.
    pub(in crate::gui) fn style_title(&self, key: &StyleKey) -> String {
        if let StyleKey::Random(seed) = key {
            return self
                .shell
                .words
                .with("style-from-nothing", &[("seed", (*seed as usize).into())]);
        }
        let card = self.create.shelf.cards.iter().find(|card| card.key == *key);
        card.map(|card| self.card_title(card)).unwrap_or_default()
    }

    /// The photograph in a style, or the painting as long as that is not there.
    pub(in crate::gui) fn small_picture(&self, key: &StyleKey) -> Option<TextureHandle> {
        let painted = self.create.shelf.gallery.picture(key);
        let card = self.create.shelf.cards.iter().find(|card| card.key == *key);
        painted.or_else(|| card?.texture()).cloned()
    }
}
