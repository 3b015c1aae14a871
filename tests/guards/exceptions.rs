//! What is not as it should be yet. Every list may only shrink.

/// A room that uses one that does not stand below it.
pub const ARROWS: &[&str] = &[];
/// Files in a circle of more than two.
pub const CIRCLES: &[&str] = &[
    "gui/app.rs",
    "gui/chooser.rs",
    "gui/create/batch.rs",
    "gui/create/crop/mod.rs",
    "gui/create/dialogs.rs",
    "gui/create/drops.rs",
    "gui/create/export/mod.rs",
    "gui/create/export/size.rs",
    "gui/create/inspector/mod.rs",
    "gui/create/inspector/space.rs",
    "gui/create/saving.rs",
    "gui/create/shelf/gallery.rs",
    "gui/create/shelf/looks.rs",
    "gui/create/shelf/mod.rs",
    "gui/create/shelf/own.rs",
    "gui/create/shelf/recent.rs",
    "gui/create/timeline.rs",
    "gui/create/variations.rs",
    "gui/create/works.rs",
    "gui/create/workspace.rs",
    "gui/files.rs",
    "gui/shell.rs",
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
];
/// Tensors where none belong.
pub const TENSORS: &[&str] = &[];
/// Files opened where none belong.
pub const FILES: &[&str] = &[];
/// Files of more than 400 lines, tests aside.
pub const LONG_FILES: &[&str] = &[
    "gui/create/batch.rs",
    "gui/create/crop/mod.rs",
    "gui/create/dialogs.rs",
    "gui/create/events.rs",
    "gui/create/export/mod.rs",
    "gui/create/shelf/mod.rs",
    "gui/create/timeline.rs",
    "gui/create/works.rs",
    "picture/formats.rs",
    "stylize/refine.rs",
];
/// Functions of more than 80 lines.
pub const LONG_FUNCTIONS: &[&str] = &[
    "gui/chooser.rs chooser_contents",
    "gui/create/actions.rs act",
    "gui/create/dialogs.rs settings_dialog",
    "gui/create/events.rs hear_loader",
    "gui/create/shelf/mod.rs card",
    "gui/create/timeline.rs plot",
    "gui/create/timeline.rs run_bar",
    "gui/create/timeline.rs snapshots",
    "picture/decode/tiff/mod.rs decode",
];
/// Structs of the window with more than 15 fields.
pub const WIDE_STRUCTS: &[&str] = &[];
/// Types of the window of which more than three files say what they do.
pub const SCATTERED: &[&str] = &["gui/app.rs App"];
/// How often the window says `pub(super)` or `pub(crate)`.
pub const SHARED_IN_THE_WINDOW: usize = 125;
