//! Stops a computation whose result is not needed any more.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Owned by who waits for a result: dropping it cancels the computation.
#[derive(Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// What the computation looks at.
    pub fn flag(&self) -> CancelFlag {
        CancelFlag(Some(Arc::clone(&self.0)))
    }
}

impl Drop for Cancel {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Whether a computation is cancelled; by default it never is.
#[derive(Debug, Clone, Default)]
pub struct CancelFlag(Option<Arc<AtomicBool>>);

impl CancelFlag {
    /// Whether the result is not needed any more.
    pub fn is_set(&self) -> bool {
        self.0.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}
