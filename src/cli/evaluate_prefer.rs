//! `impasto evaluate prefer`: a blind study of which folder's paintings people prefer.

use super::{End, interrupted, report};
use crate::{
    error::{Error, Result},
    evaluate::{Interval, Strengths, Votes},
    fault::SettingFault,
    session::{Study, VOTES},
};
use serde_json::json;
use std::{io::Write, path::PathBuf};

#[derive(clap::Args)]
pub struct PreferArgs {
    /// Folders of paintings, those of one photograph under one name in each
    #[arg(value_name = "DIR", num_args = 2.., required_unless_present = "votes", conflicts_with = "votes")]
    folders: Vec<PathBuf>,
    /// Draw sheets into this folder, each with two paintings on sides that chance chooses, and votes.tsv to be filled in
    #[arg(
        long,
        value_name = "DIR",
        required_unless_present = "votes",
        conflicts_with = "votes"
    )]
    sheets: Option<PathBuf>,
    /// Folders whose pictures of the same names stand above both, such as photographs and paintings
    #[arg(long, value_name = "DIR", num_args = 1.., conflicts_with = "votes")]
    beside: Vec<PathBuf>,
    /// What the window asks of each sheet
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        conflicts_with = "votes"
    )]
    question: String,
    /// Most sheets
    #[arg(long, value_name = "N", default_value_t = 999, value_parser = clap::value_parser!(u16).range(1..=9999))]
    most: u16,
    /// Chooses sides and order
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Say what the votes in this file mean; it lies where the sheets were drawn
    #[arg(long, value_name = "FILE")]
    votes: Option<PathBuf>,
    /// Print a JSON line
    #[arg(long)]
    json: bool,
}

pub fn run(args: &PreferArgs) -> Result<End> {
    if let Some(votes) = &args.votes {
        let study = Study::open(votes)?;
        let counted = study.votes(votes)?;
        let strengths = counted.strengths().ok_or(SettingFault::NotCompared)?;
        return Ok(tell(&study.contenders, &counted, &strengths, args.json));
    }
    let Some(out) = &args.sheets else {
        return Err(Error::Usage(
            "Give --sheets with a folder to draw a study, or --votes with its votes.tsv."
                .to_owned(),
        ));
    };
    let mut study = Study::plan(&args.folders, args.seed, args.most.into())?;
    study.question.clone_from(&args.question);
    let bar = report::bar(study.sheets.len(), args.json);
    bar.set_prefix("drawing");
    study.write(&args.folders, &args.beside, out, &mut |done| {
        bar.set_position(done as u64);
        !interrupted()
    })?;
    bar.finish_and_clear();
    if interrupted() {
        return Ok(End::Interrupted);
    }
    let (sheets, votes) = (study.sheets.len(), out.join(VOTES));
    let mut stdout = std::io::stdout();
    if args.json {
        let line = json!({ "sheets": sheets, "votes": votes });
        let _ = writeln!(stdout, "{line}");
    } else {
        let _ = writeln!(
            stdout,
            "{sheets} sheets; write left, right or equal for each into {}, then ask with --votes what they mean.",
            votes.display()
        );
    }
    Ok(End::Done)
}

/// Contenders by strength, each with its share against the others, and with every pair.
fn tell(contenders: &[String], votes: &Votes, strengths: &Strengths, as_json: bool) -> End {
    let mut order: Vec<usize> = (0..contenders.len()).collect();
    order.sort_by(|a, b| {
        let share = |i: &usize| strengths.over_others(*i).value;
        share(b).total_cmp(&share(a))
    });
    let mut stdout = std::io::stdout();
    if as_json {
        let interval = |i: Interval| json!({ "share": i.value, "low": i.low, "high": i.high });
        let pairs = |one: usize| {
            let others = order.iter().filter(|other| **other != one);
            let pair = |other: &usize| {
                let against = interval(strengths.over(one, *other));
                json!({
                    "other": contenders[*other], "against": against,
                    "wins": votes.wins(one, *other), "votes": votes.between(one, *other),
                })
            };
            others.map(pair).collect::<Vec<_>>()
        };
        let found: Vec<_> = order
            .iter()
            .map(|one| {
                let others = interval(strengths.over_others(*one));
                json!({ "contender": contenders[*one], "against_others": others, "pairs": pairs(*one) })
            })
            .collect();
        let _ = writeln!(stdout, "{}", json!({ "contenders": found }));
        return End::Done;
    }
    let percent = |i: Interval| {
        let [value, low, high] = [i.value, i.low, i.high].map(|share| (100.0 * share).round());
        format!("{value:3} %  ({low} to {high} %)")
    };
    let width = contenders
        .iter()
        .map(|name| name.chars().count())
        .max()
        .unwrap_or(0);
    let mut text = "preferred to the others, with 95 % of certainty within\n".to_owned();
    for one in &order {
        text += &format!(
            "{:width$}  {}\n",
            contenders[*one],
            percent(strengths.over_others(*one))
        );
    }
    for (i, one) in order.iter().enumerate() {
        for other in order.iter().skip(i + 1) {
            text += &format!(
                "{} to {}: {} of {}, {}\n",
                contenders[*one],
                contenders[*other],
                votes.wins(*one, *other),
                votes.between(*one, *other),
                percent(strengths.over(*one, *other))
            );
        }
    }
    let _ = write!(stdout, "{text}");
    End::Done
}
