/// Stops the ring.
///
/// # Safety
///
/// `ring` must be live.
pub unsafe fn stop(ring: *mut Ring) {} //-
pub fn stop(ring: *mut Ring) {} //+
//~^ warning unnecessary-safety-doc, warning changed-safety-contract

/// # Safety
///
/// As before.
pub fn start(ring: *mut Ring) {}
