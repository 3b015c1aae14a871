//! The artist's own photograph in every style of the shelf, and which styles suit it.

use crate::{
    gui::{app::App, pictures},
    picture::Crop,
    session::{
        Origin, StyleKey,
        engine::{Command, GalleryJob, GalleryNews, GalleryResult, GalleryStyle},
    },
    stylize::Distances,
};
use egui::{Context, TextureHandle};
use std::{collections::HashMap, sync::Arc};

/// What came of a style.
#[derive(Default)]
struct Came {
    texture: Option<TextureHandle>,
    distances: Option<Distances>,
    /// Whether nothing more is to come.
    done: bool,
}

/// What the engine was asked for, and what has come.
#[derive(Default)]
pub struct Gallery {
    /// The photograph, by the hash of its file, and the part of it.
    of: Option<(String, Crop)>,
    /// Hash of the generator that paints it, or empty for the newest.
    painter: String,
    asked: Vec<StyleKey>,
    came: HashMap<StyleKey, Came>,
    /// How well styles suit the photograph, the best is 0. Only changed when all have come, so that
    /// cards do not move about meanwhile.
    ranks: HashMap<StyleKey, usize>,
}

impl Gallery {
    /// The photograph in a style, if it was painted already.
    pub fn picture(&self, key: &StyleKey) -> Option<&TextureHandle> {
        self.came.get(key)?.texture.as_ref()
    }

    /// How well styles suit the photograph, the best is 0.
    pub fn ranks(&self) -> &HashMap<StyleKey, usize> {
        &self.ranks
    }

    /// Something came; what is of another photograph is not wanted any more.
    pub fn came(&mut self, ctx: &Context, news: GalleryNews) {
        if self.of != Some((news.photograph, news.crop)) {
            return;
        }
        let came = self.came.entry(news.key).or_default();
        match news.what {
            GalleryResult::Picture(picture) => {
                let rgba = picture.to_rgba8();
                came.texture = Some(pictures::small(ctx, picture.width, picture.height, &rgba));
            }
            GalleryResult::Suits(distances) => {
                (came.distances, came.done) = (Some(distances), true)
            }
            GalleryResult::Nothing => came.done = true,
        }
        let is_done = |key| self.came.get(key).is_some_and(|came| came.done);
        if self.asked.iter().all(is_done) {
            self.rank();
        }
    }

    fn rank(&mut self) {
        let known = self.came.iter();
        let known = known.filter_map(|(key, came)| Some((key, came.distances?)));
        let mut strained: Vec<(&StyleKey, f32)> = known
            .map(|(key, far)| (key, far.content + far.style.unwrap_or_default()))
            .collect();
        strained.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(b.0)));
        let ranks = strained.into_iter().enumerate();
        self.ranks = ranks.map(|(i, (key, _))| (key.clone(), i)).collect();
    }
}

impl App {
    /// Asks for the photograph in the styles of the shelf, if it is another photograph or shelf.
    pub(in crate::gui) fn follow_gallery(&mut self) {
        let Some(photograph) = &self.create.art.project.photograph else {
            return;
        };
        let crop = self.create.art.project.recipe.crop;
        let hash = &photograph.source.blake3;
        let painter = &self.create.art.project.recipe.painter_blake3;
        let same = matches!(&self.create.shelf.gallery.of, Some((of, part)) if of == hash && *part == crop)
            && self.create.shelf.gallery.painter == *painter;
        let random = self.create.art.project.random_style();
        let random = random.map(|(seed, _)| StyleKey::Random(seed));
        // Codes whose files are still being read come later.
        let ready = self.create.shelf.cards.iter().filter(|card| card.is_read());
        let keys = ready.map(|card| &card.key).chain(&random);
        if same && keys.clone().eq(&self.create.shelf.gallery.asked) {
            return;
        }
        if !same {
            self.create.shelf.gallery = Gallery::default();
            self.create.shelf.gallery.of = Some((hash.clone(), crop));
            self.create.shelf.gallery.painter.clone_from(painter);
        }
        self.create.shelf.gallery.asked = keys.cloned().collect();
        let cards = self
            .card_order()
            .into_iter()
            .map(|i| &self.create.shelf.cards[i]);
        let cards = cards.filter_map(|card| Some((card.key.clone(), card.style()?)));
        let random = random.map(|key| (key, GalleryStyle::Random));
        let styles = random.into_iter().chain(cards);
        let came = &self.create.shelf.gallery.came;
        let styles = styles.filter(|(key, _)| !came.get(key).is_some_and(|came| came.done));
        let job = GalleryJob {
            photograph: Arc::clone(photograph),
            crop,
            painter: painter.clone(),
            styles: styles.collect(),
        };
        self.shell.engine.send(Command::Gallery(Box::new(job)));
    }

    /// Why a style stands where it does, if that is known.
    pub(in crate::gui) fn why_suggested(&self, key: &StyleKey) -> Option<String> {
        let rank = self.create.shelf.gallery.ranks.get(key)?;
        let distances = self.create.shelf.gallery.came.get(key)?.distances?;
        let values = [
            ("place", (rank + 1).into()),
            ("count", self.create.shelf.gallery.ranks.len().into()),
            ("content", format!("{:.2}", distances.content).into()),
            (
                "style",
                format!("{:.2}", distances.style.unwrap_or_default()).into(),
            ),
        ];
        Some(self.shell.words.with("suits", &values))
    }
}

impl crate::gui::create::shelf::Card {
    /// Whether it can be painted in: codes are read first.
    fn is_read(&self) -> bool {
        self.code.is_some() || matches!(self.origin, Origin::Painting(_))
    }

    /// What the engine needs to paint in this style, if it was read already.
    fn style(&self) -> Option<GalleryStyle> {
        match (&self.origin, &self.code) {
            (Origin::Painting(painting), _) => Some(GalleryStyle::Painting(painting.clone())),
            (Origin::Code(_), Some(found)) => Some(GalleryStyle::Code(found.style.clone())),
            (Origin::Code(_), None) => None,
        }
    }
}
