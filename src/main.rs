//! The program `search`. What it can do is in the library; how it is asked, in `cli`.

mod cli;

/// Articles are read by one thread and let go by another, which the system's allocator is slow
/// at: docs/PERFORMANCE.md has the difference.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    // Exits rather than returns: an index is made of mapped files, which need no tidying up.
    std::process::exit(cli::run());
}
