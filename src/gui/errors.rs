//! Errors in the artist's language. Technical reasons stay as they are, for reports.

use super::words::Words;
use crate::error::Error;
use std::path::Path;

/// One sentence: what failed, why, what to do.
pub fn sentence(error: &Error, words: &Words) -> String {
    if !words.chinese() {
        // The library's sentences name flags of the command line where the window has controls.
        return match error {
            Error::Memory { .. } | Error::MemoryFloor { .. } | Error::Compute(_) => {
                translated(error, words)
            }
            _ => error.to_string(),
        };
    }
    translated(error, words)
}

fn translated(error: &Error, words: &Words) -> String {
    let name = |path: &Path| path.display().to_string();
    match error {
        Error::Io { path, source, .. } => words.with(
            "error-io",
            &[
                ("path", name(path).into()),
                ("reason", source.to_string().into()),
            ],
        ),
        Error::Picture { path, reason, .. } => words.with(
            "error-picture",
            &[
                ("path", name(path).into()),
                ("reason", reason.as_str().into()),
            ],
        ),
        Error::TooLarge { path, limit, .. } => words.with(
            "error-too-large",
            &[
                ("path", name(path).into()),
                ("limit", (*limit as usize).into()),
            ],
        ),
        Error::Encode { path, reason, .. } => words.with(
            "error-encode",
            &[
                ("path", name(path).into()),
                ("reason", reason.as_str().into()),
            ],
        ),
        Error::Weights { path, reason, .. } => words.with(
            "error-weights",
            &[
                ("path", name(path).into()),
                ("reason", reason.as_str().into()),
            ],
        ),
        Error::Recipe { path, reason, .. } => words.with(
            "error-recipe",
            &[
                ("path", name(path).into()),
                ("reason", reason.as_str().into()),
            ],
        ),
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
        Error::Device(reason) | Error::Setting(reason) | Error::Training(reason) => {
            words.with("error-other", &[("reason", reason.as_str().into())])
        }
    }
}
