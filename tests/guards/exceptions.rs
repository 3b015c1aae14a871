//! What is not as it should be yet. Every list may only shrink.

/// A room that uses one that does not stand below it.
pub const ARROWS: &[&str] = &[];
/// Files in a circle of more than two.
pub const CIRCLES: &[&str] = &[
    "gui/app.rs",
    "gui/autosave.rs",
    "gui/batch.rs",
    "gui/chooser.rs",
    "gui/crop/mod.rs",
    "gui/dialogs.rs",
    "gui/export/mod.rs",
    "gui/export/size.rs",
    "gui/files.rs",
    "gui/gallery.rs",
    "gui/inspector.rs",
    "gui/instant.rs",
    "gui/looks.rs",
    "gui/mod.rs",
    "gui/models.rs",
    "gui/own.rs",
    "gui/recent.rs",
    "gui/saving.rs",
    "gui/shelf.rs",
    "gui/slider.rs",
    "gui/space.rs",
    "gui/taskbar.rs",
    "gui/tile.rs",
    "gui/timeline.rs",
    "gui/toasts.rs",
    "gui/variations.rs",
    "picture/colour/icc.rs",
    "picture/colour/mod.rs",
    "picture/colour/shaper.rs",
    "picture/decode/jpeg.rs",
    "picture/decode/mod.rs",
    "picture/decode/raster.rs",
    "picture/decode/tiff/mod.rs",
    "picture/metadata/credit.rs",
    "picture/metadata/fields.rs",
    "picture/metadata/mod.rs",
    "picture/mod.rs",
    "picture/xmp.rs",
    "session/batch.rs",
    "session/chosen.rs",
    "session/engine/batch.rs",
    "session/engine/gallery.rs",
    "session/engine/kept.rs",
    "session/engine/mod.rs",
    "session/engine/painter.rs",
    "session/engine/run.rs",
    "session/engine/small.rs",
    "session/engine/studio.rs",
    "session/engine/wish.rs",
    "session/engine/worker.rs",
    "session/job.rs",
    "session/work.rs",
];
/// Tensors where none belong.
pub const TENSORS: &[&str] = &[];
/// Files opened where none belong.
pub const FILES: &[&str] = &[];
/// Files of more than 400 lines, tests aside.
pub const LONG_FILES: &[&str] = &[
    "gui/app.rs",
    "gui/autosave.rs",
    "gui/crop/mod.rs",
    "gui/dialogs.rs",
    "gui/export/mod.rs",
    "gui/news.rs",
    "gui/shelf.rs",
    "gui/timeline.rs",
    "picture/formats.rs",
    "session/autosave.rs",
    "session/engine/mod.rs",
    "session/engine/studio.rs",
    "session/loader.rs",
    "session/work.rs",
    "stylize/refine.rs",
];
/// Functions of more than 80 lines.
pub const LONG_FUNCTIONS: &[&str] = &[
    "cli/stylize.rs paint_one",
    "gui/app.rs new",
    "gui/chooser.rs chooser_contents",
    "gui/dialogs.rs settings_dialog",
    "gui/news.rs hear_engine",
    "gui/news.rs hear_loader",
    "gui/perform.rs act",
    "gui/shelf.rs card",
    "gui/timeline.rs run_bar",
    "gui/timeline.rs snapshots",
    "picture/decode/tiff/mod.rs decode",
    "session/engine/studio.rs obey",
    "session/loader.rs answer",
];
/// Structs of the window with more than 15 fields.
pub const WIDE_STRUCTS: &[&str] = &["gui/app.rs Studio"];
/// Types of the window of which more than three files say what they do.
pub const SCATTERED: &[&str] = &["gui/app.rs Studio"];
/// How often the window says `pub(super)` or `pub(crate)`.
pub const SHARED_IN_THE_WINDOW: usize = 196;
