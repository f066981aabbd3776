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
