//! What tensors a network is made of, so that a file can be compared with it before they are read.

/// A size that can be any.
pub const ANY: usize = 0;

/// A tensor that a network has.
#[derive(Clone, Debug)]
pub struct Part {
    /// How it is called in files.
    pub name: String,
    /// Size of each dimension.
    pub shape: Vec<usize>,
    /// Whether files of before may lack it.
    pub optional: bool,
}
