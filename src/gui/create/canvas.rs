//! The picture: zoom, pan, and what it is compared with.

use crate::{
    gui::{
        live_picture::LivePicture,
        localisation::Words,
        still_picture::StillPicture,
        theme::{ON_SHADE, PIXEL_GRID, SHADE, palette},
    },
    picture::Crop,
};
use egui::{
    Align2, Color32, CursorIcon, FontId, Id, Key, Painter, PointerButton, Pos2, Rect, Response,
    Role, Sense, Stroke, Ui, Vec2, WidgetInfo, pos2, vec2,
};

/// Smallest and largest scale in screen pixels for each pixel of the picture.
const SCALES: std::ops::RangeInclusive<f32> = 0.05..=32.0;
/// Scale from which single pixels are shown.
const SHARP: f32 = 2.0;
/// How much of the view a picture takes that fits.
const FITS: f32 = 0.96;
/// Scale from which a grid is drawn between the pixels.
const GRID: f32 = 8.0;

/// How the picture fits the canvas.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zoom {
    /// All of it is seen.
    Fit,
    /// It covers the canvas.
    Fill,
    /// Screen pixels for each pixel of the picture.
    Scale(f32),
}

impl Zoom {
    /// Screen pixels for each pixel of a picture of `width` x `height` in a view of so many screen pixels.
    fn scale(self, view: Vec2, (width, height): (usize, usize)) -> f32 {
        let ratio = view / vec2(width as f32, height as f32);
        match self {
            Self::Fit => FITS * ratio.min_elem(),
            Self::Fill => ratio.max_elem(),
            Self::Scale(scale) => scale,
        }
    }
}

/// What is seen beside the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compare {
    /// The result alone.
    #[default]
    Result,
    /// Before and after with a handle between them.
    Split,
    /// Before and after beside each other.
    SideBySide,
}

impl Compare {
    /// The next one.
    pub fn next(self) -> Self {
        match self {
            Self::Result => Self::Split,
            Self::Split => Self::SideBySide,
            Self::SideBySide => Self::Result,
        }
    }
}

/// The view of the picture.
pub struct Canvas {
    /// How it fits.
    pub zoom: Zoom,
    /// The point of the picture, 0 to 1, in the middle of the canvas.
    centre: Vec2,
    /// What is compared.
    pub compare: Compare,
    /// Place of the handle, 0 to 1 of the picture's width.
    pub split: f32,
    /// Screen pixels for each pixel of the picture, as last drawn.
    scale: f32,
    /// Width and height in screen pixels of what the picture is seen in, as last drawn.
    view: Option<Vec2>,
    /// The photograph, all of it.
    pub before: Option<StillPicture>,
    /// The part of it that is painted.
    pub crop: Crop,
    /// A snapshot that is compared with instead of the photograph.
    pub other: LivePicture,
    /// The result.
    pub after: LivePicture,
    /// What is compared, if it is a snapshot or has a step: on the left and on the right.
    pub titles: (Option<String>, Option<String>),
    /// When the first frame came, for the cross-fade.
    pub appeared: Option<f64>,
    /// Whether the original is shown while a key is held.
    pub original: bool,
    /// Whether a hand has just moved or zoomed the picture; who rests meanwhile takes it back.
    pub moved: bool,
}

impl Default for Canvas {
    fn default() -> Self {
        Self {
            zoom: Zoom::Fit,
            centre: vec2(0.5, 0.5),
            compare: Compare::Result,
            split: 0.5,
            scale: 1.0,
            view: None,
            before: None,
            crop: Crop::default(),
            other: LivePicture::default(),
            after: LivePicture::default(),
            titles: (None, None),
            appeared: None,
            original: false,
            moved: false,
        }
    }
}

/// What the canvas needs to know.
pub struct Look<'a> {
    /// Width and height of the result.
    pub size: (usize, usize),
    /// The words.
    pub words: &'a Words,
    /// Grey round the picture.
    pub surround: Color32,
    /// Seconds of the cross-fade.
    pub fade: f32,
}

impl Canvas {
    /// Screen pixels for each pixel of the picture, as last drawn.
    pub fn scale(&self) -> f32 {
        self.scale
    }

    /// Whether single pixels are shown.
    pub fn is_sharp(&self) -> bool {
        self.scale >= SHARP
    }

    /// Long side in screen pixels of a picture of this size, zoomed like this; `None` before anything was
    /// drawn.
    pub fn side(&self, zoom: Zoom, size: (usize, usize)) -> Option<usize> {
        let scale = zoom.scale(self.view?, size);
        Some((scale * size.0.max(size.1) as f32).ceil() as usize)
    }

    /// Sets a scale, keeping the middle.
    pub fn set_scale(&mut self, scale: f32) {
        self.zoom = Zoom::Scale(scale.clamp(*SCALES.start(), *SCALES.end()));
    }

    /// All of the picture, in the middle.
    pub fn fit(&mut self) {
        self.zoom = Zoom::Fit;
        self.centre = vec2(0.5, 0.5);
    }

    /// Draws the picture and follows pointer and wheel.
    pub fn show(&mut self, ui: &mut Ui, look: &Look<'_>) -> Response {
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, 0, look.surround);
        let side_by_side = self.compare == Compare::SideBySide && !self.original;
        let view = if side_by_side {
            rect.split_left_right_at_fraction(0.5).1
        } else {
            rect
        };
        self.navigate(ui, &response, view, look);
        let name = look.words.get("canvas-name");
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name.clone()));
        if self.before.is_none() && self.after.size().is_none() {
            return response;
        }
        let sharp = self.is_sharp();
        let picture = self.place(ui, view, look.size);
        if self.original {
            self.paint_before(&painter, picture, sharp);
            self.tag(
                &painter,
                view,
                Align2::LEFT_TOP,
                &look.words.get("canvas-before"),
            );
        } else if side_by_side {
            let (left, right) = rect.split_left_right_at_fraction(0.5);
            let offset = vec2(left.left() - right.left(), 0.0);
            let clip = |r: Rect| painter.with_clip_rect(r.intersect(rect));
            self.paint_before(&clip(left), picture.translate(offset), sharp);
            self.paint_after(ui, &clip(right), picture, look);
            let line = Stroke::new(1.0, palette(ui.ctx()).line);
            painter.vline(right.left(), rect.y_range(), line);
            self.tags(&painter, (left, right), look.words);
        } else if self.compare == Compare::Split {
            let x = picture.left() + picture.width() * self.split;
            self.paint_after(ui, &painter, picture, look);
            let left = Rect::from_min_max(rect.min, pos2(x, rect.bottom()));
            let clip = painter.with_clip_rect(left.intersect(rect));
            self.paint_before(&clip, picture, sharp);
            let right = Rect::from_min_max(pos2(x, rect.top()), rect.max);
            self.tags(&painter, (left, right), look.words);
            self.handle(ui, &painter, rect, picture, look);
        } else {
            self.paint_after(ui, &painter, picture, look);
        }
        if self.scale >= GRID {
            grid(&painter, picture, look.size, rect);
        }
        response
    }

    /// Where the picture lies on the screen.
    fn place(&mut self, ui: &Ui, view: Rect, (width, height): (usize, usize)) -> Rect {
        let points = ui.ctx().pixels_per_point();
        let size = vec2(width as f32, height as f32) / points;
        let seen = view.size() * points;
        self.view = Some(seen);
        self.scale = self.zoom.scale(seen, (width, height));
        let size = size * self.scale;
        Rect::from_min_size(view.center() - self.centre * size, size)
    }

    fn navigate(&mut self, ui: &Ui, response: &Response, view: Rect, look: &Look<'_>) {
        let picture = self.place(ui, view, look.size);
        if response.double_clicked() {
            if self.zoom == Zoom::Fit {
                self.zoom = Zoom::Scale(1.0);
            } else {
                self.fit();
            }
            return;
        }
        let space = ui.input(|input| input.key_down(Key::Space));
        let pan = response.dragged_by(PointerButton::Middle)
            || response.dragged_by(PointerButton::Primary);
        if space {
            ui.ctx().set_cursor_icon(CursorIcon::Grab);
        }
        if pan && self.zoom != Zoom::Fit {
            self.moved |= response.drag_delta() != Vec2::ZERO;
            self.centre -= response.drag_delta() / picture.size();
            self.centre = self.centre.clamp(Vec2::ZERO, Vec2::splat(1.0));
        }
        let Some(pointer) = response.hover_pos() else {
            return;
        };
        let (wheel, pinch) = ui.input(|i| (i.smooth_scroll_delta.y, i.zoom_delta()));
        let factor = (wheel / 240.0).exp() * pinch;
        if (factor - 1.0).abs() > 1e-4 {
            self.moved = true;
            let point = (pointer - picture.min) / picture.size();
            let scale = (self.scale * factor).clamp(*SCALES.start(), *SCALES.end());
            let size = picture.size() * scale / self.scale;
            self.zoom = Zoom::Scale(scale);
            // The point under the pointer stays there.
            self.centre = point + (view.center() - pointer) / size;
            self.centre = self.centre.clamp(Vec2::ZERO, Vec2::splat(1.0));
        }
    }

    fn paint_before(&mut self, painter: &Painter, picture: Rect, sharp: bool) {
        if self.other.size().is_some() && !self.original {
            self.other.paint(painter, picture, Color32::WHITE);
        } else if let Some(before) = &mut self.before {
            before.paint(painter, picture, self.crop, sharp, Color32::WHITE);
        }
    }

    fn paint_after(&mut self, ui: &Ui, painter: &Painter, picture: Rect, look: &Look<'_>) {
        let sharp = self.is_sharp();
        let now = ui.input(|input| input.time);
        let shown = match self.appeared {
            _ if self.after.size().is_none() => 0.0,
            Some(since) if look.fade > 0.0 => ((now - since) as f32 / look.fade).min(1.0),
            _ => 1.0,
        };
        if shown < 1.0 {
            if let Some(before) = &mut self.before {
                before.paint(painter, picture, self.crop, sharp, Color32::WHITE);
            }
            if shown > 0.0 {
                ui.ctx().request_repaint();
            }
        }
        self.after
            .paint(painter, picture, Color32::WHITE.gamma_multiply(shown));
    }

    fn tags(&self, painter: &Painter, (left, right): (Rect, Rect), words: &Words) {
        let (before, after) = &self.titles;
        let before = match before {
            Some(title) if self.other.size().is_some() => title.clone(),
            _ => words.get("canvas-before"),
        };
        let after = after.clone();
        let after = after.unwrap_or_else(|| words.get("canvas-after"));
        let clip = painter.clip_rect();
        let inside = |rect: Rect| painter.with_clip_rect(rect.intersect(clip));
        self.tag(&inside(left), left, Align2::LEFT_TOP, &before);
        self.tag(&inside(right), right, Align2::RIGHT_TOP, &after);
    }

    fn tag(&self, painter: &Painter, rect: Rect, align: Align2, text: &str) {
        let at = align.pos_in_rect(&rect.shrink(12.0));
        let galley = painter.layout_no_wrap(text.to_owned(), FontId::proportional(12.0), ON_SHADE);
        let place = align.anchor_size(at, galley.size() + vec2(16.0, 8.0));
        painter.rect_filled(place, 6, SHADE);
        painter.galley(place.min + vec2(8.0, 4.0), galley, ON_SHADE);
    }

    fn handle(
        &mut self,
        ui: &mut Ui,
        painter: &Painter,
        rect: Rect,
        picture: Rect,
        look: &Look<'_>,
    ) {
        let x = picture.left() + picture.width() * self.split;
        let grip = Rect::from_center_size(pos2(x, rect.center().y), vec2(28.0, rect.height()));
        let id = Id::unique("split handle");
        let response = ui.interact(grip.intersect(rect), id, Sense::click_and_drag());
        let name = look.words.get("canvas-split");
        let value = f64::from(self.split);
        response.widget_info(|| WidgetInfo::slider(true, value, name.clone()));
        if response.hovered() || response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        }
        if let (true, Some(pointer)) = (response.dragged(), response.interact_pointer_pos()) {
            self.moved = true;
            self.split = (pointer.x - picture.left()) / picture.width();
        }
        if response.clicked() {
            response.request_focus();
        }
        if response.has_focus() {
            ui.memory_mut(|memory| {
                memory.set_focus_lock_filter(
                    id,
                    egui::EventFilter {
                        horizontal_arrows: true,
                        ..Default::default()
                    },
                );
            });
            let presses = |key| ui.input(|input| input.num_presses(key)) as f32;
            self.split += 0.02 * (presses(Key::ArrowRight) - presses(Key::ArrowLeft));
        }
        self.split = self.split.clamp(0.0, 1.0);
        let line = Stroke::new(2.0, ON_SHADE);
        painter.vline(x, rect.y_range(), line);
        let centre = pos2(x, rect.center().y);
        painter.circle(centre, 13.0, SHADE, line);
        for side in [-1.0, 1.0] {
            let tip = centre + vec2(side * 8.0, 0.0);
            let points = [
                tip,
                tip + vec2(-side * 5.0, 4.0),
                tip + vec2(-side * 5.0, -4.0),
            ];
            let shape = egui::Shape::convex_polygon(points.to_vec(), ON_SHADE, Stroke::NONE);
            painter.add(shape);
        }
        if response.has_focus() {
            painter.circle_stroke(centre, 17.0, Stroke::new(1.5, palette(ui.ctx()).accent));
        }
    }
}

/// Lines between the pixels that can be seen.
fn grid(painter: &Painter, picture: Rect, (width, height): (usize, usize), view: Rect) {
    let line = Stroke::new(1.0, PIXEL_GRID);
    let seen = picture.intersect(view);
    let cell = vec2(
        picture.width() / width as f32,
        picture.height() / height as f32,
    );
    let from = |edge: f32, start: f32, step: f32| ((edge - start) / step).ceil().max(0.0) as usize;
    let place = |n: usize, start: Pos2| start + cell * n as f32;
    let first = from(seen.left(), picture.left(), cell.x);
    let columns = (first..=width).map(|n| place(n, picture.min).x);
    for x in columns.take_while(|x| *x <= seen.right()) {
        painter.vline(x, seen.y_range(), line);
    }
    let first = from(seen.top(), picture.top(), cell.y);
    let rows = (first..=height).map(|n| place(n, picture.min).y);
    for y in rows.take_while(|y| *y <= seen.bottom()) {
        painter.hline(seen.x_range(), y, line);
    }
}
