//! How a training of one school is set up.

use super::{super::generator::PROJECTED, learning::Plan, teaching::Teaching};
use crate::train::{
    config::RunDefaults,
    controls::{WeightSpec, weight},
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Weights of the terms, as they are in a new run: those of the generator, with more of a discriminator that knows only this
/// school, and less of the shapes.
pub const WEIGHTS: &[WeightSpec] = &[
    weight("style", 1.0),
    weight("content", 0.18),
    weight("smoothness", 0.02),
    weight("grid", 50.0),
    weight("adversarial", 0.5),
    weight(PROJECTED, 0.5),
    weight("halo", 0.15),
    weight("palette", 0.25),
    weight("lattice", 5.0),
    weight("direction", 0.5),
    weight("identity", 2.0),
];

/// How a training of one school is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchoolConfig {
    /// Folders of its paintings.
    pub paintings: Vec<PathBuf>,
    /// Folders of photographs; without any, the photographs that ship and the paintings themselves.
    pub contents: Vec<PathBuf>,
    /// How it learns.
    #[serde(flatten)]
    pub teaching: Teaching,
}

impl SchoolConfig {
    /// How long most schools take.
    pub const RUN: RunDefaults = RunDefaults {
        steps: 12_000,
        validate_every: 500,
        patience: Some(8),
    };

    /// What suits most schools.
    pub fn new(paintings: Vec<PathBuf>, contents: Vec<PathBuf>) -> Self {
        Self {
            paintings,
            contents,
            teaching: Teaching::new(256, 512),
        }
    }

    /// How it learns.
    pub(super) fn plan(&self) -> Plan {
        self.teaching.plan(1, 24, 4)
    }
}
