fn remove(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { ring::stop(ring) };
    remove_all_slots();
}

fn suspend(ring: *mut Ring) {
    // SAFETY: `ring` must be live and locked.
    unsafe { ring::stop(ring) };
}
