//! Saving a picture: how, how large it will be, and how far it is.

pub mod parts;
mod rows;
pub mod size;

use crate::{
    gui::{
        create::{
            context::PaneContext,
            export::parts::{clean, options, pictures_folder},
            intent::{Delivered, Intent},
        },
        theme::{GAP, palette},
        widgets,
    },
    picture::{ExportOptions, Picture},
    session::{
        Artwork, Delivery, ExportSettings, Settings,
        engine::{Destination, Shown},
        loader::{Estimate, ExportRequest},
    },
};
use egui::{Button, Grid, RichText, TextStyle, Ui, vec2};
use size::Sizes;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// The export dialog.
pub struct ExportDialog {
    /// Which picture.
    pub what: Shown,
    /// Name without ending.
    pub name: String,
    /// Format and the rest.
    pub settings: ExportSettings,
    /// How large it shall be.
    pub sizes: Sizes,
    /// Where pictures go when nothing else was said.
    home: PathBuf,
    /// The artist was told that the file exists.
    pub warned: bool,
    /// It is being looked whether the file exists.
    pub asking: bool,
    /// What the picture is called.
    title: String,
    /// Photograph and style, of which names are made.
    named: (String, String),
    /// The name that was made of them last.
    made: String,
    /// What the canvas shows, once the engine has handed it out.
    picture: Option<Arc<Picture>>,
    /// What the size was asked for, and the answer.
    asked: Option<(String, ExportOptions)>,
    bytes: Option<usize>,
}

impl ExportDialog {
    /// With the last settings and a name made of photograph and style, for the picture on the canvas.
    pub fn new(settings: &Settings, art: &Artwork, (photo, style): (&str, &str)) -> Self {
        let what = art.snapshots().shown.map_or(Shown::Newest, Shown::Snapshot);
        let mut dialog = Self {
            what,
            name: String::new(),
            sizes: Sizes::new(settings, art, what),
            settings: settings.export.clone(),
            home: pictures_folder(),
            warned: false,
            asking: false,
            title: format!("{photo} - {style}"),
            named: (clean(photo), clean(style)),
            made: String::new(),
            picture: None,
            asked: None,
            bytes: None,
        };
        dialog.rename();
        dialog
    }

    /// Makes the name anew, unless the artist has written another one.
    fn rename(&mut self) {
        let (photo, style) = &self.named;
        let size = Some(self.sizes.target());
        let made = self.settings.pattern.name(photo, style, size);
        if self.name == self.made && made != self.made {
            self.name.clone_from(&made);
            self.warned = false;
        }
        self.made = made;
    }

    pub fn folder(&self) -> &Path {
        self.settings.folder.as_deref().unwrap_or(&self.home)
    }

    /// The engine has handed out the picture.
    pub fn measured(&mut self, picture: Arc<Picture>) {
        self.picture = Some(picture);
    }

    /// A size was found; it is for these settings unless they have changed since.
    pub fn estimated(&mut self, file: &Estimate, bytes: usize) {
        let ending = file.delivery.path.extension().unwrap_or_default();
        let asked = (ending.to_string_lossy().into_owned(), file.delivery.options);
        if self.asked.as_ref() == Some(&asked) {
            self.bytes = Some(bytes);
        }
    }

    /// What to ask the size of, if that is not known.
    fn question(&mut self) -> Option<Estimate> {
        let picture = Arc::clone(self.picture.as_ref()?);
        let now = (self.settings.format.clone(), self.options());
        if self.asked.as_ref() == Some(&now) {
            return None;
        }
        self.bytes = None;
        let (ending, options) = self.asked.insert(now);
        let delivery = Delivery {
            path: PathBuf::from(format!("a.{ending}")),
            options: *options,
            ..Delivery::default()
        };
        Some(Estimate { picture, delivery })
    }

    /// Bytes of the file, by those of the canvas's picture.
    fn bytes(&self) -> Option<usize> {
        let picture = self.picture.as_ref()?;
        let (width, height) = self.sizes.target();
        let times = (width * height) as f64 / (picture.width * picture.height) as f64;
        Some((self.bytes? as f64 * times) as usize)
    }

    /// Where the picture will go.
    pub fn path(&self) -> PathBuf {
        self.folder()
            .join(format!("{}.{}", self.name.trim(), self.settings.format))
    }

    fn options(&self) -> ExportOptions {
        ExportOptions {
            dpi: self.sizes.size.dpi(),
            ..options(&self.settings)
        }
    }
}

impl ExportDialog {
    /// Draws it; returns whether it is closed.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) -> bool {
        ui.heading(cx.words.get("action-export"));
        self.rename();
        if !ui.input(|input| input.pointer.any_down())
            && let Some(question) = self.question()
        {
            cx.ask(Intent::Load(Box::new(
                ExportRequest::Estimate(Box::new(question)).into(),
            )));
        }
        Grid::new("export")
            .num_columns(2)
            .spacing(vec2(16.0, 10.0))
            .show(ui, |ui| {
                self.place(ui, cx);
                self.format(ui, cx);
                self.size(ui, cx);
                self.extras(ui, cx);
            });
        if self.warned {
            let text = cx.words.get("exists-already");
            ui.colored_label(palette(ui.ctx()).error, text);
        } else {
            // The line is there before it is needed, so that the dialog keeps its height.
            ui.allocate_space(vec2(0.0, ui.text_style_height(&TextStyle::Body)));
        }
        ui.add_space(GAP);
        let mut closed = false;
        ui.horizontal(|ui| {
            let colours = palette(ui.ctx());
            let word = if self.warned {
                "replace"
            } else {
                "action-export"
            };
            let fits = self.sizes.fits(cx);
            let named = !self.name.trim().is_empty() && !self.asking && fits;
            let text = RichText::new(cx.words.get(word)).color(colours.on_accent);
            let button = Button::new(text).fill(colours.accent);
            let why = cx.words.get(if self.name.trim().is_empty() {
                "name-empty"
            } else if self.asking {
                "export-asking"
            } else {
                "export-no-memory"
            });
            let button = button.min_size(vec2(110.0, 30.0));
            if widgets::add_or_why(ui, named, &why, button).clicked() {
                if self.warned {
                    self.deliver(cx);
                    closed = true;
                } else {
                    self.asking = true;
                    cx.ask(Intent::Load(Box::new(
                        ExportRequest::Room(self.path()).into(),
                    )));
                }
            }
            let cancel = Button::new(cx.words.get("cancel")).min_size(vec2(80.0, 30.0));
            closed |= ui.add(cancel).clicked();
        });
        closed
    }

    /// Asks for the picture, and remembers how.
    fn deliver(&self, cx: &mut PaneContext<'_>) {
        let (name, delivered) = self.delivered(cx.settings, cx.art);
        cx.ask(Intent::Deliver(Some(name), Box::new(delivered)));
    }

    /// What is to be had, and the name of its file; the settings remember how.
    pub fn delivered(&self, settings: &mut Settings, art: &Artwork) -> (String, Delivered) {
        settings.export = ExportSettings {
            size: self.sizes.to_keep(settings.export.size),
            ..self.settings.clone()
        };
        let path = self.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.into_owned();
        let delivery = Delivery {
            size: Some(self.sizes.target()),
            options: self.options(),
            title: self.title.clone(),
            credit: settings.credit.clone(),
            without_recipe: !self.settings.recipe,
            replace: self.warned,
            path,
        };
        let delivered = Delivered {
            what: self.what,
            again: self.sizes.painted_for(self.what, art),
            to: Destination::File(Box::new(delivery)),
        };
        (name, delivered)
    }
}
