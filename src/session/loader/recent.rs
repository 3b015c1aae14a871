//! Photographs that were opened before.

use super::{
    answer::RecentAnswer,
    request::RecentRequest,
    source::{CARD, card, limits},
};
use crate::picture::{self, Picture, at_most};

/// What is known of them.
pub fn answer(request: &RecentRequest) -> RecentAnswer {
    match request {
        RecentRequest::Missing(files) => {
            let gone = files.iter().filter(|path| !path.exists());
            RecentAnswer::Missing(gone.cloned().collect())
        }
        RecentRequest::Thumbnail(path) => {
            let picture = picture::load(path, limits()).ok();
            let known = picture.map(|p| (card(&p), likeness_to_photograph(&p)));
            RecentAnswer::Thumbnail(path.clone(), known)
        }
    }
}

/// How much a picture looks like a photograph rather than like a painting, for a guess that the artist can
/// turn round: a camera has signed it, and brushes leave less that is smooth. (Of 80 photographs and 80
/// paintings the smooth share alone puts 6 of 10 pairs in order, of photographs and the styles that ship
/// nearly 9.)
fn likeness_to_photograph(picture: &Picture) -> f32 {
    /// Difference of lightness that cannot be seen as an edge.
    const SMOOTH: f32 = 0.03;
    let small = at_most(picture, CARD);
    let row = 3 * small.width;
    let light = |i: usize| {
        let pixel = &small.rgb[i..i + 3];
        0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2]
    };
    let inner = (0..small.height.saturating_sub(1))
        .flat_map(|y| (0..small.width.saturating_sub(1)).map(move |x| y * row + 3 * x));
    let (mut smooth, mut all) = (0, 0);
    for i in inner {
        let here = light(i);
        let edge = (light(i + 3) - here).abs() + (light(i + row) - here).abs();
        smooth += usize::from(edge < SMOOTH);
        all += 1;
    }
    let camera = f32::from(u8::from(picture.metadata.exif.is_some()));
    camera + smooth as f32 / all.max(1) as f32
}
