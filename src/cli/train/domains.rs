//! `impasto train domains`

use super::{
    super::End,
    drive::{Defaults, RunArgs, absolute, all_absolute, train},
    school::{FreedomWord, share},
};
use crate::{
    error::Result,
    loss::Adversarial,
    train::{Domain, DomainsConfig, DomainsTask},
};
use std::path::PathBuf;

const DEFAULTS: Defaults = Defaults {
    steps: 24_000,
    validate_every: 500,
    patience: Some(10),
};

#[derive(clap::Args)]
pub struct Args {
    /// A domain and a folder or pack of its pictures, at least two of them; a name that is given again has several folders
    #[arg(long = "domain", required = true, num_args = 1.., value_name = "NAME=DIR|PACK", value_parser = domain)]
    domains: Vec<(String, PathBuf)>,
    /// Folders or packs of what will be painted, photographs above all: half of what is painted while it learns, beside the pictures of all domains
    #[arg(long, num_args = 1.., value_name = "DIR|PACK")]
    contents: Vec<PathBuf>,
    #[command(flatten)]
    run: RunArgs,
    /// Begin with this model instead of the newest that ships
    #[arg(long, value_name = "FILE")]
    start: Option<PathBuf>,
    /// Which layers learn: all, the last ones only, or by the number of pictures
    #[arg(long, value_enum, default_value_t = FreedomWord::Auto)]
    layers: FreedomWord,
    /// How far the style of a crop goes from its domain's towards its picture's, 0 to 1
    #[arg(long, default_value_t = 0.5, value_parser = share)]
    spread: f32,
    /// The adversarial loss: lsgan, bce, bce-saturating, hinge or relativistic
    #[arg(long, default_value = "hinge")]
    adversarial: Adversarial,
    /// Scales at which a discriminator looks at pixels; 0 is none
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=6))]
    scales: u8,
    /// Leave out the discriminator that sees the encoder's maps
    #[arg(long)]
    no_projected: bool,
    /// Also turn crops, which suits abstract pictures; otherwise they are only mirrored
    #[arg(long)]
    turned: bool,
    /// Learning rate
    #[arg(long, default_value_t = 3e-4)]
    rate: f64,
    /// Crops of a step
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=64))]
    batch: u8,
    /// Side of a crop in pixels, a multiple of 16
    #[arg(long, default_value_t = 128, value_parser = clap::value_parser!(u16).range(32..=512))]
    side: u16,
    /// A weight of the losses, as in controls.toml: style=1.2
    #[arg(long = "weight", value_name = "NAME=X")]
    weights: Vec<String>,
}

fn domain(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, folder)) if !name.is_empty() && !folder.is_empty() => {
            Ok((name.to_owned(), folder.into()))
        }
        _ => Err(format!("'{text}' is no domain; write NAME=DIR")),
    }
}

/// Folders by the names of their domains, in the order in which those came first.
fn gathered(given: &[(String, PathBuf)]) -> Vec<Domain> {
    let mut domains: Vec<Domain> = Vec::new();
    for (name, folder) in given {
        let folder = absolute(folder);
        match domains.iter_mut().find(|domain| domain.name == *name) {
            Some(known) => known.folders.push(folder),
            None => domains.push(Domain {
                name: name.clone(),
                folders: vec![folder],
            }),
        }
    }
    domains
}

pub fn run(args: &Args) -> Result<End> {
    let task = DomainsConfig {
        contents: all_absolute(&args.contents),
        start: args.start.as_deref().map(absolute),
        freedom: args.layers.into(),
        spread: args.spread,
        adversarial: args.adversarial,
        scales: args.scales.into(),
        projected: !args.no_projected,
        turned: args.turned,
        rate: args.rate,
        batch: args.batch.into(),
        side: args.side.into(),
        ..DomainsConfig::new(gathered(&args.domains))
    };
    train::<DomainsTask>(&args.run, &DEFAULTS, &args.weights, task)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_one_name_are_one_domain() {
        let given = ["a=x", "b=y", "a=z=1"].map(|text| domain(text).expect("a domain"));
        let domains = gathered(&given);
        let told: Vec<_> = domains
            .iter()
            .map(|domain| (domain.name.as_str(), domain.folders.len()))
            .collect();
        assert_eq!(told, [("a", 2), ("b", 1)]);
        assert!(domains[0].folders[1].ends_with("z=1"));
        for wrong in ["", "a", "=x", "a="] {
            assert!(domain(wrong).is_err(), "{wrong}");
        }
    }
}
