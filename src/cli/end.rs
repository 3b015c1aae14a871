//! How commands end, and what they may use until then.

use crate::{compute::Budget, picture::DecodeLimits};
use std::sync::atomic::{AtomicBool, Ordering};

/// How a command ended.
pub enum End {
    /// All was done.
    Done,
    /// Something failed, and was said.
    Failed,
    /// The user interrupted; what could be kept was kept.
    Interrupted,
}

pub static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// Whether there is something to keep, so that a command that is interrupted ends by itself.
pub static KEEPS: AtomicBool = AtomicBool::new(false);

/// From now on an interrupted command has something to keep, and ends by itself as soon as it can; otherwise it is
/// ended at once.
pub fn keeps(something: bool) {
    KEEPS.store(something, Ordering::Relaxed);
}

/// How large pictures may be: `count` of them at once in so many MiB, or in 70 % of what is free.
pub fn limits(memory: Option<u64>, count: usize) -> DecodeLimits {
    let budget = Budget::of(memory.map(|mib| mib << 20));
    budget.for_reading().shared(count)
}

/// Whether Ctrl+C was pressed or the program was asked to end.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}
