//@ path: rust/kernel/ring.rs
//@ without: raw-binding-parameter binding-in-signature

use crate::bindings;
use core::ptr::NonNull;

/// A ring.
pub struct Ring(*mut u32);

struct Hidden;

/// # Safety
///
/// `ring` must be live.
pub unsafe fn number(ring: *const u32) -> u32 {
    // SAFETY: By the safety requirements of this function `ring` is live.
    unsafe { *ring }
}

fn private(ring: *const u32) -> u32 {
    // SAFETY: `ring` is live.
    unsafe { *ring }
}

pub(crate) fn restricted(ring: *const u32) -> u32 {
    // SAFETY: `ring` is live.
    unsafe { *ring }
}

mod inner {
    pub fn status(regs: *const u32) -> u32 {
        // SAFETY: `regs` is mapped.
        unsafe { regs.read_volatile() }
    }
}

impl Hidden {
    pub fn status(regs: *const u32) -> u32 {
        // SAFETY: `regs` is mapped.
        unsafe { regs.read_volatile() }
    }
}

/// Keeps it, and asks nothing of it.
pub fn keep(ring: *mut u32) -> Option<Ring> {
    if ring.is_null() || ring.wrapping_add(1).is_null() {
        return None;
    }
    Some(Ring(ring))
}

/// The variable of the same name is no pointer that callers gave.
pub fn checked(ring: *mut u32, all: &[*mut u32]) -> u32 {
    for &ring in all {
        // SAFETY: Those in `all` are live.
        unsafe { *ring = 4 };
    }
    let read = |ring: &u32| *ring;
    let Some(ring) = NonNull::new(ring) else {
        return 4;
    };
    // SAFETY: There is a ring of this address.
    read(unsafe { ring.as_ref() })
}

/// The unsafe call is another one.
pub fn other(ring: *mut u32, factor: u32) -> u32 {
    fn add(ring: *mut u32) -> u32 {
        // SAFETY: `ring` is live.
        unsafe { *ring }
    }
    // SAFETY: There is always a first ring.
    unsafe { bindings::ring_first(restricted(ring)) * factor }
}

/// `raw-binding-parameter` says it.
pub fn kick(ring: *mut bindings::ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_kick(ring) }
}

/// With leave.
#[expect(clippy::not_unsafe_ptr_arg_deref)] //~ suppressed-safety-lint
pub fn allowed(ring: *const u32) -> u32 {
    // SAFETY: `ring` is live.
    unsafe { *ring } //~ suppressed not-unsafe-ptr-arg-deref
}
