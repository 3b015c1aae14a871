//! The handles of a crop: where they are, and how they look.

use crate::{
    gui::theme::{ON_SHADE, SHADE},
    picture::Crop,
};
use egui::{Id, Rect, Shape, Stroke, vec2};

/// An edge, a corner or the whole frame: which sides move, and what it is called.
pub const HANDLES: [([i8; 2], &str); 8] = [
    ([-1, -1], "corner-top-left"),
    ([0, -1], "edge-top"),
    ([1, -1], "corner-top-right"),
    ([1, 0], "edge-right"),
    ([1, 1], "corner-bottom-right"),
    ([0, 1], "edge-bottom"),
    ([-1, 1], "corner-bottom-left"),
    ([-1, 0], "edge-left"),
];

/// The widget of a handle.
pub fn handle_id(key: &str) -> Id {
    Id::unique(("crop", key))
}

/// The widget of the whole frame.
pub fn frame_id() -> Id {
    Id::unique("crop frame")
}

/// Where a handle stands, in percent of the picture.
pub fn edge_value(crop: Crop, side: [i8; 2]) -> f64 {
    let edge = |side: i8, start: f32, length: f32| if side < 0 { start } else { start + length };
    let share = match side {
        [0, y] => edge(y, crop.top, crop.height),
        [x, _] => edge(x, crop.left, crop.width),
    };
    f64::from((share * 1000.0).round() / 10.0)
}

/// The point of a rectangle on the given side.
pub fn at(rect: Rect, [x, y]: [i8; 2]) -> egui::Pos2 {
    rect.center() + vec2(f32::from(x), f32::from(y)) * rect.size() * 0.5
}

/// Where a handle is caught: corners as squares, edges between them.
pub fn spot(crop: Rect, side: [i8; 2]) -> Rect {
    const REACH: f32 = 28.0;
    let along = |side: i8, length: f32| {
        if side == 0 {
            (length - REACH).max(REACH * 0.5)
        } else {
            REACH
        }
    };
    let size = vec2(along(side[0], crop.width()), along(side[1], crop.height()));
    Rect::from_center_size(at(crop, side), size)
}

/// Dims what is not used.
pub fn shade(painter: &egui::Painter, rect: Rect, crop: Rect) {
    let dim = SHADE.gamma_multiply(0.75);
    let (x, y) = (rect.x_range(), crop.y_range());
    for part in [
        Rect::from_x_y_ranges(x, rect.top()..=y.min),
        Rect::from_x_y_ranges(x, y.max..=rect.bottom()),
        Rect::from_x_y_ranges(x.min..=crop.left(), y),
        Rect::from_x_y_ranges(crop.right()..=x.max, y),
    ] {
        painter.rect_filled(part, 0, dim);
    }
}

/// The corners and the middles of the edges, drawn thick enough to be seen on any picture.
pub fn brackets(painter: &egui::Painter, crop: Rect) {
    let arm = 20f32.min(0.3 * crop.width()).min(0.3 * crop.height());
    for width in [7.0, 4.0] {
        let colour = if width > 5.0 { SHADE } else { ON_SHADE };
        let stroke = Stroke::new(width, colour);
        for (side, _) in HANDLES {
            let tip = at(crop, side);
            let [x, y] = side.map(f32::from);
            let points = match side {
                [0, _] => vec![tip - vec2(0.6 * arm, 0.0), tip + vec2(0.6 * arm, 0.0)],
                [_, 0] => vec![tip - vec2(0.0, 0.6 * arm), tip + vec2(0.0, 0.6 * arm)],
                _ => vec![tip - vec2(x * arm, 0.0), tip, tip - vec2(0.0, y * arm)],
            };
            painter.add(Shape::line(points, stroke));
        }
    }
}
