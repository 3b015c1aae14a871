//! What a training may take of the machine.

use serde::{Deserialize, Serialize};
use std::num::NonZeroUsize;

/// What a training may take of the machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TrainLimits {
    /// On how many cores it computes, where the CPU does; on all if there is none.
    pub cores: Option<NonZeroUsize>,
    /// Whether it rests while the machine runs on its battery.
    pub rests_on_battery: bool,
}
