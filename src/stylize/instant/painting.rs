//! A picture on its way: whoever paints a large one may do other things between two tiles, or break off.

use super::{Content, Instant, Look, STRENGTHS, Seen, Style, WINDOW_MARGIN, finished, tiles::Tile};
use crate::{
    compute::to_picture,
    error::{Error, Result, catch_panic},
    nn::{Moments, Norms, REACH},
    picture::Picture,
};
use burn::tensor::Tensor;

/// A picture that is being painted by [`Instant::begin`] and [`Instant::go_on`].
pub struct Painting {
    content: Content,
    look: Look,
    /// What the style does to the decoder.
    modulation: Tensor<2>,
    /// Moments of the decoder's layers, of a picture in tiles.
    decoder: Vec<Moments>,
    tiles: Vec<Tile>,
    done: usize,
    /// Interleaved colours.
    rgb: Vec<f32>,
}

impl Painting {
    /// Share of the tiles that are painted, 0 to 1.
    pub fn share(&self) -> f32 {
        self.done as f32 / self.tiles.len() as f32
    }

    /// Whether nothing is left to be painted.
    pub fn is_done(&self) -> bool {
        self.done == self.tiles.len()
    }

    /// The picture, with the colours that were asked for; what was not painted yet is black.
    pub fn finish(self) -> Picture {
        finished(&self.content.photograph, self.rgb, &self.look)
    }
}

impl Instant {
    /// Begins to paint what [`Instant::paint`] paints; a picture in tiles is normalised here.
    ///
    /// # Errors
    /// If the strength has no meaning or the device fails.
    pub fn begin(&self, content: &Content, style: &Style, look: &Look) -> Result<Painting> {
        check(look)?;
        let begin = || {
            let modulation = self.modulation(content, style, look.strength);
            let Content { photograph, .. } = content;
            let (tiles, decoder) = match content.seen.as_ref() {
                Seen::Whole(_) => (vec![Tile::whole(photograph)], Vec::new()),
                Seen::Windows(windows, _) => {
                    let mut norms = Norms::Gather(WINDOW_MARGIN, Vec::new());
                    let modulation = modulation.clone();
                    self.generator
                        .decode_modulated(windows, modulation, look.seed, &mut norms);
                    let tiles = self.tiling.tiles(photograph.width, photograph.height);
                    (tiles, norms.gathered())
                }
            };
            Painting {
                rgb: vec![0.0; photograph.rgb.len()],
                content: content.clone(),
                look: *look,
                modulation,
                decoder,
                tiles,
                done: 0,
            }
        };
        catch_panic(begin).map_err(Error::Compute)
    }

    /// Paints the next tile, or all of a picture that is painted in one piece.
    ///
    /// # Errors
    /// If the device fails.
    pub fn go_on(&self, painting: &mut Painting) -> Result<()> {
        let paint = || {
            let Some(tile) = painting.tiles.get(painting.done) else {
                return;
            };
            let photograph = &painting.content.photograph;
            let (modulation, seed) = (painting.modulation.clone(), painting.look.seed);
            match painting.content.seen.as_ref() {
                Seen::Whole(_) => {
                    let painted = self.decoded(&painting.content, modulation, seed);
                    painting.rgb = painted.map_or_else(Vec::new, |p| to_picture(p).rgb);
                }
                Seen::Windows(_, encoder) => {
                    let pixels = tile.cut(photograph, REACH, &self.compute.device);
                    let places = vec![tile.place(REACH)];
                    let norms = &mut Norms::Given(encoder);
                    let code = self.generator.encode_at(pixels, places, norms);
                    let norms = &mut Norms::Given(&painting.decoder);
                    let painted = self
                        .generator
                        .decode_modulated(&code, modulation, seed, norms);
                    let planes: Vec<f32> = painted.into_data().iter().collect();
                    tile.paste(&planes, &mut painting.rgb, photograph.width);
                }
            }
            painting.done += 1;
        };
        catch_panic(paint).map_err(Error::Compute)
    }

    /// What the decoder makes of a picture that is painted in one piece, `[1, 3, H, W]`.
    pub(super) fn decoded(
        &self,
        content: &Content,
        modulation: Tensor<2>,
        seed: u64,
    ) -> Option<Tensor<4>> {
        let Seen::Whole(seen) = content.seen.as_ref() else {
            return None;
        };
        let (code, margin) = seen.as_ref();
        let norms = &mut Norms::Own;
        let painted = self
            .generator
            .decode_modulated(code, modulation, seed, norms);
        Some(margin.without(painted))
    }
}

pub(super) fn check(look: &Look) -> Result<()> {
    if STRENGTHS.contains(&look.strength) {
        return Ok(());
    }
    Err(Error::Setting(
        "The strength must be between 0 and 1.5.".to_owned(),
    ))
}
