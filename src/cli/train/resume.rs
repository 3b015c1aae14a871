//! `impasto train resume`

use super::{
    super::End,
    drive::{absolute, drive, duration},
    final_model::keep_model,
};
use crate::{
    compute::DeviceChoice,
    error::Result,
    train::{Terms, resume},
};
use std::{path::PathBuf, time::Duration};

#[derive(clap::Args)]
pub struct Args {
    /// Folder of the run
    run: PathBuf,
    /// Steps of the whole run [default: as before]
    #[arg(long)]
    steps: Option<usize>,
    /// Stop after this time and leave a whole checkpoint: 90s, 9m or 2h
    #[arg(long = "for", value_parser = duration, value_name = "TIME")]
    time: Option<Duration>,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
}

pub fn run(args: &Args) -> Result<End> {
    let folder = absolute(&args.run);
    let end = drive(args.device, args.time, &Terms::default(), |compute| {
        let change = |run: &mut crate::train::RunConfig| {
            run.steps = args.steps.unwrap_or(run.steps);
        };
        resume(&folder, change, compute)
    })?;
    keep_model(&folder)?;
    Ok(end)
}
