//! Pictures that the run paints again and again of the same photographs: the newest, those of before, two beside each other.

use super::{
    super::context::PaneContext, divided::Divided, own::Chosen, scrubber::scrubber, sheets::Sheets,
};
use crate::{
    compute::Level,
    gui::{
        icons,
        theme::{GAP, palette},
        widgets,
    },
    session::{Sheet, TrainPhase, Training},
};
use egui::{Button, Context, Label, Margin, TextureHandle, Ui};
use std::path::{Path, PathBuf};

/// In the place of the file of the samples as they are now.
const LIVE: &str = "live";

/// What the pane holds.
pub struct Samples {
    /// The step of the sheet that is shown; the newest one if there is none.
    at: Option<usize>,
    /// The step of the one that it is compared with.
    before: Option<usize>,
    /// Where the line between both is, 0 to 1.
    line: f32,
    /// Their textures.
    textures: Sheets,
    /// All sheets that can be shown, the samples as they are now at the end.
    sheets: Vec<Sheet>,
    /// The step of those.
    live: Option<usize>,
}

impl Default for Samples {
    fn default() -> Self {
        Self {
            at: None,
            before: None,
            line: 0.5,
            textures: Sheets::default(),
            sheets: Vec::new(),
            live: None,
        }
    }
}

impl Samples {
    /// A sheet was read, or is not there.
    pub fn came(&mut self, ctx: &Context, path: &Path, sheet: Option<&Level>) {
        self.textures.came(ctx, path, sheet);
    }

    /// Whether a sheet was read.
    #[cfg(test)]
    pub fn has(&self, file: &Path) -> bool {
        self.textures.has(file)
    }

    /// A sheet was asked for and will not come.
    pub fn failed(&mut self, path: &Path) {
        self.textures.failed(path);
    }

    /// The file that is to be read for what is shown, once.
    pub fn wanted(&mut self) -> Option<PathBuf> {
        self.textures.wanted()
    }

    /// Takes in which sheets there are.
    fn follow(&mut self, ctx: &Context, training: &Training) {
        self.sheets.clone_from(&training.record().sheets);
        let live = training.live();
        if self.live != live.map(|(step, _)| *step) {
            self.textures.forget(Path::new(LIVE));
            self.live = live.map(|(step, _)| *step);
            if let Some((_, sheet)) = live {
                self.textures.keep(ctx, Path::new(LIVE), Some(sheet));
            }
        }
        self.sheets.extend(self.live.map(|step| Sheet {
            step,
            path: LIVE.into(),
        }));
    }

    /// The texture of a sheet, which is asked for if it was not read yet.
    fn texture(
        &mut self,
        ctx: &Context,
        training: &Training,
        sheet: &Sheet,
    ) -> Option<TextureHandle> {
        if sheet.path == Path::new(LIVE)
            && !self.textures.knows(&sheet.path)
            && let Some((_, live)) = training.live()
        {
            self.textures.keep(ctx, &sheet.path, Some(live));
        }
        self.textures.texture(&sheet.path)
    }

    /// Draws it; a photograph of the artist's own that is `chosen` comes first.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        cx: &PaneContext<'_>,
        training: &Training,
        chosen: Option<Chosen>,
    ) {
        self.follow(ui.ctx(), training);
        let sheets = self.sheets.clone();
        if chosen.is_none() && sheets.is_empty() {
            empty(ui, cx, training);
            return;
        }
        if chosen.is_none() {
            let bar = egui::Frame::new().fill(palette(ui.ctx()).panel);
            egui::Panel::bottom("sheets")
                .resizable(false)
                .frame(bar.inner_margin(Margin::symmetric(12, 6)))
                .show(ui, |ui| self.bar(ui, cx, training));
        }
        let place = ui.available_rect_before_wrap().shrink(GAP);
        if let Some(chosen) = chosen {
            let names = [cx.text("train-photograph"), chosen.told.clone()];
            let divided = Divided {
                picture: &chosen.painted,
                before: Some((&chosen.photograph, names)),
                name: cx.text("train-line"),
                told: chosen.told.clone(),
            };
            divided.show(ui, place, &mut self.line);
            return;
        }
        let find = |step: Option<usize>| {
            let step = step?;
            sheets.iter().find(|sheet| sheet.step == step)
        };
        let Some(now) = find(self.at).or(sheets.last()) else {
            return;
        };
        let before = find(self.before);
        let step = |sheet: &Sheet| {
            cx.words
                .with("train-at-step", &[("step", sheet.step.into())])
        };
        let other = before.and_then(|before| {
            let texture = self.texture(ui.ctx(), training, before)?;
            Some((texture, [step(before), step(now)]))
        });
        let unread = !self.textures.knows(&now.path);
        let Some(texture) = self.texture(ui.ctx(), training, now) else {
            let key = if unread {
                "train-reading-sheet"
            } else {
                "train-no-sheet"
            };
            widgets::middle(ui, ui.available_rect_before_wrap(), 24.0, &cx.text(key));
            return;
        };
        let divided = Divided {
            picture: &texture,
            before: other
                .as_ref()
                .map(|(texture, names)| (texture, names.clone())),
            name: cx.text("train-line"),
            told: cx
                .words
                .with("train-samples-at", &[("step", now.step.into())]),
        };
        divided.show(ui, place, &mut self.line);
    }

    /// The way through training, and what is compared.
    fn bar(&mut self, ui: &mut Ui, cx: &PaneContext<'_>, training: &Training) {
        let sheets = self.sheets.clone();
        let last = sheets.len().saturating_sub(1);
        let index = |step: Option<usize>| {
            let step = step?;
            sheets.iter().position(|sheet| sheet.step == step)
        };
        let mut at = index(self.at).unwrap_or(last);
        let before = index(self.before);
        ui.horizontal(|ui| {
            let step = sheets.get(at).map_or(0, |sheet| sheet.step);
            let text = cx.words.with("train-at-step", &[("step", step.into())]);
            ui.add_sized([96.0, 24.0], Label::new(text).truncate());
            let newest = Button::new(icons::NEWEST);
            let name = cx.text("train-newest");
            let response = ui.add_enabled(at != last, newest).on_hover_text(&name);
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::Button, at != last, name.as_str())
            });
            if response.clicked() {
                (at, self.at) = (last, None);
            }
            let (key, hint) = match before {
                Some(_) => ("train-compare-end", "train-compare-end-hint"),
                None => ("train-compare", "train-compare-hint"),
            };
            let text = format!("{}  {}", icons::COMPARE, cx.text(key));
            let response = widgets::add_or_why(
                ui,
                sheets.len() > 1,
                &cx.text("train-compare-why"),
                Button::new(text),
            );
            if response.on_hover_text(cx.text(hint)).clicked() {
                self.before = match before {
                    Some(_) => None,
                    // The newest is compared with the first.
                    None if at == last => sheets.first().map(|sheet| sheet.step),
                    None => sheets.get(at).map(|sheet| sheet.step),
                };
                if before.is_none() && at != last {
                    self.at = None;
                }
            }
            let steps = training.record().steps;
            let name = cx.text("train-scrub");
            let shown = steps.0.max(sheets[last].step);
            if scrubber(ui, &name, &sheets, shown, &mut at, before) {
                self.at = sheets
                    .get(at)
                    .filter(|_| at != last)
                    .map(|sheet| sheet.step);
            }
        });
    }
}

/// Nothing was painted yet.
fn empty(ui: &Ui, cx: &PaneContext<'_>, training: &Training) {
    let key = match training.phase() {
        TrainPhase::Reading => "train-samples-reading",
        TrainPhase::Preparing(_) => "train-samples-preparing",
        TrainPhase::Running | TrainPhase::Paused => "train-samples-soon",
        _ => "train-samples-none",
    };
    widgets::middle(ui, ui.available_rect_before_wrap(), 24.0, &cx.text(key));
}
