//! How near dreams are to pictures that were kept aside, how much they vary, and how many are copies.

use super::step::noise;
use crate::{
    compute::to_picture,
    data::{Cut, Stored, random, stacked},
    error::Result,
    evaluate::{COPY, FEATURES, FeatureSpace, Originals, Rows, THUMBNAIL, kid},
    nn::{DreamNet, FeatureNet},
    picture::{self, Picture},
    train::{task::Measure, terms::Terms},
};
use burn::tensor::{Device, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;

/// Dreams that are looked at together.
const TOGETHER: usize = 16;
/// Squares that are looked at of each real picture.
const SQUARES: usize = 16;
/// Seed and streams of what is looked at, which is the same each time.
const SEED: u64 = 0;
const DREAMS: u64 = 32;
const REALS: u64 = 33;
/// Least share of the short side of a picture that is seen.
const LEAST: f64 = 0.8;
/// Most pictures with which dreams are compared to find copies.
const REMEMBERED: usize = 500;
/// Dreams of a sheet.
pub const SHOWN: usize = 24;

/// A square of a picture, nearly the whole of it, `[3, side, side]`.
pub fn square(stored: &Stored, side: usize, mirrored: bool, rng: &mut ChaCha8Rng) -> Vec<f32> {
    let short = stored.width.min(stored.height);
    let share = rng.random_range(LEAST..=1.0);
    let seen = ((short as f64 * share) as usize).clamp(1, short);
    let turn = usize::from(mirrored && rng.random_bool(0.5));
    Cut::of(stored, seen, rng).planes(stored, side, turn)
}

/// What dreams are compared with.
pub struct Waking {
    pictures: Arc<[Stored]>,
    side: usize,
    /// Dreams of a look.
    count: usize,
    space: FeatureSpace,
    reals: Rows,
    looked_at: usize,
    /// Small squares of what is learnt from, `[N, 3, THUMBNAIL, THUMBNAIL]`.
    thumbnails: TensorData,
    originals: Originals,
}

/// What was seen of one item.
pub enum Look {
    /// Real pictures, which are looked at once.
    Real,
    /// Dreams: their features, and how many are copies.
    Dreams { rows: Rows, copies: usize },
}

impl Waking {
    /// Dreams of `side` pixels are compared with `pictures`, and with those `learnt` from to find copies.
    ///
    /// # Errors
    /// If the program is damaged.
    pub fn new(
        pictures: &Arc<[Stored]>,
        learnt: &[Stored],
        side: usize,
        count: usize,
    ) -> Result<Self> {
        let thumbnails: Vec<f32> = learnt
            .iter()
            .take(REMEMBERED)
            .flat_map(|stored| crate::data::middle(stored, THUMBNAIL))
            .collect();
        let size = 3 * THUMBNAIL * THUMBNAIL;
        Ok(Self {
            pictures: Arc::clone(pictures),
            side,
            count,
            space: FeatureSpace::built_in()?,
            reals: Rows::new(FEATURES),
            looked_at: 0,
            originals: Originals::new(thumbnails.chunks_exact(size)),
            thumbnails: TensorData::new(
                thumbnails.clone(),
                [thumbnails.len() / size, 3, THUMBNAIL, THUMBNAIL],
            ),
        })
    }

    /// Small squares of what is learnt from, to tell copies.
    pub fn thumbnails(&self) -> &TensorData {
        &self.thumbnails
    }

    /// Looks at item `item`: dreams of `dreamer` before real pictures.
    pub fn look(
        &mut self,
        item: usize,
        net: &FeatureNet,
        dreamer: &DreamNet,
        device: &Device,
    ) -> Option<Look> {
        let done = item * TOGETHER;
        if done < self.count {
            let items = done as u64..(done + TOGETHER).min(self.count) as u64;
            let pictures = dreamer.forward(noise(SEED, DREAMS, items, device));
            let rows = self.space.features(net, pictures.clone());
            let [n, ..] = pictures.dims();
            let copies = (0..n).filter(|i| {
                let one = to_picture(pictures.clone().narrow(0, *i, 1));
                let nearest = self.originals.nearest(&thumbnail(&one));
                nearest.is_some_and(|nearest| nearest.score >= COPY)
            });
            let copies = copies.count();
            return Some(Look::Dreams { rows, copies });
        }
        let picture = self.pictures.get(self.looked_at)?;
        let mut rng = random(SEED, REALS, self.looked_at as u64);
        let squares: Vec<_> = (0..SQUARES)
            .map(|_| square(picture, self.side, true, &mut rng))
            .collect();
        let rows = self
            .space
            .features(net, stacked(squares.iter(), self.side, device));
        self.reals.values.extend(rows.values);
        self.looked_at += 1;
        Some(Look::Real)
    }

    /// What all that was seen amounts to, with the variety of dreams as a share of the pictures', and the share of copies.
    pub fn measure(&self, looks: Vec<Look>) -> (Measure, f32, f32) {
        let (mut dreams, mut copied) = (Rows::new(FEATURES), 0);
        for look in looks {
            if let Look::Dreams { rows, copies } = look {
                dreams.values.extend(rows.values);
                copied += copies;
            }
        }
        let distance = kid(&self.reals, &dreams);
        let (value, deviation) = distance.map_or((0.0, 0.0), |kid| (kid.value, kid.deviation));
        let spread = dreams.spread() / self.reals.spread().max(1e-6);
        let copies = copied as f32 / dreams.len().max(1) as f32;
        let values: Terms = [
            ("kid", value as f32),
            ("kid.deviation", deviation as f32),
            ("spread", spread),
            ("copies", copies),
        ]
        .into_iter()
        .collect();
        let score = value as f32;
        (Measure { score, values }, spread, copies)
    }

    /// Dream `item` of the sheet.
    pub fn sample(&self, item: usize, dreamer: &DreamNet, device: &Device) -> Option<Picture> {
        let number = item as u64;
        let dream = || dreamer.forward(noise(SEED, DREAMS, number..number + 1, device));
        (item < SHOWN).then(|| to_picture(dream()))
    }
}

/// A square picture as it is compared to find copies.
fn thumbnail(picture: &Picture) -> Vec<f32> {
    let small = picture::resize(picture, THUMBNAIL, THUMBNAIL);
    let count = THUMBNAIL * THUMBNAIL;
    (0..3 * count)
        .map(|i| small.rgb[i % count * 3 + i / count])
        .collect()
}
