//! When a photograph and a style are too unlike for the settings: a quiet sentence, and a way out. Its place is
//! kept while there is nothing to say, so that nothing under it moves.

use crate::{
    gui::{
        create::context::PaneContext,
        localisation::clock,
        theme::{CONTROL, GAP},
    },
    stylize::{Distances, Engine},
};
use egui::{Align, Label, Layout, RichText, Ui, vec2};

/// Distances above which a picture of Instant is unusual. Of 288 pairs of impasto-0.2 (8 test photographs, 36 paintings
/// and shipped styles, 512 px, strength 1) content had the median 0.064 and nine tenths below 0.153, style
/// 0.089 and 0.158; one in twenty is beyond these.
const CONTENT: f32 = 0.183;
const STYLE: f32 = 0.18;
/// A lower strength than this is chosen knowing that the style is not reached.
const STRONG: f32 = 0.9;

/// What could be done about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Advice {
    /// The photograph's shapes are lost: this strength.
    Weaker(f32),
    /// The style is not reached: Refine, listening to the style.
    Nearer,
}

impl Advice {
    /// What could be done about a picture of Instant this `far` from its sources.
    pub fn of(far: &Distances, strength: f32) -> Option<Self> {
        let weaker = fitting(far.content, strength);
        if far.content > CONTENT && weaker < strength {
            Some(Self::Weaker(weaker))
        } else if far.style.is_some_and(|style| style > STYLE) && strength >= STRONG {
            Some(Self::Nearer)
        } else {
            None
        }
    }
}

/// Strength at which a picture of this `content` distance at `strength` would be among the usual nine
/// tenths. Six unusual pairs of impasto-0.2 at strengths from 0.3 to 1 went as `0.2 + 0.8 strength`, within a tenth.
fn fitting(content: f32, strength: f32) -> f32 {
    const USUAL: f32 = 0.153;
    const LEAST: f32 = 0.3;
    let wanted = (USUAL / content * (0.2 + 0.8 * strength) - 0.2) / 0.8;
    (wanted.max(LEAST) * 100.0).round() / 100.0
}

/// Style weight that Refine is given to reach a style.
const LISTEN: f32 = 2.0;

/// The sentence under the sliders, and what can be done.
pub fn balance(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let size = vec2(ui.available_width(), 36.0);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.set_min_size(size);
        let strength = cx.art.project.recipe.strength;
        let far = cx.art.answer().far.as_ref().filter(|_| !cx.art.refines());
        let Some(far) = far else { return };
        match Advice::of(far, strength) {
            Some(advice) => advise(ui, advice, cx),
            None => balance_text(ui, "balance-good", cx),
        }
    });
}

fn balance_text(ui: &mut Ui, key: &str, cx: &PaneContext<'_>) {
    let down = Layout::top_down(Align::Min);
    ui.with_layout(down.with_main_align(Align::Center), |ui| {
        let text = RichText::new(cx.words.get(key)).weak();
        let hint = cx.words.get(&format!("{key}-hint"));
        ui.add(Label::new(text).wrap()).on_hover_text(hint);
    });
}

fn advise(ui: &mut Ui, advice: Advice, cx: &mut PaneContext<'_>) {
    let (key, button) = match advice {
        Advice::Weaker(strength) => {
            let percent = format!("{:.0}", strength * 100.0);
            let values = [("percent", percent.into())];
            let button = cx.words.with("balance-weaker-do", &values);
            ("balance-weaker", button)
        }
        Advice::Nearer => ("balance-nearer", nearer_button(cx)),
    };
    let button = egui::Button::new(button).min_size(vec2(96.0, CONTROL));
    let response = ui.add(button);
    if response
        .on_hover_text(cx.words.get(&format!("{key}-hint")))
        .clicked()
    {
        let recipe = &mut cx.art.project.recipe;
        match advice {
            Advice::Weaker(strength) => recipe.strength = strength,
            Advice::Nearer => recipe.controls.style = LISTEN,
        }
    }
    ui.add_space(GAP);
    balance_text(ui, key, cx);
}

/// "Refine, about 2:10", if it is known how long that takes here.
fn nearer_button(cx: &PaneContext<'_>) -> String {
    let size = cx
        .art
        .project
        .size(Engine::Refine, None)
        .unwrap_or_default();
    let seconds = cx.seconds_for(Engine::Refine, size);
    if seconds <= 0.0 {
        return cx.words.get("refine");
    }
    let time = [("time", clock(seconds.max(1.0)).into())];
    cx.words.with("balance-nearer-do", &time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_pairs_are_left_alone() {
        let far = |content, style| Distances {
            content,
            style: Some(style),
        };
        assert_eq!(Advice::of(&far(0.046, 0.138), 1.0), None);
        assert_eq!(Advice::of(&far(0.2, 0.29), 1.0), Some(Advice::Weaker(0.71)));
        assert_eq!(
            Advice::of(&far(0.32, 0.29), 1.0),
            Some(Advice::Weaker(0.35))
        );
        assert_eq!(Advice::of(&far(0.32, 0.29), 0.3), None);
        assert_eq!(Advice::of(&far(0.04, 0.3), 1.0), Some(Advice::Nearer));
        assert_eq!(Advice::of(&far(0.04, 0.3), 0.4), None);
    }
}
