//! `impasto style tune`

use super::{End, interrupted, keeps, limits, report, train::weights_of};
use crate::{
    compute::{Compute, DeviceChoice},
    error::Result,
    session::{ListedModel, Painters, Painting, TuneSources, data_folder, find_model, write_code},
    train::TuneSettings,
};
use serde_json::json;
use std::{path::PathBuf, sync::Arc};

/// Steps between two lines of JSON.
const SAY: usize = 10;

#[derive(clap::Args)]
pub struct Args {
    /// The painting, or a name of the shelf
    painting: String,
    /// The file to write: its style and what was learnt, for stylize --style-code
    #[arg(short, long, value_name = "STYLE")]
    output: PathBuf,
    /// Folders of photographs to practise on [default: the photographs that ship]
    #[arg(long, num_args = 1.., value_name = "DIR")]
    contents: Vec<PathBuf>,
    /// The generator that learns: a name or hash of `impasto models list`, or a file [default: the newest that ships]
    #[arg(long)]
    model: Option<String>,
    /// Steps of learning
    #[arg(long, default_value_t = TuneSettings::default().steps as u32, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    steps: u32,
    /// Seed of the crops and of the grain
    #[arg(long, default_value_t = TuneSettings::default().seed)]
    seed: u64,
    /// A weight of the loss, several times for several
    #[arg(long = "weight", value_name = "NAME=X")]
    weights: Vec<String>,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<End> {
    let mut settings = TuneSettings {
        steps: args.steps as usize,
        seed: args.seed,
        ..TuneSettings::default()
    };
    let weights = weights_of(TuneSettings::WEIGHTS, &args.weights)?;
    for (name, weight) in weights.iter() {
        settings.weights.set(name.to_owned(), weight);
    }
    let model = match &args.model {
        Some(word) => find_model(word, &data_folder())?,
        None => ListedModel::newest_generator()?,
    };
    let (painting, _) = Painting::parse(&args.painting).read(limits(None, 1))?;
    for warning in &painting.warnings {
        report::say(&format!("{}: {warning}", args.painting));
    }
    let compute = Compute::open(args.device)?;
    let painters = Painters::with(compute, &Default::default(), Some(&model))?;
    let Some(instant) = &painters.instant else {
        return Ok(End::Failed);
    };
    let style = instant.style_code(&painting, 1.0)?;
    let sources = TuneSources::of(painting, &args.contents, &model)?;
    let net = Arc::clone(&painters.net);
    let mut tuning = sources.begin(net, settings, &painters.compute)?;
    let bar = report::bar(args.steps as usize, args.json);
    // What is learnt so far is worth keeping.
    keeps(true);
    while !tuning.is_done() && !interrupted() {
        let losses = tuning.step()?;
        let (step, _) = tuning.progress();
        bar.set_position(step as u64);
        if args.json && step.is_multiple_of(SAY) {
            report::json(&json!({"event": "step", "step": step, "losses": losses}));
        }
    }
    bar.finish_and_clear();
    let style = style.tuned(Some(tuning.tuning()?));
    write_code(&args.output, &style)?;
    report::say(&format!(
        "wrote {}; use it with `impasto stylize PICTURE --style-code {} -o OUT`",
        args.output.display(),
        args.output.display()
    ));
    Ok(match tuning.is_done() {
        true => End::Done,
        false => End::Interrupted,
    })
}
