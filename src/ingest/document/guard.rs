//! Running what is not ours: in a thread of its own, with a time limit and much stack.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::GUARDED_THREAD;

/// Time for one file; what takes longer is taken for something that never ends.
const LIMIT: Duration = Duration::from_secs(30);

/// Threads that may run at once, those left behind with them: each holds its file and a stack.
const MAX_RUNNING: usize = 8;

static N_RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Stack of the thread: recursion over what a file nests must not end the program.
const STACK_BYTES: usize = 256 << 20;

/// Runs `read` over a copy of the bytes. A panic, or taking too long, is a failure of the file. A
/// thread that takes too long is left behind: it cannot be ended, only forgotten.
pub fn run<T: Send + 'static>(
    bytes: &[u8],
    read: impl FnOnce(&[u8]) -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    run_in(&N_RUNNING, LIMIT, bytes, read)
}

/// Counts itself as running while it lives.
struct Running(&'static AtomicUsize);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn run_in<T: Send + 'static>(
    n_running: &'static AtomicUsize,
    limit: Duration,
    bytes: &[u8],
    read: impl FnOnce(&[u8]) -> Result<T, String> + Send + 'static,
) -> Result<T, String> {
    let n_before = n_running.fetch_add(1, Ordering::SeqCst);
    let running = Running(n_running);
    if n_before >= MAX_RUNNING {
        return Err(format!("was not read: {MAX_RUNNING} files before it that take too long still run"));
    }
    let bytes = bytes.to_vec();
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new().name(GUARDED_THREAD.to_owned()).stack_size(STACK_BYTES);
    let started = thread.spawn(move || {
        let _running = running;
        let outcome = catch_unwind(AssertUnwindSafe(|| read(&bytes)));
        // Nobody listens any more if it took too long.
        let _ = sender.send(outcome.unwrap_or_else(|_| Err("is damaged in a way that cannot be read".to_owned())));
    });
    if started.is_err() {
        return Err("cannot be read: no thread could be started".to_owned());
    }
    match receiver.recv_timeout(limit) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Timeout) => Err(format!("took longer than {} s to read", limit.as_secs())),
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

    #[test]
    fn threads_that_never_end_are_only_so_many() {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let (sender, receiver) = channel::<()>();
        let receiver = std::sync::Arc::new(std::sync::Mutex::new(receiver));
        for _ in 0..MAX_RUNNING {
            let receiver = receiver.clone();
            let outcome = run_in(&COUNT, Duration::ZERO, b"", move |_| {
                let _ = receiver.lock().map(|receiver| receiver.recv());
                Ok(())
            });
            assert_eq!(outcome, Err("took longer than 0 s to read".to_owned()));
        }
        let refused = run_in(&COUNT, Duration::ZERO, b"", |_| Ok(()));
        assert_eq!(refused, Err("was not read: 8 files before it that take too long still run".to_owned()));
        drop(sender);
        // Once they have ended there is room again.
        while COUNT.load(Ordering::SeqCst) > 0 {
            std::thread::yield_now();
        }
        assert_eq!(run_in(&COUNT, LIMIT, b"", |_| Ok(())), Ok(()));
    }
}
