fn ring(lock: *mut Lock) {
    // SAFETY: `lock` is live, and this is the thread of `ring`.
    unsafe { bindings::raw_spin_lock(lock) };
}
