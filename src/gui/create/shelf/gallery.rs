//! The artist's own photograph in every style of the shelf, and which styles suit it.

use crate::{
    gui::live_picture,
    picture::Crop,
    session::{
        StyleKey,
        engine::{GalleryNews, GalleryResult},
    },
    stylize::Distances,
};
use egui::{Context, TextureHandle};
use std::collections::HashMap;

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
    pub of: Option<(String, Crop)>,
    /// Hash of the generator that paints it, or empty for the newest.
    pub painter: String,
    pub asked: Vec<StyleKey>,
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

    /// Whether nothing more is to come of a style.
    pub fn is_done(&self, key: &StyleKey) -> bool {
        self.came.get(key).is_some_and(|came| came.done)
    }

    /// How far the photograph in a style is from both, once that was measured.
    pub fn distances(&self, key: &StyleKey) -> Option<Distances> {
        self.came.get(key)?.distances
    }

    /// A style is to be painted again; its picture stays until then.
    pub fn forget(&mut self, key: &StyleKey) {
        if let Some(came) = self.came.get_mut(key) {
            came.done = false;
        }
        self.asked.clear();
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
                came.texture = Some(live_picture::small(
                    ctx,
                    picture.width,
                    picture.height,
                    &rgba,
                ));
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
