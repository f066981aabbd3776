//@ without: bindings-bypass

fn pause(ring: *mut Ring) {
    // SAFETY: `ring` is live, and pausing it takes no lock.
    unsafe { bindings::ring_pause(ring) }; //-
    unsafe { bindings::ring_free(ring) }; //+
    //~^ warning stale-safety-comment
}

fn resume(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { //~ warning stale-safety-comment
        bindings::ring_resume(ring);
        bindings::ring_wake(ring); //+
    };
}

fn stop(ring: *mut Ring) {
    // SAFETY: `ring` is live, and nobody waits for it.
    unsafe { //~ info stale-safety-comment
        bindings::ring_wake_all(ring); //-
        bindings::ring_stop(ring);
    };
}

fn named_and_gone(ring: *mut Ring) {
    // SAFETY: `ring` is live, and `ring_wake_all` leaves nobody waiting for it.
    unsafe { //~ warning stale-safety-comment
        bindings::ring_wake_all(ring); //-
        bindings::ring_stop(ring);
    };
}

fn another_argument(ring: *mut Ring, done: *mut Done) {
    // SAFETY: The ring is live.
    unsafe { bindings::ring_start(ring) }; //-
    unsafe { bindings::ring_start(ring, done) }; //+
    //~^ warning stale-safety-comment
}

fn exclusive(ring: *mut Ring) -> u32 {
    // SAFETY: `ring` is live.
    unsafe { first(&*ring) } //-
    unsafe { first(&mut *ring) } //+
    //~^ warning stale-safety-comment
}

fn reference_of_a_place(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_slots(&raw mut (*ring).slots) }; //-
    unsafe { bindings::ring_slots(&mut (*ring).slots) }; //+
    //~^ warning stale-safety-comment
}

fn dereferenced(ring_ptr: *mut Ring, other_ptr: *mut Ring) {
    // SAFETY: The ring is live.
    unsafe { //~ warning stale-safety-comment
        bindings::ring_pause(ring_ptr);
        (*other_ptr).head = 0; //+
    }
}

fn unchecked(slots: &[u32], at: usize) -> u32 {
    // SAFETY: `at` is less than the number of slots.
    unsafe { *slots.get_unchecked(at) } //-
    unsafe { slots.as_ptr().add(at).read() } //+
    //~^ warning stale-safety-comment
}

/// # Safety
///
/// `ring` must be live.
unsafe fn borrow_ring<'a>(ring: *mut Ring) -> &'a Ring {
    // SAFETY: By this function's contract.
    unsafe { &*ring }
}

/// # Safety
///
/// `ring` must be live, and nothing else may refer to it for `'a`.
unsafe fn take_ring<'a>(ring: *mut Ring) -> &'a mut Ring {
    // SAFETY: By this function's contract.
    unsafe { &mut *ring }
}

fn another_contract(ring: *mut Ring) {
    // SAFETY: The ring is live.
    unsafe { borrow_ring(ring) }; //-
    unsafe { take_ring(ring) }; //+
    //~^ warning stale-safety-comment
}

fn similar_name(ring: *mut Ring) -> u32 {
    // SAFETY: The ring is live.
    unsafe { ring.read_head() } //-
    unsafe { ring.read_head_unlocked() } //+
    //~^ warning stale-safety-comment
}

fn head(ring: *mut Ring, other: *mut Ring) -> u32 {
    // SAFETY: The pointer is live for the whole call.
    unsafe { (*ring).head } //-
    unsafe { (*other).head } //+
    //~^ warning stale-safety-comment
}

fn slot(ring: *mut Ring, index: usize, last: usize) {
    // SAFETY: `index` is less than the number of slots.
    unsafe { bindings::ring_slot(ring, index) }; //-
    unsafe { bindings::ring_slot(ring, last) }; //+
    //~^ warning stale-safety-comment
}

fn mask(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_mask(ring, 1) }; //-
    unsafe { bindings::ring_mask(ring, 2) }; //+
    //~^ info stale-safety-comment
}

fn beside_a_cast(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_read(ring as *mut bindings::ring, 1) }; //-
    unsafe { bindings::ring_read(ring.cast(), 2) }; //+
    //~^ info stale-safety-comment
}
