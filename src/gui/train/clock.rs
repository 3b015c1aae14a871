//! A time of the day that is set by two numbers.

use super::context::PaneContext;
use crate::session::TimeOfDay;
use egui::{DragValue, Role, Ui, WidgetInfo};

/// Draws hours and minutes; whether the hand has changed them. `name` is what happens then.
pub fn clock(ui: &mut Ui, cx: &PaneContext<'_>, name: &str, time: &mut TimeOfDay) -> bool {
    let before = *time;
    ui.spacing_mut().item_spacing.x = 4.0;
    for (part, key, most) in [
        (&mut time.hour, "clock-hour", 23),
        (&mut time.minute, "clock-minute", 59),
    ] {
        let two = |value: f64, _| format!("{value:02}");
        let edit = ui.add(DragValue::new(part).range(0..=most).custom_formatter(two));
        let name = format!("{name}: {}", cx.text(key));
        edit.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name.as_str()));
        if key == "clock-hour" {
            ui.label(":");
        }
    }
    let (_, is_tomorrow) = time.next();
    ui.weak(cx.text(match is_tomorrow {
        true => "clock-tomorrow",
        false => "clock-today",
    }));
    *time != before
}
