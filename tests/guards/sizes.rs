//! How large things grow.

use super::{
    agree, exceptions,
    source::{SOURCES, Source},
};
use std::collections::{BTreeMap, BTreeSet};

const LINES_OF_A_FILE: usize = 400;
const LINES_OF_A_FUNCTION: usize = 80;
const FIELDS: usize = 15;
const FILES_OF_A_TYPE: usize = 3;

#[test]
fn no_file_is_longer_than_400_lines() {
    let sources = SOURCES.0.values();
    let long = sources.filter(|source| source.lines > LINES_OF_A_FILE);
    let names = long.map(|source| source.name.clone());
    agree(
        "a file is longer than 400 lines, tests aside",
        names.collect(),
        exceptions::LONG_FILES,
    );
}

/// What of `things` has a number above `most`, with the names of their files.
fn above<'a>(
    sources: impl Iterator<Item = &'a Source>,
    things: impl Fn(&'a Source) -> &'a [(String, usize)],
    most: usize,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in sources {
        let large = things(source).iter().filter(|(_, number)| *number > most);
        found.extend(large.map(|(name, _)| format!("{} {name}", source.name)));
    }
    found
}

#[test]
fn no_function_is_longer_than_80_lines() {
    let functions = |source: &'static Source| source.functions.as_slice();
    agree(
        "a function is longer than 80 lines",
        above(SOURCES.0.values(), functions, LINES_OF_A_FUNCTION),
        exceptions::LONG_FUNCTIONS,
    );
}

fn in_window() -> impl Iterator<Item = &'static Source> {
    SOURCES.0.values().filter(|source| source.room() == "gui")
}

#[test]
fn no_struct_of_the_window_has_more_than_15_fields() {
    let structs = |source: &'static Source| source.structs.as_slice();
    agree(
        "a struct of the window has more than 15 fields",
        above(in_window(), structs, FIELDS),
        exceptions::WIDE_STRUCTS,
    );
}

#[test]
fn what_a_type_of_the_window_does_stands_in_at_most_three_files() {
    let mut files: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for source in in_window() {
        for name in &source.types {
            // Two types may have one name.
            let brought = source.brought.get(name);
            let home = brought.and_then(|path| SOURCES.home(path));
            let home = home.map_or(source.name.as_str(), |home| home.name.as_str());
            let known = files.entry(format!("{home} {name}")).or_default();
            known.insert(&source.name);
        }
    }
    files.retain(|_, files| files.len() > FILES_OF_A_TYPE);
    agree(
        "what a type does stands in more than three files",
        files.into_keys().collect(),
        exceptions::SCATTERED,
    );
}

#[test]
fn what_the_window_shares_within_itself_does_not_grow() {
    let count: usize = in_window().map(|source| source.shared).sum();
    let most = exceptions::SHARED_IN_THE_WINDOW;
    assert!(
        count <= most,
        "{count} pub(super) and pub(crate) in gui, at most {most} are known"
    );
    assert!(
        count + 4 >= most,
        "only {count} are left: lower the number in tests/guards/exceptions.rs"
    );
}
