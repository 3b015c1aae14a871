//! What is kept from one start to the next.

use super::{FileSize, KeptUntil, TrainLimits};
use crate::{
    error::{Error, Result},
    fault::SettingFault,
    picture::{Background, Credit, write_atomically},
    stylize::{Engine, Recipe, octaves},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Language of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// The system's, English if that is none of ours.
    #[default]
    System,
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system.
    System,
    /// Dark panels.
    #[default]
    Dark,
    /// Light panels.
    Light,
}

/// What computes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceSetting {
    /// The window's GPU if it is a real one.
    #[default]
    Auto,
    /// The CPU.
    Cpu,
    /// The window's GPU, whatever it is.
    Gpu,
}

/// What the names of saved pictures are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NamePattern {
    /// "PHOTO - STYLE".
    #[default]
    PhotoStyle,
    /// "PHOTO".
    Photo,
    /// "PHOTO - STYLE - WIDTHxHEIGHT", of the result.
    PhotoStyleSize,
}

impl NamePattern {
    /// A name, without ending.
    pub fn name(self, photo: &str, style: &str, size: Option<(usize, usize)>) -> String {
        let suffix = self.suffix(style);
        match (self, size) {
            (Self::PhotoStyleSize, Some((width, height))) => {
                format!("{photo}{suffix} - {width}x{height}")
            }
            _ => format!("{photo}{suffix}"),
        }
    }

    /// What follows the photograph's name in all pictures of a style.
    pub fn suffix(self, style: &str) -> String {
        match self {
            Self::Photo => String::new(),
            Self::PhotoStyle | Self::PhotoStyleSize => format!(" - {style}"),
        }
    }
}

/// How the last picture was saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportSettings {
    /// Folder of the last export.
    pub folder: Option<PathBuf>,
    /// Ending of the format: png, jpg, webp, tif.
    pub format: String,
    /// Of JPEG, 1 to 100.
    pub quality: u8,
    /// Size of the file's picture.
    pub size: FileSize,
    /// What names are made of.
    pub pattern: NamePattern,
    /// What transparent areas are blended onto; they stay if `None`.
    pub background: Option<Background>,
    /// 16 bits a channel.
    pub sixteen: bool,
    /// How much of the photograph's metadata is carried on.
    pub keep: crate::picture::Keep,
    /// Whether the recipe is embedded.
    pub recipe: bool,
}

impl Default for ExportSettings {
    fn default() -> Self {
        Self {
            folder: None,
            format: "png".to_owned(),
            quality: 92,
            size: FileSize::default(),
            pattern: NamePattern::default(),
            background: None,
            sixteen: false,
            keep: crate::picture::Keep::Copyright,
            recipe: true,
        }
    }
}

/// Everything that the settings file holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Language.
    pub language: Language,
    /// Theme.
    pub theme: Theme,
    /// Scale of the window's contents; 0 is 1.
    pub scale: f32,
    /// Which of the three surrounds of the canvas, 0 to 2.
    pub surround: usize,
    /// No animations.
    pub reduced_motion: bool,
    /// What computes.
    pub device: DeviceSetting,
    /// Wait for the button instead of painting as soon as there is something to paint.
    pub paint_on_request: bool,
    /// No tips on the canvas.
    pub no_tips: bool,
    /// Which tip is shown.
    pub tip: usize,
    /// Photographs opened last, the newest first.
    pub recent: Vec<PathBuf>,
    /// Folders that files were chosen from.
    pub folders: Folders,
    /// Names of favourite styles: folder names, or hashes of the artist's own.
    pub favourites: Vec<String>,
    /// Whether the styles that suit the photograph come first on the shelf.
    pub suggest: bool,
    /// Seconds that a step of Refine takes for each pixel where pixels are moved, as last measured on the CPU and on the GPU.
    pub pace: [f32; 2],
    /// The same where a decoder is moved.
    pub decoder_pace: [f32; 2],
    /// Seconds that Instant takes for each pixel of a result, as last measured on CPU and GPU.
    pub instant_pace: [f32; 2],
    /// How the last picture was saved.
    pub export: ExportSettings,
    /// The artist's own name and copyright notice, for every export.
    pub credit: Credit,
    /// How the window was laid out.
    pub layout: Layout,
    /// Folder of the training that goes on, which the next start offers to go on with.
    pub training: Option<PathBuf>,
    /// When that is to be stopped.
    pub until: Option<KeptUntil>,
    /// Folders of trainings that wait for it, in their order.
    pub queue: Vec<PathBuf>,
    /// What a training may take of the machine.
    pub limits: TrainLimits,
}

/// Folders that files were chosen from last.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Folders {
    /// Of photographs.
    pub photographs: Option<PathBuf>,
    /// Of styles.
    pub styles: Option<PathBuf>,
    /// Of recipes.
    pub recipes: Option<PathBuf>,
    /// Of pictures to learn from.
    pub pictures: Option<PathBuf>,
    /// Of models, and of settings of trainings.
    pub models: Option<PathBuf>,
    /// All of them, the newest first.
    pub recent: Vec<PathBuf>,
}

impl Folders {
    const RECENT: usize = 6;

    /// A folder was used.
    pub fn used(&mut self, folder: &Path) {
        self.recent.retain(|other| other != folder);
        self.recent.insert(0, folder.to_owned());
        self.recent.truncate(Self::RECENT);
    }

    /// Folders to go to: the home folder, and those that were used last.
    pub fn known(&self) -> Vec<PathBuf> {
        let home = std::env::home_dir();
        let mut all: Vec<PathBuf> = home
            .into_iter()
            .chain(self.recent.iter().cloned())
            .collect();
        let mut seen = std::collections::HashSet::new();
        all.retain(|folder| seen.insert(folder.clone()));
        all
    }
}

/// The groups of the inspector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// How it is painted.
    Look,
    /// Colours of the result.
    #[serde(rename = "result")]
    Colour,
    /// The space of styles.
    Space,
    /// What Refine answers to.
    Refine,
}

/// How the window was laid out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// Whether the panels at the sides are hidden.
    pub panels_hidden: bool,
    /// Whether the losses are plotted.
    pub plot: bool,
    /// Width and height of the window in points; not kept while it fills the screen.
    pub size: Option<[f32; 2]>,
    /// Whether the window filled the screen.
    pub maximised: bool,
    /// Groups that the artist opened or folded; the others are as [`Layout::is_open`] says.
    pub open: BTreeMap<Group, bool>,
}

impl Settings {
    /// Seconds that a picture of this size takes by `engine` and `recipe`, whatever engine that names, as measured
    /// on this device; 0 before that.
    pub fn seconds_for(
        &self,
        gpu: bool,
        engine: Engine,
        recipe: &Recipe,
        (width, height): (usize, usize),
    ) -> f32 {
        let device = usize::from(gpu);
        match engine {
            Engine::Instant => self.instant_pace[device] * (width * height) as f32,
            Engine::Refine => {
                let octaves = octaves(recipe, (width, height), (width, height));
                let work = octaves.iter().map(|o| o.width * o.height * o.steps);
                let (pace, after) = match recipe.moves_decoder() {
                    true => (self.decoder_pace[device], self.instant_pace[device]),
                    false => (self.pace[device], 0.0),
                };
                match pace > 0.0 {
                    true => pace * work.sum::<usize>() as f32 + after * (width * height) as f32,
                    false => 0.0,
                }
            }
        }
    }
}

impl Layout {
    /// Heights of a window, in points, in which colours, and what Refine answers to, are open by themselves.
    const ROOMY: [f32; 2] = [680.0, 760.0];

    /// Whether a group is open in a window of this height. The space of styles is for the curious.
    pub fn is_open(&self, group: Group, height: f32) -> bool {
        let usual = match group {
            Group::Look => true,
            Group::Colour => height >= Self::ROOMY[0],
            Group::Refine => height >= Self::ROOMY[1],
            Group::Space => false,
        };
        self.open.get(&group).copied().unwrap_or(usual)
    }
}

/// Where settings and the artist's own styles are kept.
pub fn data_folder() -> PathBuf {
    let from = |name| {
        std::env::var_os(name)
            .filter(|v| !v.is_empty())
            .map(PathBuf::from)
    };
    let folder = if cfg!(windows) {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        from("XDG_DATA_HOME").or_else(|| from("HOME").map(|home| home.join(".local/share")))
    };
    folder.unwrap_or_else(std::env::temp_dir).join("impasto")
}

impl Settings {
    const RECENT: usize = 20;
    const FILE: &str = "settings.toml";

    /// Reads the settings from `folder`; what cannot be read is as it was on the first day.
    pub fn load(folder: &Path) -> Self {
        std::fs::read_to_string(folder.join(Self::FILE))
            .ok()
            .and_then(|text| toml::from_str(text.trim_start_matches('\u{feff}')).ok())
            .unwrap_or_default()
    }

    /// Writes the settings into `folder`, which is made when missing.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save(&self, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        let text = toml::to_string(self).map_err(|e| SettingFault::Unwritable(e.to_string()))?;
        write_atomically(&folder.join(Self::FILE), text.as_bytes())
    }

    /// Puts a photograph at the head of the recent ones.
    pub fn opened(&mut self, path: &Path) {
        self.recent.retain(|other| other != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(Self::RECENT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_their_file_and_a_broken_file_is_no_harm() {
        let folder = tempfile::tempdir().expect("folder");
        let mut settings = Settings {
            language: Language::Chinese,
            scale: 1.25,
            until: Some(KeptUntil::At {
                hour: 7,
                minute: 0,
                then: 5,
            }),
            layout: Layout {
                open: BTreeMap::from([(Group::Look, false), (Group::Space, true)]),
                ..Layout::default()
            },
            ..Settings::default()
        };
        for i in 0..30 {
            settings.opened(Path::new(&format!("{i}.jpg")));
        }
        settings.opened(Path::new("20.jpg"));
        assert_eq!(settings.recent.len(), Settings::RECENT);
        assert_eq!(settings.recent[0], Path::new("20.jpg"));
        settings.save(folder.path()).expect("saved");
        assert_eq!(Settings::load(folder.path()), settings);
        std::fs::write(folder.path().join(Settings::FILE), "scale = \u{1}").expect("written");
        assert_eq!(Settings::load(folder.path()), Settings::default());
    }
}
