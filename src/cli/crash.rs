//! What is said when the program itself fails: a sentence with all that a report of it needs.

use super::report;
use crate::error::{catch_panic, is_caught};
use std::{
    panic::PanicHookInfo,
    sync::{Mutex, PoisonError},
};

/// Where the newest panic began: file, line and column.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Raw messages of panics stay away from the artist: those that are caught become a sentence where they are,
/// and a thread that nobody watches tells its own.
pub fn hear() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
        // A pool hands its panics on to whoever gave it the work.
        if !is_caught() && rayon::current_thread_index().is_none() {
            report::error(&sentence(message(info)));
        }
    }));
}

/// Runs the program.
///
/// # Errors
/// The sentence to be said if it panicked.
pub fn guard<T>(program: impl FnOnce() -> T) -> Result<T, String> {
    catch_panic(program).map_err(|message| sentence(&message))
}

fn message<'a>(info: &'a PanicHookInfo<'_>) -> &'a str {
    info.payload_as_str().unwrap_or("no message")
}

fn sentence(message: &str) -> String {
    let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
    let place = place.as_deref().unwrap_or("an unknown place");
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "Impasto {version} has failed through a fault of its own; please report this message: {message} \
         (at {place})."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_program_is_told_with_its_message_and_its_place() {
        let before = std::panic::take_hook();
        hear();
        let told = guard(|| -> () { panic!("{} strokes are missing", 3) });
        let from_pool = guard(|| rayon::join(|| (), || -> () { panic!("in a pool") }));
        std::panic::set_hook(before);
        let told = told.expect_err("it panicked");
        assert!(told.contains("3 strokes are missing"), "{told}");
        assert!(told.contains("src/cli/crash.rs:"), "{told}");
        assert!(from_pool.expect_err("it too").contains("in a pool"));
        assert_eq!(guard(|| 7), Ok(7));
    }
}
