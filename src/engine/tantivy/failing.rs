//! A directory whose writes fail when a test says so, step by step.
//!
//! Every step that changes an index folder, the engine's and those of `index::folder`, is
//! counted; a [`Plan`] says which of them fails.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

/// Which steps fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The one step: an I/O error.
    Once,
    /// The step and every writing one after it: the disk is full.
    Full,
}

/// What happens below a folder, as long as the plan lives.
pub struct Plan {
    root: PathBuf,
    mode: Mode,
    fail_at: u64,
    steps: AtomicU64,
    failed: AtomicU64,
}

static PLANS: Mutex<Vec<Arc<Plan>>> = Mutex::new(Vec::new());

/// Ends a plan when dropped.
pub struct Planned(Arc<Plan>);

impl Planned {
    /// Lets the step of that number, from 1, fail below `root`.
    pub fn new(root: &Path, fail_at: u64, mode: Mode) -> Planned {
        let (steps, failed) = (AtomicU64::new(0), AtomicU64::new(0));
        let plan = Arc::new(Plan { root: root.to_owned(), mode, fail_at, steps, failed });
        PLANS.lock().unwrap_or_else(PoisonError::into_inner).push(plan.clone());
        Planned(plan)
    }

    /// True if a step has failed.
    pub fn has_struck(&self) -> bool {
        self.0.failed.load(Ordering::Relaxed) > 0
    }
}

impl Drop for Planned {
    fn drop(&mut self) {
        let mut plans = PLANS.lock().unwrap_or_else(PoisonError::into_inner);
        plans.retain(|plan| !Arc::ptr_eq(plan, &self.0));
    }
}

/// Counts a step on a file or folder; fails if a plan says so. `writes`: it takes room.
pub fn step(path: &Path, writes: bool) -> io::Result<()> {
    let plans = PLANS.lock().unwrap_or_else(PoisonError::into_inner);
    for plan in plans.iter().filter(|plan| path.starts_with(&plan.root)) {
        let number = plan.steps.fetch_add(1, Ordering::Relaxed) + 1;
        let fails = match plan.mode {
            Mode::Once => number == plan.fail_at,
            Mode::Full => number >= plan.fail_at && writes,
        };
        if fails {
            plan.failed.fetch_add(1, Ordering::Relaxed);
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no space left (as planned)"));
        }
    }
    Ok(())
}

/// The directory; as any other where no plan says otherwise.
#[derive(Clone, Debug)]
pub struct FailingDirectory {
    inner: MmapDirectory,
    folder: PathBuf,
}

impl FailingDirectory {
    /// Stands before `inner`, which is the directory of `folder`.
    pub fn new(inner: MmapDirectory, folder: &Path) -> FailingDirectory {
        FailingDirectory { inner, folder: folder.to_owned() }
    }
}

struct FailingWriter {
    inner: WritePtr,
    path: PathBuf,
}

impl Write for FailingWriter {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        step(&self.path, true)?;
        self.inner.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for FailingWriter {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        step(&self.path, true)?;
        self.inner.terminate_ref(token)
    }
}

impl Directory for FailingDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        step(&self.folder.join(path), false)
            .map_err(|error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() })?;
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let full = self.folder.join(path);
        step(&full, true)
            .map_err(|error| OpenWriteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() })?;
        let inner = self.inner.open_write(path)?;
        Ok(WritePtr::new(Box::new(FailingWriter { inner, path: full })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        step(&self.folder.join(path), true)?;
        self.inner.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        step(&self.folder, true)?;
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}
