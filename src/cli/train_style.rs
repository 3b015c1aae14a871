//! `impasto train style`

use super::{End, interrupted, report};
use crate::{
    compute::{Compute, DeviceChoice},
    error::Result,
    loss::Adversarial,
    train::{Lambdas, StyleConfig, StyleEvent, train_style},
};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

#[derive(clap::Args)]
pub struct Args {
    /// Folders or packs of photographs
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|PACK")]
    contents: Vec<PathBuf>,
    /// Folders or packs of paintings
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|PACK")]
    styles: Vec<PathBuf>,
    /// Folder of the run: checkpoint, log and previews
    #[arg(short, long, value_name = "RUN")]
    output: PathBuf,
    /// Steps of the whole run; a resumed run can be given more
    #[arg(long, default_value_t = 40_000)]
    steps: usize,
    /// Share of the steps at the end over which the learning rate falls to zero
    #[arg(long, default_value_t = 0.3)]
    cooldown: f64,
    /// Stop after this time and leave a whole checkpoint: 90s, 9m or 2h
    #[arg(long = "for", value_parser = duration, value_name = "TIME")]
    time: Option<Duration>,
    /// Learning rate; by default 1e-3, with a discriminator 5e-4
    #[arg(long)]
    rate: Option<f64>,
    /// Train against a discriminator: none, lsgan, bce, bce-saturating, hinge or relativistic
    #[arg(long, default_value = "none", value_parser = adversarial)]
    adversarial: Choice,
    /// Weight of the discriminator's opinion, reached slowly
    #[arg(long, default_value_t = Lambdas::default().adversarial)]
    adversarial_weight: f32,
    /// How much less than 1 the labels of real crops are
    #[arg(long, default_value_t = 0.1)]
    label_smoothing: f32,
    /// Crops of a step
    #[arg(long, default_value_t = 4)]
    batch: usize,
    /// Side of a crop in pixels
    #[arg(long, default_value_t = 128, value_parser = clap::value_parser!(u16).range(32..=512))]
    side: u16,
    /// Weight of the style
    #[arg(long, default_value_t = Lambdas::default().style)]
    style_weight: f32,
    /// Weight of the photograph's shapes
    #[arg(long, default_value_t = Lambdas::default().content)]
    content_weight: f32,
    /// Weight of the total variation
    #[arg(long, default_value_t = Lambdas::default().smoothness)]
    smoothness_weight: f32,
    /// Weight against grids of 4 pixels
    #[arg(long, default_value_t = Lambdas::default().grid)]
    grid_weight: f32,
    /// Seed of every random choice
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Steps between examinations and previews
    #[arg(long, default_value_t = 500)]
    examine_every: usize,
    /// Steps between checkpoints
    #[arg(long, default_value_t = 250)]
    save_every: usize,
    /// Go on from the run's checkpoint
    #[arg(long)]
    resume: bool,
    /// Begin with the generator of another run or of an exported model
    #[arg(long, value_name = "RUN|FILE", conflicts_with = "resume")]
    start: Option<PathBuf>,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
}

/// Which discriminator; not an `Option`, which clap would take for an optional argument.
#[derive(Clone, Copy)]
struct Choice(Option<Adversarial>);

fn adversarial(text: &str) -> Result<Choice, String> {
    match text {
        "none" => Ok(Choice(None)),
        form => form.parse().map(|form| Choice(Some(form))),
    }
}

/// `90s`, `9m` or `2h`.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("'{text}' is not a time; write 90s, 9m or 2h");
    let unit = match text.chars().last() {
        Some('s') => 1.0,
        Some('m') => 60.0,
        Some('h') => 3600.0,
        _ => return Err(wrong()),
    };
    let number: f64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    Duration::try_from_secs_f64(number * unit).map_err(|_| wrong())
}

pub fn run(args: &Args) -> Result<End> {
    let started = Instant::now();
    let compute = Compute::open(args.device)?;
    let config = StyleConfig {
        contents: args.contents.clone(),
        styles: args.styles.clone(),
        run: args.output.clone(),
        steps: args.steps,
        cooldown: args.cooldown.clamp(0.0, 1.0),
        rate: args.rate.unwrap_or(match args.adversarial.0 {
            None => 1e-3,
            Some(_) => 5e-4,
        }),
        adversarial: args.adversarial.0,
        label_smoothing: args.label_smoothing.clamp(0.0, 0.5),
        batch: args.batch.max(1),
        side: args.side.into(),
        seed: args.seed,
        resume: args.resume,
        start: args.start.clone(),
        examine_every: args.examine_every.max(1),
        save_every: args.save_every.max(1),
    };
    let lambdas = Lambdas {
        style: args.style_weight,
        content: args.content_weight,
        smoothness: args.smoothness_weight,
        grid: args.grid_weight,
        adversarial: args.adversarial_weight,
    };
    let bar = report::bar(args.steps, false);
    bar.set_prefix("style");
    let log_file = args.output.join("log.jsonl");
    let log = |event: &StyleEvent| report::log(&log_file, event);
    let stop = || interrupted() || args.time.is_some_and(|time| started.elapsed() >= time);
    let mut observe = |event: &StyleEvent| {
        log(event);
        match event {
            StyleEvent::Started { step, .. } => {
                bar.set_position(*step as u64);
                bar.reset_eta();
            }
            StyleEvent::Steps { step, losses, .. } => {
                bar.set_position(*step as u64);
                bar.set_message(format!(
                    "style {:.3} content {:.3}",
                    losses.style, losses.content
                ));
            }
            StyleEvent::Measured(measured) => report::json(measured),
            StyleEvent::RolledBack { from, to } => report::say(&format!(
                "at step {from} a loss was not a number; going on from step {to} with other crops"
            )),
            StyleEvent::Preview { .. } | StyleEvent::Saved { .. } => {}
        }
    };
    train_style(&config, &compute.device, &|| lambdas, &stop, &mut observe)?;
    bar.finish();
    Ok(if interrupted() {
        End::Interrupted
    } else {
        End::Done
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_unit() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("1.5m"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("2h"), Ok(Duration::from_secs(7200)));
        for wrong in ["", "9", "m", "-1m", "9d", "nan h", "9é"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
