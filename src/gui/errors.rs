//! Errors in the artist's language. What the system and decoders say about them is for reports: see
//! [`details`].

pub mod training;

use crate::{
    error::Error,
    fault::{
        CodeFault, DeviceFault, Foreign, ModelFault, PictureFault, PictureWarning, RecipeFault,
        SettingFault,
    },
    gui::localisation::{Value, Words},
};
use std::{io::ErrorKind, path::Path};

/// One sentence: what failed, why, what to do here in the window.
pub fn sentence(error: &Error, words: &Words) -> String {
    match error {
        Error::Io {
            action,
            path,
            source,
        } => {
            let key = match *action {
                "read" => "error-read",
                _ => "error-write",
            };
            because(words, key, path, system(source, words))
        }
        Error::Picture { path, fault } => {
            let why = words.with(picture(fault), &[("name", foreign(fault).into())]);
            because(words, "error-picture", path, why)
        }
        Error::Recipe { path, fault } => {
            because(words, "error-recipe", path, words.get(recipe(fault)))
        }
        Error::Model { path, fault } => {
            because(words, "error-model", path, words.get(model(fault)))
        }
        Error::NoModel { wanted } => {
            words.with("error-no-model", &[("name", wanted.as_str().into())])
        }
        Error::MissingModel { name, hash, .. } => words.with(
            "error-missing-model",
            &[
                ("name", name.as_str().into()),
                ("hash", hash.as_str().into()),
            ],
        ),
        Error::StyleCode { path, fault } => {
            because(words, "error-style-code", path, words.get(code(fault)))
        }
        Error::TooLarge { path, limit, .. } => words.with(
            "error-too-large",
            &[("path", shown(path)), ("limit", (*limit as usize).into())],
        ),
        Error::Encode { path, .. } => words.with("error-encode", &[("path", shown(path))]),
        Error::Weights { path, .. } => words.with("error-weights", &[("path", shown(path))]),
        Error::MissingSource { name, .. } => {
            words.with("error-missing-source", &[("name", name.as_str().into())])
        }
        Error::Memory {
            need_mib,
            limit_mib,
            largest,
            ..
        } => words.with(
            "error-memory",
            &[
                ("need", (*need_mib as usize).into()),
                ("limit", (*limit_mib as usize).into()),
                ("largest", (*largest).into()),
            ],
        ),
        Error::MemoryFloor { .. } => words.get("error-memory-floor"),
        Error::Compute(reason) => {
            words.with("error-compute", &[("reason", reason.as_str().into())])
        }
        Error::NoStyle => words.get("error-no-style"),
        Error::NothingPainted => words.get("error-nothing-painted"),
        Error::Device(fault) => words.get(device(fault)),
        Error::Setting(fault) => setting(fault, words),
        Error::Training(fault) => training::sentence(fault, words),
        // No window does what the command line says this of.
        Error::Usage(_) => words.get("error-other"),
    }
}

/// What a file is that is no picture which can be read.
fn foreign(fault: &PictureFault) -> &'static str {
    match fault {
        PictureFault::Foreign(
            Foreign::Picture(name) | Foreign::Raw(name) | Foreign::Other(name),
        ) => name,
        _ => "",
    }
}

fn recipe(fault: &RecipeFault) -> &'static str {
    match fault {
        RecipeFault::None(_) => "fault-no-recipe",
        RecipeFault::Newer(_) => "fault-newer",
        RecipeFault::Broken(_) => "fault-recipe-broken",
    }
}

fn code(fault: &CodeFault) -> &'static str {
    match fault {
        CodeFault::TooLong | CodeFault::NotOne(_) => "fault-no-code",
        CodeFault::OtherVersion => "fault-other-version",
    }
}

fn device(fault: &DeviceFault) -> &'static str {
    match fault {
        DeviceFault::NoGpu(_) => "device-none",
        DeviceFault::CannotCompute(_) => "error-device",
        DeviceFault::NoDisplay => "device-no-display",
        DeviceFault::NoWindow(_) => "device-no-window",
    }
}

fn setting(fault: &SettingFault, words: &Words) -> String {
    match fault {
        SettingFault::Recipe(_) => words.get("setting-recipe"),
        SettingFault::Strength => words.get("setting-strength"),
        SettingFault::NoShare => words.get("setting-no-share"),
        SettingFault::NothingShared => words.get("setting-nothing-shared"),
        SettingFault::NotCompared => words.get("setting-not-compared"),
        SettingFault::StudyThere(path) => {
            words.with("setting-study-there", &[("path", shown(path))])
        }
        SettingFault::NoStudy(path) => words.with("setting-no-study", &[("path", shown(path))]),
        SettingFault::Vote { path, line } => words.with(
            "setting-vote",
            &[("path", shown(path)), ("line", (*line).into())],
        ),
        SettingFault::OverInput(path) => words.with("setting-over-input", &[("path", shown(path))]),
        SettingFault::PairColumns { path, line, .. } => {
            let values = [("path", shown(path)), ("line", (*line).into())];
            words.with("setting-pair-columns", &values)
        }
        SettingFault::NoPairs(path) => words.with("setting-no-pairs", &[("path", shown(path))]),
        SettingFault::NoFolder(path) => words.with("setting-no-folder", &[("path", shown(path))]),
        SettingFault::NoPicturesIn(path) => {
            words.with("setting-no-pictures-in", &[("path", shown(path))])
        }
        SettingFault::NotKept(path) => words.with("setting-not-kept", &[("path", shown(path))]),
        SettingFault::Ships(name) => words.with("setting-ships", &[("name", name.as_str().into())]),
        SettingFault::TooSmall { side, .. } => {
            words.with("setting-too-small", &[("side", (*side).into())])
        }
        SettingFault::NoThread(_) => words.get("setting-no-thread"),
        SettingFault::TooMuchAsked => words.get("setting-too-much-asked"),
        SettingFault::Unwritable(_) => words.get("setting-unwritable"),
    }
}

/// What is copied for a report: the sentence, and the library's own in English with all that was said below.
pub fn details(error: &Error, words: &Words) -> String {
    format!("{}\n{error}", sentence(error, words))
}

fn shown(path: &Path) -> Value {
    path.display().to_string().into()
}

fn because(words: &Words, key: &str, path: &Path, why: String) -> String {
    words.with(key, &[("path", shown(path)), ("reason", why.into())])
}

/// What the system said, by its kind.
fn system(error: &std::io::Error, words: &Words) -> String {
    let key = match error.kind() {
        ErrorKind::NotFound => "io-not-found",
        ErrorKind::PermissionDenied => "io-permission",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "io-full",
        ErrorKind::ReadOnlyFilesystem => "io-read-only",
        ErrorKind::NotADirectory => "io-not-folder",
        ErrorKind::IsADirectory => "io-is-folder",
        ErrorKind::AlreadyExists => "io-exists",
        ErrorKind::InvalidFilename => "io-name",
        ErrorKind::UnexpectedEof => "io-cut",
        _ => {
            return match error.raw_os_error() {
                Some(code) => words.with("io-code", &[("code", code.to_string().into())]),
                None => words.get("io-unknown"),
            };
        }
    };
    words.get(key)
}

fn model(fault: &ModelFault) -> &'static str {
    match fault {
        ModelFault::CutShort => "fault-cut",
        ModelFault::NoModel | ModelFault::TooLarge => "fault-no-model",
        ModelFault::Checkpoint => "fault-checkpoint",
        ModelFault::NoDomain { .. } => "fault-no-domain",
        ModelFault::OtherKind { .. } => "fault-model-kind",
        ModelFault::UnknownKind(_)
        | ModelFault::UnknownTraits
        | ModelFault::Newer(_)
        | ModelFault::OtherEncoder => "fault-newer",
        ModelFault::Broken(_) | ModelFault::Missing(_) | ModelFault::Shape { .. } => {
            "fault-model-broken"
        }
        ModelFault::Altered => "fault-model-altered",
    }
}

fn picture(fault: &PictureFault) -> &'static str {
    match fault {
        PictureFault::Unknown => "fault-unknown",
        PictureFault::Empty => "fault-empty",
        PictureFault::CutShort => "fault-cut",
        PictureFault::Broken(_) | PictureFault::NotNumbers | PictureFault::Pack(_) => {
            "fault-broken"
        }
        PictureFault::Unsupported(_) => "fault-unsupported",
        PictureFault::GaveUp(_) => "fault-gave-up",
        PictureFault::Foreign(Foreign::Picture(_)) => "fault-foreign",
        PictureFault::Foreign(Foreign::Raw(_)) => "fault-raw",
        PictureFault::Foreign(Foreign::Other(_)) => "fault-no-picture",
        PictureFault::NoPixels => "fault-no-pixels",
        PictureFault::TooLarge | PictureFault::TooManyPixels(..) => "fault-too-large",
        PictureFault::Inks(_) => "fault-inks",
    }
}

/// What is to be said of a picture that can be used.
pub fn warning(name: &str, warning: PictureWarning, words: &Words) -> String {
    let key = match warning {
        PictureWarning::CutShort => "warning-cut",
        PictureWarning::Damaged => "warning-damaged",
        PictureWarning::ProfileUnusable => "warning-profile",
        PictureWarning::ProfileOneWay => "warning-one-way",
        PictureWarning::MetadataDamaged => "warning-metadata",
    };
    words.with(key, &[("name", name.into())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Language;
    use std::io;

    /// One of each kind that can reach the window, with "gibberish" where others are quoted.
    fn errors() -> Vec<Error> {
        let path = Path::new("/照片/一.png");
        let text = || "gibberish".to_owned();
        let mut all: Vec<Error> = [
            ErrorKind::NotFound,
            ErrorKind::PermissionDenied,
            ErrorKind::StorageFull,
            ErrorKind::ReadOnlyFilesystem,
            ErrorKind::NotADirectory,
            ErrorKind::IsADirectory,
            ErrorKind::AlreadyExists,
            ErrorKind::InvalidFilename,
            ErrorKind::UnexpectedEof,
            ErrorKind::Other,
        ]
        .into_iter()
        .flat_map(|kind| {
            ["read", "create"].map(|action| Error::io(action, path)(io::Error::new(kind, text())))
        })
        .collect();
        all.push(Error::io("read", path)(io::Error::from_raw_os_error(5)));
        all.extend(
            [
                PictureFault::Unknown,
                PictureFault::Empty,
                PictureFault::CutShort,
                PictureFault::Broken(text()),
                PictureFault::Unsupported(text()),
                PictureFault::NoPixels,
                PictureFault::TooLarge,
                PictureFault::NotNumbers,
                PictureFault::Inks("gibberish"),
                PictureFault::GaveUp(text()),
                PictureFault::TooManyPixels(70_000, 70_000),
                PictureFault::Foreign(Foreign::Picture("HEIC")),
                PictureFault::Foreign(Foreign::Raw("NEF")),
                PictureFault::Foreign(Foreign::Other("PDF")),
            ]
            .map(|fault| Error::picture(path, fault)),
        );
        all.extend(
            [
                RecipeFault::None("gibberish"),
                RecipeFault::Newer(9),
                RecipeFault::Broken(text()),
            ]
            .map(|fault| Error::recipe(path, fault)),
        );
        let code = |fault| Error::StyleCode {
            path: path.to_owned(),
            fault,
        };
        all.extend([CodeFault::NotOne(text()), CodeFault::OtherVersion].map(code));
        all.push(Error::Encode {
            path: path.to_owned(),
            reason: text(),
            remedy: "gibberish",
        });
        all.extend([
            Error::weights(path, text(), "gibberish"),
            Error::NoStyle,
            Error::NothingPainted,
        ]);
        all.extend(
            [
                DeviceFault::NoGpu(text()),
                DeviceFault::CannotCompute(text()),
                DeviceFault::NoDisplay,
                DeviceFault::NoWindow(text()),
            ]
            .map(Error::from),
        );
        let path = path.to_owned();
        let (line, columns) = (3, 2);
        all.extend(
            [
                SettingFault::Recipe(text()),
                SettingFault::Strength,
                SettingFault::NoShare,
                SettingFault::OverInput(path.clone()),
                SettingFault::NoPairs(path.clone()),
                SettingFault::NothingShared,
                SettingFault::NotCompared,
                SettingFault::StudyThere(path.clone()),
                SettingFault::NoStudy(path.clone()),
                SettingFault::Vote {
                    path: path.clone(),
                    line,
                },
                SettingFault::NoFolder(path.clone()),
                SettingFault::NoPicturesIn(path.clone()),
                SettingFault::NotKept(path.clone()),
                SettingFault::NoThread(text()),
                SettingFault::TooMuchAsked,
                SettingFault::Ships("夜".to_owned()),
                SettingFault::Unwritable(text()),
                SettingFault::PairColumns {
                    path,
                    line,
                    columns,
                },
            ]
            .map(Error::from),
        );
        all.extend(training::faults().into_iter().map(Error::from));
        all
    }

    #[test]
    fn a_chinese_sentence_has_no_english_in_it_and_the_details_have_what_was_said() {
        let words = Words::new(Language::Chinese);
        // Names that are the same in all languages.
        let names = [
            ".png", "PNG", "JPEG", "WebP", "TIFF", "BMP", "GIF", "RGB", "CMYK", "JSON", "Impasto",
            "CPU", "GPU", "MiB", "HEIC", "RAW", "NEF", "PDF",
        ];
        for error in errors() {
            let said = sentence(&error, &words);
            let rest = names
                .iter()
                .fold(said.clone(), |s, name| s.replace(name, ""));
            assert!(!rest.contains(|c: char| c.is_ascii_alphabetic()), "{said}");
            assert!(said.ends_with('。') && !said.contains("。。"), "{said}");
            let details = details(&error, &words);
            assert!(details.contains(&error.to_string()), "{details}");
        }
    }

    #[test]
    fn an_english_sentence_says_what_to_do_in_the_window_and_names_no_flag() {
        let words = Words::new(Language::English);
        for error in errors() {
            let said = sentence(&error, &words);
            assert!(said.contains(';') && !said.contains("--"), "{said}");
            assert!(said.ends_with('.') && !said.contains(".."), "{said}");
            assert!(!said.contains("gibberish"), "{said}");
        }
    }
}
