//! What ARCHITECTURE.md says of the sources, read from their text: which room may use which, what a room never does, how large
//! things grow. Where the sources are not there yet a list says so. It may only shrink: who mends an exception takes it
//! off, and nobody adds one to silence a test.

mod arrows;
mod exceptions;
mod nevers;
mod sizes;
mod source;

use std::collections::BTreeSet;

/// Compares what was found with what is known: neither may hold more than the other.
fn agree(rule: &str, found: BTreeSet<String>, known: &[&str]) {
    let known: BTreeSet<String> = known.iter().map(|name| (*name).to_owned()).collect();
    let new: Vec<_> = found.difference(&known).collect();
    let mended: Vec<_> = known.difference(&found).collect();
    assert!(new.is_empty(), "{rule}: {new:#?}");
    assert!(
        mended.is_empty(),
        "{rule}: no longer needed in tests/guards/exceptions.rs: {mended:#?}"
    );
}
