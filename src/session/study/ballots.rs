//! The file of votes: a line for each sheet and vote, filled in by hand or by the window.

use crate::{
    error::{Error, Result},
    fault::SettingFault,
    picture::write_atomically,
};
use std::{fmt::Write as _, path::Path};

/// The first line of a new file.
const HEAD: &str = "# sheet, left or right or equal, who voted (with tabs between them)";

/// What was chosen of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The one on the left.
    Left,
    /// The one on the right.
    Right,
    /// Both are as good.
    Equal,
}

impl Choice {
    /// As it stands in the file.
    fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Equal => "equal",
        }
    }

    fn read(word: &str) -> Option<Self> {
        Some(match word.to_lowercase().as_str() {
            "left" | "l" => Self::Left,
            "right" | "r" => Self::Right,
            "equal" | "=" => Self::Equal,
            _ => return None,
        })
    }
}

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    /// What is no vote, as it stands.
    Text(String),
    /// A sheet, counted from 0, what was chosen of it, and by whom.
    Vote(usize, Option<Choice>, String),
}

/// The votes of a study, in the order of their lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballots {
    lines: Vec<Line>,
    /// Sheets that were voted on since it was read, and by whom, the newest last.
    given: Vec<(usize, String)>,
}

impl Ballots {
    /// A line for each of so many sheets, without a choice.
    pub fn blank(sheets: usize) -> Self {
        let head = std::iter::once(Line::Text(HEAD.to_owned()));
        let lines = (0..sheets).map(|sheet| Line::Vote(sheet, None, String::new()));
        Self {
            lines: head.chain(lines).collect(),
            given: Vec::new(),
        }
    }

    /// Reads the file of a study of so many sheets.
    ///
    /// # Errors
    /// If the file cannot be read, or a line names no sheet or no choice.
    pub fn read(path: &Path, sheets: usize) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
        let mut lines = Vec::new();
        for (text, number) in text.trim_start_matches('\u{feff}').lines().zip(1..) {
            if text.trim().is_empty() || text.starts_with('#') {
                lines.push(Line::Text(text.to_owned()));
                continue;
            }
            let line = vote(text, sheets).ok_or_else(|| SettingFault::Vote {
                path: path.to_owned(),
                line: number,
            })?;
            lines.push(line);
        }
        let given = Vec::new();
        Ok(Self { lines, given })
    }

    /// Writes the file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut text = String::new();
        for line in &self.lines {
            let _ = match line {
                Line::Text(line) => writeln!(text, "{line}"),
                Line::Vote(sheet, choice, who) => {
                    let word = choice.map_or("", Choice::word);
                    writeln!(text, "{:03}\t{word}\t{who}", sheet + 1)
                }
            };
        }
        write_atomically(path, text.as_bytes())
    }

    /// Sheets with what was chosen, whoever did.
    pub fn choices(&self) -> impl Iterator<Item = (usize, Choice)> {
        self.lines.iter().filter_map(|line| match line {
            Line::Vote(sheet, Some(choice), _) => Some((*sheet, *choice)),
            _ => None,
        })
    }

    /// Whether `who` has chosen of this sheet.
    fn is_voted(&self, sheet: usize, who: &str) -> bool {
        let voted =
            |line: &Line| matches!(line, Line::Vote(at, Some(_), by) if *at == sheet && by == who);
        self.lines.iter().any(voted)
    }

    /// The first of so many sheets of which `who` has not chosen yet.
    pub fn next(&self, sheets: usize, who: &str) -> Option<usize> {
        (0..sheets).find(|sheet| !self.is_voted(*sheet, who))
    }

    /// Of how many of so many sheets `who` has chosen.
    pub fn done(&self, sheets: usize, who: &str) -> usize {
        let voted = (0..sheets).filter(|sheet| self.is_voted(*sheet, who));
        voted.count()
    }

    /// `who` chooses of a sheet.
    pub fn choose(&mut self, sheet: usize, choice: Choice, who: &str) {
        let who: String = who.replace(['\t', '\n', '\r'], " ").trim().to_owned();
        self.given.push((sheet, who.clone()));
        let own = |line: &Line| match line {
            Line::Vote(at, chosen, by) => *at == sheet && (*by == who || chosen.is_none()),
            Line::Text(_) => false,
        };
        let last = |line: &Line| matches!(line, Line::Vote(at, ..) if *at == sheet);
        let vote = Line::Vote(sheet, Some(choice), who.clone());
        if let Some(at) = self.lines.iter().position(own) {
            self.lines[at] = vote;
        } else {
            let after = self.lines.iter().rposition(last).map(|at| at + 1);
            let at = after.unwrap_or(self.lines.len());
            self.lines.insert(at, vote);
        }
    }

    /// Takes the newest choice of `who` back, one of before it was read too; returns its sheet.
    pub fn take_back(&mut self, sheets: usize, who: &str) -> Option<usize> {
        let newest = self.given.iter().rposition(|(_, by)| by == who);
        let sheet = match newest {
            Some(at) => self.given.remove(at).0,
            None => (0..sheets).rev().find(|sheet| self.is_voted(*sheet, who))?,
        };
        for line in &mut self.lines {
            if let Line::Vote(at, choice, by) = line
                && *at == sheet
                && by == who
            {
                *choice = None;
            }
        }
        Some(sheet)
    }
}

/// What a line says, if it names a sheet and a choice or none.
fn vote(text: &str, sheets: usize) -> Option<Line> {
    let mut columns = text.split('\t').map(str::trim);
    let number: usize = columns.next()?.parse().ok()?;
    let sheet = number.checked_sub(1).filter(|sheet| *sheet < sheets)?;
    let choice = match columns.next().unwrap_or_default() {
        "" => None,
        word => Some(Choice::read(word)?),
    };
    let who = columns.next().unwrap_or_default().to_owned();
    Some(Line::Vote(sheet, choice, who))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_of_several_people_are_written_taken_back_and_read_again() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("votes.tsv");
        std::fs::write(&path, "\u{feff}# by hand\n1\tL\tana\n002\t\t\n\n3\t=\n").expect("written");
        let mut ballots = Ballots::read(&path, 4).expect("votes");
        assert_eq!(
            (ballots.next(4, ""), ballots.next(4, "ana")),
            (Some(0), Some(1))
        );
        ballots.choose(1, Choice::Right, "ana");
        ballots.choose(0, Choice::Equal, " li\tna ");
        ballots.choose(3, Choice::Left, "ana");
        ballots.write(&path).expect("written");
        let text = std::fs::read_to_string(&path).expect("read");
        let lines = "# by hand\n001\tleft\tana\n001\tequal\tli na\n002\tright\tana\n\n003\tequal\t\n004\tleft\tana\n";
        assert_eq!(text, lines);
        let mut again = Ballots::read(&path, 4).expect("votes");
        assert_eq!((again.done(4, "ana"), again.next(4, "ana")), (3, Some(2)));
        // The newest first; after a pause the one that stands last.
        assert_eq!(ballots.take_back(4, "ana"), Some(3));
        assert_eq!(ballots.take_back(4, "ana"), Some(1));
        assert_eq!(
            ballots.take_back(4, "ana"),
            Some(0),
            "of before it was read"
        );
        assert_eq!(ballots.take_back(4, "ana"), None);
        assert_eq!(again.take_back(4, "ana"), Some(3));
        assert_eq!(again.take_back(4, "nobody"), None);
        // What was taken back has room for another choice, and is no vote.
        let votes: Vec<_> = again.choices().map(|(sheet, _)| sheet).collect();
        assert_eq!(votes, [0, 0, 1, 2]);
        for wrong in ["9\tleft\n", "0\tleft\n", "1\tboth\n", "left\t1\n"] {
            std::fs::write(&path, wrong).expect("written");
            assert!(Ballots::read(&path, 4).is_err(), "{wrong}");
        }
    }
}
