//! The blend pad: a handle between two to four styles, whose place is their shares.
//!
//! A click or a drag moves the handle, arrow keys step it (Shift is ten times finer), double-click or
//! Backspace gives equal shares.

use crate::gui::{
    theme::{CORNER, palette},
    widgets::cover,
};
use egui::{
    Color32, Key, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, TextureHandle, Ui,
    Vec2, Widget, WidgetInfo, pos2, vec2,
};

/// Height of the pad of two styles, and of more.
const LOW: f32 = 40.0;
const HIGH: f32 = 116.0;
/// Side of a corner's picture, and its distance from where the handle can go.
const PICTURE: f32 = 32.0;
const AWAY: f32 = 8.0;

/// A style at a corner.
pub struct Corner {
    /// Its name.
    pub title: String,
    /// Its picture, if that is there.
    pub picture: Option<TextureHandle>,
}

/// The pad over the shares of two to four styles.
pub struct Pad<'a> {
    shares: &'a mut Vec<f32>,
    corners: &'a [Corner],
    name: String,
    hint: String,
}

impl<'a> Pad<'a> {
    /// A pad called `name` over `shares`, one for each of `corners`; `hint` says in one sentence what
    /// it does.
    pub fn new(
        shares: &'a mut Vec<f32>,
        corners: &'a [Corner],
        name: String,
        hint: String,
    ) -> Self {
        Self {
            shares,
            corners,
            name,
            hint,
        }
    }

    fn drag(&mut self, ui: &Ui, response: &Response, ends: &[Pos2]) {
        if response.double_clicked() {
            *self.shares = equal(ends.len());
            return;
        }
        if response.is_pointer_button_down_on() {
            response.request_focus();
        }
        if let Some(pointer) = response.interact_pointer_pos()
            && (response.dragged() || response.clicked())
        {
            *self.shares = shares_at(ends, pointer);
        }
        if response.has_focus() {
            ui.memory_mut(|memory| {
                let arrows = egui::EventFilter {
                    horizontal_arrows: true,
                    vertical_arrows: true,
                    ..Default::default()
                };
                memory.set_focus_lock_filter(response.id, arrows);
            });
            self.keys(ui, ends);
        }
    }

    fn keys(&mut self, ui: &Ui, ends: &[Pos2]) {
        let (moved, reset) = ui.input(|input| {
            let fine = if input.modifiers.shift { 0.1 } else { 1.0 };
            let presses = |key| input.num_presses(key) as f32;
            let right = presses(Key::ArrowRight) - presses(Key::ArrowLeft);
            let down = presses(Key::ArrowDown) - presses(Key::ArrowUp);
            (vec2(right, down) * fine, input.key_pressed(Key::Backspace))
        });
        if reset {
            *self.shares = equal(ends.len());
        } else if moved != Vec2::ZERO {
            let room = Rect::from_points(ends).size();
            let step = if ends.len() == 2 {
                // A line has no height; up is more of the second, as on a slider.
                vec2((moved.x - moved.y) * room.x / 50.0, 0.0)
            } else {
                moved * room / 50.0
            };
            *self.shares = shares_at(ends, place_of(ends, self.shares) + step);
        }
    }

    fn paint(&self, ui: &Ui, response: &Response, ends: &[Pos2], pictures: &[Rect]) {
        let colours = palette(ui.ctx());
        let painter = ui.painter();
        let line = Stroke::new(1.0, colours.line);
        match *ends {
            [a, b] => {
                let rail = Rect::from_two_pos(a, b).expand2(vec2(0.0, 2.0));
                painter.rect_filled(rail, 2, colours.line);
            }
            [a, b, c] => {
                painter.add(Shape::convex_polygon(vec![a, b, c], colours.raised, line));
            }
            [a, b, c, d] => {
                let outline = vec![a, b, d, c];
                painter.add(Shape::convex_polygon(outline, colours.raised, line));
            }
            _ => {}
        }
        let handle = place_of(ends, self.shares);
        for ((end, share), (picture, corner)) in ends
            .iter()
            .zip(&*self.shares)
            .zip(pictures.iter().zip(self.corners))
        {
            // The more of a style there is, the stronger its line.
            let tint = colours.accent.gamma_multiply(0.25 + 0.75 * share);
            painter.line_segment([*end, handle], Stroke::new(1.0 + 3.0 * share, tint));
            self.picture(painter, *picture, corner, *share, colours.raised);
            let stroke = if *share > 0.995 {
                Stroke::new(2.0, colours.accent)
            } else {
                line
            };
            painter.rect_stroke(*picture, CORNER, stroke, egui::StrokeKind::Inside);
        }
        let radius = if response.hovered() || response.dragged() {
            8.0
        } else {
            7.0
        };
        painter.circle(
            handle,
            radius,
            colours.raised,
            Stroke::new(2.0, colours.accent),
        );
        if response.has_focus() {
            painter.circle_stroke(handle, radius + 2.5, Stroke::new(1.5, colours.text));
        }
    }

    fn picture(
        &self,
        painter: &Painter,
        place: Rect,
        corner: &Corner,
        share: f32,
        ground: Color32,
    ) {
        painter.rect_filled(place, CORNER, ground);
        if let Some(texture) = &corner.picture {
            let uv = cover(texture.size_vec2(), place.size());
            // A style without a share is there, but takes no part.
            let tint = Color32::WHITE.gamma_multiply(if share > 0.005 { 1.0 } else { 0.5 });
            let shape = egui::epaint::RectShape::filled(place, CORNER, tint);
            painter.add(shape.with_texture(texture.id(), uv));
        }
    }
}

impl Widget for Pad<'_> {
    fn ui(mut self, ui: &mut Ui) -> Response {
        let before = self.shares.clone();
        let height = if self.corners.len() == 2 { LOW } else { HIGH };
        let size = vec2(ui.available_width(), height);
        let (rect, mut response) = ui.allocate_exact_size(size, Sense::click_and_drag());
        let (ends, pictures) = lay_out(self.corners.len(), rect);
        self.drag(ui, &response, &ends);
        if *self.shares != before {
            response.mark_changed();
        }
        self.paint(ui, &response, &ends, &pictures);
        let said = said(self.corners, self.shares);
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(said.clone()),
            ..WidgetInfo::labeled(Role::Slider, ui.is_enabled(), self.name.as_str())
        });
        if response.dragged() {
            response.show_tooltip_text(said);
            return response;
        }
        response.on_hover_text(format!("{said}\n{}", self.hint))
    }
}

/// "Mosaic 70 %, Fresco 30 %".
fn said(corners: &[Corner], shares: &[f32]) -> String {
    let parts = corners.iter().zip(shares);
    let parts = parts.map(|(corner, share)| format!("{} {:.0} %", corner.title, share * 100.0));
    parts.collect::<Vec<_>>().join(", ")
}

/// The same share for each of `count` styles.
pub fn equal(count: usize) -> Vec<f32> {
    vec![1.0 / count.max(1) as f32; count]
}

/// Where the handle has a share of 1 for each style, and where their pictures are: both ends of a line, a
/// triangle with one style at its top, or a rectangle in reading order.
fn lay_out(count: usize, rect: Rect) -> (Vec<Pos2>, Vec<Rect>) {
    let side = PICTURE.min(rect.width() / 4.0);
    let near = side / 2.0;
    let (left, right) = (rect.left() + near, rect.right() - near);
    let (top, bottom) = (rect.top() + near, rect.bottom() - near);
    let middle = rect.center();
    let inside = side / 2.0 + AWAY;
    let (places, ways): (Vec<Pos2>, Vec<Vec2>) = match count {
        2 => (
            vec![pos2(left, middle.y), pos2(right, middle.y)],
            vec![vec2(inside, 0.0), vec2(-inside, 0.0)],
        ),
        3 => (
            vec![pos2(middle.x, top), pos2(left, bottom), pos2(right, bottom)],
            vec![vec2(0.0, inside), vec2(inside, 0.0), vec2(-inside, 0.0)],
        ),
        _ => (
            vec![
                pos2(left, top),
                pos2(right, top),
                pos2(left, bottom),
                pos2(right, bottom),
            ],
            vec![
                vec2(inside, 0.0),
                vec2(-inside, 0.0),
                vec2(inside, 0.0),
                vec2(-inside, 0.0),
            ],
        ),
    };
    let ends = places.iter().zip(ways).map(|(place, way)| *place + way);
    let pictures = places.iter();
    let pictures = pictures.map(|at| Rect::from_center_size(*at, Vec2::splat(side)));
    (ends.collect(), pictures.collect())
}

/// Where the handle is for these shares: their mean place.
fn place_of(ends: &[Pos2], shares: &[f32]) -> Pos2 {
    let total: f32 = shares.iter().sum();
    let shares = if total > 0.0 {
        shares.iter().map(|share| share / total).collect()
    } else {
        equal(ends.len())
    };
    let sum = ends.iter().zip(&shares);
    sum.fold(Pos2::ZERO, |sum, (end, share)| sum + end.to_vec2() * *share)
}

/// The shares of the styles where the handle is, or at the nearest place where it can be; they sum to
/// 1. On a line and in a triangle they are barycentric, in a rectangle bilinear.
fn shares_at(ends: &[Pos2], at: Pos2) -> Vec<f32> {
    let shares = match *ends {
        [a, b] => {
            let along = along(a, b, at);
            vec![1.0 - along, along]
        }
        [a, b, c] => in_triangle([a, b, c], at),
        [a, b, c, _] => {
            let (x, y) = (along(a, b, at), along(a, c, at));
            vec![(1.0 - x) * (1.0 - y), x * (1.0 - y), (1.0 - x) * y, x * y]
        }
        _ => equal(ends.len()),
    };
    // What cannot be seen is not kept: a number is what it says.
    let round = |share: f32| (share * 1000.0).round() / 1000.0;
    shares.into_iter().map(round).collect()
}

/// How far along from `a` to `b` the point nearest to `at` is, 0 to 1.
fn along(a: Pos2, b: Pos2, at: Pos2) -> f32 {
    let way = b - a;
    ((at - a).dot(way) / way.length_sq().max(1e-6)).clamp(0.0, 1.0)
}

fn in_triangle(corners: [Pos2; 3], at: Pos2) -> Vec<f32> {
    let [a, b, c] = corners;
    let area = |a: Pos2, b: Pos2, c: Pos2| {
        let (u, v) = (b - a, c - a);
        u.x * v.y - u.y * v.x
    };
    let whole = area(a, b, c);
    let shares = [area(at, b, c), area(a, at, c), area(a, b, at)].map(|part| part / whole);
    if shares.iter().all(|share| *share >= 0.0) {
        return shares.to_vec();
    }
    // Outside: the nearest point of the nearest side.
    let sides = [(0, 1), (1, 2), (2, 0)].map(|(from, to)| {
        let share = along(corners[from], corners[to], at);
        let there = corners[from] + (corners[to] - corners[from]) * share;
        let mut shares = vec![0.0; 3];
        (shares[from], shares[to]) = (1.0 - share, share);
        (there.distance(at), shares)
    });
    let nearest = sides.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
    nearest.map_or_else(|| equal(3), |(_, shares)| shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(count: usize) -> Vec<Pos2> {
        lay_out(
            count,
            Rect::from_min_size(pos2(10.0, 20.0), vec2(212.0, 132.0)),
        )
        .0
    }

    #[test]
    fn a_corner_is_all_of_its_style_and_the_middle_is_equal_shares() {
        for count in 2..=4 {
            let ends = ends(count);
            for (i, end) in ends.iter().enumerate() {
                let shares = shares_at(&ends, *end);
                assert!((shares[i] - 1.0).abs() < 1e-3, "{count}: {shares:?}");
            }
            let middle = place_of(&ends, &equal(count));
            for (share, even) in shares_at(&ends, middle).iter().zip(equal(count)) {
                assert!((share - even).abs() < 2e-3, "{count}: {share}");
            }
        }
    }

    #[test]
    fn the_handle_stays_where_it_was_put_and_shares_sum_to_1_wherever_the_pointer_is() {
        for count in 2..=4 {
            let ends = ends(count);
            for (x, y) in [(-50.0, 400.0), (120.0, 90.0), (95.0, 60.0), (900.0, -20.0)] {
                let shares = shares_at(&ends, pos2(x, y));
                assert!(
                    (shares.iter().sum::<f32>() - 1.0).abs() < 3e-3,
                    "{shares:?}"
                );
                assert!(shares.iter().all(|s| (0.0..=1.0).contains(s)), "{shares:?}");
                let handle = place_of(&ends, &shares);
                let again = shares_at(&ends, handle);
                for (a, b) in shares.iter().zip(again) {
                    assert!((a - b).abs() < 3e-3, "{count}: {a} {b}");
                }
            }
        }
    }
}
