//! Painting over a smaller painting: its strokes stay where they are, and become what they would be if they
//! had been painted larger.
//!
//! The generator is shown the enlarged painting and the photograph. The painting says what large shapes
//! there are, both say what the fine ones are, and of what comes out only what is finer than the painting's
//! pixels is taken.

use super::{
    Instant,
    content::{Shapes, Stage, windows_of},
    painting::{Painting, Shared},
    tiles::{Tile, WINDOW_MARGIN},
};
use crate::{
    nn::{ContentCode, Norms},
    picture::{Enlarged, Part, Picture, Planes, mirrored, reach_of},
};
use burn::tensor::{Tensor, TensorData};

/// Share of the painting in what is seen of fine shapes; the rest is the photograph's.
const PAINTED: f32 = 0.5;

/// A painting, enlarged to be painted over.
struct Under<'a> {
    large: Enlarged<'a>,
    size: (usize, usize),
}

impl<'a> Under<'a> {
    /// `rgb`, interleaved, of the size `from`, below the picture of `photograph`.
    fn new(rgb: &'a [f32], from: (usize, usize), photograph: &Picture) -> Self {
        let size = (photograph.width, photograph.height);
        Self {
            large: Enlarged::new(rgb, from, size),
            size,
        }
    }

    /// Deviation of the blur that parts what the painting below decides over from what is painted now.
    fn sigma(&self) -> f32 {
        self.large.factor()
    }

    /// Puts what is fine in `painted`, planes of `tile` with `margin` round it, over the painting below.
    fn merge(&self, tile: &Tile, margin: usize, painted: &[f32], rgb: &mut [f32]) {
        let sigma = self.sigma();
        let reach = reach_of(sigma).min(margin);
        let whole = tile.part(margin);
        let inner = Part {
            top: tile.top as i64,
            left: tile.left as i64,
            height: tile.height,
            width: tile.width,
        };
        let part = inner.grown(reach);
        let mut difference = self.large.soft(part);
        let (width, height) = self.size;
        // Outside the picture it is mirrored, not what the network has made of a mirrored photograph.
        let source =
            |first: i64, count: usize, side: usize, from: i64, most: usize| -> Vec<usize> {
                let place = |i: i64| (mirrored(i, side) as i64 - from).clamp(0, most as i64 - 1);
                (first..first + count as i64)
                    .map(|i| place(i) as usize)
                    .collect()
            };
        let rows = source(part.top, part.height, height, whole.top, whole.height);
        let columns = source(part.left, part.width, width, whole.left, whole.width);
        let cells = whole.width * whole.height;
        for (i, to) in difference.values.chunks_exact_mut(part.width).enumerate() {
            let start = i / part.height * cells + rows[i % part.height] * whole.width;
            for (to, column) in to.iter_mut().zip(&columns) {
                *to -= painted[start + column];
            }
        }
        let low = difference.blurred(sigma).inner(reach);
        let cells_low = low.width * low.height;
        for y in 0..tile.height {
            let from = (y + margin) * whole.width + margin;
            let to = (tile.top + y) * width + tile.left;
            for x in 0..tile.width {
                for channel in 0..3 {
                    let fine = painted[channel * cells + from + x];
                    let low = low.values[channel * cells_low + y * tile.width + x];
                    rgb[3 * (to + x) + channel] = (fine + low).clamp(0.0, 1.0);
                }
            }
        }
    }
}

impl Instant {
    /// The next piece of a picture that is painted over what is below in `painting`: moments that its tiles
    /// share, or a tile.
    pub(super) fn paint_over(&self, painting: &mut Painting, stage: &Stage<Shapes>) {
        let photograph = &stage.photograph;
        let Painting {
            below,
            modulation,
            look,
            pass,
            ..
        } = painting;
        let under = Under::new(&below.rgb, (below.width, below.height), photograph);
        let paint = |code: &ContentCode, norms: &mut Norms| {
            self.generator
                .decode_modulated(code, modulation.clone(), look.seed, norms)
        };
        let tiles = || {
            self.repainting
                .even_tiles(photograph.width, photograph.height)
        };
        let (tile, margin, painted) = match &stage.seen {
            Shapes::Whole(shapes, margin) => {
                let tile = Tile::whole(photograph);
                let seen = self.see_painting(&under, &[tile], *margin, &mut Norms::Own);
                let code = both(shapes.clone(), seen);
                pass.start(vec![tile], photograph);
                (tile, *margin, paint(&code, &mut Norms::Own))
            }
            Shapes::Windows(shapes, encoder) => {
                let Some(shared) = &pass.shared else {
                    let windows = windows_of(&self.repainting, photograph);
                    let gather = || Norms::Gather(WINDOW_MARGIN, Vec::new());
                    let (mut seeing, mut painting) = (gather(), gather());
                    let seen = self.see_painting(&under, &windows, WINDOW_MARGIN, &mut seeing);
                    paint(&both(shapes.clone(), seen), &mut painting);
                    pass.start(tiles(), photograph);
                    pass.shared = Some(Shared {
                        encoder: seeing.gathered(),
                        decoder: painting.gathered(),
                    });
                    return;
                };
                let Some(tile) = pass.next() else {
                    return;
                };
                let margin = self.repainting.margin;
                let pixels = tile.cut(photograph, margin, &self.compute.device);
                let norms = &mut Norms::Given(encoder);
                let shapes = self.generator.encode_fine(pixels, norms);
                let norms = &mut Norms::Given(&shared.encoder);
                let seen = self.see_painting(&under, &[tile], margin, norms);
                let norms = &mut Norms::Given(&shared.decoder);
                (tile, margin, paint(&both(shapes, seen), norms))
            }
        };
        let planes: Vec<f32> = painted.into_data().iter().collect();
        under.merge(&tile, margin, &planes, &mut pass.rgb);
        pass.done += 1;
    }

    /// Looks at the painting below `tiles`, each with `margin` round it.
    fn see_painting(
        &self,
        under: &Under<'_>,
        tiles: &[Tile],
        margin: usize,
        norms: &mut Norms,
    ) -> ContentCode {
        let device = &self.compute.device;
        let cut = |tile: &Tile| {
            let Planes {
                width,
                height,
                values,
            } = under.large.crisp(tile.part(margin));
            Tensor::from_data(TensorData::new(values, [1, 3, height, width]), device)
        };
        let pixels = Tensor::cat(tiles.iter().map(cut).collect(), 0);
        let places = tiles.iter().map(|tile| tile.place(margin)).collect();
        self.generator.encode_at(pixels, places, norms)
    }
}

/// What is painted from: the large shapes of the `painting` below, and the fine ones of both.
fn both(shapes: Tensor<4>, painting: ContentCode) -> ContentCode {
    ContentCode {
        fine: shapes.clone() + (painting.fine - shapes).mul_scalar(PAINTED),
        ..painting
    }
}
