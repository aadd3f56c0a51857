//! Ending a search that nobody waits for any more.
//!
//! A search cannot be taken back from the thread it runs in. [`Stop::within`] lets it look, each few
//! thousand documents and at each stored article, whether it is still wanted. The flag belongs to the
//! thread, and to those that a search starts to help it, so no request has to carry it.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, Result};

thread_local! {
    static CURRENT: RefCell<Option<Stop>> = const { RefCell::new(None) };
}

/// A wish that a search end; all clones are one wish.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Nothing is wished yet.
    pub fn new() -> Stop {
        Stop::default()
    }

    /// Wishes it.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// True once it is wished.
    pub fn is_wished(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Does `work`, in which searches end with [`Error::Stopped`] once it is wished.
    pub fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        within(Some(self.clone()), work)
    }
}

/// The wish that this thread heeds.
pub(crate) fn current() -> Option<Stop> {
    CURRENT.with_borrow(Clone::clone)
}

/// Does `work` heeding that wish, then what was heeded before.
pub(crate) fn within<T>(stop: Option<Stop>, work: impl FnOnce() -> T) -> T {
    struct Before(Option<Stop>);
    impl Drop for Before {
        fn drop(&mut self) {
            CURRENT.set(self.0.take());
        }
    }
    let _before = Before(CURRENT.replace(stop));
    work()
}

/// Fails if this thread is wished to stop.
#[inline]
pub(crate) fn check() -> Result<()> {
    let is_wished = CURRENT.with_borrow(|current| current.as_ref().is_some_and(Stop::is_wished));
    if is_wished { Err(Error::Stopped) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_holds_within_and_not_behind() {
        let stop = Stop::new();
        stop.within(|| assert!(check().is_ok()));
        stop.stop();
        stop.within(|| {
            assert!(matches!(check(), Err(Error::Stopped)));
            // One search within another has a wish of its own.
            Stop::new().within(|| assert!(check().is_ok()));
            assert!(check().is_err());
            let shared = current();
            std::thread::scope(|scope| scope.spawn(|| within(shared, || assert!(check().is_err()))).join()).unwrap();
        });
        assert!(check().is_ok());
    }
}
