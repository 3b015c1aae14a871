//! `impasto train domains`

use super::{
    super::End,
    drive::{RunArgs, absolute, all_absolute, train},
    teaching::TeachingArgs,
};
use crate::{
    error::Result,
    train::{Domain, DomainsConfig, DomainsTask},
};
use std::path::PathBuf;

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
    #[command(flatten)]
    teaching: TeachingArgs,
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
    let mut task = DomainsConfig {
        contents: all_absolute(&args.contents),
        ..DomainsConfig::new(gathered(&args.domains))
    };
    task.teaching = args.teaching.of(task.teaching);
    train::<DomainsTask>(&args.run, &DomainsConfig::RUN, &args.teaching.weights, task)
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
