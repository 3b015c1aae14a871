//! The program: which front end, and nothing else.

use std::path::Path;

/// Every step of the network allocates and frees maps of many megabytes; the system's allocator
/// gives each back to the kernel, and a quarter of a step went into faulting them in again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// `mi_option_purge_delay` of mimalloc, which its bindings do not name.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

/// What the allocator does not need it keeps for ten seconds instead of one (milliseconds), so that the
/// maps of a step find the memory of the last one; faults were still a twentieth of a step.
#[allow(
    unsafe_code,
    reason = "the only way to set an option; it must happen before other threads start"
)]
fn keep_memory() {
    // SAFETY: sets a number in a table of the allocator; this is the only thread.
    unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY, 10_000) }
}

/// Gives back what the allocator keeps.
#[allow(
    unsafe_code,
    reason = "the only way to tell the allocator that the program rests"
)]
fn give_back() {
    // SAFETY: may be called on any thread at any time.
    unsafe { libmimalloc_sys::mi_collect(true) }
}

/// Mesa's layer that puts the desktop's GPU first asks Wayland for it, whose library complains on stderr where there
/// is no runtime folder, as on servers; there is no desktop's GPU there.
#[allow(
    unsafe_code,
    reason = "the layer listens to nothing but the environment, which must change before other threads start"
)]
fn keep_drivers_quiet() {
    let folder = std::env::var_os("XDG_RUNTIME_DIR");
    let has_folder = folder.is_some_and(|folder| Path::new(&folder).is_absolute());
    if !has_folder && std::env::var_os("MESA_VK_DEVICE_SELECT").is_none() {
        // SAFETY: this is the only thread.
        unsafe { std::env::set_var("NODEVICE_SELECT", "1") }
    }
}

fn main() -> std::process::ExitCode {
    keep_memory();
    keep_drivers_quiet();
    impasto::compute::give_back_by(give_back);
    impasto::cli::run(std::env::args_os(), impasto::gui::run)
}
