fn slot(lock: *mut Lock) {
    // SAFETY: `lock` is live, and this is the thread of `slot`.
    unsafe { bindings::spin_lock(lock) };
}
