//@ without: bindings-bypass

struct Ring {
    first: *mut Node,
}

/// A slot.
///
/// # Invariants
///
/// `node` is live.
struct Slot {
    node: *mut Node,
}

impl Ring {
    fn head(&self) -> NonNull<Node> {
        // SAFETY: By the safety requirements of this function, the list is not empty.
        //~^ warning unfounded-safety-comment
        unsafe { NonNull::new_unchecked(self.first) }
    }

    fn tail(&self) -> NonNull<Node> {
        // SAFETY: The caller has to hold the lock. //~ unfounded-safety-comment
        unsafe { NonNull::new_unchecked(self.last) }
    }

    fn take(&self) -> *mut Node {
        // SAFETY: Exclusive access is given by `&mut self`. //~ unfounded-safety-comment
        unsafe { core::ptr::replace(self.first, null_mut()) }
    }

    fn new() -> *mut Node {
        // SAFETY: We have exclusive access through `&mut self`. //~ unfounded-safety-comment
        unsafe { bindings::node_new() }
    }

    fn len(&self) -> usize {
        // SAFETY: By the type invariant of `Self`, the list is live. //~ unfounded-safety-comment
        unsafe { bindings::ring_len(self.first) }
    }

    fn cap(&self) -> usize {
        // SAFETY: By the type invariants of `Ring`, the list is live. //~ unfounded-safety-comment
        unsafe { bindings::ring_cap(self.first) }
    }
}
