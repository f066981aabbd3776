//@ without: bindings-bypass send-sync-impl

impl Ring {
    fn kick(&self) {
        // SAFETY: Just an FFI call. //~ info weak-safety-comment
        unsafe { bindings::ring_kick(self.ptr) };
        // SAFETY: FFI call. //~ weak-safety-comment
        unsafe { bindings::ring_pause(self.ptr) };
        // SAFETY: See above. //~ weak-safety-comment
        unsafe { bindings::ring_resume(self.ptr) };
        // SAFETY: Same as above. //~ weak-safety-comment
        unsafe { bindings::ring_wake(self.ptr) };
        // SAFETY: From above. //~ weak-safety-comment
        unsafe { bindings::ring_drain(self.ptr) };
        // SAFETY: It is safe to call this. //~ weak-safety-comment
        unsafe { bindings::ring_stop(self.ptr) };
        // SAFETY: This should be fine. //~ weak-safety-comment
        unsafe { bindings::ring_start(self.ptr) };
        // SAFETY: We assume that the ring is still there. //~ weak-safety-comment
        unsafe { bindings::ring_flush(self.ptr) };
        // SAFETY: `self.ptr` is always valid. //~ weak-safety-comment
        unsafe { bindings::ring_sync(self.ptr) };
        // SAFETY: Calls into C. //~ weak-safety-comment
        unsafe { bindings::ring_poll(self.ptr) };
        // SAFETY: This function is always safe to call. //~ weak-safety-comment
        unsafe { bindings::ring_reset(self.ptr) };
        // SAFETY: Reading `self.ptr` is safe. //~ weak-safety-comment
        unsafe { bindings::ring_read(self.ptr) };
        // SAFETY: Call an unsafe function. //~ weak-safety-comment
        unsafe { bindings::ring_write(self.ptr) };
        // SAFETY: Dereference of a raw pointer. //~ weak-safety-comment
        unsafe { (*self.ptr).id };
        // SAFETY: It is valid to dereference `self.ptr` to find its id. //~ weak-safety-comment
        unsafe { (*self.ptr).count };
        // SAFETY: pointer from above, valid for static lifetime. //~ weak-safety-comment
        unsafe { bindings::ring_name(self.ptr) };
        // SAFETY: C function call, the kind is a valid argument. //~ weak-safety-comment
        unsafe { bindings::ring_kind(self.ptr) };
        // SAFETY: `self.ptr` is a valid pointer to a `struct ring`. //~ weak-safety-comment
        unsafe { bindings::ring_list(self.ptr) };
        // SAFETY: `self.ptr` is valid and has been properly initialised during construction.
        //~^ weak-safety-comment
        unsafe { bindings::ring_lock(self.ptr) };
        // SAFETY: //~ weak-safety-comment
        // - `self.ptr` is valid.
        // - The pool pointer is valid.
        unsafe { bindings::ring_unlock(self.ptr) };
        // SAFETY: //~ weak-safety-comment
        // `name` is always valid.
        // `number` was checked at the top of the function.
        unsafe { bindings::ring_find(self.ptr) };
    }
}

/// Frees a ring.
///
/// # Safety
///
/// `ring` must have no users.
unsafe fn free(ring: *mut Ring) {
    // SAFETY: The function is already unsafe. //~ weak-safety-comment
    unsafe { bindings::ring_free(ring) };
}

// SAFETY: This is safe. //~ weak-safety-comment
unsafe impl Send for Ring {}
