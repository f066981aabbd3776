fn net(lock: *mut Lock) {
    // SAFETY: `lock` is live, and this is the thread of `net`.
    unsafe { bindings::spin_lock(lock) };
}
