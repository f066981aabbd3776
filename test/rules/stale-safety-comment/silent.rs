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

fn raw_operator(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_slots(core::ptr::addr_of_mut!((*ring).slots)) }; //-
    unsafe { bindings::ring_slots(&raw mut (*ring).slots) }; //+
    // SAFETY: `ring` is live.
    unsafe { *::core::ptr::addr_of!((*ring).head) }; //-
    unsafe { *(&raw const (*ring).head) }; //+
}

/// # Safety
///
/// `ring` must be live.
unsafe fn as_ref<'a>(ring: *mut Ring) -> &'a Ring { //-
unsafe fn from_raw<'a>(ring: *mut Ring) -> &'a Ring { //+
    // SAFETY: By this function's contract.
    unsafe { &*ring }
}

fn renamed_function(ring: *mut Ring) {
    // SAFETY: The ring is live.
    unsafe { as_ref(ring) }; //-
    unsafe { from_raw(ring) }; //+
}

fn renamed_parameter(ring: *mut Ring) { //-
fn renamed_parameter(this: *mut Ring) { //+
    // SAFETY: The pointer is live for the whole call.
    unsafe { bindings::ring_pause(ring) }; //-
    unsafe { bindings::ring_pause(this) }; //+
    // SAFETY: The pointer is live for the whole call.
    unsafe { (*ring).head = 1 }; //-
    unsafe { (*this).head = 1 }; //+
}

fn literal(name: *mut Name) {
    // SAFETY: `name` is live, the text ends with a NUL.
    unsafe { bindings::name_set(name, c_str!("ring")) }; //-
    unsafe { bindings::name_set(name, c"ring") }; //+
}
