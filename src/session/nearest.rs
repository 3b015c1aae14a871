//! Which styles of the shelf a picture is like, and which would suit it.

use super::shelf::{Painting, shelf};
use crate::{
    compute::{Budget, Compute},
    error::Result,
    nn::FeatureNet,
    picture::{self, Picture},
    stylize::{Instant, Look, Strokes, distances},
};
use std::sync::Arc;

/// Long side at which a picture is painted to see how a style suits it.
pub(super) const SIDE: usize = 256;

/// A style of the shelf beside a picture.
#[derive(Clone, Debug)]
pub struct Near {
    /// Its name on the command line.
    pub name: &'static str,
    /// How unlike the picture's own style it is, see [`Instant::distance`].
    pub unlike: f32,
    /// How far the picture painted in it stays from both, style and photograph: the less, the better
    /// the two go together.
    pub strain: f32,
}

/// All styles of the shelf beside `picture`, in the order of the shelf.
///
/// # Errors
/// If the device fails.
pub fn nearest(
    picture: &Picture,
    instant: &Instant,
    net: &FeatureNet,
    compute: &Compute,
) -> Result<Vec<Near>> {
    let small = Arc::new(picture::at_most(picture, SIDE));
    let own = instant.style_code(picture, 1.0)?;
    let content = instant.encode_content(Arc::clone(&small), Strokes::Pixels)?;
    let beside = |shelf: &'static super::ShelfStyle| {
        let card = Painting::Shelf(shelf);
        let (painting, _) = card.read(Budget::now().for_reading())?;
        let painting = picture::at_most(&painting, 2 * SIDE);
        let style = card.style(&painting, 1.0, instant)?;
        let painted = instant.paint(&content, &style, &Look::default())?;
        let far = distances(net, &small, &[(painting, 1.0)], &painted, 1.0, compute)?;
        Ok(Near {
            name: shelf.name,
            unlike: instant.distance(&own, &style),
            strain: far.content + far.style.unwrap_or_default(),
        })
    };
    shelf().iter().map(beside).collect()
}
