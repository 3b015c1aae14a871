//! Training. A [`Task`] says what is learnt: networks, batches, losses, measures, samples. The [`TrainRun`] is the
//! same for all: steps, checkpoints, exact resume, going back when a loss is no number, live weights, early end,
//! the best weights kept.
//!
//! `tasks` holds one task a folder; a new one is a folder there and a command of the command line.

mod augment;
mod branch;
mod checkpoint;
mod checkpoint_contents;
mod config;
mod controls;
mod driven;
mod events;
mod export;
mod final_model;
mod resume;
mod run;
mod run_settings;
pub mod search;
mod seen;
mod settings;
mod setup;
mod sheet;
mod task;
mod tasks;
mod terms;
mod tuning;

pub use branch::{Kept, Parent};
pub use checkpoint::{BEST, CHECKPOINT};
pub use checkpoint_contents::{CheckpointContents, Notes, Saved};
pub use config::{RunConfig, RunDefaults};
pub use controls::{Change, ControlsFile, TrainControls, WeightSpec};
pub use events::{Measured, Summary, TrainEvent, read_log};
pub use export::{
    TaskKind, export_domains, export_dream, export_encoder, export_generator, export_school,
    export_unpaired, task_of,
};
pub use final_model::{back_beside, export_model};
pub use resume::resume;
pub use run::{StepOutcome, TrainRun, Unbegun};
pub use run_settings::{PictureList, RunSettings, TaskSettings};
pub use settings::SETTINGS_FILE;
pub use setup::{ReadRun, RunSetup};
pub use task::{Measure, Moment, OWN_SIDE, Opening, Task};
pub use tasks::{
    domains::{Domain, DomainsConfig, DomainsTask},
    dream::{DreamConfig, DreamTask},
    encoder::{EncoderConfig, EncoderTask, Teacher, TeacherSpec},
    generator::{GeneratorConfig, GeneratorTask},
    school::{Freedom, SchoolConfig, SchoolTask, Teaching},
    unpaired::{UnpairedConfig, UnpairedTask},
};
pub use terms::Terms;
pub use tuning::{StyleTuning, TuneSettings};

#[cfg(test)]
pub(crate) mod tests;
