//! What a room never does, by ARCHITECTURE.md's table.

use super::{
    agree, exceptions,
    source::{SOURCES, Source},
};
use std::collections::BTreeSet;

fn in_room(room: &str) -> impl Iterator<Item = &'static Source> {
    SOURCES
        .0
        .values()
        .filter(move |source| source.room() == room)
}

/// Files of a room that use something whose path begins with one of `paths`.
fn users(room: &str, paths: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in in_room(room) {
        let uses = |path: &&&str| {
            let inside = format!("{path}::");
            let mut foreign = source.foreign.iter();
            foreign.any(|used| used == **path || used.starts_with(&inside))
        };
        found.extend(
            paths
                .iter()
                .find(uses)
                .map(|path| format!("{} uses {path}", source.name)),
        );
    }
    found
}

#[test]
fn pictures_windows_and_commands_know_no_tensor() {
    let mut found = users("picture", &["burn", "burn_store", "cubecl"]);
    found.extend(users("gui", &["burn", "burn_store", "cubecl"]));
    found.extend(users("cli", &["burn", "burn_store", "cubecl"]));
    agree(
        "a room that knows no tensor uses one",
        found,
        exceptions::TENSORS,
    );
}

#[test]
fn networks_optimise_nothing() {
    agree("nn optimises", users("nn", &["burn::optim"]), &[]);
}

/// Functions of `picture` that open files.
const OPENERS: [&str; 5] = ["load", "export", "recipe_in", "write_atomically", "open"];

#[test]
fn painting_and_measuring_open_no_file() {
    let mut found = BTreeSet::new();
    for room in ["stylize", "evaluate", "loss", "optim"] {
        found.extend(users(room, &["std::fs", "fs", "std::fs::File", "File"]));
        for source in in_room(room) {
            let opens = |name: &&&str| {
                let path = ["picture".to_owned(), (**name).to_owned()];
                source.reaches(&path)
            };
            let opener = OPENERS.iter().find(opens);
            found.extend(opener.map(|name| format!("{} uses picture::{name}", source.name)));
        }
    }
    agree(
        "a room that opens no files opens one",
        found,
        exceptions::FILES,
    );
}

#[test]
fn losses_keep_no_state() {
    let mut found = BTreeSet::new();
    for source in in_room("loss") {
        let state = source.state.iter();
        found.extend(state.map(|what| format!("{}: {what}", source.name)));
    }
    agree("a loss keeps state", found, &[]);
}

#[test]
fn sessions_neither_print_nor_draw() {
    let mut found = users(
        "session",
        &[
            "egui",
            "eframe",
            "std::io::stdout",
            "std::io::stderr",
            "indicatif",
        ],
    );
    for room in [
        "session", "stylize", "train", "evaluate", "data", "optim", "loss", "nn", "compute",
        "picture",
    ] {
        for source in in_room(room) {
            let prints = ["print", "println", "eprint", "eprintln"];
            let prints = prints.iter().find(|name| source.macros.contains(**name));
            found.extend(prints.map(|name| format!("{} calls {name}!", source.name)));
        }
    }
    agree("a room that neither prints nor draws does", found, &[]);
}

#[test]
fn training_ships_nothing() {
    let ships = |source: &&Source| source.macros.contains("include_bytes");
    let found = in_room("train")
        .filter(ships)
        .map(|source| source.name.clone());
    agree("training ships something", found.collect(), &[]);
}

#[test]
fn only_the_theme_makes_colours() {
    // White and nothing are how a picture is drawn as it is, and its pixels are no colours of the window.
    let plain = [
        "Color32::WHITE",
        "Color32::TRANSPARENT",
        "Color32::from_rgba_unmultiplied",
    ];
    let makes = |path: &String| {
        let made = path.rsplit_once("Color32::").map(|(_, made)| made);
        let own = |made: &str| {
            let constant = |c: char| c.is_ascii_uppercase() || c == '_';
            made.starts_with("from_") || made.chars().all(constant)
        };
        made.is_some_and(own) && !plain.iter().any(|plain| path.ends_with(plain))
    };
    let windows = in_room("gui").filter(|source| source.name != "gui/theme.rs");
    let found = windows.filter(|source| source.foreign.iter().any(makes));
    let found = found.map(|source| source.name.clone()).collect();
    agree("a colour is made outside gui/theme.rs", found, &[]);
}
