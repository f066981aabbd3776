//! A private module: the outer one gives its item a name.

pub struct Queue(NonNull<bindings::ring_queue>);
//~ ring_queue: bypasses kernel::ring::RingQueue

use super::Head;

/// More methods of a type of elsewhere.
impl Head {
    pub fn split(&self) {
        // SAFETY: By the type invariant.
        unsafe { bindings::ring_split() }
        //~ ring_split: bypasses kernel::ring::Head
    }
}
