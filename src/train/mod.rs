//! Training: tasks, the loop, checkpoints.

mod checkpoint;
mod export;
mod tasks;

pub use export::{RunKind, export_encoder, export_style, run_kind};
pub use tasks::{
    encoder::{DistillConfig, DistillEvent, Teacher, TeacherSpec, distill},
    generator::{
        Change, ControlsFile, CriticOpinion, Lambdas, SomeLambdas, StyleConfig, StyleEvent,
        StyleLosses, StyleMeasured, StyleSummary, train_style,
    },
};
