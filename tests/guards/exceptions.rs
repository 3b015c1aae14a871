//! What is not as it should be yet. Every list may only shrink.

/// A room that uses one that does not stand below it.
pub const ARROWS: &[&str] = &[];
/// Files in a circle of more than two.
pub const CIRCLES: &[&str] = &[
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
pub const LONG_FILES: &[&str] = &["picture/formats.rs", "stylize/refine.rs"];
/// Functions of more than 80 lines.
pub const LONG_FUNCTIONS: &[&str] = &["picture/decode/tiff/mod.rs decode"];
/// Structs of the window with more than 15 fields.
pub const WIDE_STRUCTS: &[&str] = &[];
/// Types of the window of which more than three files say what they do.
pub const SCATTERED: &[&str] = &[];
/// How often the window says `pub(super)` or `pub(crate)`.
pub const SHARED_IN_THE_WINDOW: usize = 2;
