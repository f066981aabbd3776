//! A driver for rings.

fn head(ring: *const Ring) -> u32 {
    // SAFETY: `ring` is live.
    unsafe { (*ring).head }
}
