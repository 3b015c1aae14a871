//! Training: datasets, teachers, the loop, checkpoints.

mod checkpoint;
mod crops;
mod distill;
mod export;
mod optimiser;
mod painted;
mod student;
mod teacher;

pub use distill::{DistillConfig, DistillEvent, distill};
pub use export::export_encoder;
pub use teacher::{Teacher, TeacherSpec};
