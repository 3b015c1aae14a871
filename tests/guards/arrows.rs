//! Which room may use which, and circles.

use super::{agree, exceptions, source::SOURCES};
use std::collections::{BTreeMap, BTreeSet};

/// The rooms from the front ends down: each may use those that stand below it, and none beside it.
const FLOORS: [&[&str]; 10] = [
    &["gui", "cli"],
    &["session"],
    &["stylize", "train"],
    &["evaluate"],
    &["optim", "data", "loss"],
    &["nn"],
    &["compute"],
    &["picture"],
    &["error"],
    &["fault"],
];

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

#[test]
fn rooms_use_only_what_stands_below_them() {
    let mut found = BTreeSet::new();
    for source in SOURCES.0.values() {
        let room = source.room();
        // The program's and the library's roots name them all.
        if ["", "main"].contains(&room) {
            continue;
        }
        let own = floor(room);
        assert!(own.is_some(), "{}: which floor has this room?", source.name);
        for used in SOURCES.uses(source) {
            let other = used
                .split('/')
                .next()
                .unwrap_or_default()
                .trim_end_matches(".rs");
            if other != room && floor(other) <= own {
                found.insert(format!("{} uses {used}", source.name));
            }
        }
    }
    agree(
        "a room uses one that does not stand below it",
        found,
        exceptions::ARROWS,
    );
}

/// Whether a way leads from one file to another that is not the single step between them.
fn leads_round(graph: &BTreeMap<String, BTreeSet<String>>, from: &str, to: &str) -> bool {
    let (mut seen, mut next) = (BTreeSet::from([from]), vec![from]);
    while let Some(file) = next.pop() {
        for used in graph.get(file).into_iter().flatten() {
            if used == to && file != from {
                return true;
            }
            if used != to && seen.insert(used) {
                next.push(used);
            }
        }
    }
    false
}

/// A file and a part of it may lean on each other. More than two that do are one thing in pieces: whoever reads one reads all.
#[test]
fn no_circle_of_files_is_larger_than_two() {
    let graph: BTreeMap<String, BTreeSet<String>> = SOURCES
        .0
        .values()
        .map(|source| (source.name.clone(), SOURCES.uses(source)))
        .collect();
    let mut found = BTreeSet::new();
    for (file, used) in &graph {
        if used.iter().any(|used| leads_round(&graph, used, file)) {
            found.insert(file.clone());
        }
    }
    agree(
        "a file stands in a circle of more than two",
        found,
        exceptions::CIRCLES,
    );
}
