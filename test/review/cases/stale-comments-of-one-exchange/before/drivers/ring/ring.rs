fn ring(lock: *mut Lock) {
    // SAFETY: `lock` is live, and this is the thread of `ring`.
    unsafe { bindings::spin_lock(lock) };
}
