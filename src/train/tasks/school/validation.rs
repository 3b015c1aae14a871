//! How near to their schools pictures are painted that are not learnt on: energy distance to the schools' paintings, whether the asked
//! school is the nearest one, and shapes.

use super::{
    super::generator::{Networks, Painter, code_of},
    networks::Begun,
    painter::School,
};
use crate::{
    compute::{to_picture, to_tensor},
    data::{Cut, Stored, middle, random, stacked},
    error::Result,
    evaluate::{FEATURES, FeatureSpace, Rows, Seen, energy, kid},
    nn::{FeatureNet, Palette},
    picture::{self, Picture},
    train::{task::Measure, terms::Terms},
};
use burn::tensor::{Device, Tensor};
use std::sync::Arc;

/// Pictures that are painted to be measured, and the first of them that are shown.
#[derive(Clone, Copy, Debug)]
pub struct Looks {
    /// How many are painted, each in every school.
    pub painted: usize,
    /// The first of them that are shown.
    pub shown: usize,
    /// Side at which they are painted in pixels, at most: none is enlarged.
    pub side: usize,
    /// Side of the squares of paintings and results that are compared.
    pub square: usize,
    /// Squares that are compared of each result.
    pub of_result: u64,
}

/// Squares that are compared of each painting.
const OF_PAINTING: u64 = 16;
/// So many are looked at together.
const TOGETHER: usize = 4;
/// How much a distance of content counts beside the energy distance, and results that are nearer to another school.
const CONTENT: f32 = 0.5;
const WRONG: f32 = 0.5;
/// Photographs that are smaller are enlarged to this, or to the side at which they are painted if that is less: the encoder looks at
/// nothing smaller.
const SMALLEST: usize = 64;
/// Sides are multiples of it, as those of crops are.
const MULTIPLE: usize = 16;
/// Seed of the squares, which are the same at every look.
const SEED: u64 = 0;
const STREAM: u64 = 20;

/// What is measured on.
pub struct Exhibition {
    looks: Looks,
    contents: Arc<[Stored]>,
    schools: Vec<Hall>,
    space: FeatureSpace,
    /// Features of squares of the photographs as they are, of those that were looked at so far.
    untouched: Rows,
}

/// The paintings of a school.
struct Hall {
    /// None where there is only one.
    name: Option<String>,
    paintings: Arc<[Stored]>,
    /// Features of squares of those that were looked at so far.
    squares: Rows,
    looked_at: usize,
}

/// What was seen of one item.
pub enum Look {
    /// Squares of paintings, which are looked at once.
    Painting,
    /// A picture painted in the school `label`: features of its squares, how far its shapes are from the photograph's, and which
    /// school it is nearest to.
    Painted {
        label: usize,
        squares: Rows,
        content: f32,
        nearest: usize,
    },
}

/// Side at which the middle of a photograph is painted whose short side is `own`. Enlarged photographs are soft, and what is painted of them
/// can say the contrary: of a school that came nearer to its paintings by photographs as they are they told that it went away
/// (docs/learning.md).
fn measured_side(own: usize, most: usize) -> usize {
    (own / MULTIPLE * MULTIPLE).clamp(SMALLEST.min(most), most)
}

impl Exhibition {
    /// Photographs and, by label, the names and paintings of schools, none of which are learnt from.
    ///
    /// # Errors
    /// If the program is damaged.
    pub fn new(
        looks: Looks,
        contents: Arc<[Stored]>,
        schools: Vec<(Option<String>, Arc<[Stored]>)>,
    ) -> Result<Self> {
        let halls = schools.into_iter().map(|(name, paintings)| Hall {
            name,
            paintings,
            squares: Rows::new(FEATURES),
            looked_at: 0,
        });
        Ok(Self {
            looks,
            contents,
            schools: halls.collect(),
            space: FeatureSpace::built_in()?,
            untouched: Rows::new(FEATURES),
        })
    }

    fn painted(&self) -> usize {
        self.looks.painted.min(self.contents.len())
    }

    /// The middle of a photograph, `[1, 3, side, side]`.
    fn photograph(&self, photograph: &Stored, device: &Device) -> Tensor<4> {
        let side = measured_side(photograph.width.min(photograph.height), self.looks.side);
        let middle = middle(photograph, side);
        stacked(std::iter::once(&middle), side, device)
    }

    /// Looks at item `item`: photographs, painted by `painters` in every school, before paintings.
    pub fn look(&mut self, item: usize, painters: &Painters<'_>) -> Option<Look> {
        let (net, device) = (painters.net, painters.device);
        let (photograph, label) = (item / self.schools.len(), item % self.schools.len());
        if photograph < self.painted() {
            let content = self.photograph(&self.contents[photograph], device);
            if self.untouched.len() == photograph * self.looks.of_result as usize {
                let picture = Stored::new(&to_picture(content.clone()));
                let squares =
                    self.squares(&picture, self.looks.of_result, item as u64, net, device);
                self.untouched.values.extend(squares.values);
            }
            let seen = Seen::at(net, content.clone(), []);
            let painted = painters.paint(content, label, item as u64);
            let content = seen.score(net, painted.clone()).content;
            let nearest = painters.nearest(painted.clone());
            let picture = Stored::new(&to_picture(painted));
            let squares = self.squares(&picture, self.looks.of_result, item as u64, net, device);
            return Some(Look::Painted {
                label,
                squares,
                content,
                nearest,
            });
        }
        let unseen = |hall: &Hall| hall.looked_at < hall.paintings.len();
        let hall = self.schools.iter().position(unseen)?;
        let number = self.schools[hall].looked_at;
        let painting = &self.schools[hall].paintings[number];
        let squares = self.squares(painting, OF_PAINTING, number as u64, net, device);
        let hall = &mut self.schools[hall];
        hall.squares.values.extend(squares.values);
        hall.looked_at += 1;
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
        let square = self.looks.square;
        let side = square.min(picture.width).min(picture.height);
        let planes: Vec<Vec<f32>> = (0..count)
            .map(|_| Cut::of(picture, side, &mut rng).planes(picture, square, 0))
            .collect();
        let mut rows = Rows::new(FEATURES);
        for together in planes.chunks(TOGETHER) {
            let pictures = stacked(together.iter(), square, device);
            rows.values
                .extend(self.space.features(net, pictures).values);
        }
        rows
    }

    /// What all that was seen amounts to, with the variety of what is painted as a share of the paintings', of the school where that is
    /// least.
    pub fn measure(&self, looks: Vec<Look>) -> (Measure, f32) {
        let schools = self.schools.len();
        let mut painted = vec![Rows::new(FEATURES); schools];
        let (mut contents, mut right, mut count) = (0.0, 0.0f32, 0.0f32);
        for look in looks {
            if let Look::Painted {
                label,
                squares,
                content,
                nearest,
            } = look
            {
                painted[label].values.extend(squares.values);
                (contents, count) = (contents + content, count + 1.0);
                right += f32::from(u8::from(nearest == label));
            }
        }
        let (content, right) = (contents / count.max(1.0), right / count.max(1.0));
        let (mut distance, mut variance, mut spread) = (0.0, 0.0, f32::INFINITY);
        let (mut kernel, mut before, mut named) = (0.0, 0.0, Terms::default());
        for (hall, painted) in self.schools.iter().zip(&painted) {
            let of = [OF_PAINTING as usize, self.looks.of_result as usize];
            let own = energy(&hall.squares, painted, of);
            let (own, deviation) = own.map_or((0.0, 0.0), |own| (own.value, own.deviation));
            distance += own / schools as f64;
            let untouched = energy(&hall.squares, &self.untouched, of);
            before += untouched.map_or(0.0, |own| own.value) / schools as f64;
            variance += (deviation / schools as f64).powi(2);
            kernel += kid(&hall.squares, painted).map_or(0.0, |kid| kid.value) / schools as f64;
            spread = spread.min(painted.spread() / hall.squares.spread().max(1e-6));
            if let Some(name) = &hall.name {
                named.set(format!("distance.{name}"), own as f32);
            }
        }
        let mut values: Terms = [
            ("distance", distance as f32),
            ("distance.deviation", variance.sqrt() as f32),
            // Of the photographs as they are.
            ("distance.before", before as f32),
            ("kid", kernel as f32),
            ("content", content),
            ("spread", spread),
        ]
        .into_iter()
        .collect();
        let mut score = distance as f32 + CONTENT * content;
        if schools > 1 {
            values.set("right", right);
            score += WRONG * (1.0 - right);
        }
        for (name, value) in named.iter() {
            values.set(name.to_owned(), value);
        }
        (Measure { score, values }, spread)
    }

    /// A photograph and what it becomes in each school beside each other, of one of the first items.
    pub fn sample(&self, item: usize, painters: &Painters<'_>) -> Option<Picture> {
        let count = self.looks.shown.min(self.painted());
        let photograph = self.contents.get(item).filter(|_| item < count)?;
        let content = self.photograph(photograph, painters.device);
        let mut tiles = vec![content.clone()];
        for label in 0..self.schools.len() {
            tiles.push(painters.paint(content.clone(), label, item as u64));
        }
        // All of one size, as the tiles of a sheet are.
        let (side, count) = (self.looks.side, tiles.len());
        let beside = to_picture(Tensor::cat(tiles, 3));
        Some(picture::resize(&beside, count * side, side))
    }
}

/// Who paints, as it will be used: each photograph in the style of the painting that suits it.
pub struct Painters<'a> {
    net: &'a FeatureNet,
    schools: &'a Networks<School>,
    palettes: Vec<Palette>,
    device: &'a Device,
}

impl<'a> Painters<'a> {
    /// The schools as they stand.
    pub fn of(begun: &'a Begun, net: &'a FeatureNet, device: &'a Device) -> Self {
        Self {
            net,
            schools: &begun.networks,
            palettes: begun.palettes(),
            device,
        }
    }

    /// What the school `label` makes of a photograph.
    pub fn painted(&self, photograph: &Picture, label: usize) -> Picture {
        let Picture { width, height, .. } = *photograph;
        let content = to_tensor(&photograph.rgb, width, height, self.device);
        to_picture(self.paint(content, label, 0))
    }

    /// What the school `label` makes of a photograph `[1, 3, H, W]`.
    fn paint(&self, photograph: Tensor<4>, label: usize, seed: u64) -> Tensor<4> {
        let own = self
            .schools
            .normalise(code_of(self.net, photograph.clone()));
        let style = self.palettes[label].style_for(&own);
        let generator = self.schools.average.generator();
        generator.forward(photograph, style, seed)
    }

    /// The label of the school whose mean code is nearest to that of a picture `[1, 3, H, W]`.
    fn nearest(&self, picture: Tensor<4>) -> usize {
        let own = self.schools.normalise(code_of(self.net, picture));
        let apart = (self.schools.average.centres() - own).square().mean_dim(1);
        let apart: Vec<f32> = apart.into_data().iter().collect();
        let nearest = apart.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        nearest.map_or(0, |(label, _)| label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_photograph_is_enlarged_to_be_measured_but_the_smallest() {
        let sides = [341, 2000, 512, 20].map(|own| measured_side(own, 512));
        assert_eq!(sides, [336, 512, 512, 64]);
        assert_eq!(measured_side(40, 48), 48);
    }
}
