//! What the window says, in the artist's language (Project Fluent).

use crate::session::{Language, Words as Bilingual};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use std::borrow::Cow;

const ENGLISH: &str = include_str!("../../assets/locales/en.ftl");
const CHINESE: &str = include_str!("../../assets/locales/zh.ftl");

/// The words of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    chinese: bool,
    #[cfg(test)]
    longer: bool,
}

impl Words {
    /// The words of `language`.
    pub fn new(language: Language) -> Self {
        let chinese = match language {
            Language::English => false,
            Language::Chinese => true,
            Language::System => {
                sys_locale::get_locale().is_some_and(|locale| locale.starts_with("zh"))
            }
        };
        let (tag, text) = if chinese {
            ("zh-Hans", CHINESE)
        } else {
            ("en", ENGLISH)
        };
        let mut bundle = FluentBundle::new(tag.parse().into_iter().collect());
        // Isolation marks would show as boxes.
        bundle.set_use_isolating(false);
        let resource = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) => resource,
            // A test reads both files without a fault.
            Err((partial, _)) => partial,
        };
        bundle.add_resource_overriding(resource);
        Self {
            bundle,
            chinese,
            #[cfg(test)]
            longer: false,
        }
    }

    /// English in which every text is longer by two fifths, as other languages are.
    #[cfg(test)]
    pub fn longer() -> Self {
        Self {
            longer: true,
            ..Self::new(Language::English)
        }
    }

    /// The text `key`.
    pub fn get(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The text `key` with values in their places.
    pub fn with(&self, key: &str, values: &[(&'static str, Value)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, value.clone().0);
        }
        self.format(key, Some(&args))
    }

    fn format(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let pattern = self.bundle.get_message(key).and_then(|m| m.value());
        let Some(pattern) = pattern else {
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors);
        #[cfg(test)]
        if self.longer {
            return lengthened(&text);
        }
        text.into_owned()
    }

    /// One of two texts that belong to a thing itself.
    pub fn of<'a>(&self, both: &'a Bilingual) -> &'a str {
        if self.chinese { &both.zh } else { &both.en }
    }
}

/// `text` with two of five letters doubled.
#[cfg(test)]
fn lengthened(text: &str) -> String {
    let mut long = String::new();
    for (i, letter) in text.chars().enumerate() {
        long.push(letter);
        if matches!(i % 5, 0 | 3) && letter.is_alphabetic() {
            long.push(letter.to_ascii_lowercase());
        }
    }
    long
}

/// A value for a place in a text.
#[derive(Clone)]
pub struct Value(FluentValue<'static>);

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(FluentValue::String(Cow::Owned(text.to_owned())))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(FluentValue::String(Cow::Owned(text)))
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        // As text: numbers of pixels and steps want no thousands separators.
        Self(FluentValue::String(Cow::Owned(number.to_string())))
    }
}

/// Minutes and seconds, "1:05".
pub fn clock(seconds: f32) -> String {
    let seconds = seconds.max(0.0).round() as u64;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Keys with the names of their places.
    fn keys(text: &str) -> BTreeMap<String, Vec<String>> {
        assert!(FluentResource::try_new(text.to_owned()).is_ok());
        let line = |line: &str| {
            let (key, value) = line.split_once(" = ")?;
            let mut places: Vec<String> = value
                .split('$')
                .skip(1)
                .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric()).collect())
                .collect();
            places.sort();
            places.dedup();
            Some((key.to_owned(), places))
        };
        text.lines().filter_map(line).collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let (english, chinese) = (keys(ENGLISH), keys(CHINESE));
        assert!(english.len() > 100);
        assert_eq!(english, chinese);
    }

    #[test]
    fn every_key_of_the_code_is_there() {
        let there = keys(ENGLISH);
        let gui = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/gui");
        for file in walkdir::WalkDir::new(gui).into_iter().flatten() {
            let Ok(text) = std::fs::read_to_string(file.path()) else {
                continue;
            };
            for call in [".get(\"", ".with(\"", "t(\"", "Key(\""] {
                for rest in text.split(call).skip(1) {
                    let key = rest.split('"').next().unwrap_or_default();
                    let named = |c: char| c.is_ascii_lowercase() || c == '-';
                    if key.contains('-') && key.chars().all(named) {
                        assert!(there.contains_key(key), "{key} in {:?}", file.path());
                    }
                }
            }
        }
    }

    #[test]
    fn values_stand_in_their_places() {
        for language in [Language::English, Language::Chinese] {
            let words = Words::new(language);
            let text = words.with("run-step-hint", &[("step", 3.into()), ("steps", 40.into())]);
            assert!(text.contains('3') && text.contains("40"), "{text}");
        }
    }
}
