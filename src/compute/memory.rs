//! Memory: what is free, what a job will need, what was used at most.

use crate::{
    error::{Error, Result},
    picture::DecodeLimits,
};
use std::sync::OnceLock;

/// How much memory one job may take: one rule for command line, window and batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    bytes: u64,
}

impl Budget {
    /// Least and most memory for snapshots, in bytes.
    const SNAPSHOTS: (u64, u64) = (64 << 20, 1 << 30);

    /// What may be taken now: 70 % of what is free, so that other programs live on.
    pub fn now() -> Self {
        Self {
            bytes: free_memory() / 10 * 7,
        }
    }

    /// So many bytes if somebody said so, else [`Budget::now`].
    pub fn of(asked: Option<u64>) -> Self {
        asked.map_or_else(Self::now, |bytes| Self { bytes })
    }

    /// Most bytes that may be taken.
    pub fn bytes(self) -> u64 {
        self.bytes
    }

    /// The budget of one of two that work at the same time, or of a first half that stays in memory while
    /// the second is worked at.
    #[must_use]
    pub fn half(self) -> Self {
        Self {
            bytes: self.bytes / 2,
        }
    }

    /// How large a picture may be that is read.
    pub fn for_reading(self) -> DecodeLimits {
        DecodeLimits::for_memory(self.bytes)
    }

    /// How large a picture may be where every thread reads one, which is how folders are read.
    pub fn for_reading_together(self) -> DecodeLimits {
        self.for_reading().shared(rayon::current_num_threads())
    }

    /// Bytes that the states of a run may take which the artist can go back to.
    pub fn snapshots(self) -> usize {
        let (least, most) = Self::SNAPSHOTS;
        usize::try_from((self.bytes / 3).clamp(least, most)).unwrap_or(usize::MAX)
    }
}

/// Bytes that programs may still take without the system having to swap or kill.
fn free_memory() -> u64 {
    let mut system = sysinfo::System::new();
    system.refresh_memory();
    let free = system.available_memory();
    // Inside a container less may be allowed than the machine has.
    match system.cgroup_limits() {
        Some(limits) => free.min(limits.free_memory),
        None => free,
    }
}

/// What gives back to the system that the allocator of the program keeps.
static GIVE_BACK: OnceLock<fn()> = OnceLock::new();

/// Sets what [`give_back`] does; only the program knows its allocator, and only once.
pub fn give_back_by(give: fn()) {
    // A second one would be another allocator's, which there is not.
    let _ = GIVE_BACK.set(give);
}

/// Gives memory back to the system that was freed and that the allocator keeps. An allocator that does so
/// by itself does it while it is asked for more: not when a large picture is done and all threads rest.
pub fn give_back() {
    if let Some(give) = GIVE_BACK.get() {
        give();
    }
}

/// Most resident memory of this process so far in bytes, 0 where the system does not tell.
pub fn peak_memory() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
            let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
            Some(kib * 1024)
        })
        .unwrap_or(0)
}

/// What a job needs as a function of its size.
#[derive(Clone, Copy, Debug)]
pub struct Forecast {
    /// Bytes needed whatever the size.
    pub resting_bytes: u64,
    /// Bytes a pixel of the result.
    pub bytes_per_pixel: u64,
}

impl Forecast {
    /// The same beside `bytes` that are held meanwhile.
    #[must_use]
    pub fn with_resting(self, bytes: u64) -> Self {
        Self {
            resting_bytes: self.resting_bytes + bytes,
            ..self
        }
    }

    /// Peak bytes for a result of `width` x `height`.
    pub fn bytes(&self, width: usize, height: usize) -> u64 {
        self.resting_bytes + self.bytes_per_pixel * (width as u64) * (height as u64)
    }

    /// Refuses a job that would need more than `budget`, naming the largest that would not.
    ///
    /// # Errors
    /// [`Error::Memory`] or [`Error::MemoryFloor`].
    pub fn check(&self, width: usize, height: usize, budget: Budget) -> Result<()> {
        let (need, limit) = (self.bytes(width, height), budget.bytes);
        if need <= limit {
            return Ok(());
        }
        let mib = |bytes: u64| bytes.div_ceil(1 << 20);
        let room = limit.saturating_sub(self.resting_bytes) / self.bytes_per_pixel;
        let (long, short) = (width.max(height) as f64, width.min(height) as f64);
        let largest = (room as f64 * long / short).sqrt().floor() as usize;
        if largest < 16 {
            return Err(Error::MemoryFloor {
                need_mib: mib(self.resting_bytes + 256 * self.bytes_per_pixel),
                limit_mib: limit >> 20,
            });
        }
        Err(Error::Memory {
            width,
            height,
            need_mib: mib(need),
            limit_mib: limit >> 20,
            largest,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_size_named_fits_and_one_more_row_does_not() {
        let forecast = Forecast {
            resting_bytes: 100 << 20,
            bytes_per_pixel: 1000,
        };
        let limit = Budget::of(Some(300 << 20));
        let Err(Error::Memory { largest, .. }) = forecast.check(3000, 2000, limit) else {
            panic!("6 megapixels must not fit into 200 MiB");
        };
        let size = |long: usize| (long, long * 2 / 3);
        let (w, h) = size(largest);
        assert!(forecast.check(w, h, limit).is_ok());
        let (w, h) = size(largest + 4);
        assert!(forecast.check(w, h, limit).is_err());
    }
}
