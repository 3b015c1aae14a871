//! Learning to paint a painting of the shelf better: what its card offers, and what comes of it.

use crate::{
    gui::{
        app::App,
        create::{context::PaneContext, intent::Intent, shelf::styles::Styles},
        icons,
        theme::{CORNER, ON_SHADE, SHADE},
        toasts::Kind,
    },
    nn::Tuning,
    session::{
        Learnt, Origin, StyleKey, TuneJob,
        engine::{Command, TuneNews},
        loader::{Request, StyleRequest},
    },
    stylize::Instant,
};
use egui::{Align2, FontId, Rect, Ui, vec2};

/// What can be learnt of a card's painting, in its menu.
pub fn learn_menu(ui: &mut Ui, cx: &mut PaneContext<'_>, styles: &mut Styles, i: usize) {
    let card = &styles.cards[i];
    let Origin::Painting(painting) = &card.origin else {
        return;
    };
    let (key, painting) = (card.key.clone(), painting.clone());
    let painter = Instant::hash_for(&cx.art.project.recipe).to_owned();
    ui.separator();
    if styles.learning.iter().any(|(other, _)| *other == key) {
        if ui.button(cx.words.get("learn-painting-stop")).clicked() {
            cx.ask(Intent::Send(Box::new(Command::EndTuning(key))));
            ui.close();
        }
        return;
    }
    let known = styles.tunings.own(&key, &painter).is_some();
    let word = if known {
        "learn-painting-again"
    } else {
        "learn-painting"
    };
    let hint = cx.words.get("learn-painting-hint");
    let learn = ui.button(cx.words.get(word));
    if learn.on_hover_text(hint).clicked() {
        let job = TuneJob {
            key: key.clone(),
            painting,
            painter: painter.clone(),
            photographs: cx.settings.recent.clone(),
        };
        styles.learning.push((key.clone(), 0.0));
        cx.ask(Intent::Send(Box::new(Command::Tune(Box::new(job)))));
        ui.close();
    }
    if known && ui.button(cx.words.get("learn-painting-forget")).clicked() {
        let forget = StyleRequest::ForgetTuning(key, painter);
        cx.ask(Intent::Load(Box::new(Request::Style(forget))));
        ui.close();
    }
}

/// The mark on the card of a painting that was learnt.
pub fn learnt_mark(ui: &Ui, place: Rect) {
    let rect = Rect::from_min_size(place.left_top() + vec2(4.0, 4.0), vec2(22.0, 22.0));
    let painter = ui.painter();
    painter.rect_filled(rect, CORNER, SHADE);
    let (middle, font) = (Align2::CENTER_CENTER, FontId::proportional(15.0));
    painter.text(rect.center(), middle, icons::LEARNT, font, ON_SHADE);
}

/// How far a painting is learnt.
pub fn hear_learning(app: &mut App, key: StyleKey, news: TuneNews) {
    let styles = &mut app.create.shelf.styles;
    match news {
        TuneNews::Share(share) => {
            let mut learning = styles.learning.iter_mut();
            if let Some((_, known)) = learning.find(|(other, _)| *other == key) {
                *known = share;
            }
            return;
        }
        TuneNews::Learnt(tuning) => app
            .shell
            .loader
            .ask(StyleRequest::KeepTuning(key.clone(), tuning)),
        TuneNews::Failed(error) => app.shell.complain(&error),
        TuneNews::Stopped => {}
    }
    styles.learning.retain(|(other, _)| *other != key);
}

/// What was learnt of a painting is kept: it is painted in so at once.
pub fn painting_learnt(app: &mut App, key: &StyleKey, tuning: Tuning) {
    app.create
        .shelf
        .styles
        .tunings
        .put(key.clone(), tuning.clone());
    use_of(app, key, &Some(tuning));
    say(app, key, "painting-learnt");
}

/// What was learnt of a painting for the generator of a hash is gone.
pub fn painting_forgotten(app: &mut App, key: &StyleKey, painter: &str) {
    let tunings = &mut app.create.shelf.styles.tunings;
    tunings.forget(key, painter);
    let left = tunings.of(key, painter).cloned();
    use_of(app, key, &left);
    say(app, key, "painting-forgotten");
}

fn use_of(app: &mut App, key: &StyleKey, tuning: &Option<Tuning>) {
    app.create.shelf.styles.gallery.forget(key);
    let chosen = app.create.art.project.styles.iter_mut();
    for chosen in chosen.filter(|chosen| chosen.key == *key) {
        chosen.learnt = Learnt::As(tuning.clone());
    }
}

fn say(app: &mut App, key: &StyleKey, word: &str) {
    let name = app.create.shelf.styles.title(&app.shell.words, key);
    let text = app.shell.words.with(word, &[("name", name.into())]);
    app.shell.toasts.say(Kind::Good, text);
}
