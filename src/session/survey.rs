//! What lies in the folders that a network is to learn from: every picture, and what is wrong with it.

use crate::{
    data::{Fault, Sources, files, is_pack, pack_size, scan_told},
    picture::DecodeLimits,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// A file among the pictures.
#[derive(Clone, Debug, PartialEq)]
pub struct SurveyedPicture {
    /// The file.
    pub path: PathBuf,
    /// Width and height; 0 where it cannot be read.
    pub size: (usize, usize),
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// Under which terms it may be used; empty where nobody says it.
    pub licence: String,
}

/// Many pictures in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyedPack {
    /// The file.
    pub path: PathBuf,
    /// How many it holds; nothing if it is damaged.
    pub pictures: Option<usize>,
}

/// What lies in folders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surveyed {
    /// The folders, and files, that were looked at.
    pub folders: Vec<PathBuf>,
    /// Those that are not there, or cannot be read.
    pub missing: Vec<PathBuf>,
    /// The packs among them.
    pub packs: Vec<SurveyedPack>,
    /// All files of the folders, in the order of their paths.
    pub pictures: Vec<SurveyedPicture>,
}

impl Surveyed {
    /// Looks at all that lies in `folders`; `told` hears how many files were looked at, and of how many.
    pub fn of(
        folders: &[PathBuf],
        limits: DecodeLimits,
        told: impl Fn(usize, usize) + Sync,
    ) -> Self {
        let missing = folders
            .iter()
            .filter(|folder| std::fs::metadata(folder).is_err());
        let (packs, loose): (Vec<PathBuf>, Vec<PathBuf>) =
            folders.iter().cloned().partition(|path| is_pack(path));
        let packs = packs.into_iter().map(|path| SurveyedPack {
            pictures: pack_size(&path).ok(),
            path,
        });
        let sources = Sources::read(&loose);
        let report = scan_told(&loose, limits, told);
        let mut faults: BTreeMap<PathBuf, Vec<Fault>> = BTreeMap::new();
        for finding in report.findings {
            faults.entry(finding.path).or_default().push(finding.fault);
        }
        let pictures = files(&loose).into_iter().map(|path| SurveyedPicture {
            size: report.sizes.get(&path).copied().unwrap_or_default(),
            faults: faults.remove(&path).unwrap_or_default(),
            licence: Some(sources.of(&path).0)
                .filter(|licence| licence != "unknown")
                .unwrap_or_default(),
            path,
        });
        Self {
            packs: packs.collect(),
            pictures: pictures.collect(),
            missing: missing.cloned().collect(),
            folders: folders.to_owned(),
        }
    }

    /// Those that can be learnt from, whether or not they are left out.
    pub fn usable(&self) -> impl Iterator<Item = &SurveyedPicture> {
        let broken = [Fault::Unreadable, Fault::Tiny];
        let usable = move |picture: &&SurveyedPicture| {
            !picture.faults.iter().any(|fault| broken.contains(fault))
        };
        self.pictures.iter().filter(usable)
    }

    /// How many pictures its packs hold.
    pub fn packed(&self) -> usize {
        self.packs.iter().filter_map(|pack| pack.pictures).sum()
    }

    /// Packs that are damaged, from which nothing can be learnt.
    pub fn damaged(&self) -> impl Iterator<Item = &Path> {
        let damaged = self.packs.iter().filter(|pack| pack.pictures.is_none());
        damaged.map(|pack| pack.path.as_path())
    }

    /// Files with a fault.
    pub fn with(&self, fault: Fault) -> impl Iterator<Item = &SurveyedPicture> {
        let has = move |picture: &&SurveyedPicture| picture.faults.contains(&fault);
        self.pictures.iter().filter(has)
    }

    /// How many can be learnt from under which terms, the most frequent first.
    pub fn licences(&self) -> Vec<(String, usize)> {
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        for picture in self.usable() {
            *counted.entry(&picture.licence).or_default() += 1;
        }
        let each = counted
            .into_iter()
            .map(|(name, count)| (name.to_owned(), count));
        let mut all: Vec<(String, usize)> = each.collect();
        all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        all
    }

    /// The folders without the pictures that are left out: a folder of which some are is told by the files that stay.
    pub fn without(&self, left_out: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
        let mut stay = Vec::new();
        for folder in &self.folders {
            let within = |path: &Path| path.starts_with(folder);
            if !left_out.iter().any(|path| within(path)) {
                stay.push(folder.clone());
                continue;
            }
            let pictures = self.usable().map(|picture| &picture.path);
            let pictures = pictures.filter(|path| within(path) && !left_out.contains(*path));
            stay.extend(pictures.cloned());
        }
        stay
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        data::{Parts, Pool},
        fault::PictureRole,
        picture::{ExportOptions, Picture, Stamp, export},
    };
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn save(path: &Path, side: usize, salt: usize, grey: bool) {
        let value = |at: usize| {
            let (x, y) = (at / 3 % side * 64 / side, at / 3 / side * 64 / side);
            let c = if grey { 0 } else { at % 3 };
            0.5 + 0.5 * ((x * (salt + 2) + y * (2 * salt + 3) + 9 * c) as f32 * 0.11).sin()
        };
        let picture = Picture::from_rgb(side, side, (0..side * side * 3).map(value).collect());
        export(&picture, path, &ExportOptions::default(), &Stamp::default()).expect("saved");
    }

    #[test]
    fn what_is_left_out_is_not_learnt_from_and_what_is_wrong_is_told() {
        let folder = tempfile::tempdir().expect("folder");
        let (all, one) = (folder.path().join("all"), folder.path().join("one"));
        for path in [&all, &one] {
            std::fs::create_dir(path).expect("folder");
        }
        for salt in 1..=6 {
            save(&all.join(format!("{salt}.png")), 150, salt, salt == 3);
        }
        save(&all.join("again.png"), 200, 1, false);
        save(&all.join("small.png"), 40, 9, false);
        save(&one.join("a.png"), 150, 10, false);
        std::fs::write(all.join("broken.png"), "no picture").expect("written");
        std::fs::write(all.join("sources.tsv"), "file\tlicence\n1.png\tCC0\n").expect("written");
        let gone = folder.path().join("gone");
        let seen = AtomicUsize::new(0);
        let surveyed = Surveyed::of(
            &[all.clone(), one.clone(), gone.clone()],
            DecodeLimits::default(),
            |done, of| {
                assert!(done <= of);
                seen.fetch_add(1, Ordering::Relaxed);
            },
        );
        assert_eq!(seen.load(Ordering::Relaxed), 10);
        assert_eq!(surveyed.missing, [gone]);
        assert_eq!(
            (surveyed.pictures.len(), surveyed.usable().count()),
            (10, 8)
        );
        for fault in [
            Fault::Unreadable,
            Fault::Tiny,
            Fault::Duplicate,
            Fault::Grey,
        ] {
            assert_eq!(surveyed.with(fault).count(), 1, "{fault:?}");
        }
        assert_eq!(
            surveyed.licences(),
            [(String::new(), 7), ("CC0".to_owned(), 1)]
        );

        let out = BTreeSet::from([all.join("3.png"), all.join("again.png")]);
        let stay = surveyed.without(&out);
        // What was not touched is told by its folder, so that more may come to it.
        assert!(stay.contains(&one) && !stay.contains(&all));
        let few =
            Pool::of_few(&stay, &Parts::default(), 128, PictureRole::Paintings).expect("pictures");
        assert_eq!((few.1.pictures, few.1.grey, few.1.alike), (6, 0, 0));
        assert_eq!(
            few.1.licences["CC0"], 1,
            "its licence is known all the same"
        );
        assert_eq!(surveyed.without(&BTreeSet::new()), surveyed.folders);
    }

    #[test]
    fn packs_are_told_by_what_they_hold_and_damaged_ones_as_such() {
        let folder = tempfile::tempdir().expect("folder");
        let (pictures, good) = (folder.path().join("a"), folder.path().join("good.pack"));
        std::fs::create_dir(&pictures).expect("folder");
        for salt in 1..=3 {
            save(&pictures.join(format!("{salt}.png")), 150, salt, false);
        }
        let limits = DecodeLimits::default();
        crate::data::pack(&[pictures], &good, 100, 150, 90, limits).expect("packed");
        let bytes = std::fs::read(&good).expect("read");
        let bad = folder.path().join("bad.pack");
        for end in [20, 60, bytes.len() - 1] {
            std::fs::write(&bad, &bytes[..end]).expect("written");
            let both = [good.clone(), bad.clone()];
            let surveyed = Surveyed::of(&both, limits, |_, _| {});
            assert_eq!(surveyed.packed(), 3);
            assert_eq!(surveyed.damaged().collect::<Vec<_>>(), [bad.as_path()]);
            assert!(surveyed.pictures.is_empty() && surveyed.missing.is_empty());
            assert_eq!(surveyed.without(&BTreeSet::new()), both);
        }
    }

    #[test]
    fn an_empty_folder_holds_nothing() {
        let folder = tempfile::tempdir().expect("folder");
        let folders = [folder.path().to_owned()];
        let surveyed = Surveyed::of(&folders, DecodeLimits::default(), |_, _| {});
        assert!(surveyed.pictures.is_empty() && surveyed.missing.is_empty());
    }
}
