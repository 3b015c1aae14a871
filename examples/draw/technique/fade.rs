//! What age does to a finished picture.

use crate::canvas::{Canvas, Colour, decode, encode};

/// The picture with a share `keep` of its contrast about its mean colour, as the eye sees it.
pub fn faded(picture: &Canvas, keep: f32) -> Canvas {
    let seen = picture.map(|c, _| Colour::from_array(c.to_array().map(encode)));
    let mean = seen.cells.iter().sum::<Colour>() / seen.cells.len() as f32;
    seen.map(|c, _| Colour::from_array((mean + (c - mean) * keep).to_array().map(decode)))
}
