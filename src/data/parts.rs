//! Which part of which file is learnt from: pictures are turned and cropped in memory, and no file is touched.

use crate::picture::{Crop, Picture};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The parts of files that are used, of those of which not all is, by path as it stands or as it is absolute.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Parts(BTreeMap<PathBuf, Crop>);

impl Parts {
    /// Whether all of every picture is used as it stands.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The part of a file that is used.
    pub fn of(&self, path: &Path) -> Crop {
        let absolute = || std::path::absolute(path).ok();
        let named = self.0.get(path);
        let named = named.or_else(|| self.0.get(&absolute()?));
        named.copied().unwrap_or_default()
    }

    /// This part of a file is used from now on.
    pub fn set(&mut self, path: PathBuf, part: Crop) {
        if part.is_whole() {
            self.0.remove(&path);
        } else {
            self.0.insert(path, part);
        }
    }

    /// Forgets all that lies below `folder`, or is it.
    pub fn forget(&mut self, folder: &Path) {
        self.0.retain(|path, _| !path.starts_with(folder));
    }

    /// The part of the picture of a file that is used. Numbers without meaning, which a hand may have written, are as good as none.
    pub(super) fn cut(&self, path: &Path, picture: Picture) -> Picture {
        if self.0.is_empty() {
            return picture;
        }
        let part = self.of(path);
        match part.check() {
            Ok(()) => part.fitted((picture.width, picture.height)).cut(picture),
            Err(_) => picture,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        data::Pool,
        fault::PictureRole,
        picture::{ExportOptions, Stamp, export},
    };

    /// Red at the left, blue at the right, with a white frame of 20 pixels.
    fn framed() -> Picture {
        let (width, height) = (340, 240);
        let colour = |x: usize, y: usize| match (x, y) {
            (20..170, 20..220) => [1.0, 0.0, 0.0],
            (170..320, 20..220) => [0.0, 0.0, 1.0],
            _ => [1.0, 1.0, 1.0],
        };
        let rgb = (0..width * height).flat_map(|i| colour(i % width, i / width));
        Picture::from_rgb(width, height, rgb.collect())
    }

    #[test]
    fn a_frame_is_cut_off_and_a_picture_turned_before_it_is_learnt_from_and_its_file_stays() {
        let folder = tempfile::tempdir().expect("folder");
        let [one, other] = ["one.png", "other.png"].map(|name| folder.path().join(name));
        let (options, stamp) = (ExportOptions::default(), Stamp::default());
        export(&framed(), &one, &options, &stamp).expect("saved");
        let plain = Picture::from_rgb(200, 200, vec![0.2; 200 * 200 * 3]);
        export(&plain, &other, &options, &stamp).expect("saved");
        let bytes = std::fs::read(&one).expect("read");
        let inner = Crop {
            left: 20.0 / 340.0,
            top: 20.0 / 240.0,
            width: 300.0 / 340.0,
            height: 200.0 / 240.0,
            ..Crop::default()
        };
        let mut parts = Parts::default();
        parts.set(one.clone(), inner.turned(true));
        let folders = [folder.path().to_owned()];
        let read = |parts: &Parts, side: usize| {
            let read = Pool::of_few(&folders, parts, side, PictureRole::Paintings);
            read.map(|(pool, survey)| (pool, survey.pictures))
        };
        let (pool, count) = read(&parts, 128).expect("pictures");
        assert_eq!(count, 2);
        let all = pool.train.iter().chain(pool.validation.iter());
        let upright = all.clone().find(|stored| stored.width != stored.height);
        let upright = upright.expect("the one that was framed");
        assert_eq!((upright.width, upright.height), (200, 300));
        let colour = |left: usize, top: usize| {
            let square = upright.square(left, top, 1);
            [square.rgb[0], square.rgb[1], square.rgb[2]]
        };
        // What was at the left is at the top, and nothing is left of the frame.
        for (at, wanted) in [
            ((0, 0), [1.0, 0.0, 0.0]),
            ((199, 149), [1.0, 0.0, 0.0]),
            ((0, 150), [0.0, 0.0, 1.0]),
            ((199, 299), [0.0, 0.0, 1.0]),
        ] {
            assert_eq!(colour(at.0, at.1), wanted, "{at:?}");
        }
        assert_eq!(std::fs::read(&one).expect("read"), bytes);

        // A part that is too small is left out; one that a hand wrote wrongly is no reason to stop.
        let narrow = Crop {
            width: 0.2,
            ..Crop::default()
        };
        parts.set(one.clone(), narrow);
        assert_eq!(read(&parts, 128).expect("pictures").1, 1);
        let wrong = Crop {
            turns: 9,
            width: -3.0,
            ..Crop::default()
        };
        parts.set(one.clone(), wrong);
        assert_eq!(read(&parts, 128).expect("pictures").1, 2);
        parts.forget(folder.path());
        assert!(parts.is_empty());
    }
}
