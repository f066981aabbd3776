//@ path: rust/kernel/ring.rs
//@ without: missing-safety-doc new-unsafe

/// Stops the ring.
///
/// # Safety
///
/// `ring` must be live. //-
/// `ring` must be live and locked. //+
pub unsafe fn stop(ring: *mut Ring) {} //~ info changed-safety-contract

/// Frees the ring.
/// //-
/// # Safety //-
/// //-
/// `ring` must be live. //-
pub unsafe fn free(ring: *mut Ring) {} //-
pub fn free(ring: *mut Ring) {} //+
//~^ warning changed-safety-contract
