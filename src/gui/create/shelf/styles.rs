//! The styles of the shelf: what they are called, in which order they stand, what is known of them.

use crate::{
    gui::{create::shelf::gallery::Gallery, live_picture, localisation::Words},
    nn::Tuning,
    session::{
        Artwork, FoundStyle, Learnt, Material, Origin, Painting, Project, Settings, StyleKey,
        Tunings,
        engine::{Command, Engine, GalleryJob, GalleryStyle},
        loader::{Level, Loader, StyleRequest},
        shelf,
    },
    stylize::Instant,
};
use egui::TextureHandle;
use std::{path::PathBuf, sync::Arc};

/// One style on the shelf.
pub struct Card {
    /// Which.
    pub key: StyleKey,
    /// What it is read from.
    pub origin: Origin,
    /// The style, if it was found and was read.
    pub code: Option<Arc<FoundStyle>>,
    texture: Option<TextureHandle>,
}

impl Card {
    /// A card whose picture is still to come.
    pub fn new(key: StyleKey, origin: Origin) -> Self {
        Self {
            key,
            origin,
            code: None,
            texture: None,
        }
    }

    /// The painting's picture, if there is one and it was read.
    pub fn texture(&self) -> Option<&TextureHandle> {
        self.texture.as_ref()
    }

    /// The path of one of the artist's own, which can be renamed and removed.
    pub fn own_path(&self) -> Option<&std::path::Path> {
        match self.key {
            StyleKey::Own(_) => self.origin.path(),
            _ => None,
        }
    }

    /// Its picture has come.
    pub fn set(&mut self, ctx: &egui::Context, level: &Level) {
        let texture = live_picture::small(ctx, level.width, level.height, &level.rgba);
        self.texture = Some(texture);
    }

    /// Whether its picture is there.
    #[cfg(test)]
    pub fn has_picture(&self) -> bool {
        self.texture.is_some()
    }

    /// Its name in the settings.
    pub fn name(&self) -> &str {
        match &self.key {
            StyleKey::Shipped(name) => name,
            StyleKey::Own(hash) => hash,
            StyleKey::Random(_) => "",
        }
    }
}

impl Card {
    /// Whether it can be painted in: codes are read first.
    fn is_read(&self) -> bool {
        self.code.is_some() || matches!(self.origin, Origin::Painting(_))
    }

    /// What the engine needs to paint in this style, if it was read already; `learnt` is what was learnt of it.
    fn style(&self, learnt: Option<&Tuning>) -> Option<GalleryStyle> {
        match (&self.origin, &self.code) {
            (Origin::Painting(painting), _) => {
                Some(GalleryStyle::Painting(painting.clone(), learnt.cloned()))
            }
            (Origin::Code(_), Some(found)) => Some(GalleryStyle::Code(found.style.clone())),
            (Origin::Code(_), None) => None,
        }
    }
}

/// The styles that there are.
#[derive(Default)]
pub struct Styles {
    /// One card each.
    pub cards: Vec<Card>,
    /// The artist's own are known.
    pub is_read: bool,
    /// The photograph in each of them.
    pub gallery: Gallery,
    /// What was learnt of them.
    pub tunings: Tunings,
    /// Those that are being learnt, and how far they are, 0 to 1.
    pub learning: Vec<(StyleKey, f32)>,
}

impl Styles {
    /// The styles that ship.
    pub fn new() -> Self {
        let shipped = shelf().iter();
        let shipped = shipped.map(|s| {
            Card::new(
                StyleKey::Shipped(s.name),
                Origin::Painting(Painting::Shelf(s)),
            )
        });
        Self {
            cards: shipped.collect(),
            ..Self::default()
        }
    }

    /// Asks for the small pictures of all paintings.
    pub fn ask_cards(&self, loader: &Loader) {
        for card in &self.cards {
            if let Origin::Painting(painting) = &card.origin {
                loader.ask(StyleRequest::Card(card.key.clone(), painting.clone()));
            }
        }
    }

    /// Name of a card in the artist's language.
    pub fn card_title(&self, words: &Words, card: &Card) -> String {
        match &card.origin {
            Origin::Painting(Painting::Shelf(style)) => words.of(&style.about.title).to_owned(),
            Origin::Painting(Painting::File(path)) | Origin::Code(path) => {
                let stem = path.file_stem().unwrap_or_default();
                stem.to_string_lossy().into_owned()
            }
        }
    }

    /// Name of a style in the artist's language.
    pub fn title(&self, words: &Words, key: &StyleKey) -> String {
        if let StyleKey::Random(seed) = key {
            return words.with("style-from-nothing", &[("seed", (*seed as usize).into())]);
        }
        let card = self.cards.iter().find(|card| card.key == *key);
        card.map(|card| self.card_title(words, card))
            .unwrap_or_default()
    }

    /// The chosen styles in the artist's language, joined by `between`.
    pub fn titles(&self, words: &Words, project: &Project, between: &str) -> String {
        let keys = project.styles.iter().map(|chosen| &chosen.key);
        let names: Vec<String> = keys.map(|key| self.title(words, key)).collect();
        if names.is_empty() {
            return words.get("style-of-recipe");
        }
        names.join(between)
    }

    /// Cards as they stand on the shelf: favourites first, then those that suit the photograph if that
    /// is asked for, then in the shelf's own order.
    pub fn order(&self, settings: &Settings) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.cards.len()).collect();
        let suggested = settings.suggest.then(|| self.gallery.ranks());
        order.sort_by_key(|&i| {
            let ranks = suggested.as_ref();
            let rank = ranks.and_then(|ranks| ranks.get(&self.cards[i].key).copied());
            (!self.is_favourite(settings, i), rank.unwrap_or(usize::MAX))
        });
        order
    }

    /// Whether a card is among the favourites.
    pub fn is_favourite(&self, settings: &Settings, i: usize) -> bool {
        let name = self.cards[i].name();
        settings.favourites.iter().any(|other| other == name)
    }

    /// The photograph in a style, or the painting as long as that is not there.
    pub fn small_picture(&self, key: &StyleKey) -> Option<TextureHandle> {
        let painted = self.gallery.picture(key);
        let card = self.cards.iter().find(|card| card.key == *key);
        painted.or_else(|| card?.texture()).cloned()
    }

    /// Why a style stands where it does, if that is known.
    pub fn why_suggested(&self, words: &Words, key: &StyleKey) -> Option<String> {
        let rank = self.gallery.ranks().get(key)?;
        let distances = self.gallery.distances(key)?;
        let values = [
            ("place", (rank + 1).into()),
            ("count", self.gallery.ranks().len().into()),
            ("content", format!("{:.2}", distances.content).into()),
            (
                "style",
                format!("{:.2}", distances.style.unwrap_or_default()).into(),
            ),
        ];
        Some(words.with("suits", &values))
    }

    /// Takes what was learnt of styles that were just chosen, by whoever chose them.
    pub fn settle(&self, art: &mut Artwork) {
        let project = &mut art.project;
        if !self.is_read || project.styles.iter().all(|c| c.learnt != Learnt::Newest) {
            return;
        }
        let painter = Instant::hash_for(&project.recipe);
        for chosen in &mut project.styles {
            if chosen.learnt == Learnt::Newest {
                let tuning = self.tunings.of(&chosen.key, painter);
                chosen.learnt = Learnt::As(tuning.cloned());
            }
        }
    }

    /// Asks for the chosen styles that were not read yet.
    pub fn read(&self, art: &mut Artwork, loader: &Loader) {
        self.settle(art);
        for chosen in art.project.styles.iter_mut().filter(|c| !c.is_ready()) {
            let card = self.cards.iter().find(|card| card.key == chosen.key);
            let Some(Card {
                key, origin, code, ..
            }) = card
            else {
                continue;
            };
            match (origin, code) {
                (_, Some(found)) => chosen.material = Some(Material::Code(Arc::clone(found))),
                (Origin::Painting(painting), None) => {
                    loader.ask(StyleRequest::Painting(key.clone(), painting.clone()));
                }
                (Origin::Code(path), None) => {
                    loader.ask(StyleRequest::Code(key.clone(), path.clone()));
                }
            }
        }
    }

    /// Asks for the photograph in the styles of the shelf, if it is another photograph or shelf.
    pub fn follow(&mut self, art: &Artwork, settings: &Settings, engine: &mut dyn Engine) {
        let Some(photograph) = &art.project.photograph else {
            return;
        };
        let crop = art.project.recipe.crop;
        let hash = &photograph.source.blake3;
        let painter = &art.project.recipe.painter_blake3;
        let same = matches!(&self.gallery.of, Some((of, part)) if of == hash && *part == crop)
            && self.gallery.painter == *painter;
        let random = art.project.random_style();
        let random = random.map(|(seed, _)| StyleKey::Random(seed));
        // Codes whose files are still being read come later.
        let ready = self.cards.iter().filter(|card| card.is_read());
        let keys = ready.map(|card| &card.key).chain(&random);
        if same && keys.clone().eq(&self.gallery.asked) {
            return;
        }
        if !same {
            self.gallery = Gallery::default();
            self.gallery.of = Some((hash.clone(), crop));
            self.gallery.painter.clone_from(painter);
        }
        self.gallery.asked = keys.cloned().collect();
        let mut order = self.order(settings);
        // What is chosen is wanted first, then what has no picture of its own meanwhile.
        order.sort_by_key(|&i| {
            let card = &self.cards[i];
            (!art.project.has(&card.key), card.code.is_none())
        });
        let cards = order.into_iter().map(|i| &self.cards[i]);
        let hash = Instant::hash_for(&art.project.recipe);
        let learnt = |card: &Card| self.tunings.of(&card.key, hash);
        let cards = cards.filter_map(|card| Some((card.key.clone(), card.style(learnt(card))?)));
        let random = random.map(|key| (key, GalleryStyle::Random));
        let styles = random.into_iter().chain(cards);
        let styles = styles.filter(|(key, _)| !self.gallery.is_done(key));
        let job = GalleryJob {
            photograph: Arc::clone(photograph),
            crop,
            painter: painter.clone(),
            styles: styles.collect(),
        };
        engine.send(Command::Gallery(Box::new(job)));
    }

    /// A found style was read.
    pub fn put(&mut self, key: &StyleKey, path: PathBuf, found: &Arc<FoundStyle>) {
        let there = self.cards.iter().position(|card| card.key == *key);
        let i = there.unwrap_or_else(|| {
            self.cards.push(Card::new(key.clone(), Origin::Code(path)));
            self.cards.len() - 1
        });
        self.cards[i].code = Some(Arc::clone(found));
    }

    /// A card of a style, if there is one.
    pub fn get_mut(&mut self, key: &StyleKey) -> Option<&mut Card> {
        self.cards.iter_mut().find(|card| card.key == *key)
    }

    /// Whether there is a card of a style.
    pub fn has(&self, key: &StyleKey) -> bool {
        self.cards.iter().any(|card| card.key == *key)
    }
}
