//! Errors on the command line: the library's sentences, which know no flags, with the flags that help.

use crate::{
    error::Error,
    fault::{OtherSetting, PictureRole, TrainingFault},
};

/// One sentence: what failed, why, what to do, with the flags that do it.
pub fn sentence(error: &Error) -> String {
    match error {
        Error::Training(fault) => training(fault),
        _ => error.to_string(),
    }
}

fn training(fault: &TrainingFault) -> String {
    match fault {
        TrainingFault::NoPictures { role, side } => {
            let flag = match role {
                PictureRole::Photographs => "--contents",
                PictureRole::Validation => "--validation",
                PictureRole::Paintings => "--styles",
                PictureRole::OwnPaintings => "--own-styles",
                _ => "--pictures",
            };
            format!(
                "There is no picture of {side} pixels a side or more among the {role}; give other folders \
                 with {flag}."
            )
        }
        TrainingFault::FolderTaken(folder) => format!(
            "{} already holds a run; add --resume to go on with it, or give another folder.",
            folder.display()
        ),
        TrainingFault::OtherSettings(settings) => format!(
            "This run was started with {}; give the same to resume it, or start a new run in another \
             folder, from this one with --start.",
            flags(settings)
        ),
        TrainingFault::TooManyScales { side, scales, most } => format!(
            "In crops of {side} pixels a discriminator sees nothing at {scales} scales; give --scales \
             {most} or less, or a larger --side."
        ),
        TrainingFault::KeepsFailing => {
            "The losses stop being numbers again and again; start a new run \
                                        with a lower --rate."
                .to_owned()
        }
        TrainingFault::NoDeepTeacher => {
            "No teacher reaches relu5_1; add --teacher vgg19-16x=FILE.".to_owned()
        }
        _ => fault.to_string(),
    }
}

/// The flags that give the settings of a run.
fn flags(settings: &[OtherSetting]) -> String {
    let flag = |setting: &OtherSetting| {
        let name = setting.name.replace('_', "-");
        format!("--{name} {}", setting.had)
    };
    settings.iter().map(flag).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_other_settings_is_told_with_the_flags_that_it_had() {
        let setting = |name: &str, had: &str| OtherSetting {
            name: name.to_owned(),
            had: had.to_owned(),
            given: "1".to_owned(),
        };
        let settings = vec![setting("seed", "7"), setting("style_side", "256")];
        let said = sentence(&TrainingFault::OtherSettings(settings).into());
        assert!(said.contains("with --seed 7 --style-side 256;"), "{said}");
        let side = 64;
        for (role, flag) in [
            (PictureRole::Photographs, "--contents"),
            (PictureRole::Paintings, "--styles"),
            (PictureRole::Pictures, "--pictures"),
        ] {
            let said = sentence(&TrainingFault::NoPictures { role, side }.into());
            assert!(said.contains(flag), "{said}");
        }
    }
}
