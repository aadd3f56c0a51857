//! The program `search`. What it can do is in the library; how it is asked, in `cli`.

mod cli;

// Articles are made by one thread and freed by another, which the system's allocator is slow at:
// indexing takes a tenth less time with this one. Without huge pages, which would cost every
// start of the program up to a millisecond.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    // Exits rather than returns: an index is made of mapped files, which need no tidying up.
    std::process::exit(cli::run());
}
