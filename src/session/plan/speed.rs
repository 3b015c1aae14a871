//! How fast a run will go, before it is begun.

use crate::{
    session::RunInfo,
    train::{RunSettings, TaskSettings},
};

/// Steps a second that a run of these settings will make on this device, as the newest run of its task did.
pub fn measured_speed(runs: &[RunInfo], settings: &RunSettings) -> Option<f64> {
    runs.iter().find_map(|run| run.speed_of(settings))
}

/// Steps a second that a run of these settings may make on so many cores: a guess, for who has measured none yet.
pub fn guessed_speed(cores: usize, settings: &RunSettings) -> f64 {
    // Pixels a second for each core: four fifths of what was measured on two quick ones.
    let rate = match &settings.task {
        TaskSettings::School(_) | TaskSettings::Domains(_) => 65_000.0,
        TaskSettings::Unpaired(_) => 75_000.0,
        TaskSettings::Dream(config) if config.through_instant => 20_000.0,
        TaskSettings::Dream(_) => 11_000.0,
    };
    rate * cores as f64 / settings.task.pixels().max(1) as f64
}
