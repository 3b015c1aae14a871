//! The sample pictures: rendered scenes that stand in for photographs.

pub mod cat;
mod figures;
mod house;
pub mod lake;
pub mod still_life;
pub mod street;
