//! `impasto train school`

use super::{
    super::End,
    drive::{RunArgs, all_absolute, train},
    teaching::TeachingArgs,
};
use crate::{
    error::Result,
    train::{SchoolConfig, SchoolTask},
};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// Folders or packs of paintings of one school
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|PACK")]
    paintings: Vec<PathBuf>,
    /// Folders or packs of photographs to learn on [default: the ones that ship, and the paintings]
    #[arg(long, num_args = 1.., value_name = "DIR|PACK")]
    contents: Vec<PathBuf>,
    #[command(flatten)]
    run: RunArgs,
    #[command(flatten)]
    teaching: TeachingArgs,
}

pub fn run(args: &Args) -> Result<End> {
    let mut task = SchoolConfig::new(all_absolute(&args.paintings), all_absolute(&args.contents));
    task.teaching = args.teaching.of(task.teaching);
    train::<SchoolTask>(&args.run, &SchoolConfig::RUN, &args.teaching.weights, task)
}
