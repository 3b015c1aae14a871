//! What can be trained, one task a folder.

pub mod domains;
pub mod dream;
pub mod encoder;
pub mod generator;
#[cfg(test)]
mod odd_folders;
pub mod school;
mod survey_warnings;
pub mod unpaired;
