//! Folders that no artist means to give, for tests of what tasks say about them.

use crate::{
    error::{Error, Result},
    fault::{PictureRole, TrainWarning, TrainingFault},
};
use image::{DynamicImage, ImageBuffer, Rgb};
use std::path::{Path, PathBuf};

/// Side of the pictures.
const SIDE: u32 = 96;

fn wave(salt: usize, x: u32, y: u32, channel: usize) -> f32 {
    let (x, y) = (x as f32, y as f32);
    let wave = (x * (salt + 1) as f32 * 0.07).sin() * (y * 0.05 + channel as f32).cos();
    0.5 + 0.45 * wave
}

fn colours(salt: usize) -> DynamicImage {
    let level = |x, y, c| (255.0 * wave(salt, x, y, c)) as u8;
    let pixel = |x, y| Rgb([0, 1, 2].map(|c| level(x, y, c)));
    DynamicImage::ImageRgb8(ImageBuffer::from_fn(SIDE, SIDE, pixel))
}

/// Makes them below `root`, and gives the folder of this name.
pub fn odd_folder(root: &Path, name: &str) -> PathBuf {
    let folder = root.join(name);
    std::fs::create_dir_all(&folder).expect("folder");
    let save = |picture: DynamicImage, file: &str| picture.save(folder.join(file)).expect("saved");
    match name {
        "broken" => {
            std::fs::write(folder.join("a.png"), b"nothing").expect("written");
            std::fs::write(folder.join("b.jpg"), b"").expect("written");
        }
        "grey" => (0..3).for_each(|i| {
            let grey = DynamicImage::ImageLuma8(colours(i).to_luma8());
            save(grey, &format!("{i}.png"));
        }),
        "alike" => ["a.png", "b.bmp", "c.tif"]
            .iter()
            .for_each(|file| save(colours(1), file)),
        "one" => save(colours(2), "a.png"),
        "sixteen" => (0..3).for_each(|i| {
            let level = |x, y, c| (65535.0 * wave(i, x, y, c)) as u16;
            let pixel = |x, y| Rgb([0, 1, 2].map(|c| level(x, y, c)));
            let deep = DynamicImage::ImageRgb16(ImageBuffer::from_fn(SIDE, SIDE, pixel));
            save(deep, &format!("{i}.png"));
        }),
        _ => assert_eq!(name, "empty"),
    }
    folder
}

/// That a task which `reads` a folder as pictures of `role` says what is wrong with each of these, and learns from those that have
/// pictures at all.
pub fn odd_folders_are_told(
    role: PictureRole,
    reads: impl Fn(PathBuf) -> Result<Vec<TrainWarning>>,
) {
    let root = tempfile::tempdir().expect("folder");
    let read = |name: &str| reads(odd_folder(root.path(), name));
    for name in ["empty", "broken"] {
        match read(name) {
            Err(Error::Training(TrainingFault::NoPictures { role: of, .. })) => {
                assert_eq!(of, role)
            }
            Err(Error::Training(TrainingFault::EmptyDomain { .. })) => {}
            other => panic!("{name}: {other:?}"),
        }
    }
    let told = |name: &str| read(name).expect(name);
    assert!(told("grey").contains(&TrainWarning::Grey { grey: 3, of: 3 }));
    assert!(told("alike").contains(&TrainWarning::Alike { alike: 2, of: 3 }));
    for name in ["one", "sixteen"] {
        let odd = |warning: &&TrainWarning| {
            matches!(
                warning,
                TrainWarning::Grey { .. }
                    | TrainWarning::Alike { .. }
                    | TrainWarning::LeftOut { .. }
            )
        };
        let told = told(name);
        assert_eq!(told.iter().find(odd), None, "{name}");
    }
}
