//! `impasto train distill`

use super::{
    super::End,
    drive::{Defaults, RunArgs, absolute, all_absolute, drive},
};
use crate::{
    error::Result,
    train::{EncoderConfig, EncoderTask, TeacherSpec, Terms, TrainRun},
};
use std::path::PathBuf;

const DEFAULTS: Defaults = Defaults {
    steps: 5000,
    validate_every: 625,
    patience: None,
};

#[derive(clap::Args)]
pub struct Args {
    /// A teacher: vgg19-normalised=FILE (up to relu3_1) or vgg19-16x=FILE (up to relu5_1)
    #[arg(long, required = true, num_args = 1.., value_name = "NAME=FILE")]
    teacher: Vec<TeacherSpec>,
    /// Folders or packs of pictures
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|PACK")]
    pictures: Vec<PathBuf>,
    #[command(flatten)]
    run: RunArgs,
    /// Highest learning rate
    #[arg(long, default_value_t = 2e-3)]
    rate: f64,
    /// Begin with the network of another run
    #[arg(long, value_name = "RUN", conflicts_with = "resume")]
    start: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<End> {
    let task = EncoderConfig {
        teachers: args
            .teacher
            .iter()
            .map(|teacher| TeacherSpec {
                file: absolute(&teacher.file),
                ..teacher.clone()
            })
            .collect(),
        pictures: all_absolute(&args.pictures),
        rate: args.rate,
        start: args.start.as_deref().map(absolute),
    };
    let config = args.run.config(&DEFAULTS);
    drive(
        args.run.device,
        args.run.time,
        &Terms::default(),
        |compute| TrainRun::open::<EncoderTask>(config, task, compute),
    )
}
