//@ without: send-sync-impl bindings-bypass

//! A driver that leaves its proofs to the reader.

fn heads(ring: *const Ring) -> (u32, u32) {
    // SAFETY: `ring` is live for as long as the device is bound.
    let first = unsafe { (*ring).head };
    let second = unsafe { (*ring).tail };
    //~^ error undocumented-unsafe
    (first, second)
}

unsafe impl Send for Ring {} //~ error undocumented-unsafe

// The lock protects the list.
unsafe impl Sync for Ring {} //~ error undocumented-unsafe

impl Ring {
    fn state(&self) -> State {
        // SAFETY: a comment above the `match` speaks for its head alone.
        match unsafe { self.raw_state() } {
            0 => State::Idle,
            1 => unsafe { self.pending() }, //~ undocumented-unsafe
            _ => State::Busy,
        }
    }

    // A comment that never says the word.
    fn kick(&self) {
        unsafe { bindings::ring_kick(self.ptr) }; //~ undocumented-unsafe
    }
}

macro_rules! ring_register {
    ($ring:expr, $offset:expr) => {
        unsafe { bindings::readl($ring.base.add($offset)) } //~ error undocumented-unsafe
    };
}

#[expect(clippy::missing_safety_doc)] //~ warning suppressed-safety-lint
unsafe fn reset(ring: *mut Ring) { //~ suppressed missing-safety-doc
    unsafe { bindings::ring_reset(ring) } //~ undocumented-unsafe
}
