//! SIGINT and SIGTERM while files are written: they take effect between two files, so that no temporary file is left.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

/// While this lives, the signals are only noted.
pub(in crate::cli) struct Signals {
    released: Arc<AtomicBool>,
    caught: Arc<AtomicUsize>,
}

impl Signals {
    /// Holds the signals back. Where that is not possible, they end the process at once as ever.
    pub(in crate::cli) fn hold() -> Signals {
        let signals = Signals { released: Arc::default(), caught: Arc::default() };
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            use signal_hook::flag;
            let _ = flag::register_conditional_default(signal, Arc::clone(&signals.released));
            let _ = flag::register_usize(signal, Arc::clone(&signals.caught), signal.unsigned_abs() as usize);
        }
        signals
    }

    /// The exit code that says which signal was noted.
    pub(in crate::cli) fn caught(&self) -> Option<u8> {
        let signal = u8::try_from(self.caught.load(Ordering::SeqCst)).ok().filter(|signal| *signal > 0)?;
        Some(128 + signal)
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.released.store(true, Ordering::SeqCst);
    }
}
