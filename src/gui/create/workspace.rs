//! The workspace in which a photograph is painted: what it holds.

use crate::{
    gui::{
        chooser::Chooser,
        create::{
            batch::Batching, canvas::Canvas, crop::Cropping, dialogs::Dialog, drops::Drops,
            export::ExportDialog, inspector::Inspector, saving::Saving, shelf::Shelf,
            timeline::Timeline, works::Works,
        },
    },
    session::{Artwork, Autosave, Project, StyleKey},
};

/// The workspace.
pub struct Create {
    /// The picture that is made.
    pub art: Artwork,
    /// The middle: the picture.
    pub canvas: Canvas,
    /// The part of a picture that is being chosen, in the canvas's place.
    pub cropping: Option<Cropping>,
    /// The left side: styles, looks, the photograph.
    pub shelf: Shelf,
    /// The right side: how it is painted.
    pub inspector: Inspector,
    /// Below: the run and its snapshots.
    pub timeline: Timeline,
    /// What is kept of the work.
    pub works: Works,
    /// What is dropped and pasted.
    pub drops: Drops,
    /// The photographs of a folder that are being painted.
    pub batch: Option<Batching>,
    /// An export of which it is not known yet whether it would replace a file.
    pub exporting: Option<Box<ExportDialog>>,
    /// Pictures that are being saved.
    pub saving: Vec<Saving>,
    /// Since when the engine rests for a hand that moves the picture.
    pub resting: Option<f64>,
    /// What is asked, in front of all.
    pub dialog: Option<Dialog>,
    /// A file list of our own, in front of that.
    pub chooser: Option<Chooser>,
}

impl Create {
    /// Begins with the first style and no photograph.
    pub fn new(autosave: &Autosave) -> Self {
        let mut project = Project::default();
        project.choose(StyleKey::Shipped("impasto"));
        Self {
            art: Artwork::new(project),
            canvas: Canvas::default(),
            cropping: None,
            shelf: Shelf::new(),
            inspector: Inspector::new(),
            timeline: Timeline::default(),
            works: Works::new(autosave),
            drops: Drops::default(),
            batch: None,
            exporting: None,
            saving: Vec::new(),
            resting: None,
            dialog: None,
            chooser: None,
        }
    }
}
