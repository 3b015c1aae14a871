//! The encoder: a compact perceptual network that learns from VGG-19.

mod distill;
mod painted;
mod student;
mod teacher;

pub use distill::{DistillConfig, DistillEvent, Measured, distill, load_student};
pub use student::Student;
pub use teacher::{Teacher, TeacherSpec};
