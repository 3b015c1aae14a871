//! How large an export is: the photograph's own size, the canvas's, in pixels or on paper; and what that
//! takes.

use crate::{
    gui::{
        create::context::PaneContext,
        localisation::clock,
        theme::{CONTROL, GAP, palette},
    },
    nn::NetSpec,
    session::{
        Artwork, FileSize, Settings,
        engine::{PaintRequest, Shown, instant_forecast},
    },
    stylize::{Engine, Size, refine_forecast},
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
    /// Whether the decoder that Refine has moved can paint it at any size.
    can_grow: bool,
    /// Width and height of the part of the photograph that is painted.
    own: (usize, usize),
    /// Width and height of the picture on the canvas.
    canvas: (usize, usize),
}

impl Sizes {
    /// As the last time; the canvas's, if the artist has asked for a size there.
    pub fn new(settings: &Settings, art: &Artwork, what: Shown) -> Self {
        let own = art.project.own_size().unwrap_or((1, 1));
        let last = settings.export.size;
        let asked = matches!(art.project.recipe.size, Size::LongSide(_));
        Self {
            size: if asked { FileSize::Canvas } else { last },
            chosen: false,
            again: false,
            can_grow: art.can_grow(what),
            own,
            canvas: art.size().unwrap_or(own),
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

impl Sizes {
    /// What is painted anew for an export of `what`: nothing if its picture on the canvas is the one, or is
    /// only brought to another size.
    pub fn painted_for(&self, what: Shown, art: &Artwork) -> Option<Box<PaintRequest>> {
        let target = self.target();
        if target == self.canvas || (art.refines() && !self.again && !self.grows()) {
            return None;
        }
        let start = art.project.start()?.at_size(target);
        let of_instant = what == Shown::Newest && !art.refines();
        (of_instant || art.refines()).then(|| Box::new(start))
    }

    /// Whether it is larger than on the canvas and painted so by the decoder that Refine has moved.
    fn grows(&self) -> bool {
        self.can_grow && self.is_enlarged(self.canvas)
    }

    /// Whether there is memory for it.
    pub fn fits(&self, cx: &PaneContext<'_>) -> bool {
        let Some(budget) = cx.budget else {
            return true;
        };
        let (width, height) = self.target();
        let forecast = match cx.art.refines() && self.again {
            true => {
                let (recipe, net) = (&cx.art.project.recipe, NetSpec::BuiltIn.forecast());
                refine_forecast(recipe, net, (width, height), budget)
            }
            false => instant_forecast((width, height), budget),
        };
        forecast.bytes(width, height) <= budget.bytes()
    }

    /// The rows of the dialog; `bytes` is how large the file will be.
    pub fn choose(&mut self, ui: &mut Ui, cx: &PaneContext<'_>, bytes: Option<String>) {
        let words = cx.words;
        let t = |key: &str| words.get(key);
        let before = self.size;
        ui.label(t("size"));
        ui.horizontal(|ui| {
            let (width, height) = self.target();
            let pixels = FileSize::LongSide(width.max(height));
            let same =
                |a: FileSize, b: FileSize| std::mem::discriminant(&a) == std::mem::discriminant(&b);
            for (size, key) in [
                (FileSize::Own, "export-own"),
                (FileSize::Canvas, "export-canvas"),
                (pixels, "export-pixels"),
                (PAPER, "export-paper"),
            ] {
                let here = same(self.size, size);
                if ui.selectable_label(here, t(key)).clicked() && !here {
                    self.size = size;
                }
            }
        });
        ui.end_row();
        ui.label("");
        ui.horizontal(|ui| {
            ui.set_min_height(CONTROL);
            self.numbers(ui, cx);
            if let Some(bytes) = bytes {
                let bytes = cx.words.with("file-size", &[("bytes", bytes.into())]);
                ui.label(RichText::new(bytes).weak());
            }
        });
        ui.end_row();
        ui.label("");
        ui.vertical(|ui| self.consequence(ui, cx));
        ui.end_row();
        if self.size != before {
            self.chosen = true;
            // What stands above was drawn for the size before.
            ui.ctx().request_repaint();
        }
    }

    /// The chosen size in numbers, to be changed where they are the artist's.
    fn numbers(&mut self, ui: &mut Ui, cx: &PaneContext<'_>) {
        let unit = |key: &str| format!(" {}", cx.words.get(key));
        let named = |response: Response, key: &str| {
            let name = cx.words.get(key);
            let (role, shown) = (Role::SpinButton, name.clone());
            response.widget_info(|| WidgetInfo::labeled(role, true, shown.as_str()));
            response.on_hover_text(name);
        };
        match &mut self.size {
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
        let (width, height) = self.target();
        ui.label(format!("{width} × {height}"));
    }

    /// What will be done for it, how long that takes, and what is lost.
    fn consequence(&mut self, ui: &mut Ui, cx: &PaneContext<'_>) {
        /// Lines that keep their place whatever is said.
        const LINES: f32 = 2.0;
        let line = ui.text_style_height(&egui::TextStyle::Body);
        let size = vec2(ui.available_width(), LINES * line + GAP);
        let top = egui::Layout::top_down(egui::Align::LEFT);
        let text = self.consequence_text(cx);
        let text = if self.fits(cx) {
            RichText::new(text).weak()
        } else {
            RichText::new(cx.words.get("export-no-memory")).color(palette(ui.ctx()).error)
        };
        ui.allocate_ui_with_layout(size, top, |ui| {
            ui.set_min_size(size);
            ui.add(egui::Label::new(text).wrap());
        });
        if cx.art.refines() && !self.can_grow {
            self.offer_refine(ui, cx);
        }
    }

    fn consequence_text(&self, cx: &PaneContext<'_>) -> String {
        let words = cx.words;
        let (target, canvas) = (self.target(), self.canvas);
        let shown = format!("{} × {}", canvas.0, canvas.1);
        let shown = [("size", shown.into())];
        let painted = |engine: Engine| {
            let seconds = cx.seconds_for(engine, target);
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
        if cx.art.refines() && !self.again && !self.grows() {
            let enlarged = self.is_enlarged(canvas);
            let key = if enlarged {
                "export-enlarged"
            } else {
                "export-reduced"
            };
            return words.with(key, &shown);
        }
        // What a decoder paints takes what Instant's takes.
        let engine = if cx.art.refines() && self.again {
            Engine::Refine
        } else {
            Engine::Instant
        };
        if self.is_enlarged(self.own) {
            format!("{} {}", painted(engine), words.get("export-photo-enlarged"))
        } else {
            painted(engine)
        }
    }

    /// Refine at the wanted size, if that is larger than what it has painted and nobody waits for ever.
    fn offer_refine(&mut self, ui: &mut Ui, cx: &PaneContext<'_>) {
        let seconds = cx.seconds_for(Engine::Refine, self.target());
        let again = Sizes {
            again: true,
            ..self.clone()
        };
        let larger = self.is_enlarged(self.canvas);
        let can = larger && seconds > 0.0 && seconds <= PATIENCE && again.fits(cx);
        self.again &= can;
        let time = [("time", clock(seconds.max(1.0)).into())];
        let key = match (larger, seconds > PATIENCE) {
            (true, true) => "export-refine-long",
            _ if seconds > 0.0 => "export-refine",
            _ => "export-refine-unknown",
        };
        let text = cx.words.with(key, &time);
        ui.add_enabled(can, Checkbox::new(&mut self.again, text))
            .on_disabled_hover_text(cx.words.get("export-refine-why"));
    }
}
