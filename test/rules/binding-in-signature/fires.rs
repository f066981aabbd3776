//@ path: rust/kernel/ring.rs

use crate::bindings;

/// A ring.
pub struct Ring(*mut bindings::ring);

impl Ring {
    /// Its length.
    pub fn len(&self) -> Result<bindings::resource_size_t> { //~ info binding-in-signature
        Ok(4)
    }

    /// Its number.
    pub fn number(&self) -> crate::bindings::ring_number { //~ binding-in-signature
        4
    }

    /// Configures it.
    pub fn configure(&self, config: &bindings::ring_config) {} //~ binding-in-signature

    /// Makes one.
    pub const fn of(kind: bindings::ring_kind) -> Self { //~ binding-in-signature
        todo!()
    }
}
