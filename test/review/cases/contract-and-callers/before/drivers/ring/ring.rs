fn remove(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { ring::stop(ring) };
    remove_slots();
}

fn suspend(ring: *mut Ring) {
    // SAFETY: `ring` must be live.
    unsafe { ring::stop(ring) };
}
