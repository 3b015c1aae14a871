//! A picture on its way: whoever paints a large one may do other things between two tiles, or break off.

use super::{
    Content, Instant, Look, STRENGTHS, Style,
    content::{Seen, Stage},
    finished,
    tiles::{Tile, WINDOW_MARGIN},
};
use crate::{
    compute::{to_picture, to_tensor},
    error::{Error, Result, catch_panic},
    fault::SettingFault,
    nn::{Moments, Norms},
    picture::{Enlarged, Picture, resize},
};
use burn::tensor::Tensor;
use std::{mem, sync::Arc};

/// A picture that is being painted by [`Instant::begin`] and [`Instant::go_on`].
pub struct Painting {
    content: Content,
    pub(super) look: Look,
    /// What the style does to the decoder.
    pub(super) modulation: Tensor<2>,
    /// Sizes that are painted.
    finished: usize,
    /// What was painted at the last of them, at first nothing.
    pub(super) below: Picture,
    /// What is painted now.
    pub(super) pass: Pass,
}

/// One of the sizes at which a picture is painted.
#[derive(Default)]
pub(super) struct Pass {
    /// Moments that the tiles share, of a picture in tiles, once they were gathered.
    pub shared: Option<Shared>,
    /// None before it was begun.
    tiles: Vec<Tile>,
    pub done: usize,
    /// Interleaved colours.
    pub rgb: Vec<f32>,
}

/// Moments that tiles share: of the layers that look at the painting below them, if there is one, and of
/// those that paint.
pub(super) struct Shared {
    pub encoder: Vec<Moments>,
    pub decoder: Vec<Moments>,
}

impl Pass {
    /// Makes room for what `tiles` of a picture as large as `photograph` will become.
    pub fn start(&mut self, tiles: Vec<Tile>, photograph: &Picture) {
        self.tiles = tiles;
        self.rgb = vec![0.0; photograph.rgb.len()];
    }

    /// The tile that is to be painted.
    pub fn next(&self) -> Option<Tile> {
        self.tiles.get(self.done).copied()
    }

    fn share(&self) -> f32 {
        self.done as f32 / self.tiles.len().max(1) as f32
    }

    fn is_done(&self) -> bool {
        !self.tiles.is_empty() && self.done == self.tiles.len()
    }
}

impl Painting {
    /// Share of the work that is done, 0 to 1.
    pub fn share(&self) -> f32 {
        let work = self.content.stages.sizes();
        let work: Vec<f32> = work.map(|(w, h)| (w * h) as f32).collect();
        let before: f32 = work[..self.finished].iter().sum();
        let now = work
            .get(self.finished)
            .map_or(0.0, |now| now * self.pass.share());
        (before + now) / work.iter().sum::<f32>()
    }

    /// Whether it is painted at the first of its sizes.
    pub(super) fn has_draft(&self) -> bool {
        self.finished > 0
    }

    /// Whether nothing is left to be painted.
    pub fn is_done(&self) -> bool {
        self.finished > self.content.stages.over.len()
    }

    /// The picture, with the colours that were asked for; what was not painted yet is black.
    pub fn finish(self) -> Picture {
        let (is_done, photograph) = (self.is_done(), &self.content.photograph);
        let (from, size) = (
            (self.below.width, self.below.height),
            (photograph.width, photograph.height),
        );
        let rgb = if !is_done {
            vec![0.0; photograph.rgb.len()]
        } else if from == size {
            self.below.rgb
        } else if from.0.max(from.1) > size.0.max(size.1) {
            resize(&self.below, size.0, size.1).rgb
        } else {
            Enlarged::new(&self.below.rgb, from, size).all()
        };
        finished(photograph, rgb, &self.look)
    }
}

impl Instant {
    /// Begins to paint what [`Instant::paint`] paints.
    ///
    /// # Errors
    /// If the strength has no meaning or the device fails.
    pub fn begin(&self, content: &Content, style: &Style, look: &Look) -> Result<Painting> {
        check(look)?;
        let asked = self.attuned(content, style, look)?;
        self.begin_plain(content, &asked, look)
    }

    /// Begins to paint in exactly this style.
    pub(super) fn begin_plain(
        &self,
        content: &Content,
        style: &Style,
        look: &Look,
    ) -> Result<Painting> {
        let begin = || Painting {
            modulation: self.modulation(&content.own, style, look),
            content: content.clone(),
            look: *look,
            finished: 0,
            below: Picture::from_rgb(0, 0, Vec::new()),
            pass: Pass::default(),
        };
        catch_panic(begin).map_err(Error::Compute)
    }

    /// Does the next piece: gathers the moments that the tiles of a size share, or paints a tile, or all of
    /// a size that is painted in one piece.
    ///
    /// # Errors
    /// If the device fails.
    pub fn go_on(&self, painting: &mut Painting) -> Result<()> {
        let paint = || {
            let stages = Arc::clone(&painting.content.stages);
            let size = match painting.finished.checked_sub(1) {
                None => {
                    self.paint_first(painting, &stages.first);
                    stages.first.size()
                }
                Some(i) => {
                    let Some(stage) = stages.over.get(i) else {
                        return;
                    };
                    self.paint_over(painting, stage);
                    stage.size()
                }
            };
            if painting.pass.is_done() {
                let Pass { rgb, .. } = mem::take(&mut painting.pass);
                painting.below = Picture::from_rgb(size.0, size.1, rgb);
                // What is painted over a draft takes its large shapes from it.
                if !painting.has_draft() && painting.look.rimless > 0.0 {
                    painting.below = self.without_rims(painting);
                }
                painting.finished += 1;
            }
        };
        catch_panic(paint).map_err(Error::Compute)
    }

    /// The draft that lies below, without the share of its rims that its look takes away.
    fn without_rims(&self, painting: &Painting) -> Picture {
        let (device, below) = (&self.compute.device, &painting.below);
        let pixels = to_tensor(&below.rgb, below.width, below.height, device);
        let rims = painting.content.stages.rims(device);
        to_picture(rims.taken_from(pixels, painting.look.rimless))
    }

    /// The next piece of a picture that is painted from nothing.
    fn paint_first(&self, painting: &mut Painting, stage: &Stage<Seen>) {
        let photograph = &stage.photograph;
        let Painting {
            modulation,
            look,
            pass,
            ..
        } = painting;
        let paint = |code, norms: &mut Norms| {
            self.generator
                .decode_modulated(code, modulation.clone(), look.seed, norms)
        };
        let (tile, margin, painted) = match &stage.seen {
            Seen::Whole(code, margin) => {
                let tile = Tile::whole(photograph);
                pass.start(vec![tile], photograph);
                (tile, *margin, paint(code, &mut Norms::Own))
            }
            Seen::Windows(windows, encoder) => {
                let Some(shared) = &pass.shared else {
                    let mut norms = Norms::Gather(WINDOW_MARGIN, Vec::new());
                    paint(windows, &mut norms);
                    let tiles = self.tiling.tiles(photograph.width, photograph.height);
                    pass.start(tiles, photograph);
                    pass.shared = Some(Shared {
                        encoder: encoder.clone(),
                        decoder: norms.gathered(),
                    });
                    return;
                };
                let Some(tile) = pass.next() else {
                    return;
                };
                let margin = self.tiling.margin;
                let pixels = tile.cut(photograph, margin, &self.compute.device);
                let (places, norms) = (vec![tile.place(margin)], &mut Norms::Given(encoder));
                let code = self.generator.encode_at(pixels, places, norms);
                let norms = &mut Norms::Given(&shared.decoder);
                (tile, margin, paint(&code, norms))
            }
        };
        let planes: Vec<f32> = painted.into_data().iter().collect();
        tile.paste(&planes, margin, &mut pass.rgb, photograph.width);
        pass.done += 1;
    }
}

pub(super) fn check(look: &Look) -> Result<()> {
    if STRENGTHS.contains(&look.strength) {
        return Ok(());
    }
    Err(SettingFault::Strength.into())
}
