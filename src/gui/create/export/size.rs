//! How large an export is: the photograph's own size, the canvas's, in pixels or on paper; and what that
//! takes.

use crate::{
    gui::{
        app::App,
        localisation::clock,
        theme::{CONTROL, GAP, palette},
    },
    nn::NetSpec,
    session::{
        FileSize,
        engine::{PaintRequest, Shown, instant_forecast},
    },
    stylize::{Engine, Size},
};
use egui::{Checkbox, DragValue, Response, RichText, Role, Ui, WidgetInfo, vec2};

/// Seconds that Refine may take for an export at most: longer than that nobody waits.
const PATIENCE: f32 = 1800.0;
/// What is offered first on paper: as long as an A4 sheet, as fine as printers ask for.
const PAPER: FileSize = FileSize::Print {
    tenths: 2970,
    dpi: 300,
};

/// The size of an export.
#[derive(Clone, Debug)]
pub struct Sizes {
    /// What was chosen.
    pub size: FileSize,
    /// Whether the artist chose it in this dialog.
    chosen: bool,
    /// Whether Refine paints it once more at that size, if it is larger than what it has painted.
    pub again: bool,
    /// Width and height of the part of the photograph that is painted.
    own: (usize, usize),
    /// Width and height of the picture on the canvas.
    canvas: (usize, usize),
}

impl Sizes {
    /// As the last time; the canvas's, if the artist has asked for a size there.
    pub fn new(studio: &App) -> Self {
        let own = studio.create.art.project.own_size().unwrap_or((1, 1));
        let last = studio.shell.settings.export.size;
        let asked = matches!(studio.create.art.project.recipe.size, Size::LongSide(_));
        Self {
            size: if asked { FileSize::Canvas } else { last },
            chosen: false,
            again: false,
            own,
            canvas: studio.create.art.size().unwrap_or(own),
        }
    }

    /// Width and height of the file's picture.
    pub fn target(&self) -> (usize, usize) {
        self.size.of(self.own, self.canvas)
    }

    /// What is remembered for the next export, if it was `before`.
    pub fn to_keep(&self, before: FileSize) -> FileSize {
        if self.chosen { self.size } else { before }
    }

    fn is_enlarged(&self, from: (usize, usize)) -> bool {
        let (width, height) = self.target();
        width.max(height) > from.0.max(from.1)
    }
}

impl App {
    /// What is painted anew for an export of `what`: nothing if its picture on the canvas is the one, or is
    /// only brought to another size.
    pub(in crate::gui) fn painted_for(
        &self,
        what: Shown,
        sizes: &Sizes,
    ) -> Option<Box<PaintRequest>> {
        let target = sizes.target();
        if target == sizes.canvas || (self.create.art.refines() && !sizes.again) {
            return None;
        }
        let start = self.create.art.project.start()?.at_size(target);
        let of_instant = what == Shown::Newest && !self.create.art.refines();
        (of_instant || self.create.art.refines()).then(|| Box::new(start))
    }

    /// Whether there is memory for it.
    pub(in crate::gui) fn fits(&self, sizes: &Sizes) -> bool {
        let Some((budget, _)) = self.shell.budget else {
            return true;
        };
        let (width, height) = sizes.target();
        let forecast = match (self.create.art.refines(), sizes.again) {
            (true, true) => NetSpec::BuiltIn.forecast(),
            _ => instant_forecast((width, height), budget),
        };
        forecast.bytes(width, height) <= budget.bytes()
    }

    /// The rows of the dialog; `bytes` is how large the file will be.
    pub(in crate::gui) fn choose_size(
        &self,
        ui: &mut Ui,
        sizes: &mut Sizes,
        bytes: Option<String>,
    ) {
        let t = |key: &str| self.shell.words.get(key);
        let before = sizes.size;
        ui.label(t("size"));
        ui.horizontal(|ui| {
            let (width, height) = sizes.target();
            let pixels = FileSize::LongSide(width.max(height));
            let same =
                |a: FileSize, b: FileSize| std::mem::discriminant(&a) == std::mem::discriminant(&b);
            for (size, key) in [
                (FileSize::Own, "export-own"),
                (FileSize::Canvas, "export-canvas"),
                (pixels, "export-pixels"),
                (PAPER, "export-paper"),
            ] {
                let here = same(sizes.size, size);
                if ui.selectable_label(here, t(key)).clicked() && !here {
                    sizes.size = size;
                }
            }
        });
        ui.end_row();
        ui.label("");
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL);
            self.numbers(ui, sizes);
            if let Some(bytes) = bytes {
                let bytes = self
                    .shell
                    .words
                    .with("file-size", &[("bytes", bytes.into())]);
                ui.label(RichText::new(bytes).weak());
            }
        });
        ui.end_row();
        ui.label("");
        ui.vertical(|ui| self.consequence(ui, sizes));
        ui.end_row();
        if sizes.size != before {
            sizes.chosen = true;
            // What stands above was drawn for the size before.
            ui.ctx().request_repaint();
        }
    }

    /// The chosen size in numbers, to be changed where they are the artist's.
    fn numbers(&self, ui: &mut Ui, sizes: &mut Sizes) {
        let unit = |key: &str| format!(" {}", self.shell.words.get(key));
        let named = |response: Response, key: &str| {
            let name = self.shell.words.get(key);
            let (role, shown) = (Role::SpinButton, name.clone());
            response.widget_info(|| WidgetInfo::labeled(role, true, shown.as_str()));
            response.on_hover_text(name);
        };
        match &mut sizes.size {
            FileSize::Own | FileSize::Canvas => {}
            FileSize::LongSide(long) => {
                let number = DragValue::new(long)
                    .range(FileSize::SIDES)
                    .suffix(unit("unit-pixels"))
                    .update_while_editing(false);
                named(ui.add(number), "export-long-side");
            }
            FileSize::Print { tenths, dpi } => {
                let mut centimetres = f64::from(*tenths) / 100.0;
                let longest = f64::from(FileSize::longest_tenths(*dpi)) / 100.0;
                let number = DragValue::new(&mut centimetres)
                    .range(1.0..=longest)
                    .speed(0.1)
                    .fixed_decimals(1)
                    .suffix(unit("unit-centimetres"))
                    .update_while_editing(false);
                named(ui.add(number), "export-paper-side");
                *tenths = (centimetres * 100.0).round() as u32;
                let number = DragValue::new(dpi)
                    .range(36..=2400)
                    .suffix(" dpi")
                    .update_while_editing(false);
                named(ui.add(number), "export-dpi");
                *tenths = (*tenths).min(FileSize::longest_tenths(*dpi));
            }
        }
        let (width, height) = sizes.target();
        ui.label(format!("{width} × {height}"));
    }

    /// What will be done for it, how long that takes, and what is lost.
    fn consequence(&self, ui: &mut Ui, sizes: &mut Sizes) {
        /// Lines that keep their place whatever is said.
        const LINES: f32 = 2.0;
        let line = ui.text_style_height(&egui::TextStyle::Body);
        let size = vec2(ui.available_width(), LINES * line + GAP);
        let top = egui::Layout::top_down(egui::Align::LEFT);
        let text = self.consequence_text(sizes);
        let text = if self.fits(sizes) {
            RichText::new(text).weak()
        } else {
            RichText::new(self.shell.words.get("export-no-memory")).color(palette(ui.ctx()).error)
        };
        ui.allocate_ui_with_layout(size, top, |ui| {
            ui.set_min_size(size);
            ui.add(egui::Label::new(text).wrap());
        });
        if self.create.art.refines() {
            self.offer_refine(ui, sizes);
        }
    }

    fn consequence_text(&self, sizes: &Sizes) -> String {
        let words = &self.shell.words;
        let (target, canvas) = (sizes.target(), sizes.canvas);
        let shown = format!("{} × {}", canvas.0, canvas.1);
        let shown = [("size", shown.into())];
        let painted = |engine: Engine| {
            let seconds = self.seconds_for(engine, target);
            match seconds > 0.0 {
                true => words.with(
                    "export-painted-in",
                    &[("time", clock(seconds.max(1.0)).into())],
                ),
                false => words.get("export-painted"),
            }
        };
        if target == canvas {
            return words.get("export-as-shown");
        }
        if self.create.art.refines() && !sizes.again {
            let enlarged = sizes.is_enlarged(canvas);
            let key = if enlarged {
                "export-enlarged"
            } else {
                "export-reduced"
            };
            return words.with(key, &shown);
        }
        let engine = if self.create.art.refines() {
            Engine::Refine
        } else {
            Engine::Instant
        };
        if sizes.is_enlarged(sizes.own) {
            format!("{} {}", painted(engine), words.get("export-photo-enlarged"))
        } else {
            painted(engine)
        }
    }

    /// Refine at the wanted size, if that is larger than what it has painted and nobody waits for ever.
    fn offer_refine(&self, ui: &mut Ui, sizes: &mut Sizes) {
        let seconds = self.seconds_for(Engine::Refine, sizes.target());
        let again = Sizes {
            again: true,
            ..sizes.clone()
        };
        let larger = sizes.is_enlarged(sizes.canvas);
        let can = larger && seconds > 0.0 && seconds <= PATIENCE && self.fits(&again);
        sizes.again &= can;
        let time = [("time", clock(seconds.max(1.0)).into())];
        let key = match (larger, seconds > PATIENCE) {
            (true, true) => "export-refine-long",
            _ if seconds > 0.0 => "export-refine",
            _ => "export-refine-unknown",
        };
        let text = self.shell.words.with(key, &time);
        ui.add_enabled(can, Checkbox::new(&mut sizes.again, text))
            .on_disabled_hover_text(self.shell.words.get("export-refine-why"));
    }
}
