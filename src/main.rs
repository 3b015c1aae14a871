//! The program: which front end, and nothing else.

/// Every step of the network allocates and frees maps of many megabytes; the system's allocator
/// gives each back to the kernel, and a quarter of a step went into faulting them in again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    impasto::cli::run(std::env::args_os(), impasto::gui::run)
}
