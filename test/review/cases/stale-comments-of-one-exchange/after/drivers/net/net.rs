fn net(lock: *mut Lock) {
    // SAFETY: `lock` is live, and this is the thread of `net`.
    unsafe { bindings::raw_spin_lock(lock) };
}
