//! How the heap grows while a command line runs.

/// Lets the heap of each thread grow by megabytes. The heaps of glibc's threads otherwise grow by pages, each by a call of the system that
/// stops the other threads, which takes a sixth of the time of `check`. A server stays frugal.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(super) fn grow_in_large_steps() {
    const STEP: libc::c_int = 4 * 1024 * 1024;
    // SAFETY: It sets a number of the allocator, under the allocator's own lock.
    unsafe { libc::mallopt(libc::M_TOP_PAD, STEP) };
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn grow_in_large_steps() {}
