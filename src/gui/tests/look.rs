//! How the window looks: nothing is cut off, however long the words, and small pictures of its parts
//! stay what they are.

use super::scripted::painting_at;
use crate::{
    gui::{App, localisation::Words},
    session::{Group, Language, Theme},
};
use egui::{Key, Modifiers, Rect, Vec2, epaint::Shape, pos2, vec2};
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults, try_image_snapshot_options};

/// How much a picture may differ: drivers round colours and edges of letters in their own ways.
fn tolerance() -> SnapshotOptions {
    SnapshotOptions::new().threshold(1.5).max_failed_pixels(40)
}

/// Texts that are shortened or cut off at a side. What the artist named may be.
pub fn cut_off(harness: &Harness<'_, App>) -> Vec<String> {
    let own = harness.state().picture_title();
    let mut found = Vec::new();
    for clipped in &harness.output().shapes {
        let Shape::Text(text) = &clipped.shape else {
            continue;
        };
        let said = text.galley.text();
        let at = text.visual_bounding_rect();
        let seen = clipped.clip_rect;
        let beside = at.left() < seen.left() - 1.0 || at.right() > seen.right() + 1.0;
        let within = at.intersects(seen);
        if said != own && (text.galley.elided || (beside && within)) {
            found.push(said.to_owned());
        }
    }
    found
}

#[test]
fn longer_words_are_not_cut_off_in_small_and_large_windows() {
    let mut cut = Vec::new();
    for size in [vec2(1024.0, 640.0), vec2(1440.0, 900.0)] {
        let (mut harness, _engine, _folder) = painting_at(Language::English, Theme::Dark, size);
        harness.state_mut().shell.words = Words::longer();
        let groups = [Group::Look, Group::Colour, Group::Space, Group::Refine];
        harness.state_mut().shell.settings.layout.open = groups.map(|group| (group, true)).into();
        // Long enough ago that the time left is told.
        let ago = std::time::Duration::from_secs(5);
        harness
            .state_mut()
            .create
            .art
            .set_began(std::time::Instant::now().checked_sub(ago));
        let mut look = |harness: &mut Harness<'_, App>, place: &str| {
            harness.run_ok();
            let found = cut_off(harness);
            cut.extend(
                found
                    .into_iter()
                    .map(|text| format!("{place} {}: {text}", size.x)),
            );
        };
        look(&mut harness, "window");
        for name in ["mosaic", "neon", "batik"] {
            let project = &mut harness.state_mut().create.art.project;
            project.mix(crate::session::StyleKey::Shipped(name));
            look(&mut harness, "mix");
        }
        harness.key_press(Key::C);
        look(&mut harness, "crop");
        harness.key_press(Key::Escape);
        harness.run_ok();
        for (place, modifiers, key) in [
            ("settings", Modifiers::COMMAND, Key::Comma),
            ("export", Modifiers::COMMAND, Key::E),
            ("keys", Modifiers::NONE, Key::F1),
        ] {
            harness.key_press_modifiers(modifiers, key);
            look(&mut harness, place);
            harness.key_press(Key::Escape);
            harness.run_ok();
        }
    }
    assert!(cut.is_empty(), "{cut:#?}");
}

/// A part of the window as a picture.
pub fn part(harness: &mut Harness<'_, App>, name: &str, rect: Rect, results: &mut SnapshotResults) {
    let picture = harness.render().expect("a picture");
    let whole = Rect::from_min_size(
        pos2(0.0, 0.0),
        vec2(picture.width() as f32, picture.height() as f32),
    );
    let rect = rect.intersect(whole);
    let (x, y) = (rect.left() as u32, rect.top() as u32);
    let (width, height) = (rect.width() as u32, rect.height() as u32);
    let part = image::imageops::crop_imm(&picture, x, y, width, height).to_image();
    results.add(try_image_snapshot_options(&part, name, &tolerance()));
}

/// Waits until everything that is read has been read.
fn settled(harness: &mut Harness<'_, App>) {
    super::wait(harness, "the cards", |s| {
        s.create
            .shelf
            .styles
            .cards
            .iter()
            .all(|card| card.has_picture())
    });
    harness.run_ok();
}

#[test]
fn parts_of_the_window_look_as_they_did() {
    const SIZE: Vec2 = vec2(1024.0, 640.0);
    let mut results = SnapshotResults::new();
    let middle = |width: f32, height: f32| {
        Rect::from_center_size(pos2(0.5 * SIZE.x, 0.5 * SIZE.y), vec2(width, height))
    };
    let inspector = Rect::from_min_max(pos2(720.0, 40.0), pos2(1024.0, 430.0));
    for (name, language, theme) in [
        ("english_dark", Language::English, Theme::Dark),
        ("chinese_light", Language::Chinese, Theme::Light),
    ] {
        let (mut harness, _engine, _folder) = painting_at(language, theme, SIZE);
        let home = std::path::PathBuf::from("/pictures");
        harness.state_mut().shell.settings.export.folder = Some(home);
        settled(&mut harness);
        // How long is left is told only after seconds of the clock on the wall.
        harness.state_mut().create.art.set_began(None);
        harness.run_ok();
        let mut take = |harness: &mut Harness<'_, App>, part_name: &str, rect: Rect| {
            part(harness, &format!("{part_name}_{name}"), rect, &mut results);
        };
        take(&mut harness, "inspector", inspector);
        let shelf = Rect::from_min_max(pos2(0.0, 40.0), pos2(132.0, 330.0));
        take(&mut harness, "shelf", shelf);
        let run = Rect::from_min_max(pos2(132.0, 520.0), pos2(720.0, 640.0));
        take(&mut harness, "run", run);
        harness.key_press(Key::C);
        harness.run_ok();
        let crop = Rect::from_min_max(pos2(132.0, 380.0), pos2(420.0, 530.0));
        take(&mut harness, "crop", crop);
        harness.key_press(Key::Escape);
        harness.run_ok();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
        harness.run_ok();
        take(&mut harness, "export", middle(480.0, 420.0));
    }
    results.unwrap();
}
