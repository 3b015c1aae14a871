//! What a way of painting amounts to over many pictures: how near results are to paintings and to their photographs, in one number.

use super::{
    collection::{Collection, Squares},
    shelf::{self, Painting},
};
use crate::{
    compute::{Budget, Compute},
    error::Result,
    evaluate::{Art, Eye, kid},
    picture::Picture,
    stylize::SourceRef,
};
use serde::Serialize;
use std::{collections::HashSet, path::PathBuf};

/// What ArtFID (Wright and Ommer, GCPR 2022) is made of, with distances that ship: the mean distance of content in the place of LPIPS, a
/// hundred times the kernel distance in the place of FID, which a few dozen pictures cannot tell. Lower is better; only numbers of
/// the same pairs compare.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ArtSum {
    /// (1 + content) (1 + 100 KID).
    pub art: f64,
    /// Mean distance of content between photographs and results.
    pub content: f64,
    /// Kernel distance between paintings and results.
    pub kid: f64,
    /// Deviation of that.
    pub deviation: f64,
}

impl ArtSum {
    /// Of what was `measured` of results, and of the paintings and files of the results; none if there are too few.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn of(
        measured: &[Art],
        painted: &[(Painting, PathBuf)],
        eye: &Eye,
        compute: &Compute,
    ) -> Result<Option<Self>> {
        /// Squares of each picture.
        const EACH: usize = 16;
        let squares = Squares {
            side: eye.side(),
            each: EACH,
        };
        let limits = Budget::now().for_reading_together();
        let (mut paintings, mut results) = (Collection::new(eye), Collection::new(eye));
        let see = |(picture, source): (Picture, SourceRef), to: &mut Collection| {
            let hash = *blake3::hash(source.blake3.as_bytes()).as_bytes();
            to.add((&hash, picture), squares, eye, &compute.device);
        };
        let mut known = HashSet::new();
        for (painting, result) in painted {
            let painting = painting.read(limits)?;
            if known.insert(painting.1.blake3.clone()) {
                see(painting, &mut paintings);
            }
            see(shelf::read(result, limits)?, &mut results);
        }
        let Some(found) = kid(&paintings.rows, &results.rows) else {
            return Ok(None);
        };
        let content = measured.iter().map(|art| art.content).sum::<f64>();
        let content = content / measured.len().max(1) as f64;
        // Without bias it can fall below nothing.
        let near = 1.0 + 100.0 * found.value.max(0.0);
        Ok(Some(Self {
            art: (1.0 + content) * near,
            content,
            kid: found.value,
            deviation: found.deviation,
        }))
    }
}
