//! The last look at a picture: how much contrast it keeps.

use crate::canvas::{Canvas, Colour, decode, encode};

/// The picture with `keep` times its contrast about its mean colour, as the eye sees it: below 1
/// it has faded with age, above 1 its dyes are deeper.
pub fn contrasted(picture: &Canvas, keep: f32) -> Canvas {
    let seen = picture.map(|c, _| Colour::from_array(c.to_array().map(encode)));
    let mean = seen.cells.iter().sum::<Colour>() / seen.cells.len() as f32;
    let turned = |c: Colour| (mean + (c - mean) * keep).clamp(Colour::ZERO, Colour::ONE);
    seen.map(|c, _| Colour::from_array(turned(c).to_array().map(decode)))
}
