//! Errors on the command line: the library's sentences, which know no flags, with the flags that help.

use crate::{
    error::Error,
    fault::{DeviceFault, OtherSetting, PictureRole, TrainingFault},
};

/// One sentence: what failed, why, what to do, with the flags that do it.
pub fn sentence(error: &Error) -> String {
    match error {
        Error::Training(fault) => training(fault),
        Error::Device(fault) => device(fault),
        Error::NoStyle => {
            "There is no painting to take the style from; give one with --style.".to_owned()
        }
        Error::Memory {
            width,
            height,
            need_mib,
            limit_mib,
            largest,
        } => format!(
            "Painting {width}x{height} pixels needs about {need_mib} MiB, more than the {limit_mib} MiB \
             allowed; use --size {largest} or smaller, or raise --memory."
        ),
        Error::MemoryFloor {
            need_mib,
            limit_mib,
        } => format!(
            "The network needs at least {need_mib} MiB, more than the {limit_mib} MiB allowed; raise \
             --memory or close other programs."
        ),
        Error::Compute(reason) => format!(
            "The computation failed ({reason}); try --device cpu or a smaller --size, and keep this \
             message if you report it."
        ),
        Error::NoModel { wanted } => format!(
            "There is no model '{wanted}' among those that ship and your own; see `impasto models \
             list`, or give the path of its file."
        ),
        Error::MissingModel {
            name,
            hash,
            instead,
        } => format!(
            "The recipe was made with the model {name} (hash {hash}), which is not among those that ship \
             and your own; add it with `impasto models import FILE`, or paint with another one by \
             --model {instead}, which gives another picture."
        ),
        _ => error.to_string(),
    }
}

fn device(fault: &DeviceFault) -> String {
    match fault {
        DeviceFault::NoGpu(reason) => format!(
            "No GPU can be used ({reason}); use --device cpu, or install a Vulkan driver (Debian: \
             mesa-vulkan-drivers)."
        ),
        DeviceFault::NoDisplay => "There is no display to open a window on; use the command line \
                                   instead: impasto stylize PHOTO --style impasto -o OUT.png."
            .to_owned(),
        _ => fault.to_string(),
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
    fn the_library_knows_no_flags_and_the_command_line_adds_them() {
        let memory = || Error::Memory {
            width: 9,
            height: 9,
            need_mib: 9,
            limit_mib: 9,
            largest: 7,
        };
        let gpu = || DeviceFault::NoGpu("why".to_owned()).into();
        let all: [(Error, &str); 5] = [
            (memory(), "--size 7"),
            (Error::NoStyle, "--style"),
            (Error::Compute("why".to_owned()), "--device cpu"),
            (gpu(), "--device cpu"),
            (TrainingFault::KeepsFailing.into(), "--rate"),
        ];
        for (error, flag) in all {
            let (plain, said) = (error.to_string(), sentence(&error));
            assert!(!plain.contains("--"), "{plain}");
            assert!(said.contains(flag) && said.ends_with('.'), "{said}");
        }
    }

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
