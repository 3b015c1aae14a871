//! A blind study: which of several folders of paintings people prefer, picture by picture.
//!
//! A study is a folder of sheets, `001.jpg` and so on, with two paintings of one name side by side; `votes.tsv`, into which
//! each sheet's choice is written, by hand or by the window; and `key.json`, which alone knows what stands on which side.

mod ballots;
mod kept;
mod sheets;

pub use ballots::{Ballots, Choice};
pub use kept::{OpenStudy, StudyInfo, new_study, pictures_in, remove_study, studies};

use crate::{
    data::{files, random},
    error::{Error, Result},
    evaluate::Votes,
    fault::SettingFault,
    picture,
};
use rand::{RngExt, seq::SliceRandom};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Name of the file of choices.
pub const VOTES: &str = "votes.tsv";
/// Name of the file that says what stands where.
const KEY: &str = "key.json";

/// Two paintings side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What both are called, without extension.
    pub name: String,
    /// Contender on the left.
    pub left: usize,
    /// Contender on the right.
    pub right: usize,
}

/// What stands on the sheets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Study {
    /// Names of the folders.
    pub contenders: Vec<String>,
    /// All sheets, in the order of their numbers.
    pub sheets: Vec<Sheet>,
    /// What is asked of each sheet; empty where that was not said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub question: String,
}

/// Pictures below a folder by their names without extension; of two that are called alike the first.
fn named(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
    if !folder.is_dir() {
        return Err(SettingFault::NoFolder(folder.to_owned()).into());
    }
    let mut found = BTreeMap::new();
    for path in files(&[folder.to_owned()]) {
        if let (Some(stem), true) = (path.file_stem(), picture::Format::of(&path).is_ok()) {
            let stem = stem.to_string_lossy().into_owned();
            found.entry(stem).or_insert(path);
        }
    }
    Ok(found)
}

impl Study {
    /// A sheet for every two folders and every name that both have, in random order, each folder as often on the left as on the
    /// right; at most `most` of them.
    ///
    /// # Errors
    /// If one is no folder, or no two have a picture of the same name.
    pub fn plan(folders: &[PathBuf], seed: u64, most: usize) -> Result<Self> {
        let contents = folders.iter().map(|folder| named(folder));
        let contents: Vec<BTreeMap<_, _>> = contents.collect::<Result<_>>()?;
        let mut rng = random(seed, 0, 0);
        let mut sheets = Vec::new();
        for (one, first) in contents.iter().enumerate() {
            for (other, second) in contents.iter().enumerate().skip(one + 1) {
                let mut names: Vec<&String> = first.keys().collect();
                names.retain(|name| second.contains_key(*name));
                names.shuffle(&mut rng);
                // Which of both the odd one begins with is chance too.
                let begins = usize::from(rng.random_bool(0.5));
                sheets.extend(names.into_iter().enumerate().map(|(i, name)| {
                    let turned = (i + begins) % 2 == 1;
                    let (left, right) = if turned { (other, one) } else { (one, other) };
                    Sheet {
                        name: name.clone(),
                        left,
                        right,
                    }
                }));
            }
        }
        if sheets.is_empty() {
            return Err(SettingFault::NothingShared.into());
        }
        sheets.shuffle(&mut rng);
        sheets.truncate(most);
        let name = |folder: &PathBuf| folder.display().to_string();
        Ok(Self {
            contenders: folders.iter().map(name).collect(),
            sheets,
            question: String::new(),
        })
    }

    /// The study that a file of votes belongs to.
    ///
    /// # Errors
    /// If no key lies beside it.
    pub fn open(votes: &Path) -> Result<Self> {
        let path = votes.with_file_name(KEY);
        let text = std::fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        let study: Option<Self> = serde_json::from_str(&text).ok();
        study
            .filter(Study::is_whole)
            .ok_or_else(|| SettingFault::NoStudy(path).into())
    }

    fn is_whole(&self) -> bool {
        let known = |at: usize| at < self.contenders.len();
        let whole = |sheet: &Sheet| known(sheet.left) && known(sheet.right);
        self.contenders.len() > 1 && self.sheets.iter().all(whole)
    }

    /// The votes of a file, whoever gave them; sheets without a choice are left out.
    ///
    /// # Errors
    /// If the file cannot be read, or a line names no sheet or no choice.
    pub fn votes(&self, path: &Path) -> Result<Votes> {
        Ok(self.counted(&Ballots::read(path, self.sheets.len())?))
    }

    /// What was chosen, whoever did.
    pub fn counted(&self, ballots: &Ballots) -> Votes {
        let mut votes = Votes::new(self.contenders.len());
        for (number, choice) in ballots.choices() {
            let Some(sheet) = self.sheets.get(number) else {
                continue;
            };
            match choice {
                Choice::Left => votes.preferred(sheet.left, sheet.right),
                Choice::Right => votes.preferred(sheet.right, sheet.left),
                Choice::Equal => votes.equal(sheet.left, sheet.right),
            }
        }
        votes
    }

    /// What the contenders are called for short: the ends of their paths, as long as they must be to differ.
    pub fn names(&self) -> Vec<String> {
        let end = |path: &String, parts: usize| {
            let parts_of: Vec<&str> = path.split(['/', '\\']).filter(|p| !p.is_empty()).collect();
            parts_of[parts_of.len().saturating_sub(parts)..].join("/")
        };
        let name = |path: &String| {
            let alone = |parts: &usize| {
                let name = end(path, *parts);
                let alike = self
                    .contenders
                    .iter()
                    .filter(|other| end(other, *parts) == name);
                alike.count() == 1
            };
            end(path, (1..8).find(alone).unwrap_or(8))
        };
        self.contenders.iter().map(name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{sheets::GAP, *};
    use crate::picture::{DecodeLimits, ExportOptions, Picture, Stamp};

    /// Folders `one` and `two` with pictures of one grey each.
    fn folders(root: &Path, names: &[&str]) -> Vec<PathBuf> {
        let made = ["one", "two"].map(|contender| {
            let folder = root.join(contender);
            std::fs::create_dir_all(&folder).expect("folder");
            for name in names {
                let grey = if contender == "one" { 0.0 } else { 1.0 };
                let picture = Picture::from_rgb(40, 30, vec![grey; 3600]);
                let path = folder.join(format!("{name}.png"));
                picture::export(
                    &picture,
                    &path,
                    &ExportOptions::default(),
                    &Stamp::default(),
                )
                .expect("saved");
            }
            folder
        });
        made.to_vec()
    }

    #[test]
    fn sides_are_fair_and_a_vote_for_a_side_is_one_for_what_stands_there() {
        let root = tempfile::tempdir().expect("folder");
        let names = ["a", "b", "c", "d", "e", "f"];
        let folders = folders(root.path(), &names);
        std::fs::write(folders[0].join("alone.png"), "").expect("written");
        std::fs::write(folders[0].join("notes.txt"), "").expect("written");
        let study = Study::plan(&folders, 3, usize::MAX).expect("a study");
        assert_eq!(study.sheets.len(), 6);
        assert_eq!(
            study.sheets.iter().filter(|sheet| sheet.left == 0).count(),
            3
        );
        assert_eq!(
            study,
            Study::plan(&folders, 3, usize::MAX).expect("a study")
        );
        assert_ne!(
            study,
            Study::plan(&folders, 4, usize::MAX).expect("a study")
        );

        let out = root.path().join("study");
        let mut done = 0;
        study
            .write(&folders, &folders[..1], &out, &mut |number| {
                done = number;
                true
            })
            .expect("drawn");
        assert_eq!(done, 6);
        // The one who votes prefers white, wherever it is.
        let mut votes = String::new();
        for (number, _) in (1..).zip(&study.sheets) {
            let sheet = picture::load(
                &out.join(format!("{number:03}.jpg")),
                DecodeLimits::default(),
            )
            .expect("a sheet");
            // The picture above both is the first folder's.
            assert_eq!(
                (sheet.width, sheet.height),
                (2 * 40 + 3 * GAP, 2 * 30 + 3 * GAP)
            );
            let below = sheet.height - GAP - 15;
            let left = sheet.rgb[3 * (below * sheet.width + GAP + 20)];
            votes += &format!(
                "{number:03}\t{}\tme\n",
                if left > 0.5 { "left" } else { "right" }
            );
        }
        let path = out.join(VOTES);
        std::fs::write(
            &path,
            "\u{feff}# choices\n".to_owned() + &votes + "001\t\n002\tequal\n",
        )
        .expect("written");
        let read = Study::open(&path).expect("the key");
        assert_eq!(read, study);
        let votes = read.votes(&path).expect("votes");
        assert_eq!((votes.wins(1, 0), votes.wins(0, 1)), (6.5, 0.5));
        // A study that is there is not drawn over.
        assert!(study.write(&folders, &[], &out, &mut |_| true).is_err());
        for wrong in ["9\tleft\n", "1\tboth\n", "left\t1\n"] {
            std::fs::write(&path, wrong).expect("written");
            assert!(read.votes(&path).is_err(), "{wrong}");
        }
        std::fs::write(
            out.join(KEY),
            r#"{"contenders":["a","b"],"sheets":[{"name":"a","left":0,"right":2}]}"#,
        )
        .expect("written");
        assert!(Study::open(&path).is_err());
    }
}
