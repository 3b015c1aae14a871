//! The newest sheet of samples of the run that is looked at, at the size of its file.

use crate::{
    compute::Level,
    gui::{
        live_picture,
        theme::CORNER,
        train::{context::PaneContext, intent::Intent},
    },
    session::{RunInfo, loader::TrainingRequest},
};
use egui::{Color32, Context, Rect, RichText, Role, TextureHandle, Ui, Vec2, WidgetInfo, pos2};
use std::path::{Path, PathBuf};

/// The sheet that is shown.
#[derive(Default)]
pub struct SheetOfRun {
    /// Its file, once it was asked for.
    asked: Option<PathBuf>,
    texture: Option<TextureHandle>,
    /// Whether it was read, or looked for in vain.
    answered: bool,
}

impl SheetOfRun {
    /// A sheet was read, or is not there; those of others are not kept.
    pub fn came(&mut self, ctx: &Context, path: &Path, sheet: Option<&Level>) {
        if self.asked.as_deref() == Some(path) {
            self.answered = true;
            self.texture = sheet.map(|s| live_picture::small(ctx, s.width, s.height, &s.rgba));
        }
    }

    /// Width and height of what was read.
    #[cfg(test)]
    pub fn size(&self) -> Option<[usize; 2]> {
        self.texture.as_ref().map(TextureHandle::size)
    }

    /// Draws it; its small picture until it was read.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, run: &RunInfo) {
        if self.asked != run.sheet {
            (self.asked, self.texture, self.answered) = (run.sheet.clone(), None, false);
            if let Some(path) = run.sheet.clone() {
                cx.ask(Intent::Load(Box::new(TrainingRequest::Sheet(path).into())));
            }
        }
        let Some(texture) = self.picture(cx, run) else {
            let reads = run.sheet.is_some() && !self.answered;
            let key = if reads {
                "train-reading-sheet"
            } else {
                "runs-no-picture"
            };
            ui.label(RichText::new(cx.text(key)).weak());
            return;
        };
        let size = self.points(ui, cx, run);
        let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
        let name = cx.text("runs-picture");
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name.as_str()));
        let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let shape = egui::epaint::RectShape::filled(rect, CORNER, Color32::WHITE);
        ui.painter().add(shape.with_texture(texture.id(), all));
    }

    /// What is there of it: all, or a small picture.
    fn picture<'a>(&'a self, cx: &PaneContext<'a>, run: &RunInfo) -> Option<&'a TextureHandle> {
        let own = self.texture.as_ref().filter(|_| self.asked == run.sheet);
        let small = run.sheet.as_ref().and_then(|s| cx.thumbnails.small_of(s));
        own.or(small.map(|(texture, _)| texture))
    }

    /// Points that it takes: as many as there is room for, and never blown up once all of it was read.
    pub fn points(&self, ui: &Ui, cx: &PaneContext<'_>, run: &RunInfo) -> Vec2 {
        let Some(texture) = self.picture(cx, run) else {
            return Vec2::ZERO;
        };
        let size = texture.size_vec2();
        let high = (ui.ctx().content_rect().height() * 0.55).max(240.0);
        let scale = (ui.available_width() / size.x).min(high / size.y);
        let pixel = 1.0 / ui.ctx().pixels_per_point();
        size * match self.texture.is_some() {
            true => scale.min(pixel),
            false => scale,
        }
    }
}
