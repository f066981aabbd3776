//@ path: rust/kernel/ring.rs
//@ without: raw-binding-parameter

use crate::bindings;

/// A ring.
pub struct Ring(*mut bindings::ring);

impl Ring {
    /// The C object.
    pub fn get(&self) -> *mut bindings::ring {
        self.0
    }

    /// The C object, by value.
    pub fn into_raw(self) -> bindings::ring_handle {
        todo!()
    }

    fn number(&self) -> bindings::ring_number {
        4
    }

    pub(crate) fn kind(&self) -> bindings::ring_kind {
        todo!()
    }

    #[doc(hidden)]
    pub fn of(kind: bindings::ring_kind) -> Self {
        todo!()
    }

    /// What C calls.
    pub fn set(&self, callback: unsafe extern "C" fn(bindings::ring_kind)) {}

    /// Its length.
    pub fn len(&self) -> usize {
        let len: bindings::resource_size_t = 4;
        len
    }
}
