//! A test card: a picture of plain things on which faults of a painter stand out, and their measures.
//!
//! A square and a disc show rims, the border shows bands, the empty ground shows hatching; ramps, lettering and a
//! face are there to be looked at.

mod band;
mod draw;
mod hatch;
mod rim;
mod shapes;

pub use hatch::Hatch;
pub use rim::Rim;

use crate::picture::{Picture, resize};
use serde::Serialize;

/// A test card.
pub struct Card {
    /// The card itself, three quarters as high as wide.
    pub picture: Picture,
}

/// What is wrong with a painted card.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Faults {
    /// The rim round the dark square.
    pub square: Rim,
    /// The rim round the light disc.
    pub disc: Rim,
    /// How far the outer 8 px are from the next 24, in grey levels: root mean square over colours and
    /// eighths of the sides.
    pub band: f64,
    /// Strokes on the empty ground.
    pub hatch: Hatch,
}

impl Card {
    /// The least width: nothing but ground lies on the outer 32 px.
    pub const LEAST: usize = 512;

    /// Draws the card `width` pixels wide, at least [`Card::LEAST`].
    pub fn draw(width: usize) -> Self {
        let width = width.max(Self::LEAST);
        Self {
            picture: draw::card(width, width * 3 / 4),
        }
    }

    /// Measures `painted`, the card as a painter painted it.
    pub fn faults(&self, painted: &Picture) -> Faults {
        let painted = resize(painted, self.picture.width, self.picture.height);
        let unit = draw::unit(&self.picture);
        let rim = |shape: shapes::Shape| Rim::round(shape, unit, &painted, &self.picture);
        Faults {
            square: rim(draw::SQUARE),
            disc: rim(draw::DISC),
            band: band::band(&painted, &self.picture),
            hatch: Hatch::within(draw::EMPTY.map(|v| v * unit), &painted),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The card with `change(x, y)` added to the lightness of every pixel.
    fn changed(card: &Card, change: impl Fn(f64, f64) -> f64) -> Picture {
        let mut painted = card.picture.clone();
        for (i, pixel) in painted.rgb.chunks_exact_mut(3).enumerate() {
            let (x, y) = (i % card.picture.width, i / card.picture.width);
            let change = change(x as f64 + 0.5, y as f64 + 0.5) as f32;
            pixel.iter_mut().for_each(|v| *v += change);
        }
        painted
    }

    #[test]
    fn the_card_itself_has_no_faults() {
        for width in [512, 700] {
            let card = Card::draw(width);
            let faults = card.faults(&card.picture);
            assert!(faults.square.excess.abs() < 1e-9, "{faults:?}");
            assert!(faults.disc.excess.abs() < 1e-9, "{faults:?}");
            assert!(faults.band < 1e-9, "{faults:?}");
            assert!(faults.hatch.parallel < 0.3, "{faults:?}");
        }
    }

    #[test]
    fn a_rim_is_measured_at_any_size() {
        for width in [512, 1024] {
            let card = Card::draw(width);
            let unit = width as f64 / 512.0;
            let [x0, y0] = draw::DISC.centre;
            let painted = changed(&card, |x, y| {
                let d = (x / unit - x0).hypot(y / unit - y0) - draw::DISC.radius;
                if (0.0..16.0).contains(&d) { 0.08 } else { 0.0 }
            });
            let Faults { square, disc, .. } = card.faults(&painted);
            assert!((7.0..10.0).contains(&disc.excess), "{disc:?}");
            assert!((13.0..18.0).contains(&disc.width), "{disc:?}");
            assert!(square.excess < 1e-9 && square.width == 0.0, "{square:?}");
        }
    }

    #[test]
    fn a_band_is_measured_in_grey_levels() {
        let card = Card::draw(512);
        let painted = changed(&card, |x, y| {
            let inwards = x.min(y).min(512.0 - x).min(384.0 - y);
            if inwards < 8.0 { 10.0 / 255.0 } else { 0.0 }
        });
        let band = card.faults(&painted).band;
        assert!((band - 10.0).abs() < 0.5, "{band}");
    }

    #[test]
    fn hatching_of_one_direction_is_told_from_hatching_of_two() {
        let card = Card::draw(512);
        let stripe = |along: f64| 0.05 * (0.8 * along).sin();
        let one = changed(&card, |x, y| stripe(x - y));
        let two = changed(&card, |x, y| stripe(x - y) + stripe(x + y));
        let (one, two) = (card.faults(&one).hatch, card.faults(&two).hatch);
        assert!((one.direction - 45.0).abs() < 2.0, "{one:?}");
        assert!(one.parallel > 4.0 * two.parallel, "{one:?} {two:?}");
        assert!(two.energy > one.energy, "{one:?} {two:?}");
    }
}
