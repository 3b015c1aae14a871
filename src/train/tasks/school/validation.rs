//! How near to the school photographs are painted that are not learnt on: kernel distance to its paintings, and shapes.

use super::{
    super::generator::{Networks, Painter, code_of},
    networks::Begun,
    painter::School,
};
use crate::{
    compute::{to_picture, to_tensor},
    data::{Cut, Stored, middle, random, stacked},
    error::Result,
    evaluate::{FEATURES, FeatureSpace, Rows, Seen, kid},
    nn::{FeatureNet, Palette},
    picture::Picture,
    train::{task::Measure, terms::Terms},
};
use burn::tensor::{Device, Tensor};
use std::sync::Arc;

/// Photographs that are painted to be measured, and the first of them that are shown.
const PHOTOGRAPHS: usize = 24;
const SHOWN: usize = 6;
/// Squares that are compared of each picture.
const OF_PHOTOGRAPH: u64 = 4;
const OF_PAINTING: u64 = 16;
/// How much a distance of content counts beside the kernel distance.
const CONTENT: f32 = 0.5;
/// Seed of the squares, which are the same at every look.
const SEED: u64 = 0;
const STREAM: u64 = 20;

/// What is measured on.
pub struct Exhibition {
    contents: Arc<[Stored]>,
    paintings: Arc<[Stored]>,
    space: FeatureSpace,
    /// Features of squares of the paintings that were looked at so far.
    school: Rows,
    looked_at: usize,
    /// Side of the photographs in pixels.
    side: usize,
}

/// What was seen of one item.
pub enum Look {
    /// Squares of paintings, which are looked at once.
    Painting,
    /// A painted photograph: features of its squares, and how far its shapes are from the photograph's.
    Painted { squares: Rows, content: f32 },
}

impl Exhibition {
    /// Photographs and paintings that are not learnt from.
    ///
    /// # Errors
    /// If the program is damaged.
    pub fn new(contents: &Arc<[Stored]>, paintings: &Arc<[Stored]>, side: usize) -> Result<Self> {
        Ok(Self {
            contents: Arc::clone(contents),
            paintings: Arc::clone(paintings),
            space: FeatureSpace::built_in()?,
            school: Rows::new(FEATURES),
            looked_at: 0,
            side,
        })
    }

    fn photographs(&self) -> usize {
        PHOTOGRAPHS.min(self.contents.len())
    }

    /// The middle of a photograph, `[1, 3, side, side]`.
    fn photograph(&self, photograph: &Stored, device: &Device) -> Tensor<4> {
        let middle = middle(photograph, self.side);
        stacked(std::iter::once(&middle), self.side, device)
    }

    /// Looks at item `item`: photographs, painted by `painters`, before paintings.
    pub fn look(&mut self, item: usize, painters: &Painters<'_>) -> Option<Look> {
        let (net, device) = (painters.net, painters.device);
        if item < self.photographs() {
            let content = self.photograph(&self.contents[item], device);
            let seen = Seen::at(net, content.clone(), []);
            let painted = painters.paint(content, item as u64);
            let content = seen.score(net, painted.clone()).content;
            let picture = Stored::new(&to_picture(painted));
            let squares = self.squares(&picture, OF_PHOTOGRAPH, item as u64, net, device);
            return Some(Look::Painted { squares, content });
        }
        let painting = self.paintings.get(self.looked_at)?;
        let number = self.looked_at as u64;
        let squares = self.squares(painting, OF_PAINTING, number, net, device);
        self.school.values.extend(squares.values);
        self.looked_at += 1;
        Some(Look::Painting)
    }

    fn squares(
        &self,
        picture: &Stored,
        count: u64,
        number: u64,
        net: &FeatureNet,
        device: &Device,
    ) -> Rows {
        let mut rng = random(SEED, STREAM, number);
        let square = self.side / 2;
        let side = square.min(picture.width).min(picture.height);
        let planes: Vec<Vec<f32>> = (0..count)
            .map(|_| Cut::of(picture, side, &mut rng).planes(picture, square, 0))
            .collect();
        let mut rows = Rows::new(FEATURES);
        for together in planes.chunks(OF_PHOTOGRAPH as usize) {
            let pictures = stacked(together.iter(), square, device);
            rows.values
                .extend(self.space.features(net, pictures).values);
        }
        rows
    }

    /// What all that was seen amounts to, with the variety of what is painted as a share of the paintings'.
    pub fn measure(&self, looks: Vec<Look>) -> (Measure, f32) {
        let (mut painted, mut content, mut count) = (Rows::new(FEATURES), 0.0, 0.0f32);
        for look in looks {
            if let Look::Painted {
                squares,
                content: own,
            } = look
            {
                painted.values.extend(squares.values);
                (content, count) = (content + own, count + 1.0);
            }
        }
        let content = content / count.max(1.0);
        let distance = kid(&self.school, &painted);
        let (value, deviation) = distance.map_or((0.0, 0.0), |kid| (kid.value, kid.deviation));
        let spread = painted.spread() / self.school.spread().max(1e-6);
        let values: Terms = [
            ("kid", value as f32),
            ("kid.deviation", deviation as f32),
            ("content", content),
            ("spread", spread),
        ]
        .into_iter()
        .collect();
        let score = value as f32 + CONTENT * content;
        (Measure { score, values }, spread)
    }

    /// Photograph and result of one of the first items beside each other.
    pub fn sample(&self, item: usize, painters: &Painters<'_>) -> Option<Picture> {
        let count = SHOWN.min(self.photographs());
        let photograph = self.contents.get(item).filter(|_| item < count)?;
        let content = self.photograph(photograph, painters.device);
        let painted = painters.paint(content.clone(), item as u64);
        Some(to_picture(Tensor::cat(vec![content, painted], 3)))
    }
}

/// Who paints, as it will be used: each photograph in the style of the painting that it is most like.
pub struct Painters<'a> {
    net: &'a FeatureNet,
    school: &'a Networks<School>,
    palette: Palette,
    device: &'a Device,
}

impl<'a> Painters<'a> {
    /// The school as it stands.
    pub fn of(begun: &'a Begun, net: &'a FeatureNet, device: &'a Device) -> Self {
        Self {
            net,
            school: &begun.networks,
            palette: begun.palette(),
            device,
        }
    }

    /// What they make of a photograph.
    pub fn painted(&self, photograph: &Picture) -> Picture {
        let Picture { width, height, .. } = *photograph;
        to_picture(self.paint(to_tensor(&photograph.rgb, width, height, self.device), 0))
    }

    /// What they make of a photograph `[1, 3, H, W]`.
    fn paint(&self, photograph: Tensor<4>, seed: u64) -> Tensor<4> {
        let own = self.school.normalise(code_of(self.net, photograph.clone()));
        let style = self.palette.style_for(&own);
        let generator = self.school.average.generator();
        generator.forward(photograph, style, seed)
    }
}
