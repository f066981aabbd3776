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
        // SAFETY: `self.ptr` is a valid pointer. It was checked when the ring was made.
        unsafe { bindings::ring_list(self.ptr) };
        // SAFETY: `self.ptr` is valid for reads and writes for as long as `self` lives.
        unsafe { bindings::ring_lock(self.ptr) };
        // SAFETY: The pointer from above was just checked.
        unsafe { bindings::ring_unlock(self.ptr) };
        // SAFETY: This is safe to call with the lock held.
        unsafe { bindings::ring_kind(self.ptr) };
        // SAFETY: FFI call without requirements.
        unsafe { bindings::ring_find(self.ptr) };
        // SAFETY: It is valid to read it after the device was bound.
        unsafe { bindings::ring_read(self.ptr) };
        // SAFETY: `self.ptr` is always valid by construction.
        unsafe { bindings::ring_write(self.ptr) };
        // SAFETY: Everything about this call is in order. //~? weak-safety-comment: weak, but in words of its own
        unsafe { bindings::ring_start(self.ptr) };
    }
}
