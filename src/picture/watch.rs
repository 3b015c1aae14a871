//! Looking at an export, and stopping it.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// How far an export is, and a way to stop it from another thread. A picture that has to be painted first
/// is told by [`Watch::paints`].
#[derive(Debug, Default)]
pub struct Watch {
    share: AtomicU32,
    /// Share at which writing began.
    painted: AtomicU32,
    stopped: AtomicBool,
}

/// Share of an export that is painting, if it is painted first.
const PAINTING: f32 = 0.8;

impl Watch {
    /// Ends the export before anything is written.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it was stopped.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// So much of the picture is painted, 0 to 1, and what is reached from here on comes after it.
    pub fn paints(&self, share: f32) {
        // Before the first piece too it is being painted.
        let share = (PAINTING * share).max(f32::MIN_POSITIVE).to_bits();
        self.share.store(share, Ordering::Relaxed);
        self.painted.store(share, Ordering::Relaxed);
    }

    /// Whether it is being painted, and not written yet.
    pub fn is_painting(&self) -> bool {
        let painted = f32::from_bits(self.painted.load(Ordering::Relaxed));
        let share = self.share();
        share > 0.0 && share < PAINTING && share == painted
    }

    /// Share of the work that is done, 0 to 1. PNG and TIFF are counted by rows, the other formats
    /// by their stages.
    pub fn share(&self) -> f32 {
        f32::from_bits(self.share.load(Ordering::Relaxed))
    }

    pub(super) fn reach(&self, share: f32) -> Result<(), String> {
        let painted = f32::from_bits(self.painted.load(Ordering::Relaxed));
        let share = painted + (1.0 - painted) * share;
        self.share.store(share.to_bits(), Ordering::Relaxed);
        if self.is_stopped() {
            return Err("it was stopped".to_owned());
        }
        Ok(())
    }
}

/// Share of an export at which colours are ready, and at which the file is encoded.
pub(super) const READY: f32 = 0.1;
pub(super) const ENCODED: f32 = 0.9;

/// Gives `data` to `write` in pieces of `size`, and tells how far it is.
pub(super) fn in_pieces<T>(
    data: &[T],
    size: usize,
    watch: &Watch,
    mut write: impl FnMut(&[T]) -> Result<(), String>,
) -> Result<(), String> {
    let size = size.max(1);
    let count = data.len().div_ceil(size);
    for (i, piece) in data.chunks(size).enumerate() {
        write(piece)?;
        let share = (i + 1) as f32 / count as f32;
        watch.reach(READY + (ENCODED - READY) * share)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_arrive_one_after_the_other_and_stopping_in_the_middle_is_heard() {
        let watch = Watch::default();
        let mut seen = Vec::new();
        let end = in_pieces(&[0u8; 10], 4, &watch, |piece| {
            seen.push((piece.len(), watch.share()));
            if seen.len() == 2 {
                watch.stop();
            }
            Ok(())
        });
        assert!(
            end.is_err() && seen.len() == 2 && seen[1].1 > seen[0].1,
            "{seen:?}"
        );
    }
}
