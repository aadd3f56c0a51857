//! Running what is not ours: in a thread of its own, with a time limit and much stack.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// Time for one file. The slowest good files take a second or two.
const LIMIT: Duration = Duration::from_secs(30);

/// Stack of the thread: recursion over what a file nests must not end the program.
const STACK_BYTES: usize = 256 << 20;

/// The name of such threads; the program prints no message when one panics.
const NAME: &str = "guarded reader";

/// Runs `read` over a copy of the bytes. A panic, or taking too long, is a failure of the file. A
/// thread that takes too long is left behind: it cannot be ended, only forgotten.
pub fn run<T: Send + 'static>(
    bytes: &[u8],
    read: impl FnOnce(&[u8]) -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    let bytes = bytes.to_vec();
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new().name(NAME.to_owned()).stack_size(STACK_BYTES);
    let started = thread.spawn(move || {
        let outcome = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
        // Nobody listens any more if it took too long.
        let _ = sender.send(outcome.unwrap_or_else(|_| Err("is damaged in a way that cannot be read".to_owned())));
    });
    if started.is_err() {
        return Err("cannot be read: no thread could be started".to_owned());
    }
    match receiver.recv_timeout(LIMIT) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Timeout) => Err(format!("took longer than {} s to read", LIMIT.as_secs())),
        Err(RecvTimeoutError::Disconnected) => Err("is damaged in a way that cannot be read".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure_of_the_file() {
        assert_eq!(run(b"x", |bytes| Ok(bytes.len())), Ok(1));
        let outcome: Result<(), String> = run(b"x", |_| panic!("as planned"));
        assert_eq!(outcome, Err("is damaged in a way that cannot be read".to_owned()));
    }
}
