//! The sheet of samples as the network paints it now, between two looks at the validation, which may be hours apart.

use crate::{
    compute::Level,
    picture::{Picture, at_most, grid},
    train::TrainRun,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// Least time between two sheets.
const EVERY: Duration = Duration::from_secs(20);
/// How much longer than a sheet takes the steps between two sheets go on.
const SHARE: u32 = 25;
/// Longest side in pixels of what is told.
const SIDE: usize = 1536;

/// A sheet that is painted, a tile a piece.
#[derive(Default)]
pub struct LiveSheet {
    tiles: Vec<Picture>,
    /// The step of this sheet or the last one, and when that began or was done.
    round: Option<(usize, Instant)>,
    took: Duration,
    paints: bool,
}

/// What came of a piece.
pub enum Piece {
    /// It is not time.
    Nothing,
    /// A tile was painted.
    Tile,
    /// All are: after how many steps, and the sheet.
    Sheet(usize, Arc<Level>),
}

impl LiveSheet {
    /// One piece of it, if it is time.
    pub fn piece(&mut self, run: &mut TrainRun, now: Instant) -> Piece {
        if !run.is_between_steps() {
            // What a look paints is newer.
            (self.paints, self.tiles) = (false, Vec::new());
            return Piece::Nothing;
        }
        let step = run.steps_done();
        if !self.paints {
            let pause = EVERY.max(self.took * SHARE);
            let due = |(before, at): (usize, Instant)| before != step && now - at >= pause;
            if !self.round.is_none_or(due) {
                return Piece::Nothing;
            }
            (self.paints, self.round, self.took) = (true, Some((step, now)), Duration::ZERO);
        }
        let began = Instant::now();
        let tile = run.sample(self.tiles.len());
        self.took += began.elapsed();
        if let Some(tile) = tile {
            self.tiles.push(tile);
            return Piece::Tile;
        }
        self.paints = false;
        let of = self.round.map_or(step, |(of, _)| of);
        self.round = Some((step, Instant::now()));
        let sheet = grid(&std::mem::take(&mut self.tiles), run.columns());
        let Some(sheet) = sheet else {
            return Piece::Nothing;
        };
        let small = at_most(&sheet, SIDE);
        let level = Level {
            width: small.width,
            height: small.height,
            rgba: small.to_rgba8(),
        };
        Piece::Sheet(of, Arc::new(level))
    }
}
