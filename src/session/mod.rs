//! What the artist is doing, free of any front end: a batch of photographs and a recipe become
//! pictures on disk. The command line and the window both stand on this.

mod batch;
mod chosen;
mod code;
mod deliver;
pub mod engine;
mod evaluation;
mod file_size;
mod history;
mod job;
pub mod loader;
mod looks;
mod nearest;
mod own;
mod project;
mod settings;
mod shelf;
mod sources;
mod unfinished;
mod work;

pub use batch::Batch;
pub use chosen::{Chosen, Material, StyleKey};
pub use code::{CODE_ENDING, FoundStyle, read_code, write_code};
pub use deliver::{Delivery, Making, bytes_of, deliver};
pub use evaluation::{CARD_STYLES, Pair, measure_files, paint_card};
pub use file_size::FileSize;
pub use history::History;
pub use job::{Event, Flow, Job, Painted, Painters, Seconds, paint};
pub use looks::{SavedLook, look_of, worn};
pub use nearest::{Near, nearest};
pub use project::Project;
pub use settings::{
    DeviceSetting, ExportSettings, Group, Language, Layout, NamePattern, Settings, Theme,
    data_folder,
};
pub use shelf::{About, Origin, Painting, ShelfStyle, Words, shelf};
pub use sources::{Found, output_paths, resolve_recipe};
pub use unfinished::{Autosave, Preview, SaveWork, Saved, Unfinished, seconds_since};
pub use work::{JobRun, Sources};
