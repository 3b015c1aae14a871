//! How a training of several domains is set up.

use super::super::{
    generator::PROJECTED,
    school::{Plan, Teaching},
};
use crate::train::{
    config::RunDefaults,
    controls::{WeightSpec, weight},
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Weights of the terms, as they are in a new run: those of a school, with more paint, so that what was asked for is told by it
/// (docs/learning.md), and more of the discriminators, since only they tell domains apart by more than statistics.
pub const WEIGHTS: &[WeightSpec] = &[
    weight("style", 2.0),
    weight("content", 0.1),
    weight("smoothness", 0.02),
    weight("grid", 50.0),
    weight("adversarial", 0.5),
    weight(PROJECTED, 0.7),
    weight("halo", 0.2),
    weight("palette", 0.5),
    weight("lattice", 5.0),
    weight("direction", 0.5),
    weight("identity", 2.0),
];

/// What a model learns to turn pictures into.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Domain {
    /// By which it is asked for.
    pub name: String,
    /// Folders of its pictures.
    pub folders: Vec<PathBuf>,
}

/// How a training of several domains is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DomainsConfig {
    /// Folders of pictures that are painted too, beside those of all domains.
    pub contents: Vec<PathBuf>,
    /// How it learns.
    #[serde(flatten)]
    pub teaching: Teaching,
    /// The domains, at least two, by label.
    pub domains: Vec<Domain>,
}

impl DomainsConfig {
    /// How long most domains take.
    pub const RUN: RunDefaults = RunDefaults {
        steps: 24_000,
        validate_every: 500,
        patience: Some(10),
    };

    /// What suits most domains.
    pub fn new(domains: Vec<Domain>) -> Self {
        Self {
            contents: Vec::new(),
            teaching: Teaching::new(192, 256),
            domains,
        }
    }

    /// Their names, by label.
    pub fn names(&self) -> Vec<String> {
        self.domains
            .iter()
            .map(|domain| domain.name.clone())
            .collect()
    }

    /// How it learns, with about sixty results in all to be measured.
    pub(super) fn plan(&self) -> Plan {
        let schools = self.domains.len();
        let painted = 60_usize.div_ceil(schools.max(1)).min(24);
        self.teaching.plan(schools, painted, 2)
    }
}
