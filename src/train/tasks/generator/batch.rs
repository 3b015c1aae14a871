//! The crops of a step: functions of (seed, step), so that a resumed run sees exactly what it would have seen.

use crate::{
    data::{Cut, Recolour, Stored, one_of, random, scaled},
    nn::FREEDOM,
};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::{collections::HashSet, sync::Arc};

/// Share of crops that are painted as freely as the weight of the content says; the others freer, or less free.
const AS_WEIGHED: f64 = 0.4;
/// Random streams.
const CROPS: u64 = 10;
const EXAMPLES: u64 = 12;

/// Pictures that crops are taken from.
#[derive(Clone)]
pub struct Sources {
    /// What is painted, in groups that are seen equally often.
    pub contents: Vec<Arc<[Stored]>>,
    /// What it is to look like, by label: each is seen equally often.
    pub styles: Vec<Arc<[Stored]>>,
    /// Paintings of label 0 that are seen more often than others; there may be none.
    pub own: Arc<[Stored]>,
}

impl Sources {
    /// How many labels there are, at least one.
    pub fn labels(&self) -> usize {
        self.styles.len().max(1)
    }

    /// The paintings of a label.
    pub fn of(&self, label: usize) -> &[Stored] {
        self.styles.get(label).map_or(&[], |group| &**group)
    }

    /// Makes the batches of a run that has gone back so often.
    pub fn batches(
        &self,
        crops: Crops,
        seed: u64,
        rolled_back: u64,
    ) -> Box<dyn FnMut(usize) -> Batch + Send> {
        let (sources, mut made) = (self.clone(), HashSet::new());
        Box::new(move |step| {
            let draw = Draw {
                sources: &sources,
                crops,
                seed,
                rolled_back,
            };
            Batch::draw(draw, step, &mut made)
        })
    }
}

/// How crops are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crops {
    /// Crops of a step.
    pub batch: usize,
    /// Side of a crop in pixels.
    pub side: usize,
    /// Side of the crops of paintings whose style is wanted.
    pub style_side: usize,
    /// Share of examples that are of [`Sources::own`].
    pub own_share: f64,
    /// Pixels of a photograph that become one pixel of a crop, along one side: least and most.
    pub content_scales: [f64; 2],
    /// The same of a painting.
    pub style_scales: [f64; 2],
    /// Share of examples, but of [`Sources::own`], that are shown in other colours, [`Recolour`].
    pub recoloured: f64,
    /// In how many ways crops are turned, of [`TURNS`](crate::data::TURNS); 2 are mirrored or not.
    pub turns: usize,
    /// Share of photographs that are their own style, from which the generator learns to leave a photograph as it is when
    /// asked for the photograph's own style.
    pub selves: f64,
    /// Share of crops that are paintings in their own style.
    pub paintings: f64,
}

/// How examples are drawn.
#[derive(Clone, Copy)]
pub struct Draw<'a> {
    pub sources: &'a Sources,
    pub crops: Crops,
    /// Of the run, and how often it has gone back: it sees others since.
    pub seed: u64,
    pub rolled_back: u64,
}

impl Draw<'_> {
    fn random(&self, stream: u64, item: u64) -> ChaCha8Rng {
        random(self.seed.wrapping_add(self.rolled_back), stream, item)
    }
}

/// A crop of a painting whose style is wanted, `[3, style_side, style_side]`, and another of the same painting at the same scale, turned
/// alike, `[3, side, side]`: what a discriminator sees as real. Row-major, sRGB 0..1.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    pub style: Vec<f32>,
    pub real: Vec<f32>,
}

impl Example {
    /// Number `id` of those that a run is shown; labels take turns.
    pub fn draw(draw: Draw<'_>, id: u64) -> Self {
        let Draw { sources, crops, .. } = draw;
        let mut rng = draw.random(EXAMPLES, id);
        let own = rng.random_bool(crops.own_share) && !sources.own.is_empty();
        let label = (id % sources.labels() as u64) as usize;
        let paintings = if own { &sources.own } else { sources.of(label) };
        let painting = one_of(paintings, &mut rng);
        let wide = scaled(painting, crops.style_side, crops.style_scales, &mut rng);
        let style = Cut::of(painting, wide, &mut rng);
        let turn = rng.random_range(0..crops.turns);
        let mut example = Self::of(painting, &style, turn, crops, &mut rng);
        if !own && rng.random_bool(crops.recoloured) {
            let colours = Recolour::any(&mut rng);
            colours.apply(&mut example.style);
            colours.apply(&mut example.real);
        }
        example
    }

    /// The cut `style` of `picture`, and another beside it.
    fn of(picture: &Stored, style: &Cut, turn: usize, crops: Crops, rng: &mut ChaCha8Rng) -> Self {
        let seen = (style.side * crops.side / crops.style_side).max(1);
        Self {
            style: style.planes(picture, crops.style_side, turn),
            real: Cut::of(picture, seen, rng).planes(picture, crops.side, turn),
        }
    }
}

/// What a crop is to be painted like.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// The photograph itself.
    Own(Example),
    /// The example of this number, which comes along when it is first wanted in a session.
    Banked(u64, Option<Example>),
}

/// A photograph's crop `[3, side, side]` and what it is to become.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub content: Vec<f32>,
    /// How freely it is painted, in [`FREEDOM`].
    pub freedom: f32,
    pub model: Model,
    /// The group of paintings whose style is wanted.
    pub label: usize,
}

/// Examples among which each step chooses; in every step the oldest leave, and each is shown about four times.
const BANK: u64 = 256;

/// One of several groups; nothing is drawn if there is only one.
fn group<'a>(groups: &'a [Arc<[Stored]>], rng: &mut ChaCha8Rng) -> &'a [Stored] {
    let which = match groups.len() {
        0 | 1 => 0,
        several => rng.random_range(0..several),
    };
    groups.get(which).map_or(&[], |group| &**group)
}

/// The crops of one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    pub step: usize,
    pub items: Vec<Item>,
    /// Number of the oldest example that this step could have chosen.
    pub oldest: u64,
}

impl Batch {
    /// The crops of `step`. `made` are the examples that came along before.
    pub fn draw(draw: Draw<'_>, step: usize, made: &mut HashSet<u64>) -> Self {
        let Draw { sources, crops, .. } = draw;
        let new = (crops.batch / 4).max(1) as u64;
        let oldest = (step as u64).wrapping_mul(new);
        made.retain(|id| *id >= oldest);
        let mut chosen = Vec::with_capacity(crops.batch);
        let labels = sources.labels() as u64;
        let each = (BANK / labels).max(1);
        let items = (0..crops.batch).map(|item| {
            let item = (step * crops.batch + item) as u64;
            let mut rng = draw.random(CROPS, item);
            let painted = crops.paintings > 0.0 && rng.random_bool(crops.paintings);
            let label = item % labels;
            let (pictures, scales) = match painted {
                true => (sources.of(label as usize), crops.style_scales),
                false => (group(&sources.contents, &mut rng), crops.content_scales),
            };
            let photograph = one_of(pictures, &mut rng);
            let seen = scaled(photograph, crops.side, scales, &mut rng);
            let content = Cut::of(photograph, seen, &mut rng);
            let turn = rng.random_range(0..crops.turns);
            let (as_weighed, freedom) = (rng.random_bool(AS_WEIGHED), rng.random_range(FREEDOM));
            let model = if painted || rng.random_bool(crops.selves) {
                Model::Own(Example::of(photograph, &content, turn, crops, &mut rng))
            } else {
                let first = oldest + (label + labels - oldest % labels) % labels;
                let mut place = rng.random_range(0..BANK) % each;
                let id = |place: u64| first + place * labels;
                // Each at most once a step.
                while chosen.contains(&id(place)) && chosen.len() < each as usize {
                    place = (place + 1) % each;
                }
                let id = id(place);
                chosen.push(id);
                let example = || Example::draw(draw, id);
                Model::Banked(id, made.insert(id).then(example))
            };
            Item {
                content: content.planes(photograph, crops.side, turn),
                freedom: if as_weighed { 0.0 } else { freedom },
                model,
                label: label as usize,
            }
        });
        Self {
            step,
            items: items.collect(),
            oldest,
        }
    }
}
