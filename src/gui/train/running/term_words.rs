//! What weights and losses are called, and what they do, in the artist's language.

use crate::gui::localisation::Words;

/// Terms that have a name of their own; each also has a hint.
const KNOWN: [&str; 17] = [
    "style",
    "content",
    "smoothness",
    "grid",
    "adversarial",
    "projected",
    "halo",
    "palette",
    "lattice",
    "direction",
    "identity",
    "cycle",
    "contrast",
    "map",
    "gram",
    "gradient",
    "pace",
];
/// Measures of a look at the validation.
const MEASURES: [&str; 10] = [
    "score", "distance", "kid", "spread", "right", "style", "content", "copies", "map", "gram",
];

/// What a loss or weight is called; one that is not known by its name in files.
pub fn name(words: &Words, term: &str) -> String {
    let (network, part) = term.split_once('.').unwrap_or(("", term));
    if network.is_empty() {
        return match KNOWN.contains(&term) {
            true => words.get(&format!("term-{term}")),
            false => term.to_owned(),
        };
    }
    // A translation has judges of each way.
    let (network, back) = match network.strip_suffix("_back") {
        Some(network) => (network, true),
        None => (network, false),
    };
    let mut network = match network {
        "discriminator" => words.get("term-adversarial"),
        "projected" => words.get("term-projected"),
        other => other.to_owned(),
    };
    if back {
        network = words.with("way-back", &[("name", network.into())]);
    }
    let part = match part {
        "loss" | "real" | "fake" | "generator" | "gradient" => {
            words.get(&format!("term-part-{part}"))
        }
        other => other.to_owned(),
    };
    let values = [("network", network.into()), ("part", part.into())];
    words.with("term-of", &values)
}

/// What a weight does, in a sentence; nothing of one that is not known.
pub fn hint(words: &Words, term: &str) -> String {
    match KNOWN.contains(&term) {
        true => words.get(&format!("term-{term}-hint")),
        false => String::new(),
    }
}

/// What a measure of the validation is called.
pub fn measure(words: &Words, measure: &str) -> String {
    let of_way = |key: &str, of: &str| {
        let name = match of {
            "distance" => words.get("measure-way-distance"),
            of => self::measure(words, of),
        };
        words.with(key, &[("name", name.into())])
    };
    match measure.split_once('.') {
        Some(("there", of)) => of_way("way-there", of),
        Some(("back", of)) => of_way("way-back", of),
        Some(("distance", school)) => words.with("measure-distance-to", &[("name", school.into())]),
        _ if MEASURES.contains(&measure) => words.get(&format!("measure-{measure}")),
        _ => measure.to_owned(),
    }
}

/// A number with as many digits as tell something.
pub fn number(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => format!("{value:.0}"),
        middle if middle >= 1.0 => format!("{value:.2}"),
        small if small >= 0.001 || small == 0.0 => format!("{value:.4}"),
        _ => format!("{value:.1e}"),
    }
}

/// A number beside another one: three digits that tell something.
pub fn short(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => format!("{value:.0}"),
        ten if ten >= 10.0 => format!("{value:.1}"),
        one if one >= 1.0 => format!("{value:.2}"),
        small if small >= 0.01 || small == 0.0 => format!("{value:.3}"),
        _ => format!("{value:.0e}"),
    }
}

/// A number at an axis, as short as can be.
pub fn axis(value: f64) -> String {
    match value.abs() {
        small if small < 0.005 && small > 1e-9 => format!("{value:.0e}"),
        tiny if tiny <= 1e-9 => "0".to_owned(),
        large if large >= 10.0 => format!("{value:.0}"),
        _ => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        session::Language,
        train::{
            DomainsTask, DreamTask, EncoderTask, GeneratorTask, SchoolTask, Task, UnpairedTask,
        },
    };

    #[test]
    fn every_weight_of_every_task_has_a_name_and_says_what_it_does_in_both_languages() {
        let all = [
            GeneratorTask::WEIGHTS,
            SchoolTask::WEIGHTS,
            DomainsTask::WEIGHTS,
            UnpairedTask::WEIGHTS,
            DreamTask::WEIGHTS,
            EncoderTask::WEIGHTS,
        ];
        for language in [Language::English, Language::Chinese] {
            let words = Words::new(language);
            let terms = all.concat();
            for term in terms.iter().map(|spec| spec.name).chain(["pace"]) {
                for text in [name(&words, term), hint(&words, term)] {
                    assert!(!text.is_empty() && !text.contains("term-"), "{text}");
                    assert!(
                        text.starts_with(|first: char| !first.is_lowercase()),
                        "{text}"
                    );
                }
                assert!(hint(&words, term) != name(&words, term));
            }
            for part in ["loss", "real", "fake", "generator", "gradient"] {
                let text = name(&words, &format!("discriminator.{part}"));
                assert!(!text.contains("term-"), "{text}");
            }
            for known in MEASURES {
                assert!(!measure(&words, known).contains("measure-"));
            }
        }
        let words = Words::new(Language::English);
        assert_eq!(name(&words, "of tomorrow"), "of tomorrow");
        let judged = name(&words, "discriminator_back.real");
        assert_eq!(judged, "Judge of strokes, back: real ones known");
        assert_eq!(measure(&words, "there.distance"), "Distance, there");
        assert_eq!(measure(&words, "back.spread"), "Variety, back");
        assert_eq!(measure(&words, "distance.v. Gogh"), "Distance to v. Gogh");
        assert_eq!(number(1234.5), "1234");
        assert_eq!(number(3e-5), "3.0e-5");
    }
}
