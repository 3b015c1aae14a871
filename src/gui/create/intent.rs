//! What a pane asks of the workspace. Panes change the picture's settings and the window's; everything that touches
//! the engine, files, dialogs or another pane is asked for, and done in one place ([`super::actions`]).

use crate::{
    gui::{actions::Action, files::Want},
    session::{
        Batch, StyleKey,
        engine::{Command, Destination, PaintRequest, Shown, SnapshotId},
        loader::Request,
    },
    stylize::Recipe,
};
use std::path::PathBuf;

/// Of what a part is chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// The photograph.
    Photograph,
    /// A chosen painting.
    Style(StyleKey),
}

/// What is to be called by a name.
pub enum Naming {
    /// A style that was found.
    Found,
    /// One of the artist's own styles on the shelf.
    Card(StyleKey, PathBuf),
    /// The present look.
    Look,
    /// A look that was kept.
    LookCard(PathBuf),
}

/// What a pane asks for.
pub enum Intent {
    /// What a key can do too.
    Act(Action),
    /// Files are to be chosen, under a title: a key.
    Files(Want, &'static str),
    /// A photograph, or a painting that tells of which it is one, is to be opened.
    Open(PathBuf),
    /// The chosen styles are others: those that were not read yet are to be.
    ReadStyles,
    /// A part is to be chosen.
    Crop(Subject),
    /// A name is asked for; what is proposed, or else the names of the chosen styles.
    Name(Naming, Option<String>),
    /// Whether one of the artist's own styles is to be removed is to be asked.
    RemoveStyle(StyleKey, PathBuf),
    /// Whether one of the artist's looks is to be removed is to be asked.
    RemoveLook(PathBuf),
    /// The settings of a look are to be taken over.
    Wear(Box<Recipe>),
    /// Something is worth knowing.
    Note(String),
    /// The window's settings are to be written down.
    SaveSettings,
    /// Small pictures of files are to be read, one after the other.
    Thumbnails(Vec<PathBuf>),
    /// A snapshot is to be shown, or the newest picture again if it is shown already.
    ShowSnapshot(SnapshotId),
    /// The picture as it stands is to be shown.
    ShowNewest,
    /// The picture is to be gone on with from a snapshot.
    Branch(SnapshotId),
    /// What is shown is to be compared with a snapshot.
    Compare(SnapshotId),
    /// A snapshot is to be exported.
    ExportSnapshot(SnapshotId),
    /// The settings of a recipe are to be taken over.
    Restore(Box<Recipe>),
    /// How the pictures of a folder are to be painted is to be asked.
    AskBatch(PathBuf, Vec<PathBuf>),
    /// A folder is to be painted.
    Batch(Box<Batch>),
    /// A picture is to be saved under a name, or copied.
    Deliver(Option<String>, Box<Delivered>),
    /// The settings have changed what the window looks like.
    ApplySettings,
    /// The window is to be as large as at the first start.
    LayOut,
    /// The window is to be closed, whatever goes on.
    Quit,
    /// The engine is to be told something.
    Send(Box<Command>),
    /// The loader is asked for something.
    Load(Box<Request>),
}

/// A picture that is to be had.
pub struct Delivered {
    /// Which picture.
    pub what: Shown,
    /// What is painted for it, if it shall be another one than that on the canvas.
    pub again: Option<Box<PaintRequest>>,
    /// Where to.
    pub to: Destination,
}
