//@ path: drivers/ring/ring.rs
//@ without: new-unsafe changed-safety-contract

/// Frees the ring.
/// //-
/// # Safety //-
/// //-
/// `ring` has no other users. //-
pub unsafe fn free(ring: *mut Ring) {} //~ error missing-safety-doc

/// Resets the ring.
pub fn reset(ring: *mut Ring) {} //-
pub unsafe fn reset(ring: *mut Ring) {} //+
//~^ missing-safety-doc

/// Drains the ring, as before.
pub unsafe fn drain(ring: *mut Ring) {}
