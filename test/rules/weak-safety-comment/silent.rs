//@ without: bindings-bypass

impl Ring {
    fn kick(&self) {
        // SAFETY: It is safe to call this, as `self.ptr` is live and kicking it takes no lock.
        unsafe { bindings::ring_kick(self.ptr) };
        // SAFETY: This is just an FFI call, and by the safety requirements of `Ring::new` the pointer is live.
        unsafe { bindings::ring_pause(self.ptr) };
        // SAFETY: See above; in addition the lock is held here.
        unsafe { bindings::ring_resume(self.ptr) };
        // SAFETY: `self.ptr` is always valid, because `self` owns the ring.
        unsafe { bindings::ring_wake(self.ptr) };
        // SAFETY: By the type invariants, this is safe.
        unsafe { bindings::ring_drain(self.ptr) };
        // SAFETY: It is safe to call from any context.
        unsafe { bindings::ring_stop(self.ptr) };
        // SAFETY: FFI call; `self.ptr` is live, as `self` owns the ring.
        unsafe { bindings::ring_flush(self.ptr) };
        // SAFETY: Calls into C, which takes the lock itself.
        unsafe { bindings::ring_sync(self.ptr) };
        // SAFETY: It is safe to do this in any context.
        unsafe { bindings::ring_poll(self.ptr) };
        // SAFETY: Everything about this call is in order. //~? weak-safety-comment: weak, but in words of its own
        unsafe { bindings::ring_start(self.ptr) };
    }
}
