//! The program: which front end, and nothing else.

fn main() -> std::process::ExitCode {
    impasto::cli::run(std::env::args_os())
}
