//! What the artist is doing, free of any front end: a batch of photographs and a recipe become
//! pictures on disk. The command line and the window both stand on this.

mod art_sum;
mod autosave;
mod batch;
mod browse;
mod chosen;
mod clock;
mod code;
mod collection;
mod create;
mod deliver;
mod dream_axes;
mod dream_files;
mod dreams;
mod earlier;
pub mod engine;
mod evaluation;
mod feature_maps;
mod file_size;
mod history;
mod job;
mod limits;
pub mod loader;
mod looks;
mod models;
mod nearest;
mod own_files;
mod own_styles;
mod plan;
mod power;
mod project;
mod recipe_file;
mod request;
mod runs;
mod save_schedule;
mod saved;
mod settings;
mod shelf;
mod sources;
mod study;
mod survey;
mod training;
mod tuning;

pub use art_sum::ArtSum;
pub use autosave::{Autosave, FoundWork, Preview, SaveWork, SavesUnderWay, UnderWay};
pub use batch::Batch;
pub use browse::{Entry, Place, typed};
pub use chosen::{Chosen, Learnt, Material, StyleKey};
pub use clock::TimeOfDay;
pub use code::{CODE_ENDING, FoundStyle, read_code, write_code};
pub use collection::{Collection, Squares};
pub use create::{Answer, Artwork, Effect, Moment, Phase, Run, Shot, Snapshots};
pub use deliver::{Delivery, Making, bytes_of, deliver};
pub use dream_files::{keep_dream, save_dream, save_walk};
pub use dreams::{Dreams, Noise};
pub use evaluation::{CARD_STYLES, Compared, Pair, differences, measure_files, paint_card};
pub use feature_maps::feature_maps;
pub use file_size::FileSize;
pub use history::History;
pub use job::{Flow, Job, JobEvent, JobRun, JobSources, Painted, Painters, Seconds, paint};
pub use limits::TrainLimits;
pub use looks::{SavedLook, look_of, worn};
pub use models::{
    Generators, ListedModel, ModelPlace, describe_model, find_model, generator_of, generators,
    import_model, models, remove_model,
};
pub use nearest::{Near, nearest};
pub use own_files::{LONGEST as LONGEST_NAME, fits_name};
pub use plan::{
    Forecast, Lack, Length, Plan, Planning, domain_names, guessed_speed, measured_speed,
};
pub use power::{Power, power};
pub use project::Project;
pub use runs::{
    Difference, Installed, RunInfo, SettingValue, bring_back, describe_run, empty_bin, export_run,
    in_bin, install_run, new_run, runs, setting_differences, to_bin,
};
pub use save_schedule::{Desk, RunState, SaveDue, SaveSchedule};
pub use saved::{SavedProject, SavedRun, SavedSnapshot, SavedWork};
pub use settings::{
    DeviceSetting, ExportSettings, Folders, Group, Language, Layout, NamePattern, Settings, Theme,
    data_folder,
};
pub use shelf::{About, Origin, Painting, ShelfStyle, Words, shelf};
pub use sources::{Found, output_paths, resolve_recipe};
pub use study::{
    Ballots, Choice, OpenStudy, Study, StudyInfo, VOTES, new_study, pictures_in, remove_study,
    studies,
};
pub use survey::{Surveyed, SurveyedPack, SurveyedPicture};
pub use training::{
    KeptUntil, OwnPhotograph, OwnPhotographs, Record, Row, Series, Sheet, TrainPhase, TrainTold,
    Training, Until,
};
pub use tuning::{TuneJob, TuneSources, Tunings, forget_tuning, keep_tuning};
