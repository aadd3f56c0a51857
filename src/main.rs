//! The program `search`. What it can do is in the library; how it is asked, in `cli`.

mod cli;

fn main() {
    // Exits rather than returns: an index is made of mapped files, which need no tidying up.
    std::process::exit(cli::run());
}
