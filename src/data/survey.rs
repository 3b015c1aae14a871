//! What is to be said of the pictures of a task before it learns from them.

use super::{
    Stored,
    scan::{COMPARED, SAME, colourless, perceptual_hash},
};
use image_hasher::ImageHash;
use std::collections::BTreeMap;

/// What pictures are like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// How many there are.
    pub pictures: usize,
    /// Files that are no pictures, broken or too small.
    pub left_out: usize,
    /// Pictures that look like an earlier one.
    pub alike: usize,
    /// Pictures without colours.
    pub grey: usize,
    /// Files by licence.
    pub licences: BTreeMap<String, usize>,
}

impl Survey {
    /// Looks at all of them.
    pub fn of<'a>(pictures: impl Iterator<Item = &'a Stored>) -> Self {
        let mut survey = Self::default();
        let mut seen: Vec<ImageHash> = Vec::new();
        for stored in pictures {
            let small = stored.small(COMPARED);
            survey.pictures += 1;
            survey.grey += usize::from(colourless(&small));
            let hash = perceptual_hash(&small);
            survey.alike += usize::from(seen.iter().any(|other| other.dist(&hash) <= SAME));
            seen.push(hash);
        }
        survey
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Picture;

    #[test]
    fn what_is_alike_and_what_is_grey_is_counted() {
        let painted = |salt: usize, grey: bool| {
            let value = |at: usize| {
                let (x, y) = (at / 3 % 80, at / 240);
                let c = if grey { 0 } else { at % 3 };
                0.5 + 0.5 * ((x * (salt + 2) + y * (2 * salt + 3) + 9 * c) as f32 * 0.11).sin()
            };
            Stored::new(&Picture::from_rgb(
                80,
                80,
                (0..80 * 80 * 3).map(value).collect(),
            ))
        };
        let all = [(1, false), (1, false), (2, true), (3, false)];
        let all: Vec<_> = all
            .iter()
            .map(|(salt, grey)| painted(*salt, *grey))
            .collect();
        let survey = Survey::of(all.iter());
        assert_eq!((survey.pictures, survey.alike, survey.grey), (4, 1, 1));
    }
}
