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

/// Generic, with a field.
struct Of<const N: usize> {
    p: &'static u32,
}

/// Outside of unsafe blocks only another variable can be dereferenced.
pub fn range(p: *const u32, of: u32) -> u32 {
    match of {
        p @ 4..=6 => p.add(1),
        _ => 0,
    }
}

/// In a chain of conditions.
pub fn chain(p: *const u32, of: Option<Option<&u32>>) -> u32 {
    if let Some(x) = of && let Some(p) = x && *p > 3 {
        return *p;
    }
    if let Some(x) = of && let Some(p) = x && unsafe { *p } > 3 { //~ undocumented-unsafe
        return 4;
    }
    0
}

/// In a macro, in a pattern with arguments, and by a macro.
pub fn matched(p: *const u32, of: Option<&u32>, other: Of<3>, cell: &Cell) -> u32 {
    if matches!(of, Some(p) if *p > 3) || matches!(of, Some(p) if unsafe { kick(*p) } > 3) { //~ undocumented-unsafe
        return 4;
    }
    match other {
        // SAFETY: There is always a ring.
        Of::<{ 3 }> { p } => unsafe { kick(*p) },
    };
    with_let!(p = cell.get());
    *p + p.read()
}

/// A range takes the name in an unsafe block as well.
pub fn range_inside(p: *const u32, of: u32) -> u32 {
    match of {
        // SAFETY: There is always a ring.
        p @ 4..=6 => unsafe { kick(p) },
        _ => 0,
    }
}

/// Only tests are built of it.
#[cfg(test)]
pub mod tests {
    /// A helper of tests.
    pub fn number(ring: *const u32) -> u32 {
        // SAFETY: `ring` is live.
        unsafe { *ring }
    }
}
