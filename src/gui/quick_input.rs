//! Input that is quicker than frames: a button that is pressed, moved and let go within one frame would be
//! seen where it ended only. What was done at one place is seen in one frame, what followed in the next.

use egui::{Context, Event, Plugin, RawInput};
use std::mem;

/// Spreads what a quick hand did over as many frames as it takes to see it.
#[derive(Default)]
pub struct QuickInput {
    later: Vec<Event>,
}

impl Plugin for QuickInput {
    fn debug_name(&self) -> &'static str {
        "quick input"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        let mut all = mem::take(&mut self.later);
        all.append(&mut input.events);
        self.later = all.split_off(seen_at_once(&all));
        input.events = all;
        if !self.later.is_empty() {
            ctx.request_repaint();
        }
    }
}

/// How many of these events one frame can see: up to a press of a button, or up to where it is let go after a
/// way.
fn seen_at_once(events: &[Event]) -> usize {
    let mut moved = false;
    for (i, event) in events.iter().enumerate() {
        match event {
            Event::PointerMoved(_) => moved = true,
            Event::PointerButton { pressed: true, .. } => {
                let last = i + 1 == events.len();
                return if last { i + 1 } else { after_press(events, i) };
            }
            Event::PointerButton { pressed: false, .. } if moved => return i,
            _ => {}
        }
    }
    events.len()
}

/// A press and what follows at the same place: a click is seen whole.
fn after_press(events: &[Event], press: usize) -> usize {
    let rest = &events[press + 1..];
    let way = rest.iter().position(|event| {
        matches!(
            event,
            Event::PointerMoved(_) | Event::PointerButton { pressed: true, .. }
        )
    });
    way.map_or(events.len(), |way| press + 1 + way)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Modifiers, PointerButton, pos2};

    fn button(x: f32, pressed: bool) -> Event {
        Event::PointerButton {
            pos: pos2(x, 0.0),
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        }
    }

    fn to(x: f32) -> Event {
        Event::PointerMoved(pos2(x, 0.0))
    }

    /// What each frame sees of events that all came before the first.
    fn frames(events: Vec<Event>) -> Vec<Vec<Event>> {
        let (mut input_spread, ctx) = (QuickInput::default(), Context::default());
        let mut frames = Vec::new();
        let mut input = RawInput {
            events,
            ..RawInput::default()
        };
        loop {
            input_spread.input_hook(&ctx, &mut input);
            frames.push(mem::take(&mut input.events));
            if input_spread.later.is_empty() {
                return frames;
            }
        }
    }

    #[test]
    fn a_drag_within_one_frame_is_a_press_a_way_and_a_release() {
        let drag = vec![
            to(1.0),
            button(1.0, true),
            to(5.0),
            to(9.0),
            button(9.0, false),
        ];
        let seen = frames(drag.clone());
        assert_eq!(seen.len(), 3);
        assert_eq!(seen[0], drag[..2]);
        assert_eq!(seen[1], drag[2..4]);
        assert_eq!(seen[2], drag[4..]);
    }

    #[test]
    fn what_one_frame_can_see_is_not_spread() {
        let click = vec![to(1.0), button(1.0, true), button(1.0, false)];
        assert_eq!(frames(click.clone()), vec![click.clone()]);
        assert_eq!(frames(vec![to(1.0), to(2.0)]).len(), 1);
        assert_eq!(frames(vec![button(1.0, false)]).len(), 1);
        // Two quick clicks are two.
        let twice = [click.clone(), click[1..].to_vec()].concat();
        assert_eq!(frames(twice).len(), 2);
    }
}
