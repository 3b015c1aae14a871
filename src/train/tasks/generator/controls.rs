//! Weights that change while a run goes on: who may say so, and the file in which an artist says it.

use super::config::{Lambdas, SomeLambdas};
use crate::{
    error::{Error, Result},
    picture::write_atomically,
};
use serde::{Deserialize, Serialize};
use std::{
    path::{Path, PathBuf},
    time::SystemTime,
};

/// Weights that act from a step on; what a run remembers of its controls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Steps done before.
    pub step: usize,
    /// All weights since.
    pub lambdas: Lambdas,
}

/// `controls.toml` in the folder of a run: a weight written there acts from the next step on.
///
/// Looked at before every step, read only when it changed. A weight that does not stand there stays
/// what it is.
pub struct ControlsFile {
    path: PathBuf,
    seen: Option<(SystemTime, u64)>,
    wanted: SomeLambdas,
}

impl ControlsFile {
    /// Name of the file in the folder of a run.
    pub const NAME: &str = "controls.toml";

    /// The file of the run in `folder`, which need not exist.
    pub fn new(folder: &Path) -> Self {
        Self {
            path: folder.join(Self::NAME),
            seen: None,
            wanted: SomeLambdas::default(),
        }
    }

    /// Writes the file with `lambdas` as comments, to be edited, unless it exists.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn offer(&self, lambdas: &Lambdas) -> Result<()> {
        if self.path.exists() {
            return Ok(());
        }
        let weights = toml::to_string(lambdas).unwrap_or_default();
        let mut text = "# Weights of this run. Remove a # and change the number: it acts from the \
                        next step on.\n"
            .to_owned();
        for line in weights.lines() {
            text.extend(["# ", line, "\n"]);
        }
        write_atomically(&self.path, text.as_bytes())
    }

    /// Reads the file if it changed since the last call; whether it did. A file that went away wants
    /// nothing more.
    ///
    /// # Errors
    /// If it cannot be understood, once for each change; what it said before stays in force.
    pub fn refresh(&mut self) -> Result<bool> {
        let seen = std::fs::metadata(&self.path)
            .ok()
            .and_then(|data| Some((data.modified().ok()?, data.len())));
        if seen == self.seen {
            return Ok(false);
        }
        self.seen = seen;
        if seen.is_none() {
            self.wanted = SomeLambdas::default();
            return Ok(true);
        }
        let text = std::fs::read_to_string(&self.path).map_err(Error::io("read", &self.path))?;
        self.wanted = wanted(&text).map_err(|reason| {
            Error::Training(format!(
                "{} was not followed: {reason}; mend it, until then the weights stay as they are.",
                self.path.display()
            ))
        })?;
        Ok(true)
    }

    /// `now` with the weights that stand in the file.
    pub fn over(&self, now: Lambdas) -> Lambdas {
        self.wanted.over(now)
    }
}

fn wanted(text: &str) -> Result<SomeLambdas, String> {
    let wanted: SomeLambdas = toml::from_str(text).map_err(|e| e.message().to_owned())?;
    match wanted.wrong() {
        Some(wrong) => Err(format!("{wrong} is no weight; weights are 0 to 10000")),
        None => Ok(wanted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_file_acts_and_a_broken_one_changes_nothing() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join(ControlsFile::NAME);
        let mut file = ControlsFile::new(folder.path());
        let now = Lambdas::default();
        assert!(!file.refresh().expect("no file"));
        // What is offered is only offered.
        file.offer(&now).expect("written");
        assert!(file.refresh().expect("read"));
        assert_eq!(file.over(now), now);
        let offered = std::fs::read_to_string(&path).expect("read");
        std::fs::write(&path, offered.replace("# content = 0.22", "content = 0.5"))
            .expect("written");
        assert!(file.refresh().expect("read"));
        let changed = Lambdas {
            content: 0.5,
            ..now
        };
        assert_eq!(file.over(now), changed);
        assert!(!file.refresh().expect("not read again"));
        for broken in ["content = -1", "contents = 1", "content = nan", "content ="] {
            std::fs::write(&path, broken).expect("written");
            let message = file.refresh().expect_err(broken).to_string();
            assert!(message.contains("controls.toml"), "{message}");
            assert!(!file.refresh().expect("said once"));
            assert_eq!(file.over(now), changed);
        }
        std::fs::remove_file(&path).expect("removed");
        assert!(file.refresh().expect("gone"));
        assert_eq!(file.over(now), now);
    }
}
