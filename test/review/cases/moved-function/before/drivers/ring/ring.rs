fn start(ring: *mut Ring) {
    unsafe { bindings::ring_start(ring) };
}

fn stop(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_stop(ring) };
}

impl Ring {
    fn id(&self) -> u32 {
        // SAFETY: `self.ptr` is live.
        unsafe { (*self.ptr).id }
    }
}
