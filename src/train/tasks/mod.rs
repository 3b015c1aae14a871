//! What can be trained, one task a folder.

pub mod domains;
pub mod dream;
pub mod encoder;
pub mod generator;
pub mod school;
mod survey_warnings;
pub mod unpaired;
