//! `impasto models ...`: what can paint and see, and what is known of it.

use super::{End, report};
use crate::{
    error::{Error, Result},
    nn::{Card, TrainedOn},
    session::{
        ListedModel, ModelPlace, data_folder, describe_model, find_model, import_model, models,
        remove_model,
    },
};
use serde_json::{Value, json};
use std::{
    io::{StdoutLock, Write, stdout},
    path::{Path, PathBuf},
};

#[derive(clap::Subcommand)]
pub enum Command {
    /// List the models that ship and your own
    List {
        /// Print JSON lines
        #[arg(long)]
        json: bool,
    },
    /// Show a model's card: what it is, what it learnt from, how good it is
    Show {
        /// A name, a hash or its first eight digits, or a file
        model: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Copy a generator to your own models, where recipes and the window find it
    Import {
        /// A file that `impasto train export` wrote
        file: PathBuf,
    },
    /// Write into a model's file what it is called and what is to be said of it; its hash stays
    Describe {
        /// The model's file
        file: PathBuf,
        /// Its name
        #[arg(long)]
        name: Option<String>,
        /// TOML: about, licence, weaknesses, [[data]] with what, count and licence, [settings], [measures]
        #[arg(long, value_name = "FILE")]
        card: Option<PathBuf>,
    },
    /// Remove one of your own models
    Remove {
        /// Its name or its hash
        model: String,
    },
    /// Read models whole, and say whether their weights agree with their hashes
    Verify {
        /// Names, hashes or files [default: all]
        models: Vec<String>,
    },
}

pub fn run(command: &Command) -> Result<End> {
    let data = data_folder();
    match command {
        Command::List { json } => {
            let mut end = End::Done;
            for (i, model) in models(&data).into_iter().enumerate() {
                match model {
                    Ok(model) if *json => report::json(&said(&model)),
                    Ok(model) => line(&model, i == 0),
                    Err(e) => {
                        report::failed(&e);
                        end = End::Failed;
                    }
                }
            }
            return Ok(end);
        }
        Command::Show { model, json } => {
            let model = find_model(model, &data)?;
            if *json {
                let mut all = said(&model);
                all["card"] = json!(model.info.card);
                report::json(&all);
            } else {
                show(&model);
            }
        }
        Command::Import { file } => {
            let model = import_model(file, &data)?;
            let place = place(&model);
            report::say(&format!("the model {} is {place}", model.info.name));
        }
        Command::Describe { file, name, card } => {
            let card = card.as_deref().map(read_card).transpose()?;
            describe_model(file, name.as_deref(), card.unwrap_or_default())?;
        }
        Command::Remove { model } => {
            let name = remove_model(model, &data)?;
            report::say(&format!("removed the model {name}"));
        }
        Command::Verify { models: wanted } => return Ok(verify(wanted, &data)),
    }
    Ok(End::Done)
}

fn read_card(path: &Path) -> Result<Card> {
    let text = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
    toml::from_str(&text).map_err(|e| {
        let reason = e.message();
        let path = path.display();
        Error::Usage(format!(
            "The card {path} cannot be understood ({reason}); see --help."
        ))
    })
}

/// Reads all, whatever becomes of one.
fn verify(wanted: &[String], data: &Path) -> End {
    let found = if wanted.is_empty() {
        models(data)
    } else {
        let wanted = wanted.iter();
        wanted.map(|word| find_model(word, data)).collect()
    };
    let mut end = End::Done;
    for model in found {
        match model.and_then(|model| model.open()) {
            Ok(model) => {
                let mut out = stdout().lock();
                let _ = writeln!(out, "{}  {}  whole", model.info.hash, model.info.name);
            }
            Err(e) => {
                report::failed(&e);
                end = End::Failed;
            }
        }
    }
    end
}

fn place(model: &ListedModel) -> String {
    match &model.place {
        ModelPlace::Shipped(_) => "ships with Impasto".to_owned(),
        ModelPlace::Own(path) | ModelPlace::File(path) => path.display().to_string(),
    }
}

fn said(model: &ListedModel) -> Value {
    let info = &model.info;
    let path = match &model.place {
        ModelPlace::Shipped(_) => None,
        ModelPlace::Own(path) | ModelPlace::File(path) => Some(path.to_string_lossy()),
    };
    json!({
        "name": info.name, "kind": info.kind.word(), "hash": info.hash, "formerly": info.formerly,
        "ships": path.is_none(), "file": path, "bytes": model.bytes, "parameters": info.parameters,
        "traits": info.traits.to_string(), "domains": info.domains,
    })
}

fn line(model: &ListedModel, first: bool) {
    let mut out = stdout().lock();
    if first {
        let _ = writeln!(
            out,
            "{:24} {:10} {:13} {:>8}  where",
            "name", "kind", "hash", "MB"
        );
    }
    let info = &model.info;
    let short: String = info.hash.chars().take(12).collect();
    let megabytes = model.bytes as f64 / 1e6;
    let kind = info.kind.word();
    let _ = writeln!(
        out,
        "{:24} {kind:10} {short:13} {megabytes:8.1}  {}",
        info.name,
        place(model)
    );
}

fn show(model: &ListedModel) {
    let info = &model.info;
    let Card {
        about,
        licence,
        data,
        settings,
        measures,
        weaknesses,
    } = &info.card;
    let mut out = stdout().lock();
    let out: &mut StdoutLock<'_> = &mut out;
    let _ = writeln!(out, "{} ({})", info.name, info.kind.word());
    field(out, "about", about);
    field(out, "hash", &info.hash);
    field(out, "parameters", &info.parameters.to_string());
    field(out, "traits", &info.traits.to_string());
    field(out, "licence", licence);
    field(out, "domains", &info.domains.join(", "));
    for TrainedOn {
        what,
        count,
        licence,
    } in data
    {
        let count = match count {
            0 => String::new(),
            count => format!("{count} "),
        };
        field(out, "learnt from", &format!("{count}{what} ({licence})"));
    }
    for (name, value) in settings {
        field(out, "setting", &format!("{name} {value}"));
    }
    for (name, value) in measures {
        field(out, "measured", &format!("{name} {value:.3}"));
    }
    field(out, "weaknesses", weaknesses);
    field(out, "where", &place(model));
}

/// A line of a card; what a file says is shown without control characters.
fn field(out: &mut StdoutLock<'_>, name: &str, text: &str) {
    if !text.is_empty() {
        let text: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let _ = writeln!(out, "  {name:12} {text}");
    }
}
