//! Says how the program is linked.

#![allow(clippy::print_stdout)] // what Cargo reads

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    // At a fixed address nothing has to be relocated at the start: of some 430 pages that were touched before the
    // first line of `main` 250 are not, and `search --version` takes half the time. The libraries that it
    // loads, its heap and its stacks stay where chance puts them.
    if target("OS") == "linux" && target("ENV") == "gnu" {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
