//@ without: bindings-bypass

/// Reads a register.
pub unsafe fn read(regs: *const u32) -> u32 { //~ error missing-safety-doc
    // SAFETY: by contract.
    unsafe { *regs }
}

unsafe fn private(regs: *const u32) {} //~ error missing-safety-doc

/// Frees a ring.
///
/// # Examples
///
/// # Safety of use
#[must_use]
pub(crate) unsafe extern "C" fn free(ring: *mut Ring) {} //~ missing-safety-doc

/// A backend of a ring.
pub unsafe trait Backend { //~ error missing-safety-doc
    /// Locks the ring.
    unsafe fn lock(ring: *mut Ring); //~ missing-safety-doc
}

impl Ring {
    // # Safety
    unsafe fn from_raw(raw: *mut bindings::ring) -> Self { //~ missing-safety-doc
        Self(raw)
    }
}

macro_rules! declare_callback {
    ($name:ident) => {
        unsafe extern "C" fn $name(ring: *mut bindings::ring) {} //~ missing-safety-doc
    };
}
