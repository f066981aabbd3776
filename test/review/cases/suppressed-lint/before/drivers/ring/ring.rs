fn id(ring: *mut Ring) -> u32 {
    // SAFETY: `ring` is live.
    unsafe { (*ring).id }
}
