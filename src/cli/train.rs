//! `impasto train distill`, `impasto train style` and `impasto train export`

use super::{End, interrupted, keeps, report, train_style};
use crate::{
    compute::{Compute, DeviceChoice},
    error::Result,
    train::{
        DistillConfig, DistillEvent, RunKind, TeacherSpec, distill, export_encoder, export_style,
        run_kind,
    },
};
use std::path::PathBuf;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Distil the compact encoder from networks of the VGG-19 family
    Distill(Distill),
    /// Train the generator that paints any photograph in any style at once
    Style(Box<train_style::Args>),
    /// Write the weights of a run in half precision
    Export(Export),
}

#[derive(clap::Args)]
pub struct Distill {
    /// A teacher: vgg19-normalised=FILE (up to relu3_1) or vgg19-16x=FILE (up to relu5_1)
    #[arg(long, required = true, num_args = 1.., value_name = "NAME=FILE")]
    teacher: Vec<TeacherSpec>,
    /// Folders of pictures
    #[arg(long, required = true, num_args = 1.., value_name = "DIR")]
    pictures: Vec<PathBuf>,
    /// Folder of the run: checkpoint and log
    #[arg(short, long, value_name = "RUN")]
    output: PathBuf,
    /// Steps of 8 crops, of the whole run
    #[arg(long, default_value_t = 5000)]
    steps: usize,
    /// Seed of every random choice
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Highest learning rate
    #[arg(long, default_value_t = 2e-3)]
    rate: f64,
    /// Go on from the run's checkpoint
    #[arg(long)]
    resume: bool,
    /// Begin with the network of another run
    #[arg(long, value_name = "RUN", conflicts_with = "resume")]
    start: Option<PathBuf>,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
}

#[derive(clap::Args)]
pub struct Export {
    /// Folder of the run
    run: PathBuf,
    /// The file to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// The weights of a style run that were best on validation pictures, instead of the last
    #[arg(long)]
    best: bool,
    /// Also the discriminator of a style run, so that another run can go on with both
    #[arg(long)]
    critic: bool,
}

pub fn run(command: &Command) -> Result<End> {
    match command {
        Command::Distill(args) => run_distill(args),
        Command::Style(args) => train_style::run(args),
        Command::Export(args) => {
            let device = Compute::cpu("").device;
            match run_kind(&args.run)? {
                RunKind::Encoder => {
                    let curve = export_encoder(&args.run, &args.output, &device)?;
                    if let Some(measured) = curve.last() {
                        report::json(measured);
                    }
                }
                RunKind::Style => {
                    let curve =
                        export_style(&args.run, &args.output, args.best, args.critic, &device)?;
                    if let Some(measured) = curve.last() {
                        report::json(measured);
                    }
                }
            }
            Ok(End::Done)
        }
    }
}

fn run_distill(args: &Distill) -> Result<End> {
    let compute = Compute::open(args.device)?;
    let config = DistillConfig {
        teachers: args.teacher.clone(),
        pictures: args.pictures.clone(),
        run: args.output.clone(),
        steps: args.steps,
        seed: args.seed,
        rate: args.rate,
        resume: args.resume,
        start: args.start.clone(),
    };
    let bar = report::bar(args.steps, false);
    bar.set_prefix("distil");
    let log_file = args.output.join("log.jsonl");
    let log = |event: &DistillEvent| report::log(&log_file, event);
    distill(
        &config,
        &compute.device,
        &interrupted,
        &mut |event| match event {
            DistillEvent::Started { step, .. } => {
                keeps(true);
                bar.set_position(*step as u64);
                bar.reset_eta();
                log(event);
            }
            DistillEvent::Step { step, loss, .. } => {
                bar.set_position(*step as u64);
                bar.set_message(format!("loss {loss:.3}"));
            }
            DistillEvent::Measured(measured) => {
                log(event);
                report::json(measured);
            }
            DistillEvent::Saved { .. } => log(event),
        },
    )?;
    bar.finish();
    Ok(if interrupted() {
        End::Interrupted
    } else {
        End::Done
    })
}
