//! What is kept of the work on a photograph, as it stands in a file.

use super::{
    chosen::{Chosen, Learnt, StyleKey},
    engine::{Loaded, Snapshot, SnapshotId, Standing},
    project::Project,
    shelf::shelf,
};
use crate::{
    nn::Tuning,
    picture::Crop,
    stylize::{Losses, Recipe, SourceRef},
};
use serde::{Deserialize, Serialize};
use std::{path::PathBuf, sync::Arc};

/// The work on one photograph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedWork {
    /// Seconds since 1970 when it was saved.
    pub time: u64,
    /// "PHOTO - STYLE".
    pub title: String,
    /// The photograph by name and hash.
    pub source: SourceRef,
    /// Where it is; `None` is the sample.
    pub photograph: Option<PathBuf>,
    /// Styles and settings.
    pub project: SavedProject,
    /// Where Refine stood, if it had begun.
    pub run: Option<SavedRun>,
    /// The snapshots, the oldest first.
    pub snapshots: Vec<SavedSnapshot>,
}

/// Styles and settings as they stand in the window, so that they come back as they were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedProject {
    /// The settings.
    pub recipe: Recipe,
    /// The chosen styles.
    pub styles: Vec<SavedStyle>,
}

/// A chosen style.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedStyle {
    /// Its card.
    pub key: SavedKey,
    /// Its share.
    pub weight: f32,
    /// The part of the painting that is looked at.
    #[serde(default, skip_serializing_if = "Crop::is_whole")]
    pub crop: Crop,
    /// What a generator learnt to paint it better, if that is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tuning: Option<Tuning>,
}

/// Which card of the shelf.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SavedKey {
    /// One that ships, by name.
    Shipped(String),
    /// One of the artist's own, by the hash of its file.
    Own(String),
    /// One from nothing, by its seed.
    Random(u64),
}

/// A state of Refine of which the picture is left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedRun {
    /// Styles and settings under which it was painted.
    pub project: SavedProject,
    /// Whether its picture is the one that was shown.
    pub shown: bool,
    /// Where it stood.
    pub standing: Standing,
    /// Whether it was over.
    pub finished: bool,
    /// Whether settings had changed since.
    pub outdated: bool,
    /// The recipe of the picture as it stands.
    pub recipe: Recipe,
    /// Name of the picture's file.
    pub file: String,
}

/// A snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedSnapshot {
    /// Its number.
    pub id: SnapshotId,
    /// Steps done; 0 is a picture of Instant.
    pub step: usize,
    /// How often the run had branched.
    pub branch: usize,
    /// Loss at that step.
    pub losses: Losses,
    /// Whether the artist kept it.
    pub own: bool,
    /// The recipe of the picture as it stands.
    pub recipe: Recipe,
}

impl SavedSnapshot {
    /// Name of its picture's file.
    pub fn file(id: SnapshotId) -> String {
        format!("snapshot-{}.png", id.0)
    }

    /// Name of its small picture's file.
    pub fn small_file(id: SnapshotId) -> String {
        format!("snapshot-{}-small.png", id.0)
    }
}

impl From<&Snapshot> for SavedSnapshot {
    fn from(snapshot: &Snapshot) -> Self {
        Self {
            id: snapshot.id,
            step: snapshot.step,
            branch: snapshot.branch,
            losses: snapshot.losses,
            own: snapshot.own,
            recipe: (*snapshot.recipe).clone(),
        }
    }
}

impl From<&StyleKey> for SavedKey {
    fn from(key: &StyleKey) -> Self {
        match key {
            StyleKey::Shipped(name) => Self::Shipped((*name).to_owned()),
            StyleKey::Own(hash) => Self::Own(hash.clone()),
            StyleKey::Random(seed) => Self::Random(*seed),
        }
    }
}

impl SavedKey {
    /// The card, unless it is of a shelf of another day.
    fn key(&self) -> Option<StyleKey> {
        Some(match self {
            Self::Shipped(name) => {
                let style = shelf().iter().find(|style| style.name == name)?;
                StyleKey::Shipped(style.name)
            }
            Self::Own(hash) => StyleKey::Own(hash.clone()),
            Self::Random(seed) => StyleKey::Random(*seed),
        })
    }
}

impl From<&Project> for SavedProject {
    fn from(project: &Project) -> Self {
        let style = |chosen: &Chosen| SavedStyle {
            key: (&chosen.key).into(),
            weight: chosen.weight,
            crop: chosen.crop,
            tuning: chosen.tuning().cloned(),
        };
        Self {
            recipe: project.recipe.clone(),
            styles: project.styles.iter().map(style).collect(),
        }
    }
}

impl SavedProject {
    /// The project around `photograph`; its styles are still to be read.
    pub fn project(&self, photograph: &Arc<Loaded>, is_sample: bool) -> Project {
        let style = |saved: &SavedStyle| {
            Some(Chosen {
                weight: saved.weight,
                crop: saved.crop,
                learnt: Learnt::As(saved.tuning.clone()),
                ..Chosen::new(saved.key.key()?)
            })
        };
        Project {
            photograph: Some(Arc::clone(photograph)),
            is_sample,
            styles: self.styles.iter().filter_map(style).collect(),
            recipe: self.recipe.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{picture::Picture, stylize::Size};

    #[test]
    fn a_project_comes_back_from_its_file_as_it_was() {
        let photograph = Arc::new(Loaded {
            picture: Arc::new(Picture::from_rgb(3000, 2, vec![0.5; 18_000])),
            source: SourceRef::default(),
            path: None,
        });
        let mut project = Project {
            photograph: Some(Arc::clone(&photograph)),
            ..Project::default()
        };
        project.choose(StyleKey::Shipped("mosaic"));
        project.mix(StyleKey::Own("ab12".to_owned()));
        project.mix(StyleKey::Random(77));
        project.set_share(0, 0.1);
        project.set_axis(3, 0.7);
        project.recipe.strength = 0.77;
        project.recipe.controls.style = 1.3;
        project.styles[1].crop.left = 0.2;
        project.styles[1].crop.width = 0.3;
        assert_eq!(project.recipe.size, Size::Default);
        let text = serde_json::to_string(&SavedProject::from(&project)).expect("text");
        let saved: SavedProject = serde_json::from_str(&text).expect("the same");
        let back = saved.project(&photograph, false);
        assert_eq!(back, project);
        assert_eq!(back.recipe.size, Size::Default, "not what it came to");
        // A style that the shelf has no more is left out.
        let text = text.replace("mosaic", "nobody's");
        let saved: SavedProject = serde_json::from_str(&text).expect("readable");
        assert_eq!(saved.project(&photograph, false).styles.len(), 2);
    }
}
