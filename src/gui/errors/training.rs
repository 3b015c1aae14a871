//! Why a training cannot start or go on, in the artist's language.

use super::{Value, Words, shown};
use crate::fault::{PictureRole, TrainWarning, TrainingFault};

/// One sentence: what failed, why, what to do.
pub fn sentence(fault: &TrainingFault, words: &Words) -> String {
    let number = |number: &usize| -> Value { (*number).into() };
    match fault {
        TrainingFault::NoPictures { role, side } => {
            let role = words.get(self::role(*role)).into();
            let values = [("role", role), ("side", number(side))];
            words.with("training-no-pictures", &values)
        }
        TrainingFault::EmptyDomain { name, side } => {
            let values = [("name", name.clone().into()), ("side", number(side))];
            words.with("training-empty-domain", &values)
        }
        TrainingFault::DomainName(name) => {
            words.with("training-domain-name", &[("name", name.clone().into())])
        }
        TrainingFault::DomainCount { found, most } => {
            let values = [("found", number(found)), ("most", number(most))];
            words.with("training-domain-count", &values)
        }
        TrainingFault::TooFewPictures {
            found,
            needed,
            side,
        } => {
            let values = [
                ("found", number(found)),
                ("needed", number(needed)),
                ("side", number(side)),
            ];
            words.with("training-too-few", &values)
        }
        TrainingFault::NothingToPack { side } => {
            words.with("training-nothing-to-pack", &[("side", number(side))])
        }
        TrainingFault::FolderTaken(path) => {
            words.with("training-folder-taken", &[("path", shown(path))])
        }
        TrainingFault::OtherSearch(path) => {
            words.with("training-other-search", &[("path", shown(path))])
        }
        TrainingFault::NoRun(path) => words.with("training-no-run", &[("path", shown(path))]),
        TrainingFault::OtherTask { folder, .. } => {
            words.with("training-other-task", &[("path", shown(folder))])
        }
        TrainingFault::OldRun(path) => words.with("training-old-run", &[("path", shown(path))]),
        TrainingFault::NewerRun(path) => words.with("training-newer-run", &[("path", shown(path))]),
        TrainingFault::OtherSettings(settings) => words.with(
            "training-other-settings",
            &[("count", settings.len().into())],
        ),
        TrainingFault::TooManyScales { side, most, .. } => {
            let values = [("side", number(side)), ("most", number(most))];
            words.with("training-too-many-scales", &values)
        }
        TrainingFault::OddSide { side, multiple } => {
            let values = [("side", number(side)), ("multiple", number(multiple))];
            words.with("training-odd-side", &values)
        }
        TrainingFault::KeepsFailing => words.get("training-keeps-failing"),
        TrainingFault::Controls { path, .. } => {
            words.with("training-controls", &[("path", shown(path))])
        }
        TrainingFault::Settings { path, .. } => {
            words.with("training-settings", &[("path", shown(path))])
        }
        TrainingFault::NoDeepTeacher => words.get("training-no-deep-teacher"),
        TrainingFault::ShallowTeacher(path) => {
            words.with("training-shallow-teacher", &[("path", shown(path))])
        }
        TrainingFault::UnknownDiscriminator(_) => words.get("training-unknown-discriminator"),
        TrainingFault::Notes(_) => words.get("training-notes"),
    }
}

/// What is to be said of a training that goes on all the same.
pub fn warning(warning: &TrainWarning, words: &Words) -> String {
    let number = |number: &usize| -> Value { (*number).into() };
    let (key, values) = match warning {
        TrainWarning::FewPhotographs { found, wanted } => (
            "training-few-photographs",
            vec![("found", number(found)), ("wanted", number(wanted))],
        ),
        TrainWarning::FewPaintings { found, wanted } => (
            "training-few-paintings",
            vec![("found", number(found)), ("wanted", number(wanted))],
        ),
        TrainWarning::FewPictures { found, wanted } => (
            "training-few-pictures",
            vec![("found", number(found)), ("wanted", number(wanted))],
        ),
        TrainWarning::Copies { share } => {
            let percent = format!("{:.0}", 100.0 * share);
            ("training-copies", vec![("percent", percent.into())])
        }
        TrainWarning::Alike { alike, of } => (
            "training-alike",
            vec![("alike", number(alike)), ("of", number(of))],
        ),
        TrainWarning::Grey { grey, of } => (
            "training-grey",
            vec![("grey", number(grey)), ("of", number(of))],
        ),
        TrainWarning::LeftOut {
            role,
            left_out,
            side,
        } => (
            "training-left-out",
            vec![
                ("role", words.get(self::role(*role)).into()),
                ("count", number(left_out)),
                ("side", number(side)),
            ],
        ),
        TrainWarning::Collapsed { spread } => {
            let percent = format!("{:.0}", 100.0 * spread);
            ("training-collapsed", vec![("percent", percent.into())])
        }
        TrainWarning::ShapesLost { .. } => ("training-shapes-lost", Vec::new()),
        TrainWarning::OtherPictures => ("training-other-pictures", Vec::new()),
    };
    words.with(key, &values)
}

fn role(role: PictureRole) -> &'static str {
    match role {
        PictureRole::Pictures => "training-role-pictures",
        PictureRole::Photographs => "training-role-photographs",
        PictureRole::Validation => "training-role-validation",
        PictureRole::Paintings => "training-role-paintings",
        PictureRole::From => "training-role-from",
        PictureRole::To => "training-role-to",
        PictureRole::OwnPaintings => "training-role-own",
    }
}

/// One of each kind, with "gibberish" where others are quoted.
#[cfg(test)]
pub fn faults() -> Vec<TrainingFault> {
    let path = || std::path::PathBuf::from("/照片/一.png");
    let text = || "gibberish".to_owned();
    let roles = [
        PictureRole::Pictures,
        PictureRole::Photographs,
        PictureRole::Validation,
        PictureRole::Paintings,
        PictureRole::From,
        PictureRole::To,
        PictureRole::OwnPaintings,
    ];
    let side = 128;
    let none = roles.map(|role| TrainingFault::NoPictures { role, side });
    let setting = crate::fault::OtherSetting {
        name: text(),
        had: text(),
        given: text(),
    };
    // As the artist called it.
    let name = || "7".to_owned();
    let mut all = none.to_vec();
    all.extend([
        TrainingFault::EmptyDomain { name: name(), side },
        TrainingFault::DomainName(name()),
        TrainingFault::DomainCount { found: 1, most: 64 },
        TrainingFault::TooFewPictures {
            found: 3,
            needed: 20,
            side,
        },
        TrainingFault::NothingToPack { side },
        TrainingFault::FolderTaken(path()),
        TrainingFault::OtherSearch(path()),
        TrainingFault::NoRun(path()),
        TrainingFault::OtherTask {
            folder: path(),
            had: text(),
            wanted: text(),
        },
        TrainingFault::OldRun(path()),
        TrainingFault::NewerRun(path()),
        TrainingFault::OtherSettings(vec![setting]),
        TrainingFault::TooManyScales {
            side,
            scales: 9,
            most: 3,
        },
        TrainingFault::OddSide { side, multiple: 16 },
        TrainingFault::KeepsFailing,
        TrainingFault::Controls {
            path: path(),
            reason: text(),
        },
        TrainingFault::Settings {
            path: path(),
            reason: text(),
        },
        TrainingFault::NoDeepTeacher,
        TrainingFault::ShallowTeacher(path()),
        TrainingFault::UnknownDiscriminator(text()),
        TrainingFault::Notes(text()),
    ]);
    all
}
