//! How fast a run will go, before it is begun.

use crate::{session::RunInfo, train::RunSettings};

/// Steps a second that a run of these settings will make on this device, as the newest run of its task did.
pub fn measured_speed(runs: &[RunInfo], settings: &RunSettings) -> Option<f64> {
    runs.iter().find_map(|run| run.speed_of(settings))
}

/// Pixels a second of all trainings for each core, roughly, before any was measured.
const UNMEASURED: f64 = 12_000.0;

/// Steps a second that a run of these settings may make on so many cores: a guess, for who has measured none yet.
pub fn guessed_speed(cores: usize, settings: &RunSettings) -> f64 {
    UNMEASURED * cores as f64 / settings.task.pixels().max(1) as f64
}
