//! Training: datasets, teachers, the loop, checkpoints.

mod checkpoint;
mod crops;
mod dataset;
mod distill;
mod export;
mod painted;
mod student;
mod style;
mod teacher;

pub use dataset::{Fault, Finding, PackReport, ScanReport, Split, pack, scan};
pub use distill::{DistillConfig, DistillEvent, distill};
pub use export::{RunKind, export_encoder, export_style, run_kind};
pub use style::{
    Change, ControlsFile, CriticOpinion, Lambdas, SomeLambdas, StyleConfig, StyleEvent,
    StyleLosses, StyleMeasured, StyleSummary, train_style,
};
pub use teacher::{Teacher, TeacherSpec};
