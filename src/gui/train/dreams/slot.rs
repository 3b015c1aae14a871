//! A place for a dream: what is wanted there, and what has come.

use crate::{
    gui::live_picture,
    picture::Picture,
    session::{Noise, engine::DreamJob},
};
use egui::{Context, TextureHandle};
use std::sync::Arc;

/// A place for a dream.
#[derive(Default)]
pub struct Slot {
    /// What is wanted, and by which number it was asked for.
    wanted: Option<(Noise, f32, u64)>,
    /// The number of what is shown.
    shown: u64,
    /// The dream that is shown.
    pub picture: Option<Arc<Picture>>,
    /// The same for the screen.
    pub texture: Option<TextureHandle>,
    /// The picture that it repeats most, and how alike both are.
    pub nearest: Option<(TextureHandle, f32)>,
}

impl Slot {
    /// Wants this from now on; `number` is a new one, taken if it is asked for.
    pub fn want(&mut self, noise: Noise, truncation: f32, number: &mut u64) {
        let same = self.wanted.as_ref();
        if same.is_some_and(|(had, how, _)| *had == noise && *how == truncation) {
            return;
        }
        *number += 1;
        self.wanted = Some((noise, truncation, *number));
    }

    /// What is still to be dreamt.
    pub fn job(&self) -> Option<DreamJob> {
        let (noise, truncation, id) = self.wanted.as_ref()?;
        (*id != self.shown).then(|| DreamJob {
            id: *id,
            noise: noise.clone(),
            truncation: *truncation,
        })
    }

    /// Whether what is wanted is shown.
    pub fn is_there(&self) -> bool {
        self.picture.is_some() && self.job().is_none()
    }

    /// Takes in a dream, if it is the one that is wanted here.
    pub fn came(
        &mut self,
        ctx: &Context,
        id: u64,
        picture: &Arc<Picture>,
        nearest: Option<&(Arc<Picture>, f32)>,
    ) {
        if self
            .wanted
            .as_ref()
            .is_none_or(|(.., wanted)| *wanted != id)
        {
            return;
        }
        self.shown = id;
        self.texture = Some(texture(ctx, picture));
        self.nearest = nearest.map(|(original, score)| (texture(ctx, original), *score));
        self.picture = Some(Arc::clone(picture));
    }
}

fn texture(ctx: &Context, picture: &Picture) -> TextureHandle {
    live_picture::small(ctx, picture.width, picture.height, &picture.to_rgba8())
}
