//! `impasto train style`

use super::{
    super::End,
    drive::{Defaults, RunArgs, absolute, all_absolute, drive},
};
use crate::{
    error::Result,
    loss::Adversarial,
    nn::Traits,
    train::{GeneratorConfig, GeneratorTask, Terms, TrainRun, WeightSpec},
};
use std::path::PathBuf;

const DEFAULTS: Defaults = Defaults {
    steps: 40_000,
    validate_every: 500,
    patience: None,
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
    /// Share of the other crops of paintings that are shown in other colours, so that more palettes are learnt
    #[arg(long, default_value_t = 0.0)]
    recoloured: f64,
    #[command(flatten)]
    run: RunArgs,
    /// Share of the steps at the end over which the learning rate falls to zero
    #[arg(long, default_value_t = 0.3)]
    cooldown: f64,
    /// Learning rate; by default 1e-3, with a discriminator 5e-4
    #[arg(long)]
    rate: Option<f64>,
    /// Train against a discriminator: none, lsgan, bce, bce-saturating, hinge or relativistic
    #[arg(long, default_value = "none", value_parser = adversarial)]
    adversarial: Choice,
    /// Weight of the adversarial loss, reached slowly [default: 0.6]
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
    /// Begin with the generator of another run or of an exported model
    #[arg(long, value_name = "RUN|FILE", conflicts_with = "resume")]
    start: Option<PathBuf>,
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
    let weight = text.parse().ok().filter(|w| WeightSpec::allows(*w));
    weight.ok_or_else(|| format!("'{text}' is no weight; weights are 0 to 10000"))
}

impl Args {
    /// The weights that were given.
    fn weights(&self) -> Terms {
        let all = [
            ("style", self.style_weight),
            ("content", self.content_weight),
            ("smoothness", self.smoothness_weight),
            ("grid", self.grid_weight),
            ("adversarial", self.adversarial_weight),
            ("halo", self.halo_weight),
            ("palette", self.palette_weight),
            ("lattice", self.lattice_weight),
            ("direction", self.direction_weight),
            ("identity", self.identity_weight),
        ];
        let given = all.into_iter();
        given
            .filter_map(|(name, weight)| Some((name, weight?)))
            .collect()
    }
}

pub fn run(args: &Args) -> Result<End> {
    let task = GeneratorConfig {
        contents: all_absolute(&args.contents),
        validation: all_absolute(&args.validation),
        styles: all_absolute(&args.styles),
        own_styles: all_absolute(&args.own_styles),
        own_share: args.own_share.clamp(0.0, 1.0),
        recoloured: args.recoloured.clamp(0.0, 1.0),
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
        traits: args.traits,
        start: args.start.as_deref().map(absolute),
    };
    let config = args.run.config(&DEFAULTS);
    drive(args.run.device, args.run.time, &args.weights(), |compute| {
        TrainRun::open::<GeneratorTask>(config, task, compute)
    })
}
