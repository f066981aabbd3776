//@ path: drivers/ring/ring.rs
//@ without: send-sync-impl raw-c-entry

fn id(ring: *mut Ring) -> u32 {
    // SAFETY: `ring` is live. //+
    unsafe { (*ring).id } //+
    //~^ info new-unsafe
    // SAFETY: `ring` is still live. //+
    unsafe { (*ring).head } //+
    0
}

// SAFETY: A ring is only used under its lock. //+
unsafe impl Send for Ring {} //+

/// # Safety //+
/// //+
/// `ring` must be live. //+
unsafe fn stop(ring: *mut Ring) {} //+

#[unsafe(no_mangle)] //+
extern "C" fn ring_irq() {}

extern "C" { //+
    fn ring_start(); //+
} //+
