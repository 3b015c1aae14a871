//! How things of a training are called.

use crate::{
    data::Split,
    fault::PictureRole,
    gui::localisation::Words,
    train::{RunSettings, TaskSettings},
};
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

/// The name of a task: a key.
pub fn task_key(name: &str) -> &'static str {
    match name {
        "school" => "task-school",
        "unpaired" => "task-unpaired",
        "domains" => "task-domains",
        "dream" => "task-dream",
        _ => "task-other",
    }
}

/// What a task is good for: a key.
pub fn task_hint_key(name: &str) -> &'static str {
    match name {
        "school" => "task-school-hint",
        "unpaired" => "task-unpaired-hint",
        "domains" => "task-domains-hint",
        "dream" => "task-dream-hint",
        _ => "task-other-hint",
    }
}

/// What list `index` of a task is called.
pub fn list_title(task: &TaskSettings, index: usize, words: &Words) -> String {
    let lists = task.pictures();
    let Some(list) = lists.get(index) else {
        return String::new();
    };
    match list.name {
        Some(name) if !name.trim().is_empty() => name.trim().to_owned(),
        Some(_) => words.with("start-domain", &[("number", (index + 1).into())]),
        None => words.get(role_key(list.role)),
    }
}

/// The heading of pictures: a key.
pub fn role_key(role: PictureRole) -> &'static str {
    match role {
        PictureRole::Paintings | PictureRole::OwnPaintings => "start-paintings",
        PictureRole::Photographs => "start-photographs",
        PictureRole::From => "start-from",
        PictureRole::To => "start-to",
        PictureRole::Pictures | PictureRole::Validation => "start-pictures",
    }
}

/// What such pictures should be like: a key.
pub fn role_hint_key(role: PictureRole) -> &'static str {
    match role {
        PictureRole::Paintings | PictureRole::OwnPaintings => "start-paintings-hint",
        PictureRole::Photographs => "start-photographs-hint",
        PictureRole::From => "start-from-hint",
        PictureRole::To => "start-to-hint",
        PictureRole::Pictures | PictureRole::Validation => "start-pictures-hint",
    }
}

/// "12 minutes", "2 hours 10 minutes", "3 days".
pub fn duration(seconds: f64, words: &Words) -> String {
    let minutes = (seconds / 60.0).round().max(0.0) as usize;
    let (hours, days) = (minutes / 60, minutes / 1440);
    let number = |key: &str, count: usize| words.with(key, &[("count", count.into())]);
    match minutes {
        0 => words.get("lasts-moment"),
        60 => number("lasts-hours", 1),
        1..90 => number("lasts-minutes", minutes),
        90..2880 if minutes.is_multiple_of(60) => number("lasts-hours", hours),
        90..600 => {
            let values = [("hours", hours.into()), ("minutes", (minutes % 60).into())];
            words.with("lasts-hours-minutes", &values)
        }
        600..2880 => number("lasts-hours", (minutes + 30) / 60),
        _ => number("lasts-days", days),
    }
}

/// How long ago something began that began so many seconds after 1970.
pub fn ago(began: u64, words: &Words) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = now.map_or(0, |now| now.as_secs()).saturating_sub(began);
    if seconds < 60 {
        return words.get("time-just-now");
    }
    let time = [("time", duration(seconds as f64, words).into())];
    words.with("time-ago", &time)
}

/// What a run learns from: "30 paintings, 34 to practise on; ukiyo_e", as far as it has counted them.
pub fn learns_from(
    settings: &RunSettings,
    counted: &BTreeMap<String, Split>,
    words: &Words,
) -> String {
    let count = |(role, split): (&String, &Split)| {
        let count = split.train + split.validation + split.test;
        words.with(counted_key(role), &[("count", count.into())])
    };
    let counted: Vec<String> = counted.iter().map(count).collect();
    let parts = [listed(&counted, words), folders(settings, words)];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

/// All of these, one after the other as a language writes them.
pub fn listed(all: &[String], words: &Words) -> String {
    let mut all = all.iter().cloned();
    let first = all.next().unwrap_or_default();
    all.fold(first, |before, next| {
        words.with(
            "listed",
            &[("before", before.into()), ("next", next.into())],
        )
    })
}

/// How many pictures of a role there are, by its name in logs: a key.
fn counted_key(role: &str) -> &'static str {
    match role {
        "paintings" => "counted-paintings",
        "photographs" => "counted-photographs",
        "pictures to begin with" => "counted-from",
        "pictures to become" => "counted-to",
        _ => "counted-pictures",
    }
}

/// The folders that a run learns from, each once.
fn folders(settings: &RunSettings, words: &Words) -> String {
    let lists = settings.task.pictures();
    let names = lists.iter().flat_map(|list| list.folders).map(|path| {
        // Pictures that are named one by one are told by their folder.
        let file = path.extension().is_some();
        let folder = path.parent().filter(|_| file).unwrap_or(path);
        folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    });
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    match seen.is_empty() {
        true => words.get("runs-nothing"),
        false => listed(&seen, words),
    }
}

/// "0.9 GB".
pub fn gigabytes(bytes: u64) -> String {
    format!("{:.1} GB", bytes as f64 / f64::from(1 << 30))
}
