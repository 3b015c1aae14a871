//! `impasto train style`

use super::{End, interrupted, keeps, report};
use crate::{
    compute::{Compute, DeviceChoice},
    error::Result,
    loss::Adversarial,
    nn::Traits,
    train::{
        ControlsFile, Lambdas, SomeLambdas, StyleConfig, StyleEvent, StyleSummary, train_style,
    },
};
use std::{
    cell::RefCell,
    path::PathBuf,
    time::{Duration, Instant},
};

#[derive(clap::Args)]
pub struct Args {
    /// Folders or packs of photographs
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|PACK")]
    contents: Vec<PathBuf>,
    /// Folders or packs of photographs that are only measured on [default: some of --contents]
    #[arg(long, num_args = 1.., value_name = "DIR|PACK")]
    validation: Vec<PathBuf>,
    /// Folders or packs of paintings
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|PACK")]
    styles: Vec<PathBuf>,
    /// Folders or packs of a few paintings that are to be learnt best
    #[arg(long, num_args = 1.., value_name = "DIR|PACK")]
    own_styles: Vec<PathBuf>,
    /// Share of the crops that are to look like those
    #[arg(long, default_value_t = 0.33)]
    own_share: f64,
    /// Folder of the run: checkpoint, log, previews, and controls.toml, in which weights can be changed
    /// while it runs
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
    /// Weight of the discriminator's opinion, reached slowly [default: 0.6]
    #[arg(long, value_parser = weight)]
    adversarial_weight: Option<f32>,
    /// Scales at which the discriminator looks, each half as large as the one before
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=6))]
    scales: u8,
    /// How much less than 1 the labels of real crops are
    #[arg(long, default_value_t = 0.1)]
    label_smoothing: f32,
    /// Crops of a step
    #[arg(long, default_value_t = 4)]
    batch: usize,
    /// Side of a crop in pixels
    #[arg(long, default_value_t = 128, value_parser = clap::value_parser!(u16).range(32..=512))]
    side: u16,
    /// Side of the crops of paintings whose style is wanted; larger ones have more of the palette and
    /// of large strokes in them [default: as --side]
    #[arg(long, value_parser = clap::value_parser!(u16).range(32..=512))]
    style_side: Option<u16>,
    /// Weight of the style [default: 1]
    #[arg(long, value_parser = weight)]
    style_weight: Option<f32>,
    /// Weight of the photograph's shapes [default: 0.22]
    #[arg(long, value_parser = weight)]
    content_weight: Option<f32>,
    /// Weight of the total variation [default: 0.02]
    #[arg(long, value_parser = weight)]
    smoothness_weight: Option<f32>,
    /// Weight against grids of 4, 8 and 16 pixels [default: 50]
    #[arg(long, value_parser = weight)]
    grid_weight: Option<f32>,
    /// Weight against rims round shapes [default: 0.1]
    #[arg(long, value_parser = weight)]
    halo_weight: Option<f32>,
    /// Weight of the painting's colours [default: 0.25]
    #[arg(long, value_parser = weight)]
    palette_weight: Option<f32>,
    /// Weight against squares of 4 and 8 pixels [default: 5]
    #[arg(long, value_parser = weight)]
    lattice_weight: Option<f32>,
    /// Weight of the directions of strokes [default: 0.5]
    #[arg(long, value_parser = weight)]
    direction_weight: Option<f32>,
    /// Weight of photographs being themselves in their own style [default: 4]
    #[arg(long, value_parser = weight)]
    identity_weight: Option<f32>,
    /// Traits of a new generator: none, or some of replicate,smooth,blurred,free
    #[arg(long, default_value_t = Traits::LEARNT)]
    traits: Traits,
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

fn weight(text: &str) -> Result<f32, String> {
    let weight = text.parse().ok().filter(|w| Lambdas::allows(*w));
    weight.ok_or_else(|| format!("'{text}' is no weight; weights are 0 to 10000"))
}

impl Args {
    /// The weights that were given.
    fn weights(&self) -> SomeLambdas {
        SomeLambdas {
            style: self.style_weight,
            content: self.content_weight,
            smoothness: self.smoothness_weight,
            grid: self.grid_weight,
            adversarial: self.adversarial_weight,
            halo: self.halo_weight,
            palette: self.palette_weight,
            lattice: self.lattice_weight,
            direction: self.direction_weight,
            identity: self.identity_weight,
        }
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
        validation: args.validation.clone(),
        styles: args.styles.clone(),
        own_styles: args.own_styles.clone(),
        own_share: args.own_share.clamp(0.0, 1.0),
        run: args.output.clone(),
        steps: args.steps,
        cooldown: args.cooldown.clamp(0.0, 1.0),
        rate: args.rate.unwrap_or(match args.adversarial.0 {
            None => 1e-3,
            Some(_) => 5e-4,
        }),
        adversarial: args.adversarial.0,
        scales: args.scales.into(),
        label_smoothing: args.label_smoothing.clamp(0.0, 0.5),
        batch: args.batch.max(1),
        side: args.side.into(),
        style_side: args.style_side.unwrap_or(args.side).into(),
        seed: args.seed,
        traits: args.traits,
        resume: args.resume,
        start: args.start.clone(),
        examine_every: args.examine_every.max(1),
        save_every: args.save_every.max(1),
    };
    // Beginning with the weights given, the file has the last word.
    let file = RefCell::new(ControlsFile::new(&args.output));
    let controls = |now| {
        let mut file = file.borrow_mut();
        if let Err(e) = file.refresh() {
            report::error(&e.to_string());
        }
        file.over(args.weights().over(now))
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
                keeps(true);
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
            StyleEvent::Weighed(change) => {
                if let Err(e) = file.borrow().offer(&change.lambdas) {
                    report::error(&e.to_string());
                }
                report::json(event);
            }
            StyleEvent::Measured(measured) => report::json(measured),
            StyleEvent::Finished(summary) => finished(summary),
            StyleEvent::RolledBack { from, to } => report::say(&format!(
                "at step {from} a loss was not a number; going on from step {to} with other crops"
            )),
            StyleEvent::Preview { .. } | StyleEvent::Saved { .. } => {}
        }
    };
    train_style(&config, &compute.device, &controls, &stop, &mut observe)?;
    bar.finish();
    Ok(if interrupted() {
        End::Interrupted
    } else {
        End::Done
    })
}

/// Prints what came of a run.
fn finished(summary: &StyleSummary) {
    report::json(summary);
    let best = &summary.best;
    let of =
        |m: &crate::train::StyleMeasured| format!("style {:.3}, content {:.3}", m.style, m.content);
    report::say(&match &summary.test {
        Some(test) => format!(
            "best on validation pictures at step {}: {}; there on {} test photographs and {} test \
             paintings: {}",
            best.step,
            of(best),
            summary.contents.test,
            summary.styles.test,
            of(test)
        ),
        None => format!(
            "best on validation pictures at step {}: {}; the folders are too small to keep pictures \
             for a test",
            best.step,
            of(best)
        ),
    });
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
