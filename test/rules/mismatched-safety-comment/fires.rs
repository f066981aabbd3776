//@ without: weak-safety-comment bindings-bypass

impl Ring {
    fn resume(&self) {
        // SAFETY: It is always safe to call `ring_pause()`. //~ warning mismatched-safety-comment
        unsafe { bindings::ring_resume(self.ptr) };
        // SAFETY: `self.ptr` is live, so calling `bindings::ring_stop` is sound. //~ mismatched-safety-comment
        unsafe { bindings::ring_start(self.ptr) };
        // SAFETY: It is okay to call the C function `ring_free`. //~ mismatched-safety-comment
        unsafe { bindings::ring_put(self.ptr) };
    }
}
