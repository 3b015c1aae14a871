//! The run's losses and its snapshots.

use super::scripted::painting;
use crate::{
    gui::{App, create::effects::take_effects},
    session::{Language, Theme, engine::SnapshotId},
};
use egui::{Pos2, accesskit::Role, vec2};
use egui_kittest::{Harness, kittest::Queryable};

#[test]
fn a_hand_drawn_along_the_snapshots_sees_one_after_the_other() {
    let (mut harness, engine, _folder) = painting(Language::English, Theme::Dark);
    let place = |harness: &Harness<'_, App>, step: usize| -> Pos2 {
        let name = format!("Snapshot of step {step}");
        harness.get_by_label(&name).rect().center()
    };
    let (first, last) = (place(&harness, 10), place(&harness, 30));
    harness.drag_at(first);
    harness.run_steps(2);
    let mut seen = Vec::new();
    for part in 1..=20 {
        // The hand may leave the row while it draws.
        let wave = vec2(0.0, 8.0 * (part as f32).sin());
        harness.hover_at(first + (last - first) * (part as f32 / 20.0) + wave);
        harness.run_steps(2);
        seen.extend(harness.state().create.art.snapshots().shown);
    }
    harness.drop_at(last);
    harness.run_steps(2);
    seen.dedup();
    assert_eq!(seen, [1, 2, 3].map(SnapshotId));
    let shown = harness.state().create.art.snapshots().shown;
    assert_eq!(shown, Some(SnapshotId(3)), "it stays");
    let shows = engine.with(|script| script.heard.iter().filter(|h| **h == "show").count());
    assert_eq!(shows, 3, "each is asked for once");
}

#[test]
fn the_plot_can_be_read_without_seeing_it_and_names_what_the_pointer_is_at() {
    for (language, style, step) in [
        (Language::English, "Style", "Style, step "),
        (Language::Chinese, "风格", "风格，第 "),
    ] {
        let (mut harness, _engine, _folder) = painting(language, Theme::Dark);
        let losses = harness.state().shell.words.get("losses");
        harness.get_by_role_and_label(Role::Button, &losses).click();
        harness.run_steps(4);
        let plot = harness.get_by_role_and_label(Role::Figure, &losses);
        let told = plot.value().expect("a text");
        // Of the last step, 20: a twentieth, three fifths of it style.
        let values = [
            ("name", style.into()),
            ("value", "0.0300".into()),
            ("share", "60".into()),
        ];
        let told_style = harness.state().shell.words.with("loss-term", &values);
        assert!(told.contains(&told_style), "{told}");
        let adversary = harness.state().shell.words.get("loss-adversarial");
        assert!(!told.contains(&adversary), "it takes no part: {told}");

        let rect = plot.rect();
        let mut found = None;
        'search: for x in 5..20 {
            for y in 2..18 {
                let share = vec2(x as f32 / 20.0, y as f32 / 20.0);
                harness.hover_at(rect.min + rect.size() * share);
                harness.run_steps(2);
                let label = harness.query_by_label_contains(step);
                found = label.and_then(|label| label.value());
                if found.is_some() {
                    break 'search;
                }
            }
        }
        let label = found.expect("a label at the line of style");
        let rest = label.strip_prefix(step).expect("the term first");
        let number = |text: &str| {
            let digits = |c: char| c.is_ascii_digit() || c == '.';
            let from = text.find(digits).unwrap_or(0);
            let number: String = text[from..].chars().take_while(|&c| digits(c)).collect();
            number.parse::<f32>().expect("a number")
        };
        let at = number(rest);
        let value = number(&rest[rest.find([':', '：']).expect("a value")..]);
        assert!((value - 0.6 / at).abs() < 1e-4, "{label}");
    }
}

/// Compares what is shown with a snapshot.
fn compare(harness: &mut Harness<'_, App>, id: SnapshotId) {
    let app = harness.state_mut();
    app.create
        .art
        .compare_with(app.shell.engine.as_mut(), Some(id));
    take_effects(app);
}

#[test]
fn any_look_is_kept_and_two_equal_pictures_are_not_compared() {
    let (mut harness, engine, _folder) = painting(Language::English, Theme::Dark);
    // One of Refine's, and one of Instant's after another style was chosen.
    let own = |step: usize, id: u64, maker| {
        let mut snapshot = super::scripted::taken(id, true);
        snapshot.step = step;
        snapshot.recipe = std::sync::Arc::new(crate::stylize::Recipe {
            engine: maker,
            strength: 0.3,
            ..Default::default()
        });
        crate::session::engine::Event::Snapshot(snapshot)
    };
    use crate::stylize::Engine::{Instant, Refine};
    harness.key_press(egui::Key::S);
    engine.with(|script| script.says.push(own(20, 7, Refine)));
    harness.run_steps(4);
    harness.key_press(egui::Key::CloseBracket);
    let begun = engine.clone();
    super::wait(&mut harness, "the next style", move |_| {
        begun.with(|script| script.painted.len() == 2)
    });
    harness.run_steps(4);
    harness.key_press(egui::Key::S);
    engine.with(|script| script.says.push(own(0, 8, Instant)));
    harness.run_steps(4);
    let asked = |what: &str| engine.with(|s| s.heard.iter().filter(|h| **h == what).count());
    assert_eq!(asked("snapshot"), 2);
    assert!(harness.query_by_label("Snapshot of step 10").is_none());
    // The two that were kept are compared with each other, by their steps.
    harness.get_by_label("Kept look").click();
    harness.run_steps(4);
    assert_eq!(
        harness.state().create.art.snapshots().shown,
        Some(SnapshotId(8))
    );
    compare(&mut harness, SnapshotId(7));
    harness.run_steps(4);
    assert_eq!(
        harness.state().create.art.snapshots().compared,
        Some(SnapshotId(7))
    );
    let shows = asked("show");
    // With itself it would be two equal halves: what stands now comes to the other side.
    compare(&mut harness, SnapshotId(8));
    harness.run_steps(4);
    assert_eq!(harness.state().create.art.snapshots().shown, None);
    assert_eq!(asked("show"), shows + 2);
    harness.get_by_label("Kept look").click();
    harness.run_steps(4);
    harness.get_by_label("Take its settings").click();
    harness.run_steps(4);
    assert_eq!(harness.state().create.art.project.recipe.strength, 0.3);
}
