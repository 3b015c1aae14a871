//! What Instant sees of a photograph.

use super::{
    Instant, Look, Strokes, Style,
    rims::Rims,
    tiles::{Tile, Tiling, WINDOW_MARGIN},
};
use crate::{
    error::{Error, Result, catch_panic},
    nn::{ContentCode, Moments, Norms},
    picture::{self, Picture, fit_long_side, resize},
};
use burn::tensor::{Device, Tensor};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Long side at which photographs are looked at for their own style, which is only where strength
/// starts from.
pub(super) const OWN_SIDE: usize = 256;

/// Styles for which it is remembered what was asked for: strength, freedom and tone move without another draft.
const REMEMBERED: usize = 4;

/// What the generator sees of a photograph. Copies share it.
#[derive(Clone)]
pub struct Content {
    /// At the result's size.
    pub(super) photograph: Arc<Picture>,
    /// The photograph's own style, normalised: what strength 0 asks for.
    pub(super) own: Tensor<2>,
    pub(super) stages: Arc<Stages>,
    /// What was asked for so far, so that it came near to what was wanted.
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// What was asked for instead of a wanted style, by what [`Look`] says of that.
struct Asked {
    wanted: Style,
    share: f32,
    seed: u64,
    asked: Style,
}

/// The sizes at which a photograph is painted: the first from nothing, all others over the one before.
pub(super) struct Stages {
    pub first: Stage<Seen>,
    pub over: Vec<Stage<Shapes>>,
    /// Where the first has rims, once it was asked for.
    rims: OnceLock<Rims>,
}

/// A photograph at one of these sizes, and what is kept of it.
pub(super) struct Stage<T> {
    pub photograph: Arc<Picture>,
    pub seen: T,
}

/// What is kept of a photograph that is painted from nothing.
pub(super) enum Seen {
    /// All that the decoder needs, seen with so many pixels of margin.
    Whole(Box<ContentCode>, usize),
    /// Windows of a picture that is painted in tiles, and the moments of the encoder's layers.
    Windows(Box<ContentCode>, Vec<Moments>),
}

/// What is kept of one that is painted over another painting: its fine shapes.
pub(super) enum Shapes {
    /// All of them, seen with so many pixels of margin.
    Whole(Tensor<4>, usize),
    /// Those of windows of a picture that is painted in tiles, and their moments.
    Windows(Tensor<4>, Vec<Moments>),
}

impl<T> Stage<T> {
    /// Width and height.
    pub fn size(&self) -> (usize, usize) {
        (self.photograph.width, self.photograph.height)
    }
}

impl Stages {
    /// Widths and heights, one after the other.
    pub fn sizes(&self) -> impl Iterator<Item = (usize, usize)> {
        std::iter::once(self.first.size()).chain(self.over.iter().map(Stage::size))
    }

    /// Where rims are to be expected in what is painted first.
    pub fn rims(&self, device: &Device) -> &Rims {
        let find = || Rims::of(&self.first.photograph, device);
        self.rims.get_or_init(find)
    }
}

impl Content {
    /// The photograph as it is painted.
    pub fn photograph(&self) -> &Picture {
        &self.photograph
    }

    /// What was asked for lately when `wanted` was wanted.
    pub(super) fn asked_for(&self, wanted: &Style, look: &Look) -> Option<Style> {
        let known = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |known: &&Asked| {
            (known.share, known.seed) == (look.attunement, look.seed) && known.wanted == *wanted
        };
        known.iter().find(same).map(|known| known.asked.clone())
    }

    /// Remembers what is asked for when `wanted` is wanted.
    pub(super) fn remember(&self, wanted: &Style, look: &Look, asked: &Style) {
        let mut known = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        known.truncate(REMEMBERED - 1);
        let asked = Asked {
            wanted: wanted.clone(),
            share: look.attunement,
            seed: look.seed,
            asked: asked.clone(),
        };
        known.insert(0, asked);
    }

    /// Whether it is painted in one piece: once, and without tiles.
    pub fn is_whole(&self) -> bool {
        let Stages { first, over, .. } = self.stages.as_ref();
        over.is_empty() && matches!(first.seen, Seen::Whole(..))
    }

    /// The only stage, if it is painted once and at the result's size.
    pub(super) fn only(&self) -> Option<&Stage<Seen>> {
        let size = (self.photograph.width, self.photograph.height);
        let Stages { first, over, .. } = self.stages.as_ref();
        (over.is_empty() && first.size() == size).then_some(first)
    }
}

impl Instant {
    /// Looks at a photograph, to be painted at its own size with `strokes`.
    ///
    /// # Errors
    /// If the device fails.
    pub fn encode_content(&self, photograph: Arc<Picture>, strokes: Strokes) -> Result<Content> {
        let own = self.style_code(&picture::at_most(&photograph, OWN_SIDE), 1.0)?;
        let look = || {
            let (width, height) = (photograph.width, photograph.height);
            let at = |side: usize| {
                let (w, h) = fit_long_side(width, height, side);
                if (w, h) == (width, height) {
                    Arc::clone(&photograph)
                } else {
                    Arc::new(resize(&photograph, w, h))
                }
            };
            let (first, over) = strokes.sides(width.max(height));
            let first = at(first);
            let over = over.into_iter().map(|side| {
                let photograph = at(side);
                Stage {
                    seen: self.see_shapes(&photograph, strokes.margin()),
                    photograph,
                }
            });
            let stages = Stages {
                over: over.collect(),
                rims: OnceLock::new(),
                first: Stage {
                    seen: self.see(&first, strokes.margin()),
                    photograph: first,
                },
            };
            Content {
                own: self.normal(&own),
                stages: Arc::new(stages),
                asked: Arc::default(),
                photograph,
            }
        };
        catch_panic(look).map_err(Error::Compute)
    }

    fn see(&self, photograph: &Picture, margin: usize) -> Seen {
        let device = &self.compute.device;
        if self
            .tiling
            .in_one_piece(photograph.width, photograph.height)
        {
            let tile = Tile::whole(photograph);
            let pixels = tile.cut(photograph, margin, device);
            let places = vec![tile.place(margin)];
            let code = self.generator.encode_at(pixels, places, &mut Norms::Own);
            Seen::Whole(Box::new(code), margin)
        } else {
            let windows = windows_of(&self.tiling, photograph);
            let places = windows.iter().map(|w| w.place(WINDOW_MARGIN)).collect();
            let mut norms = Norms::Gather(WINDOW_MARGIN, Vec::new());
            let pixels = self.cut_windows(photograph, &windows);
            let code = self.generator.encode_at(pixels, places, &mut norms);
            Seen::Windows(Box::new(code), norms.gathered())
        }
    }

    fn see_shapes(&self, photograph: &Picture, margin: usize) -> Shapes {
        let (width, height) = (photograph.width, photograph.height);
        if self.repainting.in_one_piece(width, height) {
            let pixels = Tile::whole(photograph).cut(photograph, margin, &self.compute.device);
            Shapes::Whole(self.generator.encode_fine(pixels, &mut Norms::Own), margin)
        } else {
            let windows = windows_of(&self.repainting, photograph);
            let mut norms = Norms::Gather(WINDOW_MARGIN, Vec::new());
            let pixels = self.cut_windows(photograph, &windows);
            let shapes = self.generator.encode_fine(pixels, &mut norms);
            Shapes::Windows(shapes, norms.gathered())
        }
    }

    pub(super) fn cut_windows(&self, photograph: &Picture, windows: &[Tile]) -> Tensor<4> {
        let device = &self.compute.device;
        let cut = |window: &Tile| window.cut(photograph, WINDOW_MARGIN, device);
        Tensor::cat(windows.iter().map(cut).collect(), 0)
    }
}

/// The windows of a photograph that is painted in tiles.
pub(super) fn windows_of(tiling: &Tiling, photograph: &Picture) -> Vec<Tile> {
    tiling.windows(photograph.width, photograph.height)
}
