//@ without: new-unsafe bindings-bypass

fn cast(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_pause(ring) }; //-
    unsafe { bindings::ring_pause(ring.cast()) }; //+
    // SAFETY: `ring` is live for the read.
    unsafe { bindings::ring_read(ring as *mut bindings::ring) }; //-
    unsafe { bindings::ring_read(ring.cast::<bindings::ring>()) }; //+
    // SAFETY: `ring` is live for the write.
    unsafe { bindings::ring_write(&mut *ring as *mut Ring) }; //-
    unsafe { bindings::ring_write(core::ptr::from_mut(&mut *ring)) }; //+
}

fn accessor(ring: &Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_pause(ring.lock.as_ptr()) }; //-
    unsafe { bindings::ring_pause(ring.lock.get()) }; //+
}

fn reformatted(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_slot(ring, 0) }; //-
    unsafe { //+
        bindings::ring_slot( //+
            ring, //+
            0, //+
        ) //+
    }; //+
}

fn adapted(ring: *mut Ring) {
    // SAFETY: `ring` is live, and pausing it takes no lock. //-
    // SAFETY: `ring` is live, and this was the last reference to it. //+
    unsafe { bindings::ring_pause(ring) }; //-
    unsafe { bindings::ring_free(ring) }; //+
}

fn new(ring: *mut Ring) {
    // SAFETY: `ring` is live. //+
    unsafe { bindings::ring_start(ring) }; //+
}

/// ```
/// // SAFETY: `ring` is live.
/// unsafe { bindings::ring_pause(ring) }; //-
/// unsafe { bindings::ring_free(ring) }; //+
/// ```
fn example() {}

impl Ring {
    fn first(&self) -> u32 {
        let slots = self.slots; //-
        let slots = self.freed; //+
        // SAFETY: `slots` has at least one element.
        unsafe { *slots } //~? stale-safety-comment: the change is around the block
    }
}
